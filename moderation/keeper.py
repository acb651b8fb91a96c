"""The gatekeeper of what members write."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.policies import ensure
from core.publication import Admission, State
from core.subjects import subject_of
from moderation import screening, trust
from moderation.actions.opening import open_case, weigh
from moderation.models import Case, CaseState
from moderation.policies import may_write
from moderation.registries import moderated


class Moderation:
    """Publishes at once, or lets wait, by the policy of the place and the trust that the member has earned."""

    def admit(self, thing: Any, *, by: Any, is_new: bool) -> Admission:
        """What moderators have in their hands, or had and did not publish, stays there when its author edits it."""
        ensure(may_write(by))
        adapter = moderated[subject_of(thing).key]
        if not is_new and adapter.state(thing) != State.PUBLISHED:
            return Admission(published=False, reason=_("A moderator looks at it again."))
        reason = trust.reason_to_wait(by, adapter.review(thing))
        return Admission(published=not reason, reason=reason)

    def arrived(self, thing: Any, *, by: Any, at: datetime) -> None:
        """What is not published has a case, and so has what the screening noticed something about."""
        kind = subject_of(thing).key
        waits = moderated[kind].state(thing) != State.PUBLISHED
        findings = [] if trust.is_staff(by) else screening.examine(kind, thing, by=by, at=at)
        if waits or findings:
            case = open_case(kind, thing, reason="is_waiting" if waits else "", at=at)
            screening.note(case, thing, findings, at=at)
        elif there := Case.objects.open().about(kind, thing.pk).first():
            weigh(there, thing)  # what a check had noticed may have been edited out

    def gone(self, thing: Any, *, at: datetime) -> None:
        """Its case has lapsed, unless somebody waits for an answer in words."""
        cases = Case.objects.open().about(subject_of(thing).key, thing.pk)
        unasked = cases.filter(is_appealed=False, is_illegal_notice=False)
        unasked.update(state=CaseState.LAPSED, closed_at=at, claimed_until=None)
