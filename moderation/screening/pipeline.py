"""Small registered checks read what members write. Each says what it noticed in words; none rejects anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from core.registry import Registry
from core.subjects import subjects
from moderation.actions.opening import weigh
from moderation.models import Case, Finding


@dataclass(frozen=True, slots=True)
class Written:
    """What a check looks at."""

    kind: str
    pk: int
    text: str  # all words of the thing, its parts on lines of their own
    author: Any
    at: datetime


@dataclass(frozen=True, slots=True)
class Noticed:
    """`words` are what a moderator reads; `weight` is 1 for what is usually against the rules."""

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Check:
    key: str
    label: str | Promise
    look: Callable[[Written], Noticed | None]


checks: Registry[Check] = Registry("checks")


def examine(kind: str, thing: Any, *, by: Any, at: datetime) -> list[tuple[str, Noticed]]:
    """What the checks that are switched on noticed, each with its key."""
    said = subjects[kind].snapshot(thing)
    text = "\n".join(str(said[part]) for part in ("title", "body") if said.get(part))
    written = Written(kind, thing.pk, text, by, at)
    found = ((check.key, check.look(written)) for check in checks)
    return [(key, noticed) for key, noticed in found if noticed]


def note(case: Case, thing: Any, findings: Sequence[tuple[str, Noticed]], *, at: datetime) -> None:
    """The findings stand with the case, and its urgency follows."""
    version = subjects[case.kind].version(thing)
    rows = [
        Finding(case=case, check_key=key, words=noticed.words, weight=noticed.weight, version=version, at=at)
        for key, noticed in findings
    ]
    if Finding.objects.bulk_create(rows, ignore_conflicts=True):
        weigh(case)
