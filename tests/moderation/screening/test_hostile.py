"""Whatever a text is made of, no check takes long or raises. Steps are counted, never seconds."""

import random
import re
import sys
from types import SimpleNamespace

import pytest
from django.utils import timezone

from moderation.screening import contacts, prints, terms, texts
from moderation.screening.checks import Written
from moderation.screening.standard import STANDARD

pytestmark = pytest.mark.django_db
LENGTH = 4_000
AUTHOR = SimpleNamespace(pk=1, date_joined=timezone.now())
PIECES = (
    *(
        "a",
        "a ",
        "A ",
        "a.",
        "a-",
        "a@",
        "@",
        "1",
        "1 ",
        "+1",
        "(1)",
        "0.",
        "(",
        "[.",
        " ",
        "\n",
        "%",
        "!",
        "é",
        "e\u0301",
    ),
    *(
        "ﷺ",
        "愛",
        "☕",
        "🏳️‍🌈",
        "א",
        "\u200f",
        "http://",
        "www.",
        "bit.ly/",
        "GR16",
        "AB12 ",
        "call 1",
        "12:30-",
        "1.1.1-",
    ),
    *("a" * 62 + ".", "x@y.", "i ", "id!", "0 0 ", "\u0130", "½", "٣", "a*", ".", "/", "http://@"),
)


def written(text: str) -> Written:
    return Written("idea", 1, (text,), AUTHOR, timezone.now())


def steps(text: str) -> int:
    """How many lines of our own run over a text: what a pattern does by itself is another test's matter."""
    seen = 0

    def count(frame, event, _argument):
        nonlocal seen
        seen += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        for check in STANDARD:
            check.look(written(text), check.as_delivered)
        list(prints._sentences(text))
    finally:
        sys.settrace(before)
    return seen


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_four_thousand_of_anything_pass(piece):
    text = (piece * LENGTH)[:LENGTH]
    for check in STANDARD:
        check.look(written(text), check.as_delivered)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_twice_the_text_is_twice_the_work(piece):
    once, twice = (steps((piece * n)[:n]) for n in (500, 1_000))
    assert once > 0
    assert twice <= 2.5 * once + 2_000


@pytest.mark.parametrize("seed", range(20))
def test_any_signs_pass(seed):
    """Random points of Unicode, broken pairs and controls among them, mixed with what the patterns look for."""
    chance = random.Random(seed)
    signs = [chr(chance.randrange(0x11_0000)) for _ in range(2_000)]
    text = "".join(chance.choice(PIECES) if chance.random() < 0.4 else sign for sign in signs)
    for check in STANDARD:
        found = check.look(written(text), check.as_delivered)
        assert found is None or (found.weight > 0 and found.words)
    list(prints._sentences(text))


PATTERNS = {
    f"{module.__name__.rsplit('.', 1)[-1]}.{name}": pattern
    for module in (texts, contacts, terms, prints)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}
UNBOUNDED = re.compile(r"(?<![\\}])[*+]|\{\d*,\}(?!\+)")  # behind a brace a plus means: never go back


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_repeats_within_bounds_or_never_goes_back(name):
    """No bare star or plus outside a class: either a number bounds it or it is possessive."""
    outside = re.sub(r"\[(?:\\.|[^\]\\])*\]", "C", PATTERNS[name].pattern)
    outside = outside.replace("(?", "(").replace(r"\+", "p")
    allowed = {"prints._END"}  # one class alone, split at: nothing follows that could fail
    assert name in allowed or not UNBOUNDED.search(outside), outside


def test_a_very_long_text_is_read_to_a_point():
    assert len(texts.plain("ﷺ" * 100_000)) <= 2 * texts.MOST_READ
