"""Things of every kind as the queue shows them: a headline, the words, what they stand under. Few queries for many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.text import Truncator

from core.publication import State
from core.subjects import subjects
from moderation.models import Case
from moderation.registries import exhibits, moderated

PLACED = ("title", "subject", "version")  # parts of a snapshot that have a place of their own
OF_ANY_KIND = ("title", "body")  # the words of what nobody knows the kind of


@dataclass(frozen=True, slots=True)
class Piece:
    """A thing as it stands now, or as it was kept when it is gone."""

    label: str | Promise
    title: str = ""
    body: str = ""
    under: str = ""  # what it was said under
    more: list[str] = field(default_factory=list)
    language: str = ""
    url: str = ""
    thumbnail: str = ""
    state: str = ""
    version: int = 0
    works: tuple[Any, ...] = ()  # pictures and films, drawn by `template`
    template: str = ""
    is_gone: bool = False

    @property
    def headline(self) -> str:
        return self.title or Truncator(self.body).chars(90)

    def says_the_same_as(self, other: "Piece") -> bool:
        """In its own words, whatever became of what it stands under."""
        return (self.title, self.body, self.more) == (other.title, other.body, other.more)

    @property
    def state_words(self) -> str:
        return str(State(self.state).label) if self.state in State.values else ""


def pieces_of(cases: Iterable[Case]) -> dict[int, Piece]:
    """By the key of the case the thing it is about; two queries or so a kind. What is gone says so."""
    rows = sorted(cases, key=lambda case: case.kind)
    found: dict[int, Piece] = {}
    for kind, alike in groupby(rows, key=lambda case: case.kind):
        wanted = list(alike)
        there = {thing.pk: thing for thing in moderated[kind].fetched([case.subject_id for case in wanted])}
        for case in wanted:
            thing = there.get(case.subject_id)
            found[case.pk] = gone(kind) if thing is None else piece_of(kind, thing)
    return found


def piece_of(kind: str, thing: Any) -> Piece:
    """`thing` comes from what its kind has `fetched`."""
    subject, exhibit = subjects[kind], exhibits.get(kind)
    return as_kept(
        kind,
        {"title": "", **subject.snapshot(thing)},
        language=str(getattr(thing, "language", "") or ""),
        url=subject.url(thing),
        thumbnail=subject.thumbnail(thing) or "",
        state=moderated[kind].state(thing),
        version=subject.version(thing),
        works=tuple(exhibit.works(thing)) if exhibit else (),
        template=exhibit.template if exhibit else "",
    )


def as_kept(kind: str, snapshot: Mapping[str, Any], **known: Any) -> Piece:
    """The words of a snapshot: of a report, a notice, a decision. Of a notice without a case the kind is not known."""
    label, parts = (subjects[kind].label, subjects[kind].words) if kind else ("", OF_ANY_KIND)
    told = {name: value for name, value in snapshot.items() if isinstance(value, str) and value}
    under = told.get("subject", "")
    title = told.get("title", "") if "title" in parts else ""  # else that of what it stands under
    words = [name for name in parts if name in told and name != "title"]
    more = [*words[1:], *(name for name in told if name not in (*parts, *PLACED))]
    body = told[words[0]] if words else ""
    return Piece(label, "" if title == under else title, body, under, [told[name] for name in more], **known)


def gone(kind: str) -> Piece:
    return Piece(subjects[kind].label, is_gone=True)
