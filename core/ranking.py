"""Orders that are fair and fast: hot (log-decay, kept at vote time), fresh eyes and permutations (random, stable for a
visitor)."""

import hashlib
import math
from collections.abc import Callable, Iterable
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


class Permutation:
    """The numbers below `size` in an order of this seed's own: each once, at every place as likely as at another, and
    any part of it without the rest. For rows that are numbered without gaps; what is numbered later needs another one.

    A Feistel network over pairs of numbers below √size (M. Luby, C. Rackoff, 1988), walked on from what lies outside
    (J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", 2002).
    """

    ROUNDS = 8

    def __init__(self, size: int, seed: str) -> None:
        self.size, self.side = size, math.isqrt(size - 1) + 1 if size > 1 else 1
        self._keyed = hashlib.blake2b(key=seed.encode()[:64], digest_size=8)

    def at(self, place: int) -> int:
        """The number that stands at this place. Raises IndexError."""
        return self._walk(self._checked(place), range(self.ROUNDS), self._forth)

    def place_of(self, number: int) -> int:
        """Where this number stands. Raises IndexError."""
        return self._walk(self._checked(number), range(self.ROUNDS - 1, -1, -1), self._back)

    def _walk(self, number: int, rounds: range, step: Callable[[int, int, int], tuple[int, int]]) -> int:
        while True:
            left, right = divmod(number, self.side)
            for turn in rounds:
                left, right = step(turn, left, right)
            number = left * self.side + right
            if number < self.size:
                return number

    def _forth(self, turn: int, left: int, right: int) -> tuple[int, int]:
        return right, (left + self._mixed(turn, right)) % self.side

    def _back(self, turn: int, left: int, right: int) -> tuple[int, int]:
        return (right - self._mixed(turn, left)) % self.side, left

    def _mixed(self, turn: int, half: int) -> int:
        keyed = self._keyed.copy()
        keyed.update(bytes([turn]) + half.to_bytes(4, "big"))
        return int.from_bytes(keyed.digest(), "big")

    def _checked(self, number: int) -> int:
        if not 0 <= number < self.size:
            raise IndexError(number)
        return number
