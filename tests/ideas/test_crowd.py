"""Many people at once, on a real database with real threads and transactions."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.members.actions.legislating import issue_legal_text
from core.members.models import LegalText
from ideas.actions.heat import support_in
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import Idea, Vote
from tests.factories import make_idea, somebody

pytestmark = pytest.mark.django_db(transaction=True)
ON_POSTGRES = "postgres" in settings.DATABASES["default"]["ENGINE"]


def all_at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Runs every act in a thread of its own, started together, and gives what each returned."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait(timeout=30)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes all the while, and we wait for no longer than a moment."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.rollback()
        other.close()


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_fifty_votes_of_one_person_at_once_are_one_vote_and_no_error():
    idea, member = make_idea(), somebody()
    client_of = [signed_in(member) for _ in range(50)]
    url = reverse("ideas:vote", args=[idea.pk])
    answers = all_at_once([lambda client=client: client.post(url, {"vote": "on"}) for client in client_of])
    assert {answer.status_code for answer in answers} == {302}
    idea = Idea.objects.get(pk=idea.pk)
    assert idea.vote_count == 2
    assert Vote.objects.filter(idea=idea, voter=member).count() == 1


def test_sixty_four_people_are_each_counted_once_with_the_limits_on(rate_limits):
    idea = make_idea()
    url = reverse("ideas:vote", args=[idea.pk])
    clients = [signed_in(somebody()) for _ in range(64)]
    answers = all_at_once([lambda client=client: client.post(url, {"vote": "on"}) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    idea = Idea.objects.get(pk=idea.pk)
    assert idea.vote_count == 65
    assert Vote.objects.filter(idea=idea).count() == 65
    assert support_in([idea.pk])[idea.pk]["hot_score"] == pytest.approx(idea.hot_score, abs=1e-6)


def test_votes_and_withdrawals_at_once_leave_count_and_heat_as_the_rows_say():
    idea = make_idea()
    leaving = [somebody() for _ in range(10)]
    for member in leaving:
        cast_vote(idea, by=member)
    coming = [somebody() for _ in range(10)]
    all_at_once(
        [lambda member=member: withdraw_vote(idea, by=member) for member in leaving]
        + [lambda member=member: cast_vote(idea, by=member) for member in coming]
    )
    idea = Idea.objects.get(pk=idea.pk)
    assert idea.vote_count == Vote.objects.filter(idea=idea).count() == 11
    assert support_in([idea.pk])[idea.pk]["hot_score"] == pytest.approx(idea.hot_score, abs=1e-6)


def test_one_key_sent_by_eight_threads_is_one_idea():
    member = somebody()
    board = make_idea().board
    words = {"title": "Open at six", "body": "Please.", "category": "shops"}
    words["key"] = "6f1f1c1e-7c3b-4f4e-9e43-0d3c0c6d5a11"
    clients = [signed_in(member) for _ in range(8)]
    answers = all_at_once([lambda client=client: client.post(board.url + "new/", words) for client in clients])
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Idea.objects.filter(author=member).count() == 1


@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL has no lock on the whole database")
def test_a_database_that_stays_locked_answers_503_and_says_when_to_try_again():
    idea, member = make_idea(), somebody()
    client = signed_in(member)
    with locked():
        answer = client.post(reverse("ideas:vote", args=[idea.pk]), {"vote": "on"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert re.search(r"busy|again", answer.text)
    assert not Vote.objects.filter(voter=member).exists()


@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL has no lock on the whole database")
def test_so_does_the_admin(ada):
    client = signed_in(ada)
    text = {"kind": "terms", "body": "Be kind.", "effective_at": timezone.now().isoformat()}
    with locked():
        answer = client.post(reverse("legal-texts:add"), text)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"


def test_two_legal_texts_at_once_are_two_versions():
    newest = LegalText.objects.filter(kind="terms").first().version
    issued = all_at_once([lambda n=n: issue_legal_text("terms", body=f"Text {n}") for n in range(4)])
    assert sorted(text.version for text in issued) == [newest + n for n in (1, 2, 3, 4)]
