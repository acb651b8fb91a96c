"""What follows when a contest is published, by hand or on schedule, or could not be."""

from datetime import datetime
from typing import Any

from django.db import transaction

from contests.actions.ruling import keep_rules
from contests.actions.scheduling import announced_times, keep_times, log_moves
from contests.models import ContestPage, Register
from contests.models.contest import HELD_BACK, MOMENTS
from contests.phases import problems_of
from contests.zones import zone_of
from core.pages.held_back import tell_who_scheduled

DRAFT = "contest-draft"  # a contest as those who may edit it see it
TOLD = "contest-held-back"


@transaction.atomic
def announce(contest: ContestPage, *, by: Any, at: datetime | None = None) -> None:
    """The contest has its register, the version of its rules, and a line in its log for each time that moved; times
    stay as they were once results are published. Again changes nothing."""
    Register.objects.get_or_create(contest=contest)
    Register.objects.select_for_update().get(contest=contest)
    keep_rules(contest, at=at)
    keep_times(contest)
    log_moves(contest, by=by, note=contest.schedule_note, at=at)


def is_timed(contest: ContestPage) -> bool:
    """Whether its phase can be read from the clock."""
    given = {name: getattr(contest, name) for name in MOMENTS}
    return zone_of(contest.time_zone) is not None and not problems_of(contest.decides, given)


def tell_of_held_back(*, at: datetime | None = None) -> int:
    """The chore: whoever wrote or scheduled a contest that was not published at its hour is told, once, what is missing
    (`reasons_against`). How many were told."""
    return tell_who_scheduled(HELD_BACK, kind=TOLD, about=DRAFT, at=at)


def remember_times(contest_id: int) -> None:
    """Write the times of a live contest down as announced, if nothing of it was yet."""
    contest = ContestPage.objects.filter(pk=contest_id, live=True).first()
    if contest is not None and not announced_times(contest):
        log_moves(contest, by=None, note="", at=contest.first_published_at)
