"""Who sees a page and from when, in plain words: "Insiders now; members from Friday 9:00; everyone from 1 December"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

NEAR = 6  # days ahead within which the day of the week says it


@dataclass(frozen=True, slots=True)
class Steps:
    """A ladder as plain values. `insiders` are names of its tiers, those that the reader may know of."""

    insiders: tuple[str, ...] = ()
    insiders_from: datetime | None = None
    members_from: datetime | None = None
    public_from: datetime | None = None

    @classmethod
    def of(cls, window: Any, insiders: Sequence[str]) -> "Steps":
        """Of anything with the three moments: a stored ladder, or a barrier of the gate."""
        return cls(tuple(insiders), window.insiders_from, window.members_from, window.public_from)


def summary(steps: Steps | None, *, at: datetime | None = None, zone: tzinfo | None = None) -> str:
    """The ladder in one line, in the active language, by the clock of this zone. It is named where an hour depends on
    it. None is a page without a ladder."""
    at, zone = at or timezone.now(), zone or timezone.get_current_timezone()
    if steps is None or is_past(steps.public_from, at):
        return _("Everyone now")
    rungs = list(_rungs(steps, at))
    if not rungs:
        return _("Nobody but administrators")
    parts = [_rung(who, moment, at, zone) for who, moment in rungs]
    if steps.public_from is None:
        parts.append(_("nobody else"))
    line = pgettext("between the steps of a ladder", "; ").join(parts)
    line = line[0].upper() + line[1:]
    if any(moment and moment > at for _who, moment in rungs):
        return _("%(steps)s (%(zone)s time)") % {"steps": line, "zone": zone_name(zone)}
    return line


def steps_ahead(steps: Steps, *, at: datetime | None = None, zone: tzinfo | None = None) -> list[tuple[str, datetime]]:
    """The wide steps that are still to come, as ("members", moment), the next one first; for members and everyone."""
    at = at or timezone.now()
    known = [(_("members"), steps.members_from), (_("everyone"), steps.public_from)]
    return [(who, moment) for who, moment in known if moment is not None and moment > at]


def moment_words(moment: datetime, *, at: datetime, zone: tzinfo) -> str:
    """A moment as people say it: "Friday 9:00" within the week, "1 December" at midnight, with the year if it is
    another one. An hour that the clock shows twice names which."""
    local, today = moment.astimezone(zone), at.astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        day = pgettext("a day", "today")
    elif days == 1:
        day = pgettext("a day", "tomorrow")
    elif 0 < days <= NEAR:
        day = date_format(local, "l")
    elif local.year == today.year:
        day = date_format(local, pgettext("format of a day of this year", "j F"))
    else:
        day = date_format(local, pgettext("format of a day of another year", "j F Y"))
    if local.time() == time() and days > 0:
        return day
    hour = date_format(local, "G:i")
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        hour = f"{hour} {local.tzname()}"
    return _("%(day)s %(hour)s") % {"day": day, "hour": hour}


def zone_name(zone: tzinfo) -> str:
    return str(zone).replace("_", " ")


def is_past(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


def _rungs(steps: Steps, at: datetime) -> Iterator[tuple[str, datetime | None]]:
    """Who comes in when, leaving out whom a wider step has let in before or lets in at the same time."""
    wider = [moment for moment in (steps.members_from, steps.public_from) if moment is not None]
    begin = steps.insiders_from or at
    if steps.insiders and not is_past(steps.members_from, at) and not any(moment <= begin for moment in wider):
        yield get_text_list(list(steps.insiders), _("and")), steps.insiders_from
    if steps.members_from is not None and (steps.public_from is None or steps.members_from < steps.public_from):
        yield _("members"), steps.members_from
    if steps.public_from is not None:
        yield _("everyone"), steps.public_from


def _rung(who: str, moment: datetime | None, at: datetime, zone: tzinfo) -> str:
    if moment is None or moment <= at:
        return _("%(who)s now") % {"who": who}
    return _("%(who)s from %(moment)s") % {"who": who, "moment": moment_words(moment, at=at, zone=zone)}
