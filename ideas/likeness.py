"""How alike two ideas are, by their words: the same on both databases, and in every language that a board mixes.

Why it is measured so, and how well that works: docs/decisions/0034-likeness-by-parts-of-words.md.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

ALIKE = 0.40  # from here on two ideas are suggested
TITLE_SHARE = 0.3  # what the titles alone weigh beside all the words
PART = 4  # letters: parts of words are compared, so that endings make little difference
SHORTEST = 3  # letters of a word that says something
BEGINNING = 5  # letters by which others are looked for
TELLING = 10  # words by which others are looked for


@dataclass(frozen=True)
class Words:
    """What of an idea is compared. `title` and `text` are its folded columns; the text has the title in it."""

    title: str
    text: str

    @cached_property
    def in_title(self) -> frozenset[str]:
        return parts(self.title)

    @cached_property
    def in_all(self) -> frozenset[str]:
        return parts(self.text)


@dataclass(frozen=True)
class Commonness:
    """In how many of some ideas a part of a word stands, and the beginning of one: what all have tells nothing."""

    parts: Counter[str]
    beginnings: Counter[str]
    ideas: int

    @classmethod
    def among(cls, texts: Iterable[str]) -> "Commonness":
        of_parts: Counter[str] = Counter()
        of_beginnings: Counter[str] = Counter()
        ideas = 0
        for text in texts:
            of_parts.update(parts(text))
            of_beginnings.update(beginnings(text))
            ideas += 1
        return cls(of_parts, of_beginnings, ideas)

    def most_telling(self, words: Words) -> list[str]:
        """The rarest beginnings of its words, half of them from the title: who has none of them is not alike."""
        title = self.rarest(beginnings(words.title))[: TELLING // 2]
        return [*title, *self.rarest(beginnings(words.text) - set(title))][:TELLING]

    def rarest(self, found: Iterable[str]) -> list[str]:
        return sorted(found, key=lambda beginning: (self.beginnings[beginning], beginning))

    def likeness(self, one: Words, other: Words) -> float:
        """From 0 to 1, the same both ways."""
        titles = self._share(one.in_title, other.in_title)
        return TITLE_SHARE * titles + (1 - TITLE_SHARE) * self._share(one.in_all, other.in_all)

    def _share(self, one: frozenset[str], other: frozenset[str]) -> float:
        """How much both have of what each has: the cosine of the two, with rare parts weighing more."""
        both = one & other
        return self._sum(both) / math.sqrt(self._sum(one) * self._sum(other)) if both else 0.0

    def _sum(self, found: frozenset[str]) -> float:
        # Exactly: sets have no order, and a sum in another order would differ in its last digit.
        return math.fsum(math.log((self.ideas + 2) / (self.parts[part] + 1)) ** 2 for part in found)


def _words(folded: str) -> list[str]:
    return [word for word in folded.split() if len(word) >= SHORTEST]


def beginnings(folded: str) -> frozenset[str]:
    return frozenset(word[:BEGINNING] for word in _words(folded))


def parts(folded: str) -> frozenset[str]:
    """All runs of four letters in its words, with the edges of a word as a letter."""
    edged = [f" {word} " for word in _words(folded)]
    return frozenset(word[start : start + PART] for word in edged for start in range(len(word) - PART + 1))
