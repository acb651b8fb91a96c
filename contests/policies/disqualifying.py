"""Who may say that an entry broke the rules."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import Entry, Juror
from contests.policies.running import may_run
from core.policies import YES, Verdict, no


def may_disqualify(user: Any, entry: Entry) -> Verdict:
    """Whoever runs the contest and has nothing to win in it: neither who entered it nor who judges it."""
    if not (verdict := may_run(user, entry.contest)):
        return verdict
    if Entry.objects.of(user).filter(contest=entry.contest_id).exists():
        return no(_("You have entered this contest, so somebody else decides on this."))
    if Juror.objects.filter(contest=entry.contest_id, member=user.pk).exists():
        return no(_("You judge in this contest, so somebody else decides on this."))
    return YES
