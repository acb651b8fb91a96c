"""What judges are told, and the subject that it is about: their own seat on the jury, which nobody else sees."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from contests.actions.calling import CALLED, KIND, REMINDED
from contests.juries import window_of
from contests.models import ContestPage, Judgement, Juror
from core.notices.kinds import NoticeKind
from core.notices.models import Notice

State = Judgement.State


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
    unfinished = Q(judgements__state__in=(State.OPEN, State.DEFERRED))
    jurors = Juror.objects.filter(pk__in={notice.subject_id for notice in notices}).select_related("contest")
    left = {juror.pk: juror for juror in jurors.annotate(left=Count("judgements", filter=unfinished))}
    found = {}
    for notice in notices:
        juror = left.get(notice.subject_id)
        window = window_of(juror.contest) if juror else None
        if juror and window and juror.left:  # type: ignore[attr-defined]
            found[notice.pk] = {"left": juror.left, "until": window.closes, "contest": juror.contest}  # type: ignore[attr-defined]
    return found


KINDS = (
    NoticeKind(
        key=CALLED,
        label=_("Entries lie on your desk as a judge"),
        reason=_("You are a judge in this contest."),
        facts=left_on_desks,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
    ),
    NoticeKind(
        key=REMINDED,
        label=_("A reminder of what is left to judge"),
        reason=_("You are a judge in this contest."),
        facts=left_on_desks,
        is_for=lambda member: Juror.objects.judging().of(member).exists(),
    ),
)
