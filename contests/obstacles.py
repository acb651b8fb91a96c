"""What stands in the way of a shortlist or of results, in words for whoever runs the contest."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.jury_scores import jury_scores
from contests.ledger import readiness
from contests.models import ContestPage, Publication
from contests.models.entry import EntryQuerySet
from contests.moments import in_words
from contests.phases import Decides, Phase
from contests.standings import SHORTLISTING, running_in

What = Publication.What
PICKED_IN = {Decides.PUBLIC_THEN_JURY: Phase.VOTING, Decides.JURY_THEN_PUBLIC: Phase.JUDGING}


def obstacles_to(what: str, contest: ContestPage, *, at: datetime, lately: bool = False) -> list[str]:
    """All of them, or none: then it can be published. `lately` as in `readiness`."""
    if what == What.SHORTLIST and contest.decides not in SHORTLISTING:
        return [_("This contest has no shortlist.")]
    of_itself = [*_of_time(what, contest, at), *_of_order(what, contest), *_of_jury(what, contest)]
    return [*of_itself, *readiness(contest, lately=lately)]


def decided_at(what: str, contest: ContestPage) -> datetime:
    """When the phases end that decide on it."""
    windows = contest.schedule.windows
    if what == What.SHORTLIST:
        return windows[PICKED_IN[Decides(contest.decides)]].closes
    return max(window.closes for window in windows.values())


def _of_time(what: str, contest: ContestPage, at: datetime) -> list[str]:
    if contest.pause:
        return [_("The contest is paused, so nothing in it is over yet.")]
    over = decided_at(what, contest)
    if at >= over:
        return []
    return [_("It is too early: it is decided on %(when)s.") % {"when": in_words(over, contest)}]


def _of_order(what: str, contest: ContestPage) -> list[str]:
    """A shortlist comes before the results that are picked from it, and never after them."""
    if contest.decides not in SHORTLISTING:
        return []
    there = set(contest.publications.values_list("what", flat=True))
    if what == What.RESULTS and What.SHORTLIST not in there and running_in(contest).exists():
        return [_("The shortlist is not published yet, and the results are picked from it.")]
    if what == What.SHORTLIST and What.RESULTS in there:
        return [_("The results are published already.")]
    return []


def _of_jury(what: str, contest: ContestPage) -> list[str]:
    entries = _to_be_judged(what, contest)
    if entries is None:
        return []
    complete = {score.entry_id for score in jury_scores(contest) if score.complete}
    missing = sum(pk not in complete for pk in entries.values_list("pk", flat=True))
    if not missing:
        return []
    words = ngettext(
        "%(n)d entry has fewer than %(quorum)d judges who gave it their marks.",
        "%(n)d entries have fewer than %(quorum)d judges who gave them their marks.",
        missing,
    )
    return [words % {"n": missing, "quorum": contest.quorum}]


def _to_be_judged(what: str, contest: ContestPage) -> EntryQuerySet | None:
    match what, contest.decides:
        case What.SHORTLIST, Decides.JURY_THEN_PUBLIC:
            return running_in(contest)
        case What.RESULTS, Decides.PUBLIC_THEN_JURY:
            return running_in(contest).filter(is_shortlisted=True)
        case What.RESULTS, Decides.JURY_AND_PEOPLE:
            return running_in(contest)
    return None
