"""What editors are told of a contest that is not public yet, and the subject that it is about: what they may edit."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from contests.actions.announcing import DRAFT, TOLD
from contests.completeness import reasons_against
from contests.models import ContestPage
from contests.policies.running import may_run
from core.notices.kinds import NoticeKind
from core.pages.held_back import DraftSubject, still_missing

SUBJECT = DraftSubject(DRAFT, ContestPage, _("draft of a contest"))
KINDS = (
    NoticeKind(
        key=TOLD,
        label=_("A contest could not be published at its hour"),
        reason=_("You wrote or scheduled this contest."),
        facts=partial(still_missing, ContestPage, lambda contest, reader: reasons_against(contest)),
        is_for=may_run,
        may_wait=False,
    ),
)
