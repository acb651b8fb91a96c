"""Two of the team do the same thing to a contest in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from contests.actions.announcing import announce
from contests.actions.scheduling import pause, resume
from contests.models import ContestPage, Register, RulesVersion, ScheduleChange
from core.audience.groups import EDITORS
from tests.cast import make_member, with_role
from tests.contests.things import make_contest

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
WHY = "The upload was down for half a day."


def at_once(act: Callable[[ContestPage], object], contest: ContestPage, *, times: int = 4) -> None:
    gate = Barrier(times)

    def run(_n: int) -> None:
        mine = ContestPage.objects.get(pk=contest.pk)
        gate.wait(timeout=30)
        try:
            act(mine)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(run, range(times)))


def test_a_contest_is_paused_once_and_goes_on_once():
    bea, contest = with_role(make_member("bea"), EDITORS), make_contest()
    at_once(lambda mine: pause(mine, by=bea, note=WHY), contest)
    assert ScheduleChange.objects.filter(what="paused").count() == 1
    paused = Register.objects.get(contest=contest).pause
    ends = ContestPage.objects.get(pk=contest.pk).entries_until
    later = paused.at + timedelta(hours=1)
    at_once(lambda mine: resume(mine, by=bea, extend=True, at=later), contest)
    assert ScheduleChange.objects.filter(what="resumed").count() == 1
    assert ContestPage.objects.get(pk=contest.pk).entries_until == ends + timedelta(hours=1)


def test_rules_that_are_published_twice_at_once_are_one_version():
    bea, contest = with_role(make_member("bea"), EDITORS), make_contest()
    ContestPage.objects.filter(pk=contest.pk).update(rules="<p>Be very kind.</p>")
    at_once(lambda mine: announce(mine, by=bea), contest)
    assert RulesVersion.objects.filter(contest=contest).count() == 2
