"""What the crawl found, as a table for people and as data for machines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.audience.canary.words import Words

WORD, ANSWER, LETTER, KEPT, BROKEN = "word", "answer", "letter", "kept", "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """Who got what, from where. `word` is what was told; an answer that gives a thing away tells none."""

    what: str
    who: str
    way: str
    address: str
    surface: str
    where: str
    excerpt: str = ""
    word: str = ""

    def __str__(self) -> str:
        told = f" “{self.excerpt}”" if self.excerpt else ""
        return f"{self.what}: {self.who}, {self.way} {self.address} [{self.surface}], {self.where}{told}"


@dataclass
class Report:
    words: Words
    asked: Counter[str] = field(default_factory=Counter)  # by surface
    findings: list[Finding] = field(default_factory=list)
    alive: set[str] = field(default_factory=set)  # the words that the insider was shown
    dead: list[str] = field(default_factory=list)  # what not even the insider was shown
    requests: int = 0

    def count(self, surface: str) -> None:
        self.asked[surface] += 1

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)

    @property
    def leaks(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.what != BROKEN]

    @property
    def broken(self) -> list[Finding]:
        """Addresses that failed instead of answering. In Wagtail's own admin that is not ours to mend."""
        return [finding for finding in self.findings if finding.what == BROKEN]

    @property
    def clean(self) -> list[str]:
        leaking = {finding.surface for finding in self.findings if finding.what != BROKEN}
        return [surface for surface in self.asked if surface not in leaking]

    @property
    def is_clean(self) -> bool:
        return not self.leaks and not self.dead and not [one for one in self.broken if one.surface != "admin"]

    def lines(self, most: int = 40) -> Iterator[str]:
        """The table, every surface on its line, and below it what leaked."""
        leaks = Counter(finding.surface for finding in self.leaks)
        wide = max((len(surface) for surface in self.asked), default=0)
        yield f"{'surface':<{wide}}  requests  leaks"
        for surface, count in sorted(self.asked.items()):
            yield f"{surface:<{wide}}  {count:>8}  {leaks[surface] or 'clean':>5}"
        yield f"{len(self.asked)} surfaces crawled with {self.requests} requests, {len(self.clean)} clean."
        shown = [*self.leaks, *self.broken]
        yield from (self.plain(finding) for finding in shown[:most])
        if len(shown) > most:
            yield f"… and {len(shown) - most} more (--json has them all)."
        yield from (f"dead: {name}: not even an insider was shown it, so nothing is proven." for name in self.dead)

    def plain(self, finding: Finding) -> str:
        """Without the random beginning of words."""
        return str(finding).replace(self.words.stem, "*")

    def as_data(self) -> dict[str, Any]:
        names = ("what", "who", "way", "address", "surface", "where", "excerpt", "word")
        return {
            "requests": self.requests,
            "surfaces": dict(sorted(self.asked.items())),
            "clean": sorted(self.clean),
            "dead": self.dead,
            "findings": [{name: getattr(finding, name) for name in names} for finding in self.findings],
            "is_clean": self.is_clean,
        }
