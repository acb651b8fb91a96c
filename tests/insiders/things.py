"""Early access, made from code."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from core.audience.actions.groups import make_tier
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from gallery.models import MediaItem
from insiders.actions.early import early_access_of
from insiders.actions.filing import add_file
from insiders.models import EarlyAccess, EarlyAccessIndexPage, EarlyAccessPage, PrivateFile
from moderation.registries import Review
from tests.factories import home_page
from tests.gallery.things import make_media

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def make_index(*, slug: str = "insiders", **fields: Any) -> EarlyAccessIndexPage:
    there = EarlyAccessIndexPage.objects.filter(slug=slug).first()
    if there:
        return there
    return home_page().add_child(instance=EarlyAccessIndexPage(title="Insiders", slug=slug, **fields))


def make_early(
    title: str = "Decaf No. 4",
    *,
    tiers: tuple[str, ...] = (INSIDERS,),
    steps: dict[str, datetime] | None = None,
    **fields: Any,
) -> EarlyAccess:
    """A page for these tiers, with a ladder of these steps."""
    page = EarlyAccessPage(**{"title": title, "review": Review.NOTHING, **fields})
    window = AudienceWindow(**(steps or {}))
    window.tiers = [make_tier(name) for name in tiers]
    page.audience_windows.add(window)
    Page.objects.get(pk=make_index().pk).specific.add_child(instance=page)
    return early_access_of(page)


def make_picture(early: EarlyAccess, *, by: Any, title: str = "The tin") -> PrivateFile:
    """One that is ready."""
    item: MediaItem = make_media(by=by, under=early, is_public=False, widths=(320,), formats=("webp", "jpeg"))
    return PrivateFile.objects.create(early=early, kind="picture", title=title, item=item, by=by)


def make_document(early: EarlyAccess, *, by: Any, title: str = "Recipe") -> PrivateFile:
    return add_file(early, by=by, kind="document", title=title, upload=SimpleUploadedFile("secret-name.pdf", PDF))
