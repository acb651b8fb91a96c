"""A contest's times as people read them: its steps, what ends or begins next, and what was changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from contests.models import ContestPage, ScheduleChange
from contests.phases import RESULTS_FROM, Phase

CLOSES = {
    Phase.ENTRIES: _("Entries close in %(time)s"),
    Phase.VOTING: _("Voting closes in %(time)s"),
    Phase.JUDGING: _("The jury decides within %(time)s"),
    Phase.VOTING_AND_JUDGING: _("Voting closes in %(time)s"),
}
OPENS = {
    Phase.ENTRIES: _("Entries open in %(time)s"),
    Phase.VOTING: _("Voting opens in %(time)s"),
    Phase.JUDGING: _("The jury begins in %(time)s"),
    Phase.VOTING_AND_JUDGING: _("Voting opens in %(time)s"),
    Phase.RESULTS: _("Results in %(time)s"),
}
CAPTIONS = {
    "entries_from": _("Entries open"),
    "entries_until": _("Entries close"),
    "voting_from": _("Voting opens"),
    "voting_until": _("Voting closes"),
    "judging_from": _("The jury begins"),
    "judging_until": _("The jury has decided"),
    RESULTS_FROM: _("Results"),
}


OVER = {
    Phase.ENTRIES: _("Entries are closed now."),
    Phase.VOTING: _("Voting is closed now."),
    Phase.JUDGING: _("The jury’s time is over now."),
    Phase.VOTING_AND_JUDGING: _("Voting is closed now."),
}
BEGUN = {
    Phase.ENTRIES: _("Entries are open now."),
    Phase.VOTING: _("Voting is open now."),
    Phase.JUDGING: _("The jury has begun now."),
    Phase.VOTING_AND_JUDGING: _("Voting is open now."),
    Phase.RESULTS: _("It is time for the results now."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase on the way. `state` is done, now or empty; the first and the last have one moment."""

    phase: Phase
    label: str | Promise
    state: str
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long until something ends or begins, in words and in figures. For a clock that ticks: until when, what our
    own clock said, the sentence with a place for the time, and the one that holds once it is over."""

    words: str
    until: datetime
    figures: tuple[tuple[int, str, str], ...]  # how many, the name of the unit for machines, and for people
    now: datetime
    sentence: str
    over: str | Promise


def steps_of(contest: ContestPage, at: datetime) -> list[Step]:
    schedule, now = contest.schedule, contest.phase_at(at)
    steps = [Step(Phase.ANNOUNCED, Phase.ANNOUNCED.label, "now" if now == Phase.ANNOUNCED else "done")]
    for phase, window in schedule.windows.items():
        state = "now" if now == phase else "done" if window.closes <= at or now == Phase.RESULTS else ""
        steps.append(Step(phase, phase.label, state, window.opens, window.closes))
    is_over = now == Phase.RESULTS
    steps.append(Step(Phase.RESULTS, Phase.RESULTS.label, "now" if is_over else "", schedule.results_from))
    return steps


def countdown_of(contest: ContestPage, at: datetime) -> Countdown | None:
    """Of what ends now, else of what begins next. None while the contest is paused and once it is over."""
    if contest.pause:
        return None
    schedule = contest.schedule
    phase = contest.phase_at(at)
    if phase in schedule.windows:
        until, words, over = schedule.windows[phase].closes, CLOSES[phase], OVER[phase]
    elif ahead := schedule.next_phase(at):
        until, words, over = ahead[1], OPENS[ahead[0]], BEGUN[ahead[0]]
    else:
        return None
    figures = tuple(_figures(until - at))
    time = in_a_sentence([f"{n} {unit}" for n, _name, unit in figures if n])
    return Countdown(str(words) % {"time": time}, until, figures, at, str(words) % {"time": "{time}"}, over)


def _figures(left: timedelta) -> Iterator[tuple[int, str, str]]:
    """Days, hours and minutes; hours and minutes on the last day; never nothing at all."""
    minutes = max(1, -(-left // timedelta(minutes=1)))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        yield days, "day", ngettext("day", "days", days)
    if days or hours:
        yield hours, "hour", ngettext("hour", "hours", hours)
    yield minutes, "minute", ngettext("minute", "minutes", minutes)


def in_a_sentence(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log, or several times that were moved in one go."""

    what: str
    at: datetime
    note: str
    moves: tuple[tuple[str | Promise, datetime | None, datetime | None], ...] = ()

    @property
    def is_pause(self) -> bool:
        return self.what == ScheduleChange.What.PAUSED

    @property
    def is_resumed(self) -> bool:
        return self.what == ScheduleChange.What.RESUMED


def log_of(contest: ContestPage) -> list[Logged]:
    """What was changed since it was announced, the newest first."""
    found: list[Logged] = []
    for (what, at, note), rows in _together(contest):
        moves = tuple((CAPTIONS[row.field], row.old, row.new) for row in rows if row.field)
        found.append(Logged(what, at, note, moves))
    return found


def _together(contest: ContestPage) -> Iterator[tuple[tuple[str, datetime, str], list[Any]]]:
    changed = contest.schedule_changes.exclude(what=ScheduleChange.What.MOVED, old=None).order_by("-at", "pk")
    groups: dict[tuple[str, datetime, str], list[Any]] = {}
    for row in changed:
        groups.setdefault((row.what, row.at, row.note), []).append(row)
    yield from groups.items()
