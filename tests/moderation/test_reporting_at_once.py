"""Reports that arrive at the same moment: one case, one row a member, one hiding."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from core.publication import State
from moderation.actions.illegal import file_notice
from moderation.actions.reporting import report
from moderation.models import Case, Decision, IllegalNotice, Report
from tests.factories import make_idea, somebody
from tests.moderation.test_reporting import proven, state_of
from tests.moderation.things import case_of, make_rule

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def at_once(act: Callable[[Any], Any], people: list[Any]) -> list[Any]:
    gate = Barrier(len(people))

    def one(person: Any) -> Any:
        gate.wait(timeout=30)
        try:
            return act(person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, people))


def test_many_members_report_one_thing_at_once():
    idea, rule, crowd = make_idea(), make_rule(), [proven(agreed=8) for _n in range(CROWD)]
    said = at_once(lambda member: report(idea, by=member, rule=rule, note=""), crowd)
    assert len({one.pk for one in said}) == CROWD
    assert {one.case_id for one in said} == {case_of(idea).pk}
    assert case_of(idea).report_weight == pytest.approx(CROWD * 1.35)
    assert (state_of(idea), Decision.objects.count()) == (State.HIDDEN, 1)


def test_a_double_click_is_one_report_and_one_notice():
    idea, rule, member = make_idea(), make_rule(), somebody()
    said = at_once(lambda by: report(idea, by=by, rule=rule, note=""), [member] * CROWD)
    assert ({one.pk for one in said}, Report.objects.count()) == ({said[0].pk}, 1)
    words = {"law": "Law", "why": "Why", "name": "", "email": "", "in_good_faith": True}
    filed = at_once(lambda _by: file_notice(address=idea.get_absolute_url(), **words), [member] * CROWD)
    assert ({one.pk for one in filed}, IllegalNotice.objects.count()) == ({filed[0].pk}, 1)
    assert Case.objects.filter(kind="idea").count() == 1 + Case.objects.filter(state="decided").count()
