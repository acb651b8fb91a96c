"""What was published, as a page shows it: places with their works, and figures in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contests.kinds import Award, Standing, TieRule
from contests.ledger import OUT
from contests.models import ContestPage, Disqualification, Entry, Placement, Publication
from contests.models.results import DisqualificationQuerySet
from contests.phases import Decides
from contests.risk import WORDS
from contests.standings import SHORTLISTING
from contests.works import works_of
from core.publication import State
from gallery.models import MediaItem
from gallery.showing import picture_of

PODIUM = 3  # places that are shown large, beside all that have a prize
MOST_LARGE = 24

HOW = {
    Decides.PUBLIC: _("The public decided: the entries stand in the order of their counted votes."),
    Decides.PUBLIC_THEN_JURY: _(
        "The public picked the shortlist by votes. The jury decided among those, in the order of its points."
    ),
    Decides.JURY_THEN_PUBLIC: _(
        "The jury picked the shortlist by its points. The public decided among those, in the order of counted votes."
    ),
    Decides.JURY_AND_PEOPLE: _(
        "The jury gave the prizes, in the order of its points. The public gave one of its own, in the order of counted "
        "votes."
    ),
}
TIES = {
    TieRule.EARLIER: _("Where two had the same, the entry that came first went first, as the rules say."),
    TieRule.SHARED: _(
        "Where two had the same, both have the place and the prize, and the next place is skipped, as the rules say."
    ),
}
MOVING_UP = {
    Decides.PUBLIC_THEN_JURY: _(
        "If an entry leaves the shortlist while the jury has at least a day left, the next one moves up. After that "
        "nobody does."
    ),
    Decides.JURY_THEN_PUBLIC: _(
        "If an entry leaves the shortlist before the first vote is cast, the next one moves up. From then on nobody "
        "does, so that all have the same time."
    ),
}
CLASSES = {
    Standing.COUNTED.value: _("Counted"),
    Standing.HELD.value: _("Held and never decided on"),
    Standing.VOID.value: _("Made void, with a reason and by two people"),
    Standing.WITHDRAWN.value: _("Withdrawn by their voters"),
    OUT: _("For entries that are out of the contest"),
}
WHY = {**WORDS, **dict(State.choices), "disqualified": _("Disqualified")}


@dataclass(frozen=True, slots=True)
class Row:
    """One placement. `entry` is None for one that this person does not see any more; `share` is of the voters."""

    placement: Placement
    entry: Entry | None
    work: MediaItem | None = None
    share: float | None = None

    @property
    def shape(self) -> str:
        """The frame that its work is put into."""
        picture = picture_of(self.work) if self.work else None
        return picture.shape if picture else "square"

    @property
    def is_out(self) -> bool:
        """Disqualified, perhaps since this was published."""
        return self.placement.entry.disqualified_at is not None


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One class of votes."""

    label: Any
    count: int
    reasons: list[tuple[Any, int]]


def rows_of(placements: Iterable[Placement], *, to: Any, voters: int = 0, with_works: bool = False) -> list[Row]:
    """In their order, in as many queries for one as for fifty."""
    placements = list(placements)
    ids = {placement.entry_id for placement in placements}
    seen = Entry.objects.visible_to(to).published().filter(pk__in=ids).select_related("author").in_bulk()
    works = works_of(seen.keys()) if with_works else {}
    return [
        Row(
            placement,
            seen.get(placement.entry_id),
            works.get(placement.entry_id),
            100 * placement.votes / voters if voters and placement.votes is not None else None,
        )
        for placement in placements
    ]


def podium_of(publication: Publication, award: str, *, to: Any) -> list[Row]:
    """Those with a prize, and the first three. Of the people's choice the first and those with a prize."""
    first = PODIUM if award == Award.WINNER else 1
    placements = publication.placements.filter(award=award).select_related("entry")
    large = placements.winning() | placements.filter(rank__lte=first)
    return rows_of(large.order_by("rank", "pk")[:MOST_LARGE], to=to, with_works=True)


def shortlist_of(contest: ContestPage, *, to: Any) -> tuple[Publication, list[Row]] | None:
    """The shortlist as it stands, in the order in which the entries came: who has how much is nobody's business before
    the results. None while there is none."""
    if contest.decides not in SHORTLISTING:
        return None
    published = (
        Publication.objects.visible_to(to).shortlists().filter(contest=contest).newest().select_related("about").first()
    )
    if published is None:
        return None
    if published.about and not Entry.objects.visible_to(to).published().filter(pk=published.about.pk).exists():
        published.about = None  # what may not be seen is not named
    placements = published.placements.filter(entry__disqualified_at=None).select_related("entry")
    rows = rows_of(placements.order_by("entry__number", "entry"), to=to, with_works=True)
    return published, [row for row in rows if row.entry]


def vote_lines(votes: Mapping[str, Mapping[str, int]]) -> list[VoteLine]:
    """How many votes of each class there are, the counted ones first; of those that were not counted why."""
    return [
        VoteLine(
            CLASSES[name], sum(votes[name].values()), [(WHY[why], n) for why, n in votes[name].items() if why in WHY]
        )
        for name in CLASSES
        if name in votes
    ]


def how_decided(publication: Publication) -> list[Any]:
    """In sentences, as it was when it was published."""
    figures = publication.figures
    sentences: list[Any] = [HOW[Decides(figures["decides"])]]
    shortlist = publication.contest.publications.shortlists().newest().first()
    if shortlist and (tied := shortlist.figures.get("tied")):
        wanted = shortlist.figures["wanted"]
        words = ngettext(
            "%(n)d more than %(wanted)d were on the shortlist, because all who tied for its last place were taken.",
            "%(n)d more than %(wanted)d were on the shortlist, because all who tied for its last place were taken.",
            tied,
        )
        sentences.append(words % {"n": tied, "wanted": wanted})
    if publication.placements.filter(is_tied=True).exists():
        sentences.append(TIES[TieRule(figures["tie_rule"])])
    return sentences


def out_of_the_running(contest: ContestPage, *, to: Any) -> Sequence[Disqualification]:
    """What was disqualified, with the public reasons."""
    return list(_disqualified(contest, to=to).holding())


def back_in_the_running(contest: ContestPage, *, to: Any) -> Sequence[Disqualification]:
    """What was disqualified and does not hold any more, with both reasons."""
    return list(_disqualified(contest, to=to).filter(reinstatements__is_confirmed=True))


def _disqualified(contest: ContestPage, *, to: Any) -> DisqualificationQuerySet:
    made = Disqualification.objects.filter(entry__contest=contest, entry__in=Entry.objects.visible_to(to))
    return made.select_related("entry").prefetch_related("reinstatements").order_by("at", "pk")
