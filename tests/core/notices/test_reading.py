import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import Refused
from core.notices.actions import mark_all_read, mark_read
from core.notices.models import Notice
from tests.limits import answers_until_refused

INBOX = "/me/notices/"


def test_only_the_first_reading_is_recorded(tom, bea, wave):
    wave(tom, about=bea)
    first = mark_read(tom.notices.get(), by=tom).read_at
    assert mark_read(tom.notices.get(), by=tom).read_at == first


def test_nobody_reads_for_another(tom, ines, vera, bea, wave):
    wave(tom, about=bea)
    for stranger in (ines, vera):
        with pytest.raises(Refused):
            mark_read(tom.notices.get(), by=stranger)
        assert mark_all_read(by=stranger) == 0
    assert Notice.objects.unread().count() == 1


def test_what_comes_in_meanwhile_stays_unread(tom, bea, wave):
    wave(tom, about=bea)
    seen_until = timezone.now()
    wave(tom, about=bea, number=2)
    assert mark_all_read(by=tom, at=seen_until) == 1
    assert [notice.key for notice in tom.notices.unread()] == ["wave:2"]


def test_an_empty_inbox_says_what_will_come(client, tom):
    client.force_login(tom)
    assert "Nothing has happened yet" in client.get(INBOX).text


def test_visitors_sign_in_first(client):
    answer = client.get(INBOX)
    assert (answer.status_code, answer.url.endswith(f"?next={INBOX}")) == (302, True)
    answer = client.post(reverse("notices:read_all"))
    assert (answer.status_code, answer.url.endswith(f"?next={INBOX}")) == (302, True)


def test_looking_changes_nothing(client, tom, bea, wave):
    wave(tom, about=bea, number=5)
    client.force_login(tom)
    page = client.get(INBOX).text
    assert "Bea waves for the 5th time" in page
    assert 'data-state="unread"' in page
    assert tom.notices.unread().count() == 1
    assert client.get(reverse("notices:open", args=[tom.notices.get().pk])).status_code == 405


def test_opening_marks_read_and_leads_there(client, tom, bea, wave):
    wave(tom, about=bea)
    client.force_login(tom)
    answer = client.post(reverse("notices:open", args=[tom.notices.get().pk]))
    assert (answer.status_code, answer.url) == (302, "/members/bea/")
    assert tom.notices.get().is_read
    assert '<a href="/members/bea/"' in client.get(INBOX).text


def test_another_persons_notice_does_not_exist(client, tom, ines, bea, wave):
    wave(tom, about=bea)
    client.force_login(ines)
    assert client.post(reverse("notices:open", args=[tom.notices.get().pk])).status_code == 404
    assert "Bea" not in client.get(INBOX).text
    assert not tom.notices.get().is_read


def test_what_is_hidden_now_is_not_named(client, tom, bea, wave):
    wave(tom, about=bea)
    type(bea).objects.filter(pk=bea.pk).update(is_profile_public=False)
    client.force_login(tom)
    page = client.get(INBOX).text
    assert "Bea" not in page and "/members/bea/" not in page
    assert "not open to you now" in page
    answer = client.post(reverse("notices:open", args=[tom.notices.get().pk]), follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert tom.notices.get().is_read


def test_a_notice_of_a_room_that_is_gone_is_no_error(client, tom, bea, wave):
    wave(tom, about=bea)
    tom.notices.update(kind="test-gone")
    wave(tom, about=bea, number=2)
    tom.notices.filter(key="wave:2").update(subject_kind="gone")
    client.force_login(tom)
    assert client.get(INBOX).text.count("not open to you now") == 2


def test_all_are_marked_read_at_once(client, tom, bea, wave):
    wave(tom, about=bea)
    client.force_login(tom)
    answer = client.post(reverse("notices:read_all"))
    assert (answer.status_code, answer.url) == (302, INBOX)
    assert not tom.notices.unread().exists()
    assert reverse("notices:read_all") not in client.get(INBOX).text


def test_htmx_gets_the_list_alone(client, tom, bea, wave):
    wave(tom, about=bea)
    client.force_login(tom)
    answer = client.post(reverse("notices:read_all"), headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<section class="stack" data-gap="m" id="inbox-list"')
    assert 'data-state="unread"' not in answer.text


def test_pages_follow_each_other_without_gap_or_repeat(client, tom, bea, wave):
    at = timezone.now()
    for number in range(45):
        wave(tom, about=bea, number=100 + number, at=at)  # all at one moment: the number decides
    client.force_login(tom)
    seen, address = [], INBOX
    while address:
        answer = client.get(address)
        seen += [told.notice.pk for told in answer.context["rows"]]
        address = answer.context["more"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 45
    rows = client.get(client.get(INBOX).context["more"], headers={"HX-Request": "true"}).text
    assert rows.count("<li") == 21 and "<section" not in rows


def test_a_damaged_cursor_is_explained(client, tom):
    client.force_login(tom)
    assert client.get(INBOX + "?after=nonsense").status_code == 422


def test_the_inbox_costs_the_same_for_one_and_for_twenty(client, tom, bea, wave, count_queries):
    wave(tom, about=bea)
    client.force_login(tom)
    client.get(INBOX)
    one = count_queries(lambda: client.get(INBOX))
    for number in range(20, 39):
        wave(tom, about=bea, number=number)
    assert count_queries(lambda: client.get(INBOX)) <= one


def test_too_many_posts_are_slowed_down(client, tom, rate_limits):
    client.force_login(tom)
    answers_until_refused(lambda _n: client.post(reverse("notices:read_all")), allowed=120)
