"""The desk of a judge as a page: what it shows, what it keeps of what was typed, and to whom it exists."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from contests.actions.allotting import allot
from contests.actions.judging import declare_conflict, give_judgement
from contests.juries import desk_of, pile_of
from contests.models import ContestPage, Entry, Judgement
from contests.phases import Phase
from core.audience.groups import INSIDERS
from core.publication import State
from tests.contests.juries import given, judged_contest, make_judge, marks, on_top, opinion, posted
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return judged_contest(entries=3, quorum=1)


@pytest.fixture
def judge(contest, tom):
    judge = make_judge(contest, tom)
    allot(contest)
    return judge


@pytest.fixture
def desk(client, tom, judge):
    client.force_login(tom)
    return client


def page_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def test_the_desk_shows_the_next_entry_without_its_author(desk, contest, judge):
    page = page_of(desk.get(contest.get_url_of("jury")))
    entry = on_top(judge).entry
    assert page.select_one("#judging-entry").get_text() == entry.title
    assert entry.caption in page.select_one(".judging").get_text()
    assert entry.author.display_name not in page.get_text()
    assert entry.author.handle not in str(page)
    assert entry.get_absolute_url() not in str(page)
    assert "0 of 3 judged" in page.get_text()
    assert [legend.get_text(" ", strip=True) for legend in page.select("legend")] == ["Idea weight 2", "Craft weight 1"]
    assert len(page.select("input[type=radio]")) == 10


def test_the_picture_is_there(desk, contest, judge):
    entry = make_entry(contest, title="With a picture")
    allot(contest)
    page = page_of(desk.get(f"{contest.get_url_of('jury')}{entry.pk}/"))
    assert page.select_one(".judging-work .picture-image")


def test_saving_goes_on_to_the_next_one(desk, contest, judge):
    first = on_top(judge)
    answer = desk.post(f"{contest.get_url_of('jury')}{first.entry_id}/", posted(contest, 4, words="Warm."), follow=True)
    assert answer.redirect_chain == [(contest.get_url_of("jury"), 302)]
    page = page_of(answer)
    assert "1 of 3 judged" in page.get_text()
    assert page.select_one("#judging-entry").get_text() == on_top(judge).entry.title
    assert marks(first) == [4, 4]


def test_a_missing_mark_is_said_beside_its_criterion_and_nothing_typed_is_lost(desk, contest, judge):
    idea = contest.criteria.get(name="Idea")
    typed = {f"criterion-{idea.pk}": "3", "words": "So warm.", "is_quotable": "on", "after": ""}
    page = page_of(desk.post(f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/", typed))
    craft = next(scale for scale in page.select(".scale") if "Craft" in scale.get_text())
    assert "Give a mark from 1 to 5." in craft.select_one(".field-error").get_text()
    assert page.select_one(f"input[name='criterion-{idea.pk}'][value='3']").has_attr("checked")
    assert "So warm." in page.select_one("textarea[name=words]").get_text()
    assert page.select_one("input[name=is_quotable]").has_attr("checked")


@pytest.mark.parametrize("mark", ["6", "0", "five", "-1", "\x00", "9" * 400])
def test_a_mark_that_is_none_is_refused_in_words(desk, contest, judge, mark):
    answer = desk.post(f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/", posted(contest, mark, words="Kept."))
    assert answer.status_code == 200
    assert "A mark is a number from 1 to 5." in answer.text
    assert "Kept." in answer.text


def test_words_that_are_too_long_stay_and_are_said(desk, contest, judge):
    answer = desk.post(f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/", posted(contest, 3, words="w" * 1001))
    assert "w" * 1001 in answer.text
    assert page_of(answer).select_one("[role=alert]")
    assert not Judgement.objects.given().exists()


def test_two_windows_the_later_one_is_told_keeps_its_words_and_may_send_again(desk, contest, judge):
    judgement = on_top(judge)
    address = f"{contest.get_url_of('jury')}{judgement.entry_id}/"
    desk.post(address, posted(contest, 4, words="First."))
    answer = desk.post(address, posted(contest, 2, words="Second."))
    assert answer.status_code == 409
    page = page_of(answer)
    assert "another window" in page.select_one("[role=alert]").get_text()
    assert "First." in page.select_one("[role=alert]").get_text()
    assert "Second." in page.select_one("textarea").get_text()
    assert marks(judgement) == [4, 4]
    after = page.select_one("input[name=after]")["value"]
    assert desk.post(address, posted(contest, 2, words="Second.", after=after)).status_code == 302
    assert marks(judgement) == [2, 2]


def test_when_the_phase_ends_in_the_middle_the_words_stay_and_the_reason_is_said(desk, contest, judge):
    address = f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/"
    ContestPage.objects.filter(pk=contest.pk).update(judging_until=timezone.now() - timedelta(seconds=1))
    answer = desk.post(address, posted(contest, 4, words="Too late."))
    assert answer.status_code == 403
    assert "The jury ended on" in page_of(answer).select_one("[role=alert]").get_text()
    assert "Too late." in page_of(answer).select_one("textarea").get_text()
    assert not Judgement.objects.given().exists()


def test_what_left_the_desk_meanwhile_is_said_with_the_words(desk, contest, judge):
    judgement = on_top(judge)
    address = f"{contest.get_url_of('jury')}{judgement.entry_id}/"
    Entry.objects.filter(pk=judgement.entry_id).update(state=State.WITHDRAWN)
    answer = desk.post(address, posted(contest, 4, words="Warm."))
    assert (answer.status_code, "Warm." in answer.text) == (409, True)
    judgement.delete()
    answer = desk.post(address, posted(contest, 4, words="Warm."))
    assert (answer.status_code, "Warm." in answer.text) == (409, True)


def test_putting_off_and_handing_back_by_button(desk, contest, judge):
    first = on_top(judge)
    desk.post(f"{contest.get_url_of('jury')}{first.entry_id}/", {"do": "defer", "words": "Later.", "after": ""})
    first.refresh_from_db()
    assert (first.state, first.words) == ("deferred", "Later.")
    second = on_top(judge)
    page = page_of(desk.post(f"{contest.get_url_of('jury')}{second.entry_id}/", {"do": "conflict"}, follow=True))
    second.refresh_from_db()
    assert second.state == "conflict"
    assert "0 of 2 judged" in page.get_text()
    assert "That was a slip" in page.get_text()
    desk.post(contest.get_url_of("jury"))
    second.refresh_from_db()
    assert second.state == "open"
    assert "That was a slip" not in desk.get(contest.get_url_of("jury")).text


def test_a_conflict_is_hidden_from_the_desk(desk, contest, judge, tom):
    judgement = on_top(judge)
    declare_conflict(judgement, by=tom)
    assert desk.get(f"{contest.get_url_of('jury')}{judgement.entry_id}/").status_code == 404
    assert judgement.entry.title not in desk.get(contest.get_url_of("judged")).text


def test_what_was_judged_is_listed_and_can_be_changed(desk, contest, judge, tom):
    judgement = give_judgement(on_top(judge), opinion(contest, 4, 5), by=tom)
    page = page_of(desk.get(contest.get_url_of("judged")))
    [row] = page.select(".judged-row")
    assert judgement.entry.title in row.get_text()
    form = page_of(desk.get(row.a["href"]))
    assert [radio["value"] for radio in form.select("input[type=radio][checked]")] == ["4", "5"]
    after = form.select_one("input[name=after]")["value"]
    answer = desk.post(row.a["href"], posted(contest, 1, after=after))
    assert answer["Location"] == contest.get_url_of("judged")
    assert marks(judgement) == [1, 1]


def test_a_judge_sees_nobodys_marks_but_their_own(desk, contest, judge):
    other = make_judge(contest)
    entry = on_top(judge).entry
    given(other, entry, 5, words="Other judge's words")
    for address in (
        contest.get_url_of("jury"),
        f"{contest.get_url_of('jury')}{entry.pk}/",
        contest.get_url_of("judged"),
    ):
        page = desk.get(address)
        assert "Other judge" not in page.text
        assert not page_of(page).select("input[type=radio][checked]")


def test_everything_judged_says_thank_you(desk, contest, judge, tom):
    for entry in pile_of(judge).open:
        give_judgement(desk_of(judge).get(entry=entry), opinion(contest, 3), by=tom)
    assert "Everything is judged" in desk.get(contest.get_url_of("jury")).text


def test_the_first_look_lays_the_desk(client, contest, tom):
    judge = make_judge(contest, tom)
    client.force_login(tom)
    assert "0 of 3 judged" in client.get(contest.get_url_of("jury")).text
    assert pile_of(judge).total == 3


def test_before_the_jury_begins_the_desk_says_when(client, tom):
    contest = judged_contest(Phase.ENTRIES, entries=2)
    make_judge(contest, tom)
    client.force_login(tom)
    answer = client.get(contest.get_url_of("jury"))
    assert answer.status_code == 200
    assert "The jury begins on" in answer.text
    assert not page_of(answer).select("input[type=radio]")


def test_afterwards_one_reads_ones_own_marks_and_cannot_change_them(client, tom):
    contest = judged_contest(Phase.VOTING, entries=1)
    judgement = given(make_judge(contest, tom), contest.entries.get(), 4, words="Warm.")
    client.force_login(tom)
    page = page_of(client.get(f"{contest.get_url_of('jury')}{judgement.entry_id}/"))
    assert "The jury ended on" in page.get_text()
    assert not page.select("button[name=do]")
    assert page.select("fieldset[disabled]")
    assert "Warm." in page.get_text()


def test_the_desk_exists_for_its_judges_alone(client, contest, judge, vera, ines, mo, bea, ada):
    addresses = ("", "judged/", f"{on_top(judge).entry_id}/")
    for somebody_else in (ines, mo, bea, ada):
        client.force_login(somebody_else)
        for address in addresses:
            assert client.get(contest.get_url_of("jury") + address).status_code == 404
            assert client.post(contest.get_url_of("jury") + address, {"do": "conflict"}).status_code == 404
    client.logout()
    for address in addresses:
        answer = client.get(contest.get_url_of("jury") + address)
        assert answer["Location"].startswith("/accounts/login/")


def test_who_was_removed_or_stepped_down_has_no_desk(desk, contest, judge):
    for gone in ("removed_at", "declined_at"):
        type(judge).objects.filter(pk=judge.pk).update(**{gone: timezone.now()})
        assert desk.get(contest.get_url_of("jury")).status_code == 404
        type(judge).objects.filter(pk=judge.pk).update(**{gone: None})


def test_a_contest_behind_a_closed_door_has_no_desk_for_an_outsider(desk, contest):
    close(contest, INSIDERS)
    assert desk.get(contest.get_url_of("jury")).status_code == 404


def test_another_judges_entry_is_not_there(desk, contest, judge):
    entry = make_entry(contest, media=False)  # on nobody's desk yet
    assert desk.get(f"{contest.get_url_of('jury')}{entry.pk}/").status_code == 404


def test_a_contest_without_a_jury_has_no_desk(client, tom):
    contest = make_contest(Phase.VOTING)
    assert client.get(contest.get_url_of("jury")).status_code == 404
    client.force_login(tom)
    assert client.get(contest.get_url_of("jury")).status_code == 404


@pytest.mark.once
def test_marking_is_limited(desk, contest, judge, rate_limits):
    address = f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/"
    answers_until_refused(lambda _n: desk.post(address, {"do": "nonsense"}), allowed=120)


def test_the_desk_asks_as_much_of_three_entries_as_of_thirty(desk, contest, judge, count_queries):
    address = contest.get_url_of("jury")
    desk.get(address)
    few = count_queries(lambda: desk.get(address))
    for n in range(27):
        make_entry(contest, media=False, title=f"More {n}")
    allot(contest)
    assert count_queries(lambda: desk.get(address)) == few <= 26


def test_what_was_judged_asks_as_much_for_one_as_for_many(desk, contest, judge, count_queries):
    address = contest.get_url_of("judged")
    entries = pile_of(judge).open
    give_judgement(desk_of(judge).get(entry=entries[0]), opinion(contest, 3), by=judge.member)
    desk.get(address)
    few = count_queries(lambda: desk.get(address))
    for entry in entries[1:]:
        give_judgement(desk_of(judge).get(entry=entry), opinion(contest, 3), by=judge.member)
    assert count_queries(lambda: desk.get(address)) == few


def test_a_double_click_means_it_once(desk, contest, judge):
    first = on_top(judge)
    address = f"{contest.get_url_of('jury')}{first.entry_id}/"
    for _n in range(2):
        answer = desk.post(address, posted(contest, 4))
        assert answer["Location"] == contest.get_url_of("jury")
    address = f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/"
    for _n in range(2):
        assert desk.post(address, {"do": "defer", "after": ""})["Location"] == contest.get_url_of("jury")
    address = f"{contest.get_url_of('jury')}{on_top(judge).entry_id}/"
    for _n in range(2):
        assert desk.post(address, {"do": "conflict", "after": ""})["Location"] == contest.get_url_of("jury")
    assert sorted(judge.judgements.values_list("state", flat=True)) == ["conflict", "deferred", "given"]


def test_a_film_is_there_to_be_played(client, tom):
    contest = judged_contest(kind="video", quorum=1)
    make_entry(contest)
    make_judge(contest, tom)
    client.force_login(tom)
    assert page_of(client.get(contest.get_url_of("jury"))).select_one(".judging-work video[controls]")


def test_an_entry_whose_picture_is_not_there_can_be_put_off(desk, contest, judge):
    page = page_of(desk.get(contest.get_url_of("jury")))
    assert "not ready to be seen" in page.select_one(".judging-work").get_text()
    assert page.select_one("button[value=defer]")
