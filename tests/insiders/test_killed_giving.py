"""A worker that is killed in the middle of a batch: nobody is left out, nobody is told twice."""

import signal

import pytest
from django.db import connection, transaction

from core.audience.models import Membership, MembershipEvent
from core.members.models import User
from core.notices.models import Message, Notice
from insiders.actions.giving import give_access
from insiders.actions.giving_out import BATCH
from insiders.models import Giving, Place
from insiders.news import BEGAN
from tests.core.notices.processes import start
from tests.factories import make_idea
from tests.insiders.inviting import tasters
from tests.insiders.test_giving import crowd_behind

EVERYONE = BATCH + 200

pytestmark = [pytest.mark.once, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_a_worker_killed_within_a_batch_leaves_nobody_out_and_tells_nobody_twice(bea, kept_tasks):
    tier, idea = tasters(), make_idea(by=bea)
    people = crowd_behind(idea, EVERYONE)
    rows = User.groups.through.objects
    give_access(idea, tier, ["supporter"], by=bea)
    with transaction.atomic():
        # The second batch has written its memberships and waits here for the group of its last member.
        rows.create(user_id=people[-1], group_id=tier.group_id)
        worker = start("db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload")
        while not somebody_waits_for_a_lock():
            assert worker.poll() is None
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        transaction.set_rollback(True)
    assert Giving.objects.get().finished_at is None
    assert Place.objects.count() == Membership.objects.count() == Notice.objects.filter(kind=BEGAN).count() == BATCH

    assert start("sweep").wait(timeout=120) == 0
    assert Giving.objects.get().finished_at
    for found in (Membership.objects.filter(tier=tier), Place.objects.filter(outcome=Place.Outcome.LET_IN)):
        assert sorted(found.values_list("member", flat=True)) == sorted([*people, bea.pk])
    assert MembershipEvent.objects.count() == rows.filter(group=tier.group_id).count() == EVERYONE + 1
    told = Notice.objects.filter(kind=BEGAN).values_list("recipient", flat=True)
    assert sorted(told) == sorted([*people, bea.pk])
    assert Message.objects.filter(notice__kind=BEGAN, recipient__in=people).count() == EVERYONE
