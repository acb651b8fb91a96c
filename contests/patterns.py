"""Patterns that show only when votes for one entry are seen together, also in those that were cast before it showed."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from contests import risk
from contests.risk import CROWD, RUN, SHARE, YOUNG, Assessment, assessed, beats, is_throwaway

ALIKE = 2  # sure beats from one network


class Sighted(NamedTuple):
    """A vote, and what is known of who cast it."""

    pk: int
    at: datetime
    network: str
    device: str
    joined: datetime
    email: str
    is_only_vote: bool


def patterns_in(votes: Sequence[Sighted]) -> dict[int, Assessment]:
    """What speaks for each of these votes, all of one entry and oldest first, being a machine's."""
    rhythm, born, crowd = _rhythm(votes), _born(votes), _crowd(votes)
    found = {}
    for vote in votes:
        signs = {
            risk.THROWAWAY: is_throwaway(vote.email),
            risk.NEW: vote.at - vote.joined < YOUNG,
            risk.RHYTHM: vote.pk in rhythm,
            risk.BORN: vote.pk in born,
            risk.ONE_DEVICE: vote.pk in crowd,
            risk.ONLY_HERE: vote.is_only_vote,
        }
        found[vote.pk] = assessed([code for code, is_so in signs.items() if is_so])
    return found


def _rhythm(votes: Sequence[Sighted]) -> set[int]:
    """Beats among all of them, and among those of each network and of each sort of device."""
    return {vote.pk for group in _groups(votes) for vote in _on_the_beat(group, [v.at.timestamp() for v in group])}


def _born(votes: Sequence[Sighted]) -> set[int]:
    """The same for the times at which their accounts were made."""
    young = sorted((vote for vote in votes if vote.at - vote.joined < YOUNG), key=lambda vote: vote.joined)
    return {vote.pk for group in _groups(young) for vote in _on_the_beat(group, [v.joined.timestamp() for v in group])}


def _groups(votes: Sequence[Sighted]) -> list[list[Sighted]]:
    apart: dict[tuple[str, str], list[Sighted]] = {("", ""): list(votes)}
    for vote in votes:
        apart.setdefault(("network", vote.network), []).append(vote)
        apart.setdefault(("device", vote.device), []).append(vote)
    return [group for group in apart.values() if len(group) >= RUN]


def _on_the_beat(group: Sequence[Sighted], times: Sequence[float]) -> list[Sighted]:
    """Those that are beats for sure; and those that may be, of networks from which such ones come."""
    found = beats(times)
    sure = [group[place] for place in sorted(found.sure)]
    networks = Counter(vote.network for vote in sure)
    return sure + [vote for place in found.maybe if networks[(vote := group[place]).network] >= ALIKE]


def _crowd(votes: Sequence[Sighted]) -> set[int]:
    """Those of an hour in which most come from one network and one sort of device."""
    hours: dict[int, list[Sighted]] = {}
    for vote in votes:
        hours.setdefault(int(vote.at.timestamp() // 3600), []).append(vote)
    found = set()
    for together in hours.values():
        (most, count) = Counter((vote.network, vote.device) for vote in together).most_common(1)[0]
        if most[0] and count >= CROWD and count >= SHARE * len(together):
            found.update(vote.pk for vote in together if (vote.network, vote.device) == most)
    return found
