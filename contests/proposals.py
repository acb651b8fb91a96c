"""What a new contest begins with, so that its editor changes words rather than finding them: times that follow from
one, lengths of a film, rules. Wall clocks and texts alone, no rows."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from contests.phases import FIELDS, ORDER, RESULTS_FROM, Phase

LASTS = {Phase.ENTRIES: timedelta(weeks=4)}  # all else two weeks
TWO_WEEKS = timedelta(weeks=2)
PAUSE = timedelta(days=2)  # between two phases, for whoever reviews or counts
MORNING, EVENING, LAST_MINUTE, NOON = time(9), time(18), time(23, 59), time(12)
FILM = {"min_seconds": 60, "max_seconds": 90}


def times_from(opens: datetime, decides: str) -> dict[str, datetime]:
    """A schedule on the wall for this way of deciding, by field, from when entries open: four weeks of entries, two
    weeks for each phase after it, two days between them, and results three days after the last."""
    found: dict[str, datetime] = {}
    begins = opens
    for phase in ORDER[decides]:
        first, last = FIELDS[phase]
        ends = begins.date() + LASTS.get(phase, TWO_WEEKS)
        found[first] = begins
        found[last] = datetime.combine(ends, LAST_MINUTE if phase == Phase.ENTRIES else EVENING)
        begins = datetime.combine(ends + PAUSE, MORNING)
    found[RESULTS_FROM] = datetime.combine(begins.date() + timedelta(days=1), NOON)
    return found


def short_rules() -> str:
    """A line each."""
    return "\n".join(
        (
            _("What you enter is your own work, made for this contest."),
            _("Whoever can be recognised in it has agreed."),
            _("No brands, names or works of others."),
            _("If you made it with AI, you say so."),
            _("It stays yours. We show it here and where we tell of the contest."),
        )
    )


def rules_in_full() -> str:
    """HTML, with a heading for each thing that people ask."""
    return format_html_join("", "<h3>{}</h3><p>{}</p>", _parts())


def _parts() -> Iterator[tuple[str, str]]:
    yield (
        _("Who may enter"),
        _("Everybody who has an account here and confirmed their e-mail address, but for those who work for us."),
    )
    yield (
        _("What we measure"),
        _(
            "Files are opened and looked at whole. If one does not fit, we say what we measured and what is allowed, "
            "before you send it in."
        ),
    )
    yield (
        _("How it is decided"),
        _(
            "As the page of the contest says. A vote that looks strange is held and looked at by people, and every "
            "vote is counted again before the results."
        ),
    )
    yield (
        _("What may go wrong"),
        _(
            "If times have to move, the page says so and why. If a winner has to be disqualified, the next one moves "
            "up. What these rules leave open, a person decides and says why."
        ),
    )
    yield (
        _("Your data"),
        _("The file that you send in stays private; what is shown was made from it, without what a camera noted down."),
    )
