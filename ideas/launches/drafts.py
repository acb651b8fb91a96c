"""What editors are told of a story that could not be published at its hour, and the subject that it is about: what they
may edit."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import is_closed
from core.notices.actions.telling import notify
from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from ideas.completeness import reasons_against
from ideas.models import LaunchPage
from ideas.models.launch import HELD_BACK
from ideas.policies import may_answer

DRAFT, TOLD = "launch-draft", "launch-held-back"
LATELY = timedelta(days=7)


class DraftSubject:
    key = DRAFT
    model = LaunchPage
    label = gettext_lazy("draft of a launch")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[LaunchPage]:
        """What this person may edit, and no door closes to them."""
        edited = PagePermissionPolicy(LaunchPage).instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
        paths = LaunchPage.objects.filter(pk__in=edited.order_by().values("pk")).values_list("pk", "path")
        return LaunchPage.objects.filter(pk__in=[pk for pk, path in paths if not is_closed(path, user)])

    def title(self, story: LaunchPage) -> str:
        return str(story.draft_title or story.title)

    def url(self, story: LaunchPage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[story.pk])

    def author_id(self, story: LaunchPage) -> int | None:
        return None

    def people(self, story: LaunchPage) -> dict[str, list[int]]:
        return {}

    def version(self, story: LaunchPage) -> int:
        return story.latest_revision_id or 0

    def snapshot(self, story: LaunchPage) -> dict[str, Any]:
        return {}

    def thumbnail(self, story: LaunchPage) -> str | None:
        return None


def still_missing(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice what stands in the way now; where that was put right there is nothing to say any more."""
    stories = LaunchPage.objects.in_bulk({notice.subject_id for notice in notices})
    missing = {pk: reasons_against(story.get_latest_revision_as_object()) for pk, story in stories.items()}
    return {notice.pk: {"missing": missing[notice.subject_id]} for notice in notices if missing.get(notice.subject_id)}


def tell_of_held_back(*, at: datetime | None = None) -> int:
    """The chore: whoever wrote or scheduled a story that was not published at its hour is told, once. How many were."""
    at = at or timezone.now()
    lately = PageLogEntry.objects.filter(action=HELD_BACK, timestamp__gt=at - LATELY).select_related("revision")
    return sum(
        notify(_who_scheduled(entry), kind=TOLD, about=(DRAFT, entry.page_id), key=f"{TOLD}:{entry.pk}", at=at)
        for entry in lately
    )


def _who_scheduled(entry: PageLogEntry) -> list[int]:
    by = PageLogEntry.objects.filter(action="wagtail.publish.schedule", revision=entry.revision_id)
    people = {*by.values_list("user", flat=True), entry.revision.user_id if entry.revision else None}
    return sorted(pk for pk in people if pk is not None)


class SaidOfHoldingBack(LogFormatter):
    label = gettext_lazy("Hold back a launch")

    def format_message(self, log_entry: Any) -> str:
        return _("It was not published at its hour: something was missing.")


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(HELD_BACK)(SaidOfHoldingBack)


KIND = NoticeKind(
    key=TOLD,
    label=gettext_lazy("A launch could not be published at its hour"),
    reason=gettext_lazy("You wrote or scheduled this story."),
    facts=still_missing,
    is_for=may_answer,
    may_wait=False,
)
