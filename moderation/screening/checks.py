"""What a check of the screening is, what it is given, and what it may say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from core.registry import Registry
from core.searching import fold
from moderation.models import ScreeningCheck
from moderation.screening.texts import plain

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Sighting:
    """Another thing in which words of this one were sent before."""

    kind: str
    pk: int
    author_id: int | None
    share: float  # of this text, 0 to 1
    words: int  # telling ones that both have


@dataclass(frozen=True)
class Written:
    """What a check looks at. Whatever takes work is done once for all checks."""

    kind: str
    pk: int
    parts: tuple[str, ...]  # its title, its body
    author: Any
    at: datetime
    sightings: tuple[Sighting, ...] = ()

    @cached_property
    def plain_parts(self) -> tuple[str, ...]:
        return tuple(plain(part) for part in self.parts)

    @cached_property
    def plain(self) -> str:
        """All its words, the parts on lines of their own."""
        return "\n".join(self.plain_parts)

    @cached_property
    def folded(self) -> str:
        """As search sees it: Latin words in lower case with single spaces."""
        return fold(self.plain)

    @property
    def account_age(self) -> timedelta | None:
        """Of the author then; None for somebody without an account and for what was written before they had it."""
        joined = getattr(self.author, "date_joined", None)
        age = self.at - joined if joined else None
        return age if age is not None and age >= timedelta(0) else None


@dataclass(frozen=True, slots=True)
class Noticed:
    """`words` are what a moderator reads; `weight` is 1 for what is usually against the rules."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Limit:
    """One number by which a check can be tuned."""

    key: str
    label: Words
    default: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a check is set now."""

    limits: Mapping[str, int]
    terms: tuple[str, ...] = ()
    factor: float = 1.0
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One small question about a text.

    `look` asks the database nothing, takes time that grows with the text and not faster, and never raises on what a
    member may write. What it says in `Noticed` quotes no personal data.
    """

    key: str
    label: Words
    description: Words
    look: Callable[[Written, Tuning], Noticed | None]
    limits: tuple[Limit, ...] = ()
    terms_label: Words = ""  # set for a check that has a list of terms
    terms_help: Words = ""
    default_terms: tuple[str, ...] = ()
    stands_alone: bool = True  # False: it raises no case by itself, but makes one more urgent
    needs_sightings: bool = field(default=False)

    @property
    def as_delivered(self) -> Tuning:
        return Tuning(MappingProxyType({limit.key: limit.default for limit in self.limits}), self.default_terms)

    def tuned(self, row: ScreeningCheck | None) -> Tuning:
        """As the administrators have set it; what they have not, as delivered."""
        if row is None:
            return self.as_delivered
        limits = {limit.key: _between(row.limits.get(limit.key), limit) for limit in self.limits}
        return Tuning(MappingProxyType(limits), terms_in(row.terms), row.factor, row.is_on)


checks: Registry[Check] = Registry("checks")


def tunings() -> dict[str, Tuning]:
    """How every registered check is set, by its key. One query."""
    rows = {row.key: row for row in ScreeningCheck.objects.all()}
    return {check.key: check.tuned(rows.get(check.key)) for check in checks}


def terms_in(text: str) -> tuple[str, ...]:
    """One a line, as an administrator writes them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _between(value: Any, limit: Limit) -> int:
    """The stored value, if the limit still allows it: a check may have changed since it was set."""
    is_good = isinstance(value, int) and limit.least <= value <= limit.most
    return int(value) if is_good else limit.default
