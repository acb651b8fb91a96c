"""A page that could not be published at its hour, because something was missing: who wrote or scheduled it is told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.models import PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import is_closed
from core.notices.actions import notify
from core.notices.models import Notice

LATELY = timedelta(days=7)


class DraftSubject:
    """The pages of one type, public or not, as those see them who may edit them."""

    words: tuple[str, ...] = ()

    def __init__(self, key: str, model: Any, label: str | Promise) -> None:
        self.key, self.model, self.label = key, model, label

    def visible_to(self, user: Any) -> QuerySet[Any]:
        """What this person may edit, and no door closes to them."""
        edited = PagePermissionPolicy(self.model).instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
        paths = self.model.objects.filter(pk__in=edited.order_by().values("pk")).values_list("pk", "path")
        found: QuerySet[Any] = self.model.objects.filter(pk__in=[pk for pk, path in paths if not is_closed(path, user)])
        return found

    def title(self, page: Any) -> str:
        return str(page.draft_title or page.title)

    def url(self, page: Any) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def author_id(self, page: Any) -> int | None:
        return None

    def people(self, page: Any) -> dict[str, list[int]]:
        return {}

    def version(self, page: Any) -> int:
        return page.latest_revision_id or 0

    def snapshot(self, page: Any) -> dict[str, Any]:
        return {}

    def thumbnail(self, page: Any) -> str | None:
        return None


def still_missing(
    model: Any, reasons_against: Callable[[Any, Any], list[str]], notices: Sequence[Notice]
) -> Mapping[int, Mapping[str, Any]]:
    """By notice what stands in the way now, as its reader may know it: `reasons_against` is asked of a page and a
    person. Where that was put right there is nothing to say any more."""
    pages = model.objects.in_bulk({notice.subject_id for notice in notices})
    drafts = {pk: page.get_latest_revision_as_object() for pk, page in pages.items()}
    there = [notice for notice in notices if notice.subject_id in drafts]
    missing = {notice.pk: reasons_against(drafts[notice.subject_id], notice.recipient) for notice in there}
    return {pk: {"missing": reasons} for pk, reasons in missing.items() if reasons}


def tell_who_scheduled(action: str, *, kind: str, about: str, at: datetime | None = None) -> int:
    """Whoever wrote or scheduled a page of which Wagtail's log says this lately has a notice of the kind, once; `about`
    is the kind of its subject. How many are new."""
    at = at or timezone.now()
    lately = PageLogEntry.objects.filter(action=action, timestamp__gt=at - LATELY).select_related("revision")
    return sum(
        notify(_who_scheduled(entry), kind=kind, about=(about, entry.page_id), key=f"{kind}:{entry.pk}", at=at)
        for entry in lately
    )


def _who_scheduled(entry: PageLogEntry) -> list[int]:
    by = PageLogEntry.objects.filter(action="wagtail.publish.schedule", revision=entry.revision_id)
    people = {*by.values_list("user", flat=True), entry.revision.user_id if entry.revision else None}
    return sorted(pk for pk in people if pk is not None)
