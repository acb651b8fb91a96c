"""Results that follow results: another number, which says why it came and who moved; the former ones stay."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests import tasks
from contests.actions.publishing import held, placements_of, write_placements
from contests.actions.sealing import seal
from contests.changes import anew, same_outcome
from contests.figures import figures_of
from contests.ledger import readiness
from contests.models import ContestPage, Entry, Placement, Publication
from contests.policies.disqualifying import may_correct
from contests.standings import Place
from core.effects import after_commit
from core.errors import RuleBroken
from core.policies import ensure
from core.sanitizing import is_blank

LEAST_REASON = 20  # characters of a public reason
Cause = Publication.Cause


def correct_results(contest: ContestPage, *, by: Any, reason: str, at: datetime | None = None) -> Publication:
    """Count anew, and publish what stands under the next number, with the reason for all to read. The jury's points
    stay as they were published; those who were told a place and have another one now are told.

    Raises Refused, and RuleBroken by field, without results, with what stands in the way, or when nothing has changed.
    """
    at = at or timezone.now()
    ensure(may_correct(by, contest))
    reason = said_in_public(reason)
    with transaction.atomic():
        held(contest)
        before = contest.publications.results().newest().first()
        if before is None:
            raise RuleBroken(_("The results are not published yet."))
        places = places_anew(contest, before)
        if same_outcome(before, places, contest):
            raise RuleBroken(_("Nothing has changed since the results were published."))
        return write_again(before, places, cause=Cause.COUNTED, note=reason, by=by, at=at)


def said_in_public(reason: str) -> str:
    """A reason that everybody reads. Raises RuleBroken beside its field."""
    reason = reason.strip()
    if is_blank(reason) or len(reason) < LEAST_REASON:
        words = ngettext(
            "Say why in at least %(least)d character: everybody reads it.",
            "Say why in at least %(least)d characters: everybody reads it.",
            LEAST_REASON,
        )
        raise RuleBroken({"reason": words % {"least": LEAST_REASON}})
    return reason


def places_anew(contest: ContestPage, before: Publication) -> list[Place]:
    """As they are by the votes of now. The caller holds the register. Raises RuleBroken with what is undecided."""
    seal(contest)
    if problems := readiness(contest):
        raise RuleBroken(problems)
    return anew(contest, before)


def write_again(
    before: Publication,
    places: list[Place],
    *,
    cause: str,
    by: Any,
    at: datetime,
    about: Entry | None = None,
    note: str = "",
) -> Publication:
    """The next number, with these places. The caller holds the register."""
    contest = before.contest
    after = next_number(before, cause=cause, about=about, note=note, by=by, at=at)
    after.figures = figures_of(contest, places)
    contest.register.refresh_from_db(fields=["head"])
    after.head = contest.register.head
    after.save()
    write_placements(with_moves(placements_of(after, contest, places), contest))
    after_commit(tasks.tell_of_publication, after.pk)
    return after


def next_number(
    before: Publication, *, cause: str, by: Any, at: datetime, about: Entry | None = None, note: str = ""
) -> Publication:
    """What follows this one, with its figures; not stored yet."""
    return Publication(
        contest=before.contest,
        what=before.what,
        number=before.number + 1,
        cause=cause,
        about=about,
        note=note,
        by=by,
        at=at,
        how=before.how,
        head=before.head,
        figures=before.figures,
    )


def with_moves(placements: Iterable[Placement], contest: ContestPage) -> Iterator[Placement]:
    """The same, each saying where it moved from since results were first published."""
    earlier: dict[tuple[str, int], list[int]] = {}
    rows = Placement.objects.filter(publication__in=contest.publications.results()).order_by("publication__number")
    for award, entry_id, rank in rows.values_list("award", "entry", "rank"):
        earlier.setdefault((award, entry_id), []).append(rank)
    for placement in placements:
        ranks = earlier.get((placement.award, placement.entry_id), [placement.rank])
        placement.moved_up_from = ranks[0] if placement.rank < ranks[0] else None
        placement.moved_down_from = min(ranks) if placement.rank > min(ranks) else None
        yield placement
