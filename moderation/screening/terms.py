import re
from functools import lru_cache
from itertools import product

from django.utils.translation import gettext_lazy, ngettext

from core.searching import fold
from moderation.screening.checks import Check, Noticed, Tuning, Written

ONE, EACH_MORE, MOST = 0.8, 0.2, 1.4
MOST_NAMED = 3
# Signs that stand for a letter inside a word. A one is an i or an l: both readings are tried.
_SIGNS = str.maketrans({"@": "a", "$": "s", "€": "e", "£": "l", "¡": "i"})
_INSIDE = re.compile(r"(?<=[^\W_])[!|*](?=[^\W_])")
_DIGITS = tuple(str.maketrans("0134578", f"o{one}eastb") for one in "il")
_LETTERS_APART = re.compile(r"\b[a-z0-9](?: [a-z0-9]\b){2,30}+")
_LONG_RUN = re.compile(r"([a-z])\1{2,}+")


def look(written: Written, tuning: Tuning) -> Noticed | None:
    """Whole words and phrases of the list, also with digits for letters, drawn out or with spaces between letters."""
    said = readings(written.plain)
    words = {word for way in said for word in way.split()}
    found = [term for term in tuning.terms if _stands_in(term, said, words)]
    if not found:
        return None
    weight = min(MOST, ONE + EACH_MORE * (len(found) - 1))
    sentence = ngettext("A word of the list: %(words)s.", "Words of the list: %(words)s.", len(found))
    return Noticed(sentence % {"words": ", ".join(found[:MOST_NAMED])}, weight)


def readings(text: str) -> tuple[str, ...]:
    """The text as folded words, in every way in which it may be meant; each begins and ends with a space."""
    said = fold(_INSIDE.sub("i", text.translate(_SIGNS)))
    joined = _LETTERS_APART.sub(lambda apart: apart[0].replace(" ", ""), said)
    ways = {said, fold(text), *(joined.translate(digits) for digits in _DIGITS)}
    drawn = (_LONG_RUN.sub(kept, way) for way, kept in product(sorted(ways), (r"\1", r"\1\1")))
    return tuple(f" {way} " for way in dict.fromkeys(drawn))


def _stands_in(term: str, said: tuple[str, ...], words: set[str]) -> bool:
    wanted = _folded(term)
    if not wanted:
        return False
    if "*" not in term and " " not in wanted:
        return wanted in words
    begin = "" if term.startswith("*") else " "
    end = "" if term.endswith("*") else " "
    return any(f"{begin}{wanted}{end}" in way for way in said)


@lru_cache(maxsize=2_000)
def _folded(term: str) -> str:
    return fold(term)


CHECK = Check(
    "terms",
    gettext_lazy("Blocked words"),
    gettext_lazy("Words of your list, also with digits for letters or drawn out."),
    look,
    terms_label=gettext_lazy("Words"),
    terms_help=gettext_lazy(
        "One word or phrase a line. Accents and capitals do not matter. "
        "A star stands for whatever follows or comes before: glup*"
    ),
    # Mild ones, to begin with: each community makes its own list.
    default_terms=(
        *("idiot", "idiots", "moron", "morons", "dumbass", "shut up"),
        *("ηλίθιος", "ηλίθιε", "ηλίθιοι", "βλάκας", "βλάκα", "βλάκες"),
        *("idioten", "idioter", "tosk", "tosken", "drittsekk", "hold kjeft"),
        *("budala", "budale", "budalo", "glupan*", "kreten", "kreteni", "začepi"),
        *("*טיפש", "*טיפשים", "*מטומטם", "*מטומטמים", "*אידיוט", "*אידיוטים"),  # an article is part of the word
    ),
)
