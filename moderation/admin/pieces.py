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
from moderation.registries import moderated

SAID = ("title", "body", "subject", "version")  # what a snapshot says in places of its own


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
    subject = subjects[kind]
    return as_kept(
        kind,
        {"title": "", **subject.snapshot(thing)},
        language=str(getattr(thing, "language", "") or ""),
        url=subject.url(thing),
        thumbnail=subject.thumbnail(thing) or "",
        state=moderated[kind].state(thing),
        version=subject.version(thing),
    )


def as_kept(kind: str, snapshot: Mapping[str, Any], **known: Any) -> Piece:
    """The words of a snapshot: of a report, a notice, a decision. Of a notice without a case the kind is not known."""
    told = {name: str(snapshot.get(name) or "") for name in SAID}
    more = [value for name, value in snapshot.items() if name not in SAID and isinstance(value, str) and value]
    subject, title = told["subject"], told["title"]
    title = "" if title == subject else title  # a comment is called what it stands under
    label = subjects[kind].label if kind else ""
    return Piece(label, title, told["body"], subject, more, **known)


def gone(kind: str) -> Piece:
    return Piece(subjects[kind].label, is_gone=True)
