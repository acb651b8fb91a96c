"""The screens on which an organiser puts a jury together and sees how far it is."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from contests.actions.allotting import allot
from contests.actions.calling import remind_judges
from contests.actions.judging import declare_conflict
from contests.juries import window_of
from contests.models import Juror
from contests.moments import in_words
from contests.phases import Phase
from core.audience.groups import INSIDERS
from core.errors import Refused, RuleBroken
from core.notices.models import Notice
from core.notices.showing import tell
from tests.contests.juries import given, judged_contest, make_judge, on_top
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return judged_contest(entries=4, quorum=2)


@pytest.fixture
def admin(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


def url(name, contest, *more):
    return reverse(f"contest_jury:{name}", args=[contest.pk, *more])


def page_of(answer):
    return BeautifulSoup(answer.text, "html.parser")


def words_of(answer):
    return " ".join(page_of(answer).get_text().split())


def test_the_screen_lists_everybody_with_state_progress_and_conflicts(admin, contest, tom, ines):
    judge = make_judge(contest, tom)
    for _n in range(2):
        make_judge(contest)
    allot(contest)
    Juror.objects.create(contest=contest, email="new@example.com", name="Newcomer")
    Juror.objects.create(contest=contest, email="no@example.com", name="Nay", declined_at=timezone.now())
    Juror.objects.create(contest=contest, email="out@example.com", name="Out", removed_at=timezone.now())
    late = timezone.now() - timedelta(days=31)
    Juror.objects.create(contest=contest, email="late@example.com", name="Late", invited_at=late)
    declare_conflict(on_top(judge), by=tom)
    rows = page_of(admin.get(url("index", contest))).select("tr[data-juror]")
    states = {row.select_one("th bdi").get_text(): row["data-state"] for row in rows}
    assert {name: states[name] for name in ("Tom", "Newcomer", "Nay", "Out", "Late")} == {
        "Tom": "accepted",
        "Newcomer": "invited",
        "Nay": "declined",
        "Out": "removed",
        "Late": "expired",
    }
    tom_row = next(row for row in rows if "Tom" in row.get_text())
    assert tom_row.select("td")[2].get_text(strip=True) == "1"


def test_somebody_is_invited_by_the_form(admin, contest, bea, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(
            url("index", contest),
            {"name": "Nina", "email": "Nina@Example.com", "about": "Painter", "message": "Please."},
            follow=True,
        )
    assert "Nina is invited." in words_of(answer)
    assert Juror.objects.get().invited_by == bea
    assert mail.outbox[0].to == ["nina@example.com"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": "", "email": "a@example.com"}, "This field is required"),
        ({"name": "\u200b ", "email": "a@example.com"}, "This field is required"),
        ({"name": "N", "email": "nonsense"}, "valid email"),
        ({"name": "N", "email": "a@example.com\nBcc: b@example.com"}, "valid email"),
        ({"name": "n" * 81, "email": "a@example.com"}, "at most 80"),
        ({"name": "N", "email": "tom@example.com"}, "judges already"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(admin, contest, tom, typed, why):
    make_judge(contest, tom)
    answer = admin.post(url("index", contest), {**typed, "message": "Do come."})
    assert answer.status_code == 200
    assert why in words_of(answer)
    assert "Do come." in answer.text
    assert Juror.objects.count() == 1


def test_sending_again_and_removing(admin, contest, tom, django_capture_on_commit_callbacks):
    juror = Juror.objects.create(contest=contest, email="a@example.com", name="Ann")
    with django_capture_on_commit_callbacks(execute=True):
        assert "another letter" in words_of(admin.post(url("again", contest, juror.pk), follow=True))
    assert len(mail.outbox) == 1
    judge = make_judge(contest, tom)
    given(judge, contest.entries.first(), 3)
    assert "judges already" in words_of(admin.post(url("again", contest, judge.pk), follow=True))
    assert "They have judged 1 entry." in words_of(admin.get(url("remove", contest, judge.pk)))
    answer = admin.post(url("remove", contest, judge.pk), {"without_marks": "on"}, follow=True)
    assert "Tom does not judge in this contest." in words_of(answer)
    assert not judge.judgements.given().exists()


def test_looking_changes_nothing(admin, contest, tom):
    judge = make_judge(contest, tom)
    for address in (url("again", contest, judge.pk), url("remind", contest), url("allot", contest)):
        assert admin.get(address).status_code == 302
    admin.get(url("remove", contest, judge.pk))
    assert (Notice.objects.count(), judge.judgements.count()) == (0, 0)
    judge.refresh_from_db()
    assert judge.is_judging


def test_a_judge_of_another_contest_is_not_there(admin, contest):
    foreign = make_judge(judged_contest())
    for name in ("again", "remove"):
        assert admin.post(url(name, contest, foreign.pk)).status_code == 404
    foreign.refresh_from_db()
    assert foreign.is_judging


def test_reminding_once_a_day(admin, contest, tom, django_capture_on_commit_callbacks):
    make_judge(contest, tom)
    allot(contest)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 judge is reminded." in words_of(admin.post(url("remind", contest), follow=True))
    assert "reminded today already" in words_of(admin.post(url("remind", contest), follow=True))
    notice = tom.notices.get(kind="jury-reminded")
    [told] = tell([notice], to=tom)
    assert (told.facts["left"], told.thing.url) == (4, contest.get_url_of("jury"))
    assert [letter.to for letter in mail.outbox] == [[tom.email]]
    assert "4 entries are left on your desk." in mail.outbox[0].body


def test_the_next_day_they_are_reminded_again(contest, bea, tom):
    make_judge(contest, tom)
    allot(contest)
    assert remind_judges(contest, by=bea) == 1
    assert remind_judges(contest, by=bea, at=timezone.now() + timedelta(days=1)) == 1


def test_nobody_is_reminded_of_nothing_or_at_the_wrong_time(contest, bea, tom):
    with pytest.raises(RuleBroken, match="anything left"):
        remind_judges(contest, by=bea)
    with pytest.raises(RuleBroken, match="while the jury judges"):
        remind_judges(contest, by=bea, at=contest.judging_until)
    with pytest.raises(RuleBroken, match="while the jury judges"):
        remind_judges(make_contest(Phase.VOTING), by=bea)
    with pytest.raises(Refused):
        remind_judges(contest, by=tom)


def test_a_reminder_says_nothing_once_everything_is_judged(contest, bea, tom):
    judge = make_judge(contest, tom)
    allot(contest)
    remind_judges(contest, by=bea)
    judge.judgements.update(state="given")
    [told] = tell(list(tom.notices.filter(kind="jury-reminded")), to=tom)
    assert told.thing is None


def test_nobody_is_reminded_of_what_has_left_the_running(contest, bea, tom):
    make_judge(contest, tom)
    allot(contest)
    remind_judges(contest, by=bea)
    contest.entries.update(state="hidden")
    [told] = tell(list(tom.notices.filter(kind="jury-reminded")), to=tom)
    assert told.thing is None
    with pytest.raises(RuleBroken, match="Nobody has anything left"):
        remind_judges(contest, by=bea)


def test_who_is_no_judge_any_more_reads_no_title(contest, bea, tom):
    judge = make_judge(contest, tom)
    allot(contest)
    remind_judges(contest, by=bea)
    Juror.objects.filter(pk=judge.pk).update(removed_at=timezone.now())
    [told] = tell(list(tom.notices.filter(kind="jury-reminded")), to=tom)
    assert told.thing is None


@pytest.mark.parametrize(
    ("judges", "quorum", "said"),
    [
        (0, 2, "Nobody has accepted yet"),
        (1, 2, "Each entry needs 2 judges, and only 1 has accepted."),
        (2, 3, "Each entry needs 3 judges, and only 2 have accepted."),
        (2, 2, None),
    ],
)
def test_what_keeps_a_jury_from_its_work_is_said(admin, judges, quorum, said):
    contest = judged_contest(entries=2, quorum=quorum)
    for _n in range(judges):
        make_judge(contest)
    allot(contest)
    shown = [
        block.get_text(" ", strip=True) for block in page_of(admin.get(url("index", contest))).select(".help-block")
    ]
    assert any(said in one for one in shown) if said else not shown


def test_more_entries_than_judges_can_look_at_is_said(admin, tom):
    contest = judged_contest(quorum=1)
    for n in range(151):
        make_entry(contest, by=tom, media=False, title=f"Entry {n}")
    make_judge(contest)
    assert "Each judge has about 151 entries" in words_of(admin.get(url("index", contest)))


def test_entries_that_nobody_is_left_for_are_counted(admin, contest, tom):
    judge = make_judge(contest, tom)
    make_judge(contest)
    allot(contest)
    declare_conflict(on_top(judge), by=tom)
    assert "1 entry has fewer judges than it needs" in words_of(admin.get(url("index", contest)))


def test_without_criteria_it_is_said(admin, contest):
    contest.criteria.all().delete()
    assert "It has no criterion yet." in words_of(admin.get(url("index", contest)))


def test_a_contest_that_the_public_decides_has_a_screen_that_says_so(admin):
    answer = admin.get(url("index", make_contest(Phase.VOTING)))
    assert "it has no jury" in words_of(answer)
    assert not page_of(answer).select("input[name=email]")


def test_a_draft_without_times_breaks_nothing(admin):
    contest = judged_contest(live=False)
    type(contest).objects.filter(pk=contest.pk).update(judging_from=None, entries_until=None, results_from=None)
    answer = admin.get(url("index", contest))
    assert answer.status_code == 200
    assert "Publish the contest first" in words_of(answer)


def test_the_marks_stand_normalised_beside_raw_and_what_is_incomplete_is_flagged(admin, contest, tom):
    strict, kind = make_judge(contest, tom), make_judge(contest)
    for entry, low, high in zip(contest.entries.order_by("pk")[:3], (1, 2, 3), (3, 4, 5), strict=True):
        given(strict, entry, low)
        given(kind, entry, high)
    answer = admin.get(url("scores", contest))
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td, th")]
        for row in page_of(answer).select("tr[data-entry]")
    ]
    assert [row[2:4] for row in rows] == [["4.58", "4.00"], ["3.00", "3.00"], ["1.42", "2.00"], ["–", "–"]]
    assert "not enough yet" in rows[3][4]
    assert "1 of 4 entries is still short of judgements. Each needs 2." in words_of(answer)


def test_nobody_else_gets_in(client, contest, vera, tom, ines, mo, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    judge = make_judge(contest, tom)
    names = [("index",), ("scores",), ("remind",), ("allot",), ("again", judge.pk), ("remove", judge.pk)]
    for somebody in (tom, ines, mo):
        client.force_login(somebody)
        for name, *more in names:
            assert client.get(url(name, contest, *more)).status_code == 403
            assert client.post(url(name, contest, *more)).status_code == 403
    client.logout()
    assert client.get(url("index", contest)).status_code == 302


def test_without_the_permission_an_editor_reads_why(admin, contest, bea):
    bea.groups.get().permissions.filter(codename="run_contest").delete()
    answer = admin.get(url("index", contest))
    assert (answer.status_code, "Contests are run by the brand" in answer.text) == (403, True)


def test_a_contest_behind_a_closed_door_is_not_there(admin, contest):
    close(contest, INSIDERS)
    assert admin.get(url("index", contest)).status_code == 404
    assert admin.post(url("index", contest), {"name": "N", "email": "a@example.com"}).status_code == 404


def test_the_button_stands_where_contests_are_listed_and_edited(admin, contest):
    explore = reverse("wagtailadmin_explore", args=[contest.get_parent().pk])
    edit = reverse("wagtailadmin_pages:edit", args=[contest.pk])
    for address in (explore, edit):
        assert url("index", contest) in admin.get(address).text
    public = make_contest(Phase.VOTING)
    assert url("index", public) not in admin.get(reverse("wagtailadmin_pages:edit", args=[public.pk])).text


def test_inviting_is_limited(admin, contest, rate_limits):
    answers_until_refused(lambda _n: admin.post(url("index", contest), {"name": ""}), allowed=120)


def test_the_screens_ask_as_much_of_a_large_jury_as_of_a_small_one(admin, contest, count_queries):
    for _n in range(2):
        make_judge(contest)
    allot(contest)
    for name in ("index", "scores"):
        admin.get(url(name, contest))
    few = {name: count_queries(lambda name=name: admin.get(url(name, contest))) for name in ("index", "scores")}
    for n in range(10):
        make_judge(contest)
        make_entry(contest, media=False, title=f"More {n}")
    allot(contest)
    assert {name: count_queries(lambda name=name: admin.get(url(name, contest))) for name in few} == few


def test_who_judges_is_said_in_public_and_a_judge_finds_their_desk_there(client, contest, tom):
    make_judge(contest, tom, about="Photographer, Oslo")
    Juror.objects.create(contest=contest, email="new@example.com", name="Newcomer")
    make_judge(contest, name="Sigrid", declined_at=timezone.now())
    shown = page_of(client.get(contest.url)).select_one("#jury")
    assert "Photographer, Oslo" in shown.get_text()
    assert "Tom" in shown.get_text()
    assert "Newcomer" not in shown.get_text()
    assert "Sigrid" not in shown.get_text()
    assert contest.get_url_of("jury") not in str(shown)
    client.force_login(tom)
    assert contest.get_url_of("jury") in str(page_of(client.get(contest.url)).select_one("#jury"))


def test_every_letter_to_a_judge_is_whole(contest, bea, tom, django_capture_on_commit_callbacks):
    make_judge(contest, tom)
    with django_capture_on_commit_callbacks(execute=True):
        allot(contest)
    with django_capture_on_commit_callbacks(execute=True):
        remind_judges(contest, by=bea)
    called, reminded = mail.outbox
    assert [called.subject, reminded.subject] == [
        f"The jury of {contest.title} begins",
        f"What is left to judge in {contest.title}",
    ]
    for letter in (called, reminded):
        for part in (letter.body, letter.alternatives[0][0]):
            assert contest.get_url_of("jury") in part
            assert f"The jury judges until {in_words(window_of(contest).closes, contest)}." in part  # by its own clock
            assert "You are a judge in this contest." in part
    shown = [tell([notice], to=tom)[0].template for notice in tom.notices.order_by("pk")]
    assert shown == ["notices/kinds/jury_called.html", "notices/kinds/jury_reminded.html"]
