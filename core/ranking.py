"""Orders that are fair and fast: hot (log-decay, kept at vote time) and fresh eyes (random, stable for a visitor)."""

import hashlib
import math
from collections.abc import Iterable
from datetime import datetime

SECONDS_A_DAY = 86_400
UNVOTED = -1e300  # the score of no votes: below every vote's, and a number that both databases keep


def hot_moment(at: datetime, *, half_life_days: float) -> float:
    """What one vote at this time adds, as a logarithm: t/τ with t in seconds and τ = half-life / ln 2."""
    return at.timestamp() * math.log(2) / (half_life_days * SECONDS_A_DAY)


def logaddexp(a: float, b: float) -> float:
    """ln(e^a + e^b) without overflow."""
    return max(a, b) + math.log1p(math.exp(-min(40.0, abs(a - b))))


def hot_score(moments: Iterable[float]) -> float:
    """The score of all these votes: ln Σ e^(t/τ). Numbers stay comparable for ever: no job ranks anything again."""
    found = list(moments)
    if not found:
        return UNVOTED
    top = max(found)
    return top + math.log(math.fsum(math.exp(moment - top) for moment in found))


def hot_score_of(count: int, moment: float) -> float:
    """The score of `count` votes at one moment, as for support that was imported with an idea."""
    return moment + math.log(count) if count else UNVOTED


def hotter(column: str, *, vendor: str) -> str:
    """The same as `logaddexp`, as SQL with two places for the moment. The gap is held at 40: PostgreSQL's exp() fails
    on underflow."""
    greatest, least = ("GREATEST", "LEAST") if vendor == "postgresql" else ("MAX", "MIN")
    return f"{greatest}({column}, %s) + LN(1.0 + EXP(-{least}(40.0, ABS({column} - %s))))"


def shuffled_place(pk: int, seed: str) -> int:
    """Where this row stands in a visitor's own random order: a keyed hash, so every order is equally likely."""
    digest = hashlib.blake2b(pk.to_bytes(8, "big"), key=seed.encode()[:64], digest_size=7).digest()
    return int.from_bytes(digest, "big")
