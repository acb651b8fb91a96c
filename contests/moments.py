"""Times of a contest in words: in its own time zone, which is named."""

from datetime import datetime

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from django.utils.formats import date_format
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from contests.models import ContestPage
from contests.phases import Phase, Window


def entry_window(contest: ContestPage) -> Window:
    """When it opens for entries, and when it closes."""
    return contest.schedule.windows[Phase.ENTRIES]


def in_words(moment: datetime, contest: ContestPage, *, clock: str = "H:i") -> str:
    """Day, time and zone, in the language that is active now."""
    local = moment.astimezone(contest.zone)
    figures = {"day": date_format(local, "DATE_FORMAT"), "time": date_format(local, clock), "place": zone_name(contest)}
    return _("%(day)s at %(time)s, %(place)s time") % figures


def to_the_second(moment: datetime, contest: ContestPage) -> str:
    """As receipts say it."""
    return in_words(moment, contest, clock="H:i:s")


def zone_name(contest: ContestPage) -> str:
    """The place whose clocks count, as people call it."""
    return str(get_timezone_location(contest.zone, locale=_locale(), return_city=True))


def country_names(codes: list[str]) -> dict[str, str]:
    """By code, in the language that is active now; what has no name is called by its code."""
    names = _locale().territories
    return {code: str(names.get(code, code)) for code in codes}


def _locale() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
