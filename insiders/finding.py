"""Finding the thing whose people are meant: by its address, or by words of its title."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core.http import key_in
from core.pages.registries import search_sources
from core.subjects import Subject, subject_of, subjects

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    subject: Subject
    thing: Any

    @property
    def key(self) -> str:
        return f"{self.subject.key}:{self.thing.pk}"

    @property
    def title(self) -> str:
        return self.subject.title(self.thing)

    @property
    def url(self) -> str:
        return self.subject.url(self.thing)


def thing_of(key: str, user: Any) -> Found | None:
    """What `key` ("idea:12") names, where this person may see it and it has people."""
    kind, _colon, number = key.partition(":")
    subject = subjects.get(kind)
    if subject is None or not (pk := key_in(number)):
        return None
    thing = subject.visible_to(user).filter(pk=pk).first()
    return Found(subject, thing) if thing is not None and _has_people(subject) else None


def find(words: str, user: Any) -> list[Found]:
    """The thing at this address, or those that the site's search finds. Nothing that this person may not see."""
    path = urlsplit(words.strip()).path
    if path.startswith("/"):
        return _at(path, user)
    found = []
    for source in sorted(search_sources, key=lambda source: source.order):
        for thing in source.search(words, user, SHOWN):
            try:
                one = Found(subject_of(thing), thing)
            except LookupError:  # a page, which nobody has asked for
                continue
            if _has_people(one.subject):
                found.append(one)
    return found[:SHOWN]


def _at(path: str, user: Any) -> list[Found]:
    """An address of ours has the number of its thing in it; which kind it is, its own address tells."""
    for number in re.findall(r"\d{1,18}", path):
        for subject in subjects:
            thing = subject.visible_to(user).filter(pk=int(number)).first() if _has_people(subject) else None
            if thing is not None and urlsplit(subject.url(thing)).path == path:
                return [Found(subject, thing)]
    return []


def _has_people(subject: Subject) -> bool:
    """Things of which the subject can say since when somebody is behind them."""
    return hasattr(subject, "people_since")
