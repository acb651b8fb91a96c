"""A process that is killed while it tells people of a launch, or asks them about it: nobody is left out, nobody is told
or asked twice."""

import signal
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.members.models import User
from core.notices.actions.telling import CHUNK
from core.notices.models import Notice
from ideas.actions.asking import ASK_AFTER, BATCH, plan_questions
from ideas.launches.news import LAUNCHED, YOURS
from ideas.models import Launch, LaunchOpinion, LaunchQuestion
from ideas.opinions.subjects import ASKED, QUESTION
from tests.core.notices.processes import start
from tests.factories import make_idea
from tests.ideas.launching import make_story
from tests.ideas.test_launch_telling import crowd
from tests.ideas.told import tell_story
from tests.insiders.test_killed_giving import somebody_waits_for_a_lock

pytestmark = [pytest.mark.once, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def supporters(idea, many):
    crowd(idea, many)
    return sorted(User.objects.filter(handle__startswith="crowd-").values_list("pk", flat=True))


def kill_at(notice, *command):
    """The process waits for this notice, as whoever stores it at the same time, and is killed there."""
    with transaction.atomic():
        notice.save()
        process = start(*command)
        while not somebody_waits_for_a_lock():
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        transaction.set_rollback(True)


def test_a_worker_killed_within_a_batch_leaves_nobody_out_and_tells_nobody_twice(bea, tom, kept_tasks):
    idea = make_idea(by=tom)
    people = supporters(idea, CHUNK + 200)
    make_story(idea, by=bea)
    launch = Launch.objects.get()
    last = {"recipient_id": people[-1], "subject_kind": "idea", "subject_id": idea.pk}
    of_last = Notice(kind=LAUNCHED, key=f"launch:{launch.pk}", **last)
    kill_at(of_last, "db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload")
    assert Notice.objects.count() == CHUNK
    assert Launch.objects.get().told_at is None

    Launch.objects.update(at=timezone.now() - timedelta(minutes=10))  # no worker is at it any more
    assert start("sweep").wait(timeout=120) == 0
    assert Launch.objects.get().told_at
    told = Notice.objects.filter(key=f"launch:{launch.pk}")
    assert sorted(told.filter(kind=LAUNCHED).values_list("recipient", flat=True)) == people
    assert told.get(kind=YOURS).recipient == tom


def test_a_sweep_killed_within_a_batch_leaves_nobody_out_and_asks_nobody_twice(tom, kept_tasks):
    idea = make_idea(by=tom)
    people = supporters(idea, BATCH + 200)
    tell_story(idea, at=timezone.now() - ASK_AFTER - timedelta(days=2))
    plan_questions()
    question = LaunchQuestion.objects.get()
    last = {"recipient_id": people[-1], "subject_kind": QUESTION, "subject_id": question.pk}
    kill_at(Notice(kind=ASKED, key=f"{ASKED}:{question.pk}", **last), "sweep")
    assert LaunchOpinion.objects.count() == Notice.objects.filter(kind=ASKED).count() == BATCH
    assert LaunchQuestion.objects.get().asked_at is None

    assert start("sweep").wait(timeout=120) == 0
    assert LaunchQuestion.objects.get().asked_at
    asked = Notice.objects.filter(kind=ASKED).values_list("recipient", flat=True)
    assert sorted(asked) == sorted(LaunchOpinion.objects.values_list("member", flat=True)) == [tom.pk, *people]
