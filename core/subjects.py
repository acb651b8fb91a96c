"""What any room may know of another room's thing: (kind, id) leads to its title, address, people and snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.utils.functional import Promise

from core.registry import Registry


class Subject(Protocol):
    """One kind of thing, asked at the moment of showing. `key` is the kind: "idea", "entry". A subject whose things
    stand under others, as comments do, also has `under(thing)`: the kind and the id of that other one."""

    key: str

    @property
    def model(self) -> type[Model]: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def words(self) -> tuple[str, ...]:
        """The parts of its snapshot that are its author's own words, in the order in which they are read: "title" first
        where there is one, the longest last."""
        ...

    def visible_to(self, user: Any) -> QuerySet: ...
    def title(self, thing: Any) -> str: ...
    def url(self, thing: Any) -> str: ...
    def author_id(self, thing: Any) -> int | None: ...
    def people(self, thing: Any) -> dict[str, list[int]]:
        """Role ("author", "supporter", "commenter", "follower") to the ids of the members who have it. A subject that
        can say since when also has `people_since(thing)`: role to member to moment."""
        ...

    def version(self, thing: Any) -> int: ...
    def snapshot(self, thing: Any) -> dict[str, Any]: ...
    def thumbnail(self, thing: Any) -> str | None: ...


subjects: Registry[Subject] = Registry("subjects")

# Somebody has become one of the people of a thing: its `kind` and `id`, the `role` as in its `people`, the id of the
# `member`, and since when (`at`). Sent when it is safely stored; sent again it tells nothing new.
took_part = Signal()


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as one person may see it now, and what it stands under: itself, where that is nothing else."""

    kind: str
    id: int
    title: str
    url: str
    under: tuple[str, int] = ("", 0)


def show(kind: str, ids: Iterable[int], *, to: Any) -> dict[int, Shown]:
    """The things of this kind that `to` may see now, by id. What is missing does not exist for that person."""
    subject = subjects.get(kind)
    if subject is None:
        return {}
    under = getattr(subject, "under", None) or (lambda thing: (kind, thing.pk))
    seen = subject.visible_to(to).filter(pk__in=list(ids))
    return {thing.pk: Shown(kind, thing.pk, subject.title(thing), subject.url(thing), under(thing)) for thing in seen}


def subject_of(thing: Model) -> Subject:
    """The registered kind of this thing. Raises LookupError for a model that no room has registered."""
    found = next((subject for subject in subjects if subject.model is type(thing)), None)
    if found is None:
        raise LookupError(f"{type(thing).__name__} is no registered subject.")
    return found
