"""Time as a contest states it: the zones there are, and what a wall clock in one of them means."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from core.errors import RuleBroken

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zone_names() -> tuple[str, ...]:
    """The IANA names of places, and UTC."""
    places = {name for name in available_timezones() if name.split("/")[0] in CONTINENTS and "/" in name}
    return ("UTC", *sorted(places))


def zone_of(name: str) -> ZoneInfo | None:
    """None for a name that nobody knows."""
    return ZoneInfo(name) if name in zone_names() else None


def moment_in(zone: ZoneInfo, wall: datetime) -> datetime:
    """What this wall clock time means there, in UTC. Raises RuleBroken when the clocks never show it, or show it twice:
    they are put forward or back then."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    moment = first.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        words = _("There is no such time in %(zone)s: the clocks are put forward. Choose an earlier or later one.")
        raise RuleBroken(words % {"zone": zone.key})
    if second.astimezone(UTC) != moment:
        words = _("This time comes twice in %(zone)s: the clocks are put back. Choose an earlier or later one.")
        raise RuleBroken(words % {"zone": zone.key})
    return moment


def offset_in_words(zone: ZoneInfo, at: datetime) -> str:
    """As in "UTC+2", "UTC−3:30" or "UTC"."""
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    minutes = abs(int(offset.total_seconds())) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(minutes, 60)
    sign = "+" if offset > timedelta(0) else "−"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def is_moved(old: datetime | None, new: datetime | None) -> bool:
    """Whether these are two times to people. A draft keeps milliseconds, a page microseconds."""
    if old is None or new is None:
        return old is not new
    return abs(new - old) >= timedelta(seconds=1)
