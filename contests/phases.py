"""Phases come from the clock: times are read, so they are right even if no worker ran. Tables say what each permits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GRACE = timedelta(hours=1)  # so long after entries have closed, an upload that was begun in time may finish
Moments = Mapping[str, datetime | None]  # by the name of the field: entries_from, entries_until, …, results_from
Words = Mapping[object, str | Promise]


class Phase(models.TextChoices):
    ANNOUNCED = "announced", _("Announced")
    ENTRIES = "entries", _("Open for entries")
    VOTING = "voting", _("Public vote")
    JUDGING = "judging", _("The jury decides")
    VOTING_AND_JUDGING = "voting-and-judging", _("Public vote and jury")
    BETWEEN = "between", _("Between two phases")
    RESULTS = "results", _("Results")


class Decides(models.TextChoices):
    """Who decides, and in which order."""

    PUBLIC = "public", _("The public votes")
    PUBLIC_THEN_JURY = "public-then-jury", _("The public picks a shortlist, a jury decides")
    JURY_THEN_PUBLIC = "jury-then-public", _("A jury picks a shortlist, the public decides")
    JURY_AND_PEOPLE = "jury-and-people", _("A jury gives the prizes, and the public one of its own")


class Ability(Enum):
    """What a phase permits; who may do it is for the policies."""

    SEE = auto()
    ENTER = auto()
    SEE_ENTRIES = auto()
    VOTE = auto()
    JUDGE = auto()
    SEE_WINNERS = auto()


# Before the first of them a contest is announced, after the last it is about to have results.
ORDER: Mapping[str, tuple[Phase, ...]] = {
    Decides.PUBLIC: (Phase.ENTRIES, Phase.VOTING),
    Decides.PUBLIC_THEN_JURY: (Phase.ENTRIES, Phase.VOTING, Phase.JUDGING),
    Decides.JURY_THEN_PUBLIC: (Phase.ENTRIES, Phase.JUDGING, Phase.VOTING),
    Decides.JURY_AND_PEOPLE: (Phase.ENTRIES, Phase.VOTING_AND_JUDGING),
}
ALLOWS: Mapping[str, frozenset[Ability]] = {
    Phase.ANNOUNCED: frozenset({Ability.SEE}),
    Phase.ENTRIES: frozenset({Ability.SEE, Ability.ENTER}),  # and SEE_ENTRIES, where they are shown as they come in
    Phase.VOTING: frozenset({Ability.SEE, Ability.SEE_ENTRIES, Ability.VOTE}),
    Phase.JUDGING: frozenset({Ability.SEE, Ability.SEE_ENTRIES, Ability.JUDGE}),
    Phase.VOTING_AND_JUDGING: frozenset({Ability.SEE, Ability.SEE_ENTRIES, Ability.VOTE, Ability.JUDGE}),
    Phase.BETWEEN: frozenset({Ability.SEE}),  # and SEE_ENTRIES, where they were shown before
    Phase.RESULTS: frozenset({Ability.SEE, Ability.SEE_ENTRIES, Ability.SEE_WINNERS}),
}
# The fields that say when a phase begins and ends. Vote and jury at once follow the times of the vote.
FIELDS: Mapping[str, tuple[str, str]] = {
    Phase.ENTRIES: ("entries_from", "entries_until"),
    Phase.VOTING: ("voting_from", "voting_until"),
    Phase.JUDGING: ("judging_from", "judging_until"),
    Phase.VOTING_AND_JUDGING: ("voting_from", "voting_until"),
}
RESULTS_FROM = "results_from"

MISSING: Words = {
    "entries_from": _("Say when entries open."),
    "entries_until": _("Say when entries close."),
    "voting_from": _("Say when voting opens."),
    "voting_until": _("Say when voting closes."),
    "judging_from": _("Say when the jury begins."),
    "judging_until": _("Say until when the jury decides."),
    RESULTS_FROM: _("Say when the results are published."),
}
BACKWARDS: Words = {
    Phase.ENTRIES: _("Entries close before they open."),
    Phase.VOTING: _("Voting closes before it opens."),
    Phase.JUDGING: _("The jury ends before it begins."),
    Phase.VOTING_AND_JUDGING: _("Voting closes before it opens."),
}
TOO_SOON: Words = {
    (Phase.ENTRIES, Phase.VOTING): _("Voting opens before entries close."),
    (Phase.ENTRIES, Phase.JUDGING): _("The jury begins before entries close."),
    (Phase.ENTRIES, Phase.VOTING_AND_JUDGING): _("Voting opens before entries close."),
    (Phase.VOTING, Phase.JUDGING): _("The jury begins before voting closes."),
    (Phase.JUDGING, Phase.VOTING): _("Voting opens before the jury has picked its shortlist."),
    (Phase.VOTING, Phase.RESULTS): _("The results are published before voting closes."),
    (Phase.JUDGING, Phase.RESULTS): _("The results are published before the jury has decided."),
    (Phase.VOTING_AND_JUDGING, Phase.RESULTS): _("The results are published before voting closes."),
}


@dataclass(frozen=True, slots=True)
class Window:
    """From a moment on until just before another."""

    opens: datetime
    closes: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.opens <= at < self.closes


def problems_of(decides: str, given: Moments) -> dict[str, str | Promise]:
    """By field what is wrong with these times: one is missing, ends before it begins, or begins before the phase ahead
    of it is over. Times that the way of deciding does not ask for are passed over."""
    asked = [name for phase in ORDER[decides] for name in FIELDS[phase]]
    if missing := {name: MISSING[name] for name in [*asked, RESULTS_FROM] if given.get(name) is None}:
        return missing
    windows = _windows(decides, given)
    found = {FIELDS[phase][1]: BACKWARDS[phase] for phase, window in windows.items() if window.closes <= window.opens}
    for (before, ends), (after, begins) in pairwise(windows.items()):
        if begins.opens < ends.closes:
            found[FIELDS[after][0]] = TOO_SOON[before, after]
    last, ends = list(windows.items())[-1]
    if _moment(given, RESULTS_FROM) < ends.closes:
        found[RESULTS_FROM] = TOO_SOON[last, Phase.RESULTS]
    return found


class Schedule:
    """The times of one contest, and what they mean at a moment. They have no problems (`problems_of`)."""

    def __init__(self, decides: str, given: Moments, *, shows_entries: bool = False) -> None:
        self.windows = _windows(decides, given)
        self.results_from = _moment(given, RESULTS_FROM)
        self.shows_entries = shows_entries

    def phase(self, at: datetime) -> Phase:
        if at >= self.results_from:
            return Phase.RESULTS
        current = next((phase for phase, window in self.windows.items() if at in window), None)
        return current or (Phase.BETWEEN if self._begun(at) else Phase.ANNOUNCED)

    def abilities(self, at: datetime) -> frozenset[Ability]:
        """What was to be seen stays to be seen: also between two phases."""
        allowed = ALLOWS[self.phase(at)]
        begun = self._begun(at)
        shown = self.shows_entries if begun == [Phase.ENTRIES] else len(begun) > 1
        return allowed | {Ability.SEE_ENTRIES} if shown else allowed

    def next_phase(self, at: datetime) -> tuple[Phase, datetime] | None:
        """What begins next, and when; None once the results are there."""
        ahead = [(phase, window.opens) for phase, window in self.windows.items() if window.opens > at]
        ahead += [(Phase.RESULTS, self.results_from)] if self.results_from > at else []
        return ahead[0] if ahead else None

    def takes_upload(self, *, begun: datetime, at: datetime) -> bool:
        """Whether an upload that was begun then may become an entry now: begun in time it has the grace time to end."""
        entries = self.windows[Phase.ENTRIES]
        return begun in entries and entries.opens <= at < entries.closes + GRACE

    def _begun(self, at: datetime) -> list[Phase]:
        return [phase for phase, window in self.windows.items() if window.opens <= at]


def _windows(decides: str, given: Moments) -> dict[Phase, Window]:
    """In their order."""
    return {phase: Window(*(_moment(given, name) for name in FIELDS[phase])) for phase in ORDER[decides]}


def _moment(given: Moments, name: str) -> datetime:
    moment = given[name]
    if moment is None:
        raise ValueError(f"{name} is not set")
    return moment
