"""Once a week whoever owns something that is due is told so by e-mail, and only then."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from core.audience.actions.groups import leave
from core.audience.groups import EDITORS
from core.notices.actions.delivering import FIRST_PAUSE, UNREACHABLE, deliver_waiting
from core.notices.actions.preferring import set_preference, unsubscribe
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from core.notices.tokens import unsubscribe_path
from core.publication import State
from ideas.actions.digesting import key_of_week, send_digests
from ideas.days import day_of
from ideas.models import Idea
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def board():
    return make_board(slug="ideas")


def due(owner, *, days=0, **fields):
    """Due in so many days; what was due some days ago has a negative number."""
    return make_idea(owner=owner, next_update_by=day_of() + timedelta(days=days), **fields)


def letters():
    deliver_waiting()
    return mail.outbox


def test_a_letter_names_what_is_overdue_and_what_is_next(board, bea):
    late, soon = due(bea, days=-3, title="Cup with a lid"), due(bea, days=7, title="Bench outside")
    due(bea, days=8, title="Much later")
    due(None, days=-9, title="Nobody's")
    assert send_digests() == 1
    [letter] = letters()
    assert (letter.to, letter.subject) == (["bea@example.com"], "Ideas that you look after are due")
    html = letter.alternatives[0][0]
    for said in (letter.body, html):
        assert said.index("1 is overdue") < said.index("Cup with a lid") < said.index("Bench outside")
        assert f"/admin/ideas/waiting/{late.pk}/?who=me" in said
        assert f"/admin/ideas/waiting/{soon.pk}/?who=me" in said
        assert "Much later" not in said
        assert "Nobody" not in said
    assert "List-Unsubscribe-Post" in letter.extra_headers


def test_boards_stand_apart_and_the_most_urgent_leads(board, bea):
    other = make_board(slug="other", title="Web shop")
    due(bea, days=2, title="Bench", board=board)
    due(bea, days=-2, title="Basket", board=other)
    send_digests()
    body = letters()[0].body
    assert body.index("Web shop") < body.index("Basket") < body.index("Bench")


def test_it_comes_once_a_week_whatever_happens(board, bea):
    due(bea)
    assert [send_digests(), send_digests()] == [1, 0]
    due(bea, days=-4)
    assert send_digests() == 0
    assert len(letters()) == 1
    assert Notice.objects.get().key == key_of_week(at=Notice.objects.get().created_at)


def test_weeks_begin_on_monday_where_the_site_is(settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    assert key_of_week(at=datetime(2026, 5, 3, 11, tzinfo=UTC)) == "owner-digest:202618"  # Sunday there
    assert key_of_week(at=datetime(2026, 5, 3, 13, tzinfo=UTC)) == "owner-digest:202619"
    assert key_of_week(at=datetime(2027, 1, 1, 13, tzinfo=UTC)) == "owner-digest:202653"  # the year of the week


def test_the_next_week_tells_of_what_is_still_due(board, bea):
    due(bea, days=-2)
    send_digests()
    assert send_digests(at=Notice.objects.get().created_at + WEEK) == 1


def test_without_anything_due_there_is_none(board, bea):
    due(bea, days=20)
    due(bea, days=-2, status="launched")
    due(bea, days=-2, state=State.HIDDEN)
    due(bea, days=-2, merged_into=make_idea(board=board))
    assert send_digests() == 0
    assert not Notice.objects.exists()


def test_what_was_answered_before_the_letter_is_sent_is_not_in_it(board, bea):
    first = due(bea, days=-2, title="Bench")
    due(bea, days=-1, title="Basket")
    send_digests()
    Idea.objects.filter(pk=first.pk).update(next_update_by=date(2099, 1, 1))
    [letter] = letters()
    assert "Bench" not in letter.body
    assert "Basket" in letter.body


def test_when_all_was_answered_meanwhile_no_letter_is_sent(board, bea):
    due(bea, days=-2)
    send_digests()
    Idea.objects.update(next_update_by=date(2099, 1, 1))
    assert letters() == []


def test_nothing_of_a_board_that_they_may_not_see_any_more(board, bea):
    closed = make_board(slug="closed", title="Zanzibar")
    due(bea, days=-2, board=closed, title="Cloves")
    due(bea, days=-1, board=board, title="Bench")
    send_digests()
    close(closed)
    assert [("Zanzibar" in letter.body, "Cloves" in letter.body) for letter in letters()] in ([], [(False, False)])
    mail.outbox.clear()
    Notice.objects.all().delete()
    assert send_digests() == 1
    [letter] = letters()
    assert "Bench" in letter.body
    assert "Cloves" not in letter.body


def test_who_may_answer_no_more_is_told_nothing(board, bea):
    due(bea, days=-2)
    send_digests()
    leave(bea, EDITORS)
    assert letters() == []
    Notice.objects.all().delete()
    assert send_digests() == 0


def test_one_click_stops_it_also_after_it_was_prepared(board, bea):
    due(bea, days=-2)
    send_digests()
    unsubscribe(unsubscribe_path(bea.pk, notice_kinds["owner-digest"]).rstrip("/").rpartition("/")[2])
    assert letters() == []
    set_preference(notice_kinds["owner-digest"], "at-once", by=bea)
    assert send_digests() == 0  # this week has had its own


def test_only_the_team_is_asked_about_it(client, tom, bea):
    client.force_login(tom)
    assert "Ideas that you look after are due" not in client.get("/me/notices/preferences/").text
    client.force_login(bea)
    assert "Ideas that you look after are due" in client.get("/me/notices/preferences/").text


class Down(EmailBackend):
    def open(self):
        raise ConnectionRefusedError


def test_while_mail_is_down_it_waits(board, bea, settings):
    due(bea, days=-2)
    send_digests()
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    deliver_waiting()
    assert mail.outbox == []
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_waiting(at=Message.objects.get().due_at + UNREACHABLE + FIRST_PAUSE)
    assert len(mail.outbox) == 1


def test_the_inbox_leads_to_the_waiting_list(board, bea, client):
    due(bea, days=-2)
    send_digests()
    client.force_login(bea)
    assert "Ideas that you look after are due, or will be this week." in client.get("/me/notices/").text
    opened = client.post(f"/me/notices/{Notice.objects.get().pk}/open/")
    assert opened.url == "/admin/ideas/waiting/?who=me"


def test_a_letter_to_one_of_many_ideas_takes_no_more_queries(board, bea, count_queries):
    due(bea, days=-2)
    send_digests()
    few = count_queries(deliver_waiting)
    Notice.objects.all().delete()
    for number in range(12):
        due(bea, days=-3 - number)
    send_digests()
    assert count_queries(deliver_waiting) <= few
    assert "And 3 more" in mail.outbox[-1].body


def test_each_owner_has_their_own(board, bea):
    berit = with_role(make_member("berit"), EDITORS)
    due(bea, days=-2, title="Bench")
    due(berit, days=-2, title="Basket")
    assert send_digests() == 2
    bodies = {letter.to[0]: letter.body for letter in letters()}
    assert "Basket" in bodies["berit@example.com"]
    assert "Bench" not in bodies["berit@example.com"]
