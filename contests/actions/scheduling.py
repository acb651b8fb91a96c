"""When things happen in a contest: what was announced, and what is changed afterwards, for all to read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from contests.models import ContestPage, Register, ScheduleChange
from contests.models.contest import MOMENTS
from contests.phases import FIELDS, ORDER, RESULTS_FROM, Phase
from contests.policies.running import may_run
from contests.zones import is_moved
from core.errors import RuleBroken
from core.policies import ensure
from core.sanitizing import clean_line

What = ScheduleChange.What
Moves = dict[str, tuple[datetime | None, datetime | None]]  # by field: from when to when
PAUSED, RESUMED, EXTENDED = "contests.paused", "contests.resumed", "contests.extended"  # in Wagtail's log
MINUTE = timedelta(minutes=1)
LONGEST_EXTENSION = timedelta(days=60)
LEAST_REASON = 10  # characters


@transaction.atomic
def pause(contest: ContestPage, *, by: Any, note: str, at: datetime | None = None) -> ScheduleChange:
    """Nothing can be entered, voted for or judged until it goes on; everybody reads why. Again changes nothing. Raises
    RuleBroken without a reason, or when there is nothing left to pause."""
    ensure(may_run(by, contest))
    at = at or timezone.now()
    register = _held(contest)
    if (paused := register.pause) is None:
        _refuse_when_over(contest, at=at)
        paused = contest.schedule_changes.create(what=What.PAUSED, note=_reason(note), by=by, at=at)
        register.pause = paused
        register.save(update_fields=["pause"])
        log(contest, PAUSED, user=by, timestamp=at, data={"note": paused.note})
    _renew(contest, register)
    return paused


@transaction.atomic
def resume(contest: ContestPage, *, by: Any, extend: bool, note: str = "", at: datetime | None = None) -> None:
    """It goes on. With `extend` all that was still to come when it was paused comes later by as long as the pause
    took, in whole minutes. Again changes nothing."""
    ensure(may_run(by, contest))
    at = at or timezone.now()
    register = _held(contest)
    if (paused := register.pause) is not None:
        register.pause = None
        register.save(update_fields=["pause"])
        note = clean_line(note)
        contest.schedule_changes.create(what=What.RESUMED, note=note, by=by, at=at)
        log(contest, RESUMED, user=by, timestamp=at, data={"later": extend})
        if extend:
            _come_later(contest, than=paused.at, longer=whole_minutes(at - paused.at), by=by, note=paused.note, at=at)
    _renew(contest, register)


@transaction.atomic
def extend(contest: ContestPage, *, longer: timedelta, by: Any, note: str, at: datetime | None = None) -> None:
    """All that is still to come comes later by `longer`, on the page and in what editors have in preparation. Raises
    RuleBroken without a reason, for no time at all or too much of it, and once the contest is over."""
    ensure(may_run(by, contest))
    at = at or timezone.now()
    register = _held(contest)
    _refuse_when_over(contest, at=at)
    if not timedelta(minutes=1) <= longer <= LONGEST_EXTENSION:
        words = _("Choose between one minute and %(days)d days.")
        raise RuleBroken({"longer": words % {"days": LONGEST_EXTENSION.days}})
    note = _reason(note)
    _come_later(contest, than=at, longer=longer, by=by, note=note, at=at)
    log(contest, EXTENDED, user=by, timestamp=at, data={"minutes": whole_minutes(longer) // MINUTE, "note": note})
    _renew(contest, register)


def log_moves(contest: ContestPage, *, by: Any, note: str, at: datetime | None = None) -> list[ScheduleChange]:
    """Write down which times of the page differ from what was announced. What was never announced before is kept
    without a word, to be compared with. The caller holds the contest's register."""
    known = announced_times(contest)
    given = {name: getattr(contest, name) for name in asked_for(contest.decides)}
    moves = {name: (known.get(name), new) for name, new in given.items() if is_moved(known.get(name), new)}
    moves |= {name: (old, None) for name, old in known.items() if name not in given}
    return _log(contest, moves, by=by, note=note, at=at or timezone.now())


def keep_times(contest: ContestPage) -> bool:
    """Once results are published its times are what was announced, whatever a draft from before says: nothing hides
    results again. Whether that changed anything. The caller holds the contest's register."""
    if not contest.publications.results().exists():
        return False
    known = announced_times(contest)
    moved = {name: old for name, old in known.items() if is_moved(old, getattr(contest, name))}
    for name, old in moved.items():
        setattr(contest, name, old)
    if moved:
        ContestPage.objects.filter(pk=contest.pk).update(**moved)
    return bool(moved)


def announced_times(contest: ContestPage) -> dict[str, datetime]:
    """By field what was said last in public. Empty for a contest that was never published."""
    rows = contest.schedule_changes.filter(what=What.MOVED).order_by("at", "pk").values_list("field", "new")
    return {field: new for field, new in dict(rows).items() if new is not None}


def asked_for(decides: str) -> list[str]:
    """The fields of a schedule that this way of deciding needs, in their order."""
    return [*(name for phase in ORDER[decides] for name in FIELDS[phase]), RESULTS_FROM]


def whole_minutes(taken: timedelta) -> timedelta:
    """Rounded up: nobody loses a second, and times can be read."""
    return -(-taken // timedelta(minutes=1)) * timedelta(minutes=1)


def _held(contest: ContestPage) -> Register:
    """The register, locked until the transaction ends; and the times as they are stored now."""
    Register.objects.get_or_create(contest=contest)
    # Its pause is asked for afterwards: joined, it would be what it was before somebody else let go of the lock.
    register = Register.objects.select_for_update().get(contest=contest)
    contest.refresh_from_db(fields=["decides", "live", "latest_revision", *MOMENTS])
    return register


def _renew(contest: ContestPage, register: Register) -> None:
    """What the caller holds in hand says what is stored."""
    contest.register = register
    contest.__dict__.pop("pause", None)


def _refuse_when_over(contest: ContestPage, *, at: datetime) -> None:
    if not contest.live:
        raise RuleBroken(_("This contest is not published."))
    if contest.phase_at(at) == Phase.RESULTS:
        raise RuleBroken(_("This contest is over: its results are due."))
    if contest.publications.results().exists():
        raise RuleBroken(_("The results are published, so the times stay as they were."))


def _reason(note: str) -> str:
    note = clean_line(note)
    if len(note) < LEAST_REASON:
        raise RuleBroken({"note": _("Say in a sentence why. Everybody reads it on the page of the contest.")})
    longest = ScheduleChange._meta.get_field("note").max_length or 0
    if len(note) > longest:
        raise RuleBroken({"note": _("Say it in at most %(n)d characters.") % {"n": longest}})
    return note


def _come_later(contest: ContestPage, *, than: datetime, longer: timedelta, by: Any, note: str, at: datetime) -> None:
    """Move what comes after `than`, on the page that is live and in what is to be published after it."""
    log_moves(contest, by=None, note="", at=at)  # so that the log knows from when
    times = {name: getattr(contest, name) for name in asked_for(contest.decides)}
    later = {name: old + longer for name, old in times.items() if old is not None and old > than}
    for name, new in later.items():
        setattr(contest, name, new)
    ContestPage.objects.filter(pk=contest.pk).update(**later)
    _log(contest, {name: (times[name], new) for name, new in later.items()}, by=by, note=note, at=at)
    for revision in _in_preparation(contest):
        _move_in_draft(revision, list(later), than=than, longer=longer)


def _log(contest: ContestPage, moves: Moves, *, by: Any, note: str, at: datetime) -> list[ScheduleChange]:
    fields = {"contest": contest, "what": What.MOVED, "by": by, "at": at}
    return ScheduleChange.objects.bulk_create(
        ScheduleChange(field=field, old=old, new=new, note=note if old else "", **fields)
        for field, (old, new) in moves.items()
    )


def _in_preparation(contest: ContestPage) -> Iterator[Revision]:
    """What may still be published without anybody looking at its times again."""
    revisions = contest.revisions.select_for_update()
    yield from revisions.filter(pk=contest.latest_revision_id)
    yield from revisions.filter(approved_go_live_at__isnull=False).exclude(pk=contest.latest_revision_id)


def _move_in_draft(revision: Revision, names: list[str], *, than: datetime, longer: timedelta) -> None:
    """A time that an editor has changed in the draft keeps its distance."""
    content = revision.content
    for name in names:
        drafted = parse_datetime(content.get(name) or "")
        if drafted is not None and drafted > than:
            content[name] = (drafted + longer).isoformat()
    Revision.objects.filter(pk=revision.pk).update(content=content)
