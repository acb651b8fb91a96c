"""Whoever judges a thing and its author, who edits it, take thing and case in one order: nobody waits in a circle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from core.errors import Stale
from ideas.models import Idea
from moderation.actions.bulk import approve_in_bulk
from moderation.actions.claiming import claim_next
from moderation.actions.deciding import decide
from moderation.actions.opening import open_case
from moderation.actions.reporting import report
from moderation.models import Act, Case
from moderation.models.case import LEASE
from tests.cast import make_member, with_role
from tests.factories import somebody
from tests.moderation.things import case_of, make_rule, reported_idea

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def decides(case: Case, by: object) -> None:
    decide(case, Act.APPROVE, by=by, version=1)


def approves_many(case: Case, by: object) -> None:
    approve_in_bulk([case.pk], by=by, versions={case.pk: 1})


def reports(case: Case, by: object) -> None:
    report(Idea.objects.get(pk=case.subject_id), by=somebody(), rule=make_rule(), note="")


@pytest.mark.parametrize("act", [decides, approves_many, reports])
def test_an_edit_and_a_decision_at_once(act: Callable[[Case, object], None]) -> None:
    """The author's edit has the idea, the other waits for it; then the edit wants the case, and gets it."""
    idea = reported_idea()
    mo, case, held = with_role(make_member("mo"), "Community moderators"), case_of(idea), Event()
    make_rule()

    def other() -> None:
        held.wait(timeout=10)
        try:
            act(case, mo)
        except Stale:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(other)
        with transaction.atomic():
            Idea.objects.locked(idea.pk)
            held.set()
            _until_somebody_waits()
            open_case("idea", idea, reason="is_waiting", at=timezone.now())
        running.result(timeout=20)
    assert Case.objects.get(pk=case.pk).is_waiting


def test_two_who_take_each_others_expired_claims_do_not_wait_for_each_other() -> None:
    """Each lets go of the case that the other is just taking: it is not theirs any more."""
    at = timezone.now()
    mo, mia = (with_role(make_member(name), "Community moderators") for name in ("mo", "mia"))
    of_mo, of_mia = case_of(reported_idea()), case_of(reported_idea())
    Case.objects.filter(pk=of_mo.pk).update(claimed_by=mo, claimed_until=at)
    Case.objects.filter(pk=of_mia.pk).update(claimed_by=mia, claimed_until=at)

    def other() -> Case | None:
        try:
            return claim_next(Case.objects.open(), by=mia, at=at)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Case.objects.select_for_update().get(pk=of_mia.pk)  # mo is just taking it
        taken = pool.submit(other).result(timeout=20)
        Case.objects.take(of_mia.pk, by=mo, until=at + LEASE)
    assert taken == of_mo
    holders = dict(Case.objects.values_list("pk", "claimed_by"))
    assert holders == {of_mo.pk: mia.pk, of_mia.pk: mo.pk}


def _until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(5_000):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waited.")
