"""What of a contest stays as it is: terms under which people have entered, and times that have decided something."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.kinds import VoteRule
from contests.phases import FIELDS, ORDER, RESULTS_FROM, Phase
from contests.zones import is_moved

Given = Mapping[str, Any]
Found = dict[str, str | Promise]
BY_ENTRIES = ("kind", "decides", "vote_rule", "vote_limit", "tie_rule", "shortlist_size")


def published_of(contest: Any) -> Any:
    """The contest as everybody sees it, or saw it last before it was taken off the site. None before that."""
    was_public = Q(live=True) | Q(first_published_at__isnull=False)
    return type(contest)._default_manager.filter(was_public, pk=contest.pk).first()


def changed_too_late(given: Given, published: Any, *, at: datetime) -> Found:
    """Whoever entered did so under these terms, and what is over has decided something."""
    if published is None:
        return {}
    over = _when(published, at)
    return _of_entries(given, published) | _of_jury(given, published, over) | _of_times(given, published, over)


def _when(published: Any, at: datetime) -> datetime:
    """While it is paused nothing goes on: what was not over then is not over yet."""
    paused: datetime = published.pause.at if published.pause else at
    return paused


def _of_entries(given: Given, published: Any) -> Found:
    names = [*BY_ENTRIES, *(["time_zone"] if published.vote_rule == VoteRule.A_DAY else [])]  # it says what a day is
    changed = [name for name in names if name in given and given[name] != getattr(published, name)]
    if not changed or not published.entries.exists():
        return {}
    return dict.fromkeys(changed, _("This stays as it is: there are entries already, made under these terms."))


def _of_jury(given: Given, published: Any, at: datetime) -> Found:
    """Fewer judges for each entry may be all that there are; more would undo what is complete."""
    wanted = given.get("quorum")
    begins = [opens for phase, opens, _closes in _deciding(published) if phase != Phase.VOTING]
    if wanted is None or wanted <= published.quorum or not any(opens <= at for opens in begins):
        return {}
    return {"quorum": _("The jury has begun: the number can become smaller now, and not larger.")}


def _of_times(given: Given, published: Any, at: datetime) -> Found:
    """The ends of phases that are over, and of entries once others look at them; `extend` moves what is to come."""
    if published.publications.filter(what="results").exists():
        return {}  # then none moves: see `unexplained_moves`
    phases = list(_deciding(published))
    fixed = {
        FIELDS[phase][1]: _("This is over, so it stays as it was.") for phase, _opens, ends in phases if ends <= at
    }
    if any(opens <= at for _phase, opens, _ends in phases):
        fixed["entries_until"] = _("It has begun to be decided, so entries stay closed.")
    return {name: words for name, words in fixed.items() if name in given and _moves(name, given, published)}


def _deciding(published: Any) -> Iterator[tuple[Phase, datetime, datetime]]:
    for phase in ORDER.get(published.decides, ()):
        opens, closes = (getattr(published, name) for name in FIELDS[phase])
        if phase != Phase.ENTRIES and opens and closes:
            yield phase, opens, closes


def unexplained_moves(given: Given, published: Any) -> Found:
    """A time that was announced moves with a public reason, and never once the results are there."""
    moved = [name for name in _announced(published) if name in given and _moves(name, given, published)]
    if not moved:
        return {}
    if published.publications.filter(what="results").exists():
        return dict.fromkeys(moved, _("The results are published. Times stay as they were."))
    if not (given.get("schedule_note") or "").strip():
        return {"schedule_note": _("A time moves that was announced. Say in a sentence why.")}
    return {}


def _announced(published: Any) -> list[str]:
    if published is None:
        return []
    names = [*(name for phase in ORDER.get(published.decides, ()) for name in FIELDS[phase]), RESULTS_FROM]
    return [name for name in names if getattr(published, name)]


def _moves(name: str, given: Given, published: Any) -> bool:
    return is_moved(getattr(published, name), given[name])
