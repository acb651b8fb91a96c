"""A worker that is killed while it tells people of a launch: nobody is left out, nobody is told twice."""

import signal
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.members.models import User
from core.notices.actions.telling import CHUNK
from core.notices.models import Notice
from ideas.launches.news import LAUNCHED, YOURS
from ideas.models import Launch
from tests.core.notices.processes import start
from tests.factories import make_idea
from tests.ideas.launching import make_story
from tests.ideas.test_launch_telling import crowd
from tests.insiders.test_killed_giving import somebody_waits_for_a_lock

EVERYONE = CHUNK + 200

pytestmark = [pytest.mark.once, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_worker_killed_within_a_batch_leaves_nobody_out_and_tells_nobody_twice(bea, tom, kept_tasks):
    idea = make_idea(by=tom)
    crowd(idea, EVERYONE)
    people = sorted(User.objects.filter(handle__startswith="crowd-").values_list("pk", flat=True))
    make_story(idea, by=bea)
    launch = Launch.objects.get()
    with transaction.atomic():
        # The second batch waits here for the notice of its last member.
        kept = {"kind": LAUNCHED, "subject_kind": "idea", "subject_id": idea.pk, "key": f"launch:{launch.pk}"}
        Notice.objects.create(recipient_id=people[-1], **kept)
        worker = start("db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload")
        while not somebody_waits_for_a_lock():
            assert worker.poll() is None
        worker.send_signal(signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
        transaction.set_rollback(True)
    assert Notice.objects.count() == CHUNK
    assert Launch.objects.get().told_at is None

    Launch.objects.update(at=timezone.now() - timedelta(minutes=10))  # no worker is at it any more
    assert start("sweep").wait(timeout=120) == 0
    assert Launch.objects.get().told_at
    told = Notice.objects.filter(key=f"launch:{launch.pk}")
    assert sorted(told.filter(kind=LAUNCHED).values_list("recipient", flat=True)) == people
    assert told.get(kind=YOURS).recipient == tom
