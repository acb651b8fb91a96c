"""Cases that wait for longer than members are told: what is late, and who is told of it, once a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from wagtail.models import Site

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS, MODERATORS
from core.notices.actions import deliver_waiting, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Notice
from moderation.actions.deciding import decide
from moderation.actions.opening import open_case
from moderation.actions.reminding import remind_of_late
from moderation.models import Act, Case, ModerationSettings
from moderation.queue import counts
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 3, 12, tzinfo=ZoneInfo("UTC"))
PROMISED = timedelta(hours=24)


@pytest.fixture
def mia(db):
    return with_role(make_member("mia"), MODERATORS)


def opened(thing: Any, *, hours_ago: float, at: datetime = NOON) -> Case:
    Case.objects.filter(subject_id=thing.pk).update(opened_at=at - timedelta(hours=hours_ago))
    return case_of(thing)


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="moderation-late").order_by("recipient__handle", "key")
    return list(rows.values_list("recipient__handle", "key"))


@pytest.mark.parametrize(("hours", "is_late"), [(23.9, False), (24, False), (24.1, True), (300, True)])
def test_what_waits_for_longer_than_promised_is_late(mo, hours, is_late):
    case = opened(waiting_idea(), hours_ago=hours)
    assert case.is_late(promised=PROMISED, at=NOON) is is_late
    assert counts(mo, promised=PROMISED, at=NOON)["late"] == is_late
    assert remind_of_late(at=NOON) == is_late


def test_members_are_promised_nothing_of_a_report(mo):
    case = opened(reported_idea(), hours_ago=100)
    assert not case.is_late(promised=PROMISED, at=NOON)
    assert remind_of_late(at=NOON) == 0


def test_what_is_decided_is_late_no_more(mo):
    idea = waiting_idea()
    opened(idea, hours_ago=100)
    decided(idea, Act.APPROVE, by=mo)
    assert counts(mo, promised=PROMISED, at=NOON)["late"] == 0
    assert not Case.objects.get().is_late(promised=PROMISED, at=NOON)
    assert remind_of_late(at=NOON) == 0


def test_the_promise_is_the_one_of_the_settings(mo):
    house = ModerationSettings.for_site(Site.objects.get(is_default_site=True))
    house.expected_hours = 48
    house.save()
    opened(waiting_idea(), hours_ago=30)
    assert remind_of_late(at=NOON) == 0
    assert remind_of_late(at=NOON + timedelta(hours=19)) == 1


def test_all_who_moderate_are_told_once_a_day_however_often_it_is_asked(mo, mia, ada, tom, bea):
    opened(waiting_idea(), hours_ago=30)
    assert remind_of_late(at=NOON) == 3
    assert remind_of_late(at=NOON + timedelta(minutes=1)) == remind_of_late(at=NOON + timedelta(hours=11)) == 0
    assert [handle for handle, _key in told()] == ["ada", "mia", "mo"]
    assert remind_of_late(at=NOON + timedelta(hours=13)) == 3
    assert told()[:2] == [("ada", "late:20260503"), ("ada", "late:20260504")]


def test_another_late_case_of_the_day_brings_no_second_notice(mo):
    opened(waiting_idea(), hours_ago=30)
    remind_of_late(at=NOON)
    opened(waiting_idea(), hours_ago=90)
    assert remind_of_late(at=NOON + timedelta(hours=1)) == 0


def test_whoever_begins_to_moderate_is_told_the_same_day(mo):
    opened(waiting_idea(), hours_ago=30)
    remind_of_late(at=NOON)
    with_role(make_member("new"), MODERATORS)
    assert remind_of_late(at=NOON + timedelta(hours=1)) == 1


def test_each_is_told_the_number_of_what_they_may_see(client, mo, mia, ines):
    board = make_board(slug="secret-ideas")
    close(board, INSIDERS)
    join(mia, INSIDERS)
    hidden = make_idea(board=board, by=ines, title="Zanzibar")
    open_case("idea", hidden, reason="is_waiting")
    opened(hidden, hours_ago=90)
    assert remind_of_late(at=NOON) == 1
    opened(waiting_idea(title="Timbuktu"), hours_ago=40)
    assert remind_of_late(at=NOON) == 1
    for reader, words in ((mo, "1 case waits longer than promised."), (mia, "2 cases wait longer than promised.")):
        client.force_login(reader)
        assert words in client.get("/me/notices/").text
    deliver_waiting(at=NOON)
    assert {letter.subject for letter in mail.outbox} == {
        "1 case waits longer than promised",
        "2 cases wait longer than promised",
    }
    bodies = [body for letter in mail.outbox for body in (letter.body, letter.alternatives[0][0])]
    assert not [body for body in bodies if "Zanzibar" in body or "Timbuktu" in body]


def test_a_notice_keeps_its_number_when_the_cases_are_decided(client, mo):
    idea = waiting_idea()
    opened(idea, hours_ago=30)
    remind_of_late(at=NOON)
    decide(case_of(idea), Act.APPROVE, by=mo, version=1, at=NOON + timedelta(hours=1))
    client.force_login(mo)
    assert "1 case waits longer than promised." in client.get("/me/notices/").text


def test_the_mail_can_be_switched_off(mo):
    set_preference(notice_kinds["moderation-late"], "never", by=mo)
    opened(waiting_idea(), hours_ago=30)
    assert remind_of_late(at=NOON) == 1
    deliver_waiting(at=NOON)
    assert mail.outbox == []


def test_sweep_tells_it(mo):
    Case.objects.filter(pk=case_of(waiting_idea()).pk).update(opened_at=NOON)
    call_command("sweep", verbosity=0)
    call_command("sweep", verbosity=0)
    assert len(told()) == 1


def test_an_inbox_of_many_costs_what_one_of_few_costs(client, mo, count_queries):
    opened(waiting_idea(), hours_ago=900)
    client.force_login(mo)
    remind_of_late(at=NOON)
    client.get("/me/notices/")
    few = count_queries(lambda: client.get("/me/notices/"))
    for day in range(1, 12):
        remind_of_late(at=NOON + timedelta(days=day))
    assert count_queries(lambda: client.get("/me/notices/")) <= few


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_once():
    for number in range(6):
        with_role(make_member(f"mod{number}"), MODERATORS)
    opened(waiting_idea(), hours_ago=30)
    together = Barrier(4)

    def work(_number: int) -> None:
        together.wait(timeout=30)
        try:
            remind_of_late(at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert [handle for handle, _key in told()] == [f"mod{number}" for number in range(6)]
