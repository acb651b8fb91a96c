"""What judges are told, and the subject that it is about: their own seat on the jury, which nobody else sees."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contests.actions.calling import CALLED, KIND, REMINDED
from contests.actions.conflicts import TOLD, TOLD_UNDONE
from contests.juries import desk_of, window_of
from contests.models import ContestPage, Judgement, Juror
from core.notices.kinds import NoticeKind
from core.notices.models import Notice


class JurorSubject:
    key = KIND
    model = Juror
    label = _("seat on a jury")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[Juror]:
        contests = ContestPage.objects.visible_to(user)
        return Juror.objects.judging().of(user).filter(contest__in=contests).select_related("contest")

    def title(self, juror: Juror) -> str:
        return juror.contest.title

    def url(self, juror: Juror) -> str:
        return juror.contest.get_url_of("jury")

    def author_id(self, juror: Juror) -> int | None:
        return juror.member_id

    def people(self, juror: Juror) -> dict[str, list[int]]:
        return {"author": [juror.member_id] if juror.member_id else []}

    def version(self, juror: Juror) -> int:
        return 1

    def snapshot(self, juror: Juror) -> dict[str, Any]:
        return {}

    def thumbnail(self, juror: Juror) -> str | None:
        return None


def left_on_desks(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice how much is left to judge, and until when; who has nothing left is told nothing any more."""
    jurors = Juror.objects.select_related("contest").in_bulk({notice.subject_id for notice in notices})
    left = {pk: desk_of(juror).unfinished().count() for pk, juror in jurors.items()}  # few sit on more than one jury
    found = {}
    for notice in notices:
        juror = jurors.get(notice.subject_id)
        window = window_of(juror.contest) if juror else None
        if juror and window and left[juror.pk]:
            found[notice.pk] = {"left": left[juror.pk], "until": window.closes, "contest": juror.contest}
    return found


def conflicts_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice the judgement that its key names, while what it says holds."""
    judgements = Judgement.objects.select_related("entry").in_bulk({notice.event_id for notice in notices})
    found = {}
    for notice in notices:
        judgement = judgements.get(notice.event_id)
        if judgement and bool(judgement.declared_at) == (notice.kind == TOLD):
            found[notice.pk] = {"judgement": judgement}
    return found


KINDS = (
    NoticeKind(
        key=CALLED,
        label=_("Entries lie on your desk as a judge"),
        reason=_("You are a judge in this contest."),
        facts=left_on_desks,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
        may_wait=False,
    ),
    NoticeKind(
        key=REMINDED,
        label=_("A reminder of what is left to judge"),
        reason=_("You are a judge in this contest."),
        facts=left_on_desks,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
        may_wait=False,
    ),
    NoticeKind(
        key=TOLD,
        label=_("An entry is not yours to judge"),
        reason=_("You are a judge in this contest."),
        facts=conflicts_behind,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
    ),
    NoticeKind(
        key=TOLD_UNDONE,
        label=_("An entry is yours to judge again"),
        reason=_("You are a judge in this contest."),
        facts=conflicts_behind,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
    ),
)
