"""What other rooms may know of early access."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from insiders.models import KIND, EarlyAccess


class EarlyAccessSubject:
    key = KIND
    model = EarlyAccess
    label = _("early access")
    words = ("title",)

    def visible_to(self, user: Any) -> QuerySet[EarlyAccess]:
        return EarlyAccess.objects.visible_to(user)

    def title(self, early: EarlyAccess) -> str:
        return str(early)

    def url(self, early: EarlyAccess) -> str:
        return early.get_absolute_url()

    def author_id(self, early: EarlyAccess) -> int | None:
        return None

    def people(self, early: EarlyAccess) -> dict[str, list[int]]:
        """Who took part."""
        said = early.comments.filter(deleted_at=None, author__isnull=False).values_list("author", flat=True)
        sent = early.feedback.filter(author__isnull=False).values_list("author", flat=True)
        return {"commenter": sorted(set(said)), "adviser": sorted(set(sent))}

    def version(self, early: EarlyAccess) -> int:
        return 1

    def snapshot(self, early: EarlyAccess) -> dict[str, Any]:
        return {"title": str(early)}

    def thumbnail(self, early: EarlyAccess) -> str | None:
        return None
