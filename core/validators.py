"""What may not be, said once."""

from django.core.exceptions import ValidationError
from django.urls.converters import IntConverter
from django.utils.translation import gettext as _

TAKEN = frozenset(
    {"idea", "entry", "work", "files", "me", "members", "accounts", "admin", "api", "search", "healthz", "readyz"}
    | {"early", "documents", "static", "media", "legal", "moderation", "unsubscribe", "i18n", "jury"}
)


def validate_top_level_slug(slug: str) -> None:
    """Refuses an address that the site itself answers: a page there could never be reached."""
    if slug.lower() in TAKEN:
        raise ValidationError(_("The site itself uses /%(slug)s/. Choose another.") % {"slug": slug}, code="taken")


class KeyConverter(IntConverter):
    """`<key:pk>` in an address: the key of a page. A longer number is no address, so nobody asks a database that cannot
    hold it: Django compares the keys of pages, which point at another table, without looking at their size."""

    regex = "[0-9]{1,18}"
