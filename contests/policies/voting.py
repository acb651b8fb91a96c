"""Who may vote for an entry, each with a reason that the person may read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.ballots import Ballot, ballot_of, left_of
from contests.kinds import Standing, VoteRule
from contests.models import ContestPage, Entry, VoterKey
from contests.models.voter import Voter
from contests.moments import in_words
from contests.phases import FIELDS, ORDER, Ability, Decides, Phase
from core.policies import YES, Verdict, no
from core.publication import State
from moderation.policies import may_write_since

PAUSED = gettext_lazy("The contest stands still at the moment. Votes can be cast when it goes on.")
VOIDED = gettext_lazy("Your vote for this entry was made void. You were told why, and how to answer.")


def may_vote(user: Any, entry: Entry) -> Verdict:
    """All that is asked, for whoever looks. What was cast may be taken back, so a vote that stands is a yes."""
    return may_vote_with(user, entry, ballot_of(user, entry))


def may_vote_with(user: Any, entry: Entry, ballot: Ballot, *, at: datetime | None = None) -> Verdict:
    """The same, with a ballot that was fetched."""
    if not (verdict := may_take_part(user, entry, at=at)) or ballot.is_cast:
        return verdict
    if ballot.standing == Standing.VOID:
        return no(str(VOIDED))
    return is_left(entry.contest, ballot)


def may_take_part(user: Any, entry: Entry, *, at: datetime | None = None, voter: Voter | None = None) -> Verdict:
    """Everything but how many are left, which is only certain while nobody else votes as this member. One query at
    most; none for whoever has asked for the voter."""
    at = at or timezone.now()
    if not (verdict := can_be_voted_for(entry, at=at)):
        return verdict
    if not user.is_authenticated:
        return no(_("Sign in and your vote is cast."), sign_in=True)  # the button stays a button
    if entry.author_id == user.pk:
        return no(_("This is your own entry: the vote is for others."))
    voter = voter or VoterKey.objects.voter(user.pk, at=at)
    if not voter.is_confirmed:
        return no(_("Confirm your e-mail address first: a vote needs one."))
    return may_write_since(voter.suspended_until)


def may_take_back(user: Any, entry: Entry, *, at: datetime | None = None) -> Verdict:
    """A vote of one's own, until voting closes: also during a suspension, and from an entry that can no longer win."""
    if not user.is_authenticated:
        return no(_("Sign in and your vote is taken back."), sign_in=True)
    return _is_time(entry.contest, at or timezone.now())


def can_be_voted_for(entry: Entry, *, at: datetime | None = None) -> Verdict:
    """Whoever asks: the phase, and what has become of the entry."""
    contest = entry.contest
    if not (verdict := _is_time(contest, at or timezone.now())):
        return verdict
    if entry.state == State.WITHDRAWN or entry.withdrawn_at:
        return no(_("It was withdrawn by whoever entered it."))
    if not entry.is_published:
        return no(_("It is not in the contest, so nobody can vote for it."))
    if entry.disqualified_at:
        return no(_("It was disqualified, so nobody can vote for it."))
    if contest.decides == Decides.JURY_THEN_PUBLIC and not entry.is_shortlisted:
        return no(_("The vote is between the entries on the jury’s shortlist."))
    return YES


def _is_time(contest: ContestPage, at: datetime) -> Verdict:
    if Ability.VOTE in contest.abilities_at(at):
        return YES
    if contest.pause and Ability.VOTE in contest.schedule.abilities(at):
        return no(str(PAUSED))
    asked = [FIELDS[phase] for phase in ORDER[contest.decides] if phase in (Phase.VOTING, Phase.VOTING_AND_JUDGING)]
    opens = getattr(contest, asked[0][0])
    if at < opens:
        return no(_("Voting opens on %(when)s.") % {"when": in_words(opens, contest)})
    return no(_("Voting has ended."))


def is_left(contest: ContestPage, ballot: Ballot) -> Verdict:
    """Whether one more may be cast; if not, how many were, and when there are more."""
    left = left_of(contest, ballot)
    if left is None or left > 0:
        return YES
    limit = {"limit": contest.vote_limit, "zone": contest.time_zone}
    if contest.vote_rule == VoteRule.A_DAY:
        said = ngettext(
            "You have cast your vote of today. There is another one from midnight on (%(zone)s).",
            "You have cast your %(limit)d votes of today. There are more from midnight on (%(zone)s).",
            contest.vote_limit,
        )
    else:
        said = ngettext(
            "You have cast your vote. Take it back to give it to this entry.",
            "You have cast your %(limit)d votes. Take one back to give it to this entry.",
            contest.vote_limit,
        )
    return no(said % limit)
