"""What editors are told of a contest that is not public yet, and the subject that it is about: what they may edit."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies.pages import PagePermissionPolicy

from contests.actions.announcing import DRAFT, TOLD
from contests.completeness import reasons_against
from contests.models import ContestPage
from contests.policies.running import may_run
from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import is_closed
from core.notices.kinds import NoticeKind
from core.notices.models import Notice


class DraftSubject:
    key = DRAFT
    model = ContestPage
    label = _("draft of a contest")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[ContestPage]:
        """What this person may edit, and no door closes to them."""
        edited = PagePermissionPolicy(ContestPage).instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
        paths = ContestPage.objects.filter(pk__in=edited.order_by().values("pk")).values_list("pk", "path")
        return ContestPage.objects.filter(pk__in=[pk for pk, path in paths if not is_closed(path, user)])

    def title(self, contest: ContestPage) -> str:
        return str(contest.draft_title or contest.title)

    def url(self, contest: ContestPage) -> str:
        return reverse("wagtailadmin_pages:edit", args=[contest.pk])

    def author_id(self, contest: ContestPage) -> int | None:
        return None

    def people(self, contest: ContestPage) -> dict[str, list[int]]:
        return {}

    def version(self, contest: ContestPage) -> int:
        return contest.latest_revision_id or 0

    def snapshot(self, contest: ContestPage) -> dict[str, Any]:
        return {}

    def thumbnail(self, contest: ContestPage) -> str | None:
        return None


def still_missing(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice what stands in the way now; where that was put right there is nothing to say any more."""
    contests = ContestPage.objects.in_bulk({notice.subject_id for notice in notices})
    missing = {pk: reasons_against(contest.get_latest_revision_as_object()) for pk, contest in contests.items()}
    return {notice.pk: {"missing": missing[notice.subject_id]} for notice in notices if missing.get(notice.subject_id)}


KINDS = (
    NoticeKind(
        key=TOLD,
        label=_("A contest could not be published at its hour"),
        reason=_("You wrote or scheduled this contest."),
        facts=still_missing,
        is_for=may_run,
        may_wait=False,
    ),
)
