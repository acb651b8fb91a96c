import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.screening.checks import Check, Limit, Noticed, Tuning, Written
from moderation.screening.texts import without_links

CAPITALS, FLOOD = 0.4, 0.5
LEAST_LETTERS = 20  # below, an abbreviation or a name makes up the whole
DRAWN = frozenset("-_=*.~+#•·—–")  # rows of these divide a text
MOST_OF_EMOJI = 0.3  # of all signs
LEAST_WORDS, MOST_OF_WORDS = 12, 0.5


def look(written: Written, tuning: Tuning) -> Noticed | None:
    """Capitals throughout, one sign or word over and over, a wall of emoji."""
    parts = [without_links(part) for part in written.plain_parts]
    text = "\n".join(parts)
    floods = [*_row_of_signs(text, tuning), *_row_of_words(written.folded, tuning), *_wall(text, tuning)]
    capitals = list(_capitals(parts, tuning))
    if not (capitals or floods):
        return None
    return Noticed(" ".join([*capitals, *floods]), CAPITALS * len(capitals) + FLOOD * len(floods))


def _capitals(parts: Sequence[str], tuning: Tuning) -> Iterable[str]:
    """A title or a body: neither is made up for by the other."""
    if any(_share_of_capitals(part) >= tuning.limits["capitals"] for part in parts):
        yield _("Written in capitals.")


def _share_of_capitals(part: str) -> int:
    letters = [sign for sign in part if sign.islower() or sign.isupper()]
    return 100 * sum(sign.isupper() for sign in letters) // len(letters) if len(letters) >= LEAST_LETTERS else 0


def _row_of_signs(text: str, tuning: Tuning) -> Iterable[str]:
    rows = (sum(1 for _sign in row) for sign, row in groupby(text) if _may_flood(sign))
    if (longest := max(rows, default=0)) >= tuning.limits["signs"]:
        yield ngettext("One sign %(n)d time in a row.", "One sign %(n)d times in a row.", longest) % {"n": longest}


def _may_flood(sign: str) -> bool:
    return not (sign.isspace() or sign.isdigit() or sign in DRAWN)


def _row_of_words(folded: str, tuning: Tuning) -> Iterable[str]:
    """In a row, or more than half of a text that is not short."""
    words = folded.split()
    longest = max((sum(1 for _word in row) for _first, row in groupby(words)), default=0)
    often = Counter(words).most_common(1)[0][1] if len(words) >= LEAST_WORDS else 0
    times = max(longest, often if often > MOST_OF_WORDS * len(words) else 0)
    if times >= tuning.limits["words"]:
        yield ngettext("One word %(n)d time.", "One word %(n)d times.", times) % {"n": times}


def _wall(text: str, tuning: Tuning) -> Iterable[str]:
    emoji = sum(_is_emoji(sign) for sign in text)
    signs = sum(not sign.isspace() for sign in text)
    if emoji >= tuning.limits["emoji"] and emoji > MOST_OF_EMOJI * signs:
        yield ngettext("%(n)d emoji.", "%(n)d emoji.", emoji) % {"n": emoji}


def _is_emoji(sign: str) -> bool:
    return "\U0001f000" <= sign <= "\U0001faff" or ("\u2190" <= sign <= "\u2bff" and unicodedata.category(sign) == "So")


CHECK = Check(
    "shouting",
    gettext_lazy("Shouting and flooding"),
    gettext_lazy("Capitals throughout, signs or words over and over, walls of emoji."),
    look,
    limits=(
        Limit("capitals", gettext_lazy("So much of the letters are capitals, in per cent"), 70, 30, 100),
        Limit("signs", gettext_lazy("The same sign so often in a row"), 8, 4, 200),
        Limit("words", gettext_lazy("The same word so often"), 5, 3, 200),
        Limit("emoji", gettext_lazy("So many emoji, where they are a third of the text"), 12, 3, 500),
    ),
)
