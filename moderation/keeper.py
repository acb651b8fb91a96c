"""The gatekeeper of what members write."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.policies import ensure
from core.publication import Admission, Publishable, State
from core.subjects import subject_of
from moderation import screening, trust
from moderation.actions.opening import open_case
from moderation.policies import may_write
from moderation.registries import Review, moderated

JUDGED = (State.RETURNED, State.REJECTED, State.HIDDEN)  # whoever edits one of these asks for another look


class Moderation:
    """Publishes at once, or lets wait, by the policy of the place and the trust that the member has earned."""

    def admit(self, thing: Publishable, *, by: Any) -> Admission:
        ensure(may_write(by))
        if trust.is_staff(by):
            return Admission(published=True)
        if thing.state in JUDGED and thing.pk:
            return Admission(published=False, reason=_("A moderator looks at it again."))
        review = moderated[subject_of(thing).key].review(thing)
        if review == Review.EVERYTHING:
            return Admission(published=False, reason=_("A moderator reads everything before it appears here."))
        if review == Review.NEW_MEMBERS and not trust.is_trusted(by):
            return Admission(published=False, reason=trust.first_contributions_words())
        return Admission(published=True)

    def arrived(self, thing: Publishable, *, by: Any, at: datetime) -> None:
        """What waits has a case, and so has what the screening noticed something about."""
        kind = subject_of(thing).key
        findings = [] if trust.is_staff(by) else screening.examine(kind, thing, by=by, at=at)
        if thing.is_waiting or findings:
            case = open_case(kind, thing, reason="is_waiting" if thing.is_waiting else "", at=at)
            screening.note(case, thing, findings, at=at)
