"""What a member has cast, what is left to them, and what the box shows of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.kinds import Standing, VoteRule
from contests.models import ContestPage, Entry, EntryVote, Publication
from contests.models.vote import ANY_DAY
from contests.phases import Ability
from core.policies import Verdict


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote for one entry, as it stands, and how many they have used up under the contest's rule."""

    standing: str = ""  # never cast
    used: int = 0

    @property
    def is_cast(self) -> bool:
        return self.standing in (Standing.COUNTED, Standing.HELD)


def day_of(contest: ContestPage, at: datetime) -> date:
    """The day that a vote at this time belongs to: the contest's own, where its rule counts days."""
    found: date = contest.day_at(at) if contest.vote_rule == VoteRule.A_DAY else ANY_DAY
    return found


def ballot_of(user: Any, entry: Entry, *, at: datetime | None = None) -> Ballot:
    """One query for a member; none for a visitor."""
    if not user.is_authenticated:
        return Ballot()
    day = day_of(entry.contest, at or timezone.now())
    mine = EntryVote.objects.of(user, entry.contest_id).filter(day=day)
    if entry.contest.vote_rule == VoteRule.EACH:
        return Ballot(mine.filter(entry=entry).values_list("standing", flat=True).first() or "")
    return ballot_among(mine.using_up().values_list("entry_id", "standing"), entry)


def ballot_among(votes: Iterable[tuple[int, str]], entry: Entry) -> Ballot:
    """Of votes that use up what may be cast, as entry and standing."""
    standings = dict(votes)
    return Ballot(standings.get(entry.pk, ""), len(standings))


def left_of(contest: ContestPage, ballot: Ballot) -> int | None:
    """How many may still be cast now; None where the rule sets no number."""
    if contest.vote_rule == VoteRule.EACH:
        return None
    return max(0, contest.vote_limit - ballot.used)


def said_of(contest: ContestPage, ballot: Ballot, *, at: datetime) -> str:
    """What is left, before the click; and where one's own vote waits for somebody to look at it, that it does."""
    sentences = [_left_in_words(contest, ballot)]
    if ballot.standing == Standing.HELD:
        sentences.append(_("Yours is looked at before it counts."))
    if ballot.standing == Standing.VOID:
        sentences = []  # the reason of the policy says it
    if are_sealed(contest, at=at):
        sentences.append(_("Figures are sealed until the results."))
    return " ".join(sentences)


def _left_in_words(contest: ContestPage, ballot: Ballot) -> str:
    left, limit = left_of(contest, ballot), contest.vote_limit
    if left is None:
        return _("One vote for each entry.")
    if contest.vote_rule == VoteRule.A_DAY:
        said = ngettext("%(left)d of %(limit)d vote left today.", "%(left)d of %(limit)d votes left today.", limit)
    else:
        said = ngettext("%(left)d of %(limit)d vote left.", "%(left)d of %(limit)d votes left.", limit)
    return said % {"left": left, "limit": limit}


def are_sealed(contest: ContestPage, *, at: datetime | None = None) -> bool:
    """Nobody sees tallies before results were published, whoever they are."""
    if Ability.SEE_WINNERS not in contest.abilities_at(at):
        return True
    return not contest.publications.filter(what=Publication.What.RESULTS).exists()


@dataclass(frozen=True, slots=True)
class VoteBox:
    """What `components/vote_box.html` shows of an entry."""

    entry: Entry
    ballot: Ballot
    verdict: Verdict
    note: str
    is_open: bool
    is_sealed: bool

    @property
    def dom_id(self) -> str:
        return self.entry.dom_id

    @property
    def has_my_vote(self) -> bool:
        return self.ballot.is_cast

    @property
    def open_to_votes(self) -> bool:
        return self.is_open

    @property
    def vote_count(self) -> int | None:
        return None if self.is_sealed else self.entry.vote_count

    @property
    def label(self) -> str:
        if self.is_open:
            return _("Vote")
        count = self.vote_count
        return _("Voting is closed") if count is None else ngettext("vote", "votes", count)

    @property
    def spoken(self) -> str:
        """For those who hear one button after the other."""
        return _("Vote: %(title)s") % {"title": self.entry.title}

    def get_vote_url(self) -> str:
        return self.entry.get_vote_url()


def vote_box(entry: Entry, ballot: Ballot, verdict: Verdict, *, at: datetime | None = None) -> VoteBox:
    at = at or timezone.now()
    contest = entry.contest
    is_open = Ability.VOTE in contest.abilities_at(at)
    note = said_of(contest, ballot, at=at) if is_open else ""
    return VoteBox(entry, ballot, verdict, note, is_open, are_sealed(contest, at=at))
