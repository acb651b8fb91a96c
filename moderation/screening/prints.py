"""Recognising words that were sent before, without keeping them: a number for each sentence.

A print is made of the telling words of a sentence, sorted: small words, order and signs may be changed and it is still
the same sentence.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from core.searching import fold
from moderation.models import TextPrint
from moderation.screening.checks import Sighting
from moderation.screening.texts import plain, without_links

SHORTEST_WORD = 3  # letters; Hebrew folds to consonants alone
LEAST_WORDS = 4  # of a sentence that is worth a print
MOST_SENTENCES = 12  # the longest ones
MOST_OF_ONE = 50  # prints of one sentence: what everybody says is no copy, and a flood fills no table
KEPT = timedelta(days=730)
MOST_ALIKE = 20
_END = re.compile(r"[.!?;…·׃\n]+")


def compare_and_keep(kind: str, pk: int, body: str, *, by: Any, at: datetime) -> tuple[Sighting, ...]:
    """Other things in which sentences of this one were sent before it, the most alike first. Two queries."""
    sentences = list(_sentences(body))
    sizes = dict(sorted(((digest_of(words), len(words)) for words in sentences), key=lambda pair: -pair[1]))
    sizes = {digest: sizes[digest] for digest in list(sizes)[:MOST_SENTENCES] if sizes[digest] >= LEAST_WORDS}
    if not sizes:
        return ()
    seen = TextPrint.objects.filter(digest__in=sizes).order_by("at", "pk")[: MOST_OF_ONE * len(sizes)]
    rows = list(seen.values_list("digest", "kind", "subject_id", "author_id", "at"))
    common = Counter(digest for digest, *_rest in rows)
    rare = [digest for digest in sizes if common[digest] < MOST_OF_ONE]
    new = [TextPrint(digest=digest, kind=kind, subject_id=pk, author_id=by.pk, at=at) for digest in rare]
    TextPrint.objects.bulk_create(new, ignore_conflicts=True)
    return _sightings(rows, sizes, own=(kind, pk), total=sum(len(words) for words in sentences))


def like(kind: str, pk: int) -> dict[tuple[str, int], int]:
    """By kind and number other things in which sentences of this one were sent, before it or since, with how many; the
    most alike first. One query."""
    own = TextPrint.objects.filter(kind=kind, subject_id=pk).values("digest")
    shared = TextPrint.objects.filter(digest__in=own).exclude(kind=kind, subject_id=pk)
    counted = shared.order_by().values_list("kind", "subject_id").annotate(n=Count("pk")).order_by("-n", "-subject_id")
    return {(other, number): n for other, number, n in counted[:MOST_ALIKE]}


def digest_of(words: frozenset[str]) -> int:
    joined = " ".join(sorted(words)).encode()
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)


def forget(kind: str, ids: Collection[int]) -> int:
    """Nothing that is sent from now on is a copy of these things; how many prints went."""
    return TextPrint.objects.filter(kind=kind, subject_id__in=ids).delete()[0]


def forget_old(*, at: datetime | None = None) -> int:
    """Prints that are older than two years are gone; how many."""
    return TextPrint.objects.filter(at__lt=(at or timezone.now()) - KEPT).delete()[0]


def _sentences(body: str) -> Iterator[frozenset[str]]:
    """The telling words of each. Links are left out: each copy of an advertisement has its own."""
    for sentence in _END.split(without_links(plain(body))):
        if words := frozenset(word for word in fold(sentence).split() if len(word) >= SHORTEST_WORD):
            yield words


def _sightings(
    rows: Sequence[tuple[int, str, int, int | None, datetime]],
    sizes: dict[int, int],
    *,
    own: tuple[str, int],
    total: int,
) -> tuple[Sighting, ...]:
    """By thing, what it shares with this text. Whoever said a sentence first repeats nobody when they say it again."""
    first = {digest: at for digest, kind, pk, _author, at in rows if (kind, pk) == own}
    shared: dict[tuple[str, int, int | None], int] = defaultdict(int)
    for digest, kind, pk, author, at in rows:
        if (kind, pk) != own and at <= first.get(digest, at):
            shared[kind, pk, author] += sizes[digest]
    found = [Sighting(kind, pk, author, words / total, words) for (kind, pk, author), words in shared.items()]
    return tuple(sorted(found, key=lambda sighting: -sighting.share))
