"""What one line says, as values that a board can hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from core.sanitizing import clean_line, clean_text, is_blank
from core.searching import fold
from ideas.importing.reading import BadLine
from ideas.models import BoardStatus
from ideas.statuses import Stage

LONGEST_LINE = {"external_id": 100, "title": 300, "category": 60, "author": 150}
LONGEST_TEXT = 50_000
LONGEST_TAG = 80
MOST_TAGS = 50
MOST_VOTES = 2_000_000_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?")
_TAGS = re.compile("[|;]")  # commas belong to tags: "Migration, culture and rights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One idea as the file tells it. Empty `language` and no `answered_at` when the file has no such column."""

    number: int
    external_id: str
    title: str
    body: str
    category: str
    tags: tuple[str, ...]
    status: BoardStatus
    response: str
    answered_at: datetime | None
    votes: int
    author: str
    created_at: datetime
    language: str


class Statuses:
    """The statuses of one board by what a file may call them: slug, name, or a stage for its first status."""

    def __init__(self, statuses: list[BoardStatus]) -> None:
        self.first_of: dict[str, BoardStatus] = {}
        for status in statuses:
            self.first_of.setdefault(status.stage, status)
        by_name = {fold(status.name): status for status in statuses}
        by_slug = {status.slug: status for status in statuses}
        self.known = {**self.first_of, **by_name, **by_slug}

    def called(self, name: str) -> BoardStatus:
        """Raises BadLine for a name that the board does not know."""
        name = name or Stage.OPEN
        found = self.known.get(name.lower()) or self.known.get(fold(name))
        if found is None:
            known = ", ".join(sorted(set(self.known)))
            raise BadLine(
                _("the board has no status “%(name)s”; it knows %(known)s") % {"name": name[:60], "known": known}
            )
        return found


def understand(number: int, cells: Mapping[str, str], *, statuses: Statuses, now: datetime) -> Told:
    """Raises BadLine with the reason for a line that cannot become an idea."""
    created_at = _moment(cells, "created_at", now=now)
    if created_at is None:
        raise BadLine(_("created_at is empty"))
    answered_at = _moment(cells, "official_response_at", now=now)
    if answered_at and answered_at < created_at:
        raise BadLine(_("official_response_at is before created_at"))
    return Told(
        number=number,
        external_id=_required(cells, "external_id"),
        title=_required(cells, "title"),
        body=_text(cells, "body"),
        category=_line(cells, "category"),
        tags=_tags(cells["tags"]),
        status=statuses.called(_line(cells, "status")),
        response=_text(cells, "official_response"),
        answered_at=answered_at,
        votes=_votes(cells["votes"]),
        author=_line(cells, "author"),
        created_at=created_at,
        language=_language(cells.get("language", "")),
    )


def _line(cells: Mapping[str, str], column: str) -> str:
    text = clean_line(cells[column])
    return "" if is_blank(text) else _bounded(text, column, LONGEST_LINE.get(column, LONGEST_TEXT))


def _required(cells: Mapping[str, str], column: str) -> str:
    if text := _line(cells, column):
        return text
    raise BadLine(_("%(column)s is empty") % {"column": column})


def _text(cells: Mapping[str, str], column: str) -> str:
    text = _bounded(cells[column], column, LONGEST_TEXT)
    return "" if is_blank(text) else clean_text(text)


def _bounded(text: str, column: str, most: int) -> str:
    if len(text) > most:
        figures = {"column": column, "found": len(text), "most": most}
        raise BadLine(_("%(column)s has %(found)d characters, at most %(most)d are kept") % figures)
    return text


def _tags(cell: str) -> tuple[str, ...]:
    names = [clean_line(name) for name in _TAGS.split(_bounded(cell, "tags", LONGEST_TEXT))]
    found = dict.fromkeys(_bounded(name, "tags", LONGEST_TAG) for name in names if not is_blank(name))
    if len(found) > MOST_TAGS:
        raise BadLine(_("it has %(found)d tags, at most %(most)d are kept") % {"found": len(found), "most": MOST_TAGS})
    return tuple(found)


def _votes(cell: str) -> int:
    text = cell.strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_VOTES):
        raise BadLine(_("votes is not a whole number from 0: “%(found)s”") % {"found": text[:40]})
    return int(text)


def _language(cell: str) -> str:
    text = cell.strip()
    if text and not _LANGUAGE.fullmatch(text):
        raise BadLine(_("language is not a code such as “el”: “%(found)s”") % {"found": text[:40]})
    return text


def _moment(cells: Mapping[str, str], column: str, *, now: datetime) -> datetime | None:
    """A date is its first moment in the site's time zone; a time without a zone is of that zone too."""
    text = cells.get(column, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) <= 10 else None
        found = datetime.combine(day, time()) if day else datetime.fromisoformat(text)
        aware = found if timezone.is_aware(found) else timezone.make_aware(found)
        moment = aware.astimezone(timezone.get_default_timezone())
    except (ValueError, OverflowError) as error:
        wrong = _("%(column)s is not a date such as 2016-01-22: “%(found)s”")
        raise BadLine(wrong % {"column": column, "found": text[:40]}) from error
    if moment.year < 1970 or moment > now + timedelta(days=1):
        raise BadLine(_("%(column)s is not between 1970 and today: “%(found)s”") % {"column": column, "found": text})
    return moment
