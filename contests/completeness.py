"""What a contest needs before everybody sees it, in words: the one rule, for the form and for every other way in which
a contest is published. What is only missing yet does not stop a draft; see `incomplete`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contests.countries import CODES, codes_in
from contests.fixed import Found, Given, changed_too_late, published_of, unexplained_moves
from contests.kinds import Aspect, Award, Kind, VoteRule
from contests.phases import FIELDS, ORDER, RESULTS_FROM, Decides, Phase, problems_of
from contests.zones import zone_of

LONGEST_FILM = 300  # seconds, as the media room takes them
MOST_LINES = 8  # of the rules in short
JURY = {Phase.JUDGING, Phase.VOTING_AND_JUDGING}
NO_SUCH_ZONE = _("Choose one of the time zones in the list.")
LETS_A_JURY_PLAY = frozenset(decides for decides, order in ORDER.items() if JURY & set(order))


def reasons_against(contest: Any) -> list[str]:
    """Why this contest, as it stands in hand (a page, or a revision of one), cannot be published; empty when it can.

    All that its form asks for, of whoever fills it in; and what its form never sees, as when somebody has entered since
    the draft was saved. Each begins with the name of the field.
    """
    given = {field.name: getattr(contest, field.attname) for field in contest._meta.concrete_fields}
    published = published_of(contest)
    found: Found = (
        _unfit_fields(contest)
        | unexplained_moves(given, published)
        | changed_too_late(given, published, at=timezone.now())
        | incomplete(given, criteria=contest.criteria.count())
        | wrong(given)
    )
    prizes = [{"award": prize.award, "rank": prize.rank} for prize in contest.prizes.all()]
    about_rows = [words for _place, _field, words in about_prizes(prizes, contest.decides)]
    about_rows += _about_marked_criteria(contest, published)
    return list(dict.fromkeys([*(_named(contest, name, words) for name, words in found.items()), *about_rows]))


def _named(contest: Any, name: str, words: str | Promise) -> str:
    if name == NON_FIELD_ERRORS:
        return str(words)
    label = capfirst(str(contest._meta.get_field(name).verbose_name))
    return gettext("%(field)s: %(problem)s") % {"field": label, "problem": words}


def _unfit_fields(contest: Any) -> Found:
    """What a field of its own refuses, and a zone that nobody knows."""
    found: Found = {} if zone_of(contest.time_zone) else {"time_zone": NO_SUCH_ZONE}
    try:
        contest.full_clean()
    except ValidationError as unfit:
        for name, words in unfit.message_dict.items():
            found.setdefault(name, " ".join(words))
    return found


def _about_marked_criteria(contest: Any, published: Any) -> Iterator[str]:
    """Marks that were given keep the criterion that they were given by, and its weight."""
    weights = {criterion.pk: criterion.weight for criterion in contest.criteria.all()}
    marked = published.criteria.filter(marks__isnull=False).distinct() if published else ()
    for criterion in marked:
        if criterion.pk not in weights:
            yield gettext("“%(name)s” stays: judges have given marks by it already.") % {"name": criterion.name}
        elif weights[criterion.pk] != criterion.weight:
            words = gettext("The weight of “%(name)s” stays: judges have given marks by it already.")
            yield words % {"name": criterion.name}


def wrong(given: Given) -> Found:
    """What cannot stay, not even in a draft."""
    return _first_of(given, _film_lengths, _aspect, _countries, _short_rules, _vote_limit)


def incomplete(given: Given, *, criteria: int) -> Found:
    """What stands between a draft and the public."""
    found = _first_of(given, _schedule, _film_needs_lengths, _rules)
    if given.get("decides") in LETS_A_JURY_PLAY and not criteria:
        found.setdefault("decides", _("A jury needs to know what it looks at: add at least one criterion below."))
    return found


def _first_of(given: Given, *checks: Callable[[Given], Found]) -> Found:
    found: Found = {}
    for check in checks:
        found = check(given) | found
    return found


def _film_lengths(given: Given) -> Found:
    least, most = given.get("min_seconds"), given.get("max_seconds")
    if given.get("kind") != Kind.VIDEO:
        words = _("Only films have a length. Leave this empty.")
        return {name: words for name in ("min_seconds", "max_seconds") if given.get(name) is not None}
    if most is not None and not 1 <= most <= LONGEST_FILM:
        return {"max_seconds": _("A film lasts between 1 and 300 seconds at most.")}
    if least is not None and least > LONGEST_FILM:
        return {"min_seconds": _("No film may be longer than 300 seconds.")}
    if least is not None and most is not None and least > most:
        return {"min_seconds": _("The shortest film would be longer than the longest one.")}
    return {}


def _film_needs_lengths(given: Given) -> Found:
    if given.get("kind") != Kind.VIDEO:
        return {}
    words = {
        "min_seconds": _("Say how long a film lasts at least, in seconds; 0 when it does not matter."),
        "max_seconds": _("Say how long a film lasts at most, in seconds."),
    }
    return {name: text for name, text in words.items() if given.get(name) is None}


def _aspect(given: Given) -> Found:
    if given.get("aspect") in Aspect.values and given.get("kind") != Kind.BILLBOARD:
        return {"aspect": _("Only billboards have proportions. Leave this empty.")}
    return {}


def _countries(given: Given) -> Found:
    unknown = [code for code in codes_in(given.get("countries") or "") if code not in CODES]
    if not unknown:
        return {}
    words = _("There is no country with the letters %(codes)s. Use two letters each, as in “NO SE DK”.")
    return {"countries": words % {"codes": ", ".join(unknown)}}


def _short_rules(given: Given) -> Found:
    lines = [line for line in (given.get("rules_in_short") or "").splitlines() if line.strip()]
    return {"rules_in_short": _("Say it in at most eight lines.")} if len(lines) > MOST_LINES else {}


def _rules(given: Given) -> Found:
    found: Found = {}
    if not strip_tags(given.get("rules") or "").strip():
        found["rules"] = _("Write the rules. Entrants accept them, so a contest cannot be public without.")
    if not (given.get("rights") or "").strip():
        found["rights"] = _("Say what entrants agree to.")
    return found


def _schedule(given: Given) -> Found:
    decides = str(given.get("decides"))
    if decides not in ORDER:
        return {}
    names = [name for phase in ORDER[decides] for name in FIELDS[phase]]
    return problems_of(decides, {name: given.get(name) for name in [*names, RESULTS_FROM]})


def _vote_limit(given: Given) -> Found:
    if given.get("vote_rule") in (VoteRule.IN_ALL, VoteRule.A_DAY) and given.get("vote_limit") == 0:
        return {"vote_limit": _("Say how many votes one person has.")}
    return {}


def about_prizes(prizes: Sequence[Given], decides: str) -> list[tuple[int, str, str]]:
    """(which prize, field, words). Places begin with one and leave none out, and one may have several; the public
    gives one of its own only beside a jury."""
    found: list[tuple[int, str, str]] = []
    there = {(prize.get("award"), prize.get("rank")) for prize in prizes}
    for place, prize in enumerate(prizes):
        award, rank = prize.get("award"), prize.get("rank")
        if award == Award.PEOPLE and decides != Decides.JURY_AND_PEOPLE:
            words = gettext("The public gives a prize of its own only beside a jury that gives the others.")
            found.append((place, "award", words))
        elif award and rank:
            found += [(place, "rank", words) for words in _about_rank(award, rank, there)]
    return found


def _about_rank(award: str, rank: int, there: Collection[Any]) -> Iterator[str]:
    if rank > 1 and (award, rank - 1) not in there:
        yield gettext("There is no prize for place %(rank)d. Places follow each other without a gap.") % {
            "rank": rank - 1
        }
