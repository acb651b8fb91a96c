"""A contest in Wagtail's page editor: what it needs, in words; what follows when it is published."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from contests.actions.announcing import announce
from contests.actions.scheduling import extend
from contests.models import ContestPage, Criterion, Judgement, Juror, Mark, Register, RulesVersion
from contests.models.contest import MOMENTS
from contests.phases import Decides, Phase
from contests.schedules import log_of
from tests.contests.things import contests_page, make_contest, make_entry
from tests.factories import home_page
from tests.page_editor import form_of, problems, rows

pytestmark = pytest.mark.django_db
TIMES = {
    "entries_from": "2027-03-01 09:00",
    "entries_until": "2027-03-31 23:59",
    "voting_from": "2027-04-02 09:00",
    "voting_until": "2027-04-30 18:00",
    "results_from": "2027-05-03 12:00",
}
WORDS = {"title": "Paint our billboard", "slug": "paint", "brief": "What does six in the morning taste like?"}
FILLED = {**WORDS, **TIMES, "time_zone": "Europe/Oslo", "kind": "photo", "decides": "public"}
BLOCK = {"key": "a", "text": "Be kind.", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
RULES = json.dumps({"blocks": [BLOCK], "entityMap": {}})


@pytest.fixture
def editor(client, bea):
    client.force_login(bea)
    return client


def add_url():
    return reverse("wagtailadmin_pages:add", args=["contests", "contestpage", contests_page().pk])


def edit_url(contest):
    return reverse("wagtailadmin_pages:edit", args=[contest.pk])


PRIZES = rows("prizes", {"rank": "1", "award": "winner", "name": "The wall, for a month"})


_blank = {}


def blank_form(client):
    """The form for a new contest, which is the same in every test: drawn and read once."""
    if not _blank:
        _blank.update(form_of(client.get(add_url())))
    return _blank


def set_up(client, *, publish=True, **changes):
    sent = {**blank_form(client), **FILLED, **PRIZES, "rules": RULES, **changes}
    return client.post(add_url(), {**sent, **({"action-publish": "1"} if publish else {})})


def change(client, contest, *, publish=True, **changes):
    sent = {**form_of(client.get(edit_url(contest))), **changes}
    return client.post(edit_url(contest), {**sent, **({"action-publish": "1"} if publish else {})})


def the_contest():
    return ContestPage.objects.get(slug="paint")


def test_a_contest_that_is_complete_is_published(editor):
    response = set_up(editor)
    assert response.status_code == 302, problems(response)
    contest = the_contest()
    assert contest.live
    assert [prize.name for prize in contest.prizes.all()] == ["The wall, for a month"]
    assert contest.phase_at(contest.entries_from) == Phase.ENTRIES
    assert Register.objects.filter(contest=contest).exists()
    assert [version.number for version in contest.rules_versions.all()] == [1]
    assert "Be kind." in contest.rules_versions.get().text


NO_CRITERION = "A jury needs to know what it looks at: add at least one criterion below."
NO_LEAST = "Say how long a film lasts at least, in seconds; 0 when it does not matter."
TOO_LONG = "A film lasts between 1 and 300 seconds at most."
CROSSED = "The shortest film would be longer than the longest one."
NO_COUNTRY = "There is no country with the letters XX, ZZ. Use two letters each, as in “NO SE DK”."


def test_a_draft_may_be_incomplete_and_publishing_says_what_is_missing(editor):
    bare = {**WORDS, **dict.fromkeys(TIMES, ""), "rules": "null", **rows("prizes")}
    assert set_up(editor, publish=False, **bare).status_code == 302
    draft = the_contest()
    assert not draft.live
    said = problems(change(editor, draft))
    assert said["entries_from"] == "Say when entries open."
    assert said["results_from"] == "Say when the results are published."
    assert said["rules"].startswith("Write the rules.")
    assert not ContestPage.objects.get(pk=draft.pk).live


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("voting_from", {"voting_from": "2027-03-30 09:00"}, "Voting opens before entries close."),
        ("entries_until", {"entries_until": "2027-02-01 09:00"}, "Entries close before they open."),
        ("results_from", {"results_from": "2027-04-30 17:59"}, "The results are published before voting closes."),
        ("judging_from", {"decides": "public-then-jury"}, "Say when the jury begins."),
        ("decides", {"decides": "jury-and-people"}, NO_CRITERION),
        ("max_seconds", {"kind": "video", "min_seconds": "60"}, "Say how long a film lasts at most, in seconds."),
        ("min_seconds", {"kind": "video", "max_seconds": "90"}, NO_LEAST),
        ("max_seconds", {"kind": "video", "min_seconds": "60", "max_seconds": "301"}, TOO_LONG),
        ("min_seconds", {"kind": "video", "min_seconds": "91", "max_seconds": "90"}, CROSSED),
        ("min_seconds", {"min_seconds": "60"}, "Only films have a length. Leave this empty."),
        ("aspect", {"aspect": "2x1"}, "Only billboards have proportions. Leave this empty."),
        ("countries", {"countries": "NO XX, ZZ"}, NO_COUNTRY),
        ("rules_in_short", {"rules_in_short": "\n".join("abcdefghi")}, "Say it in at most eight lines."),
        ("minimum_age", {"minimum_age": "0"}, "Ensure this value is greater than or equal to 1."),
        ("time_zone", {"time_zone": "Mars/Olympus"}, "Choose one of the time zones in the list."),
        ("entries_from", {"entries_from": "tomorrow"}, "Enter a valid date/time."),
        ("entries_from", {"entries_from": "0001-01-01 00:00"}, "Choose a year between 2000 and 2200."),
        ("results_from", {"results_from": "9999-12-31 23:59"}, "Choose a year between 2000 and 2200."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(editor, field, changes, words):
    response = set_up(editor, **changes)
    assert response.status_code == 200
    assert problems(response)[field] == words
    assert not ContestPage.objects.exists()
    if field != "decides":
        sent = form_of(response)
        assert {name: sent.get(name) for name in changes if name in TIMES} == {
            n: v for n, v in changes.items() if n in TIMES
        }


def test_a_film_and_a_jury_that_are_complete_are_taken(editor):
    jury = {"judging_from": "2027-05-03 09:00", "judging_until": "2027-05-10 09:00", "results_from": "2027-05-11 09:00"}
    film = {"kind": "video", "min_seconds": "60", "max_seconds": "90", "decides": "public-then-jury"}
    response = set_up(editor, **jury, **film, **rows("criteria", {"name": "Wit", "weight": "2"}), countries="no, se")
    assert response.status_code == 302, problems(response)
    assert the_contest().purpose.key == "video:60-90"


@pytest.mark.parametrize("form", ["2027-03-28 02:30", "2027-10-31 02:30"])
@pytest.mark.parametrize("publish", [True, False])
def test_a_time_that_the_clocks_skip_or_show_twice_is_refused_in_words(editor, form, publish):
    response = set_up(editor, publish=publish, entries_until=form)
    forward = "There is no such time in Europe/Oslo: the clocks are put forward. Choose an earlier or later one."
    back = "This time comes twice in Europe/Oslo: the clocks are put back. Choose an earlier or later one."
    assert problems(response)["entries_until"] == (forward if "-03-" in form else back)
    assert form_of(response)["entries_until"] == form


def test_times_are_read_and_shown_by_the_clock_of_the_contest_whatever_zone_the_editor_is_in(editor, bea):
    UserProfile.objects.update_or_create(user=bea, defaults={"current_time_zone": "America/New_York"})
    set_up(editor, time_zone="Pacific/Kiritimati")
    contest = the_contest()
    assert contest.entries_from == datetime(2027, 2, 28, 19, 0, tzinfo=UTC)  # UTC+14
    assert form_of(editor.get(edit_url(contest)))["entries_from"] == "2027-03-01 09:00"


def test_another_zone_keeps_what_the_clock_on_the_wall_says(editor):
    set_up(editor)
    contest = the_contest()
    assert contest.entries_from == datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
    response = change(editor, contest, time_zone="Asia/Tokyo", schedule_note="We meant Tokyo all along.")
    assert response.status_code == 302, problems(response)
    assert the_contest().entries_from == datetime(2027, 3, 1, 0, 0, tzinfo=UTC)


def test_a_time_with_seconds_stays_to_the_second_while_nobody_touches_it(editor):
    contest = make_contest(Phase.ENTRIES)
    ContestPage.objects.filter(pk=contest.pk).update(entries_until=contest.entries_until.replace(second=59))
    before = ContestPage.objects.get(pk=contest.pk)
    response = change(editor, contest, brief="Another one.")
    assert response.status_code == 302, problems(response)
    after = ContestPage.objects.get(pk=contest.pk)
    assert (after.entries_until, after.brief) == (before.entries_until, "Another one.")
    assert log_of(after) == []


@pytest.mark.parametrize(
    ("given", "place", "words"),
    [
        ([("1", "winner"), ("3", "winner")], "prizes-1-rank", "There is no prize for place 2."),
        ([("2", "winner")], "prizes-0-rank", "There is no prize for place 1."),
        ([("1", "people")], "prizes-0-award", "The public gives a prize of its own only beside a jury"),
    ],
)
def test_prizes_follow_each_other(editor, given, place, words):
    prizes = rows("prizes", *({"rank": rank, "award": award, "name": "A cup"} for rank, award in given))
    assert words in problems(set_up(editor, **prizes))[place]


def test_what_was_entered_under_stays(editor):
    contest = make_contest(Phase.ENTRIES)
    make_entry(contest, media=False)
    said = problems(change(editor, contest, kind="billboard", vote_rule="in-all"))
    assert (
        said["kind"] == said["vote_rule"] == "This stays as it is: there are entries already, made under these terms."
    )


def test_a_criterion_with_marks_stays_and_the_form_says_so(editor):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    wit = Criterion.objects.create(contest=contest, name="Wit")
    juror = Juror.objects.create(contest=contest, email="ida@example.com", name="Ida")
    judgement = Judgement.objects.create(juror=juror, entry=make_entry(contest, media=False))
    Mark.objects.create(judgement=judgement, criterion=wit, points=4)
    response = change(editor, contest, **{"criteria-0-DELETE": "on"})
    assert problems(response)[""] == "“Wit” stays: judges have given marks by it already."
    assert form_of(response)["criteria-0-DELETE"] == ""
    response = change(editor, contest, **{"criteria-0-weight": "9"})
    assert problems(response)["criteria-0-weight"] == "The weight stays: judges have given marks by it already."
    assert Criterion.objects.get().weight == 1


def test_a_time_that_was_announced_moves_only_with_a_reason_and_everybody_reads_it(editor, bea, client):
    set_up(editor)
    contest = the_contest()
    moved = {"voting_until": "2027-05-01 18:00"}
    said = problems(change(editor, contest, **moved))
    assert said == {"schedule_note": "A time moves that was announced. Say in a sentence why."}
    change(editor, contest, **moved, schedule_note="The first of May is a holiday.")
    row = contest.schedule_changes.get(note="The first of May is a holiday.")
    assert (row.field, row.by) == ("voting_until", bea)
    assert (row.new - row.old).days == 1
    assert "The first of May is a holiday." in client.get(contest.url).text
    assert form_of(editor.get(edit_url(contest)))["schedule_note"] == ""


def test_a_draft_with_other_times_changes_nothing_in_public(editor):
    set_up(editor)
    contest = the_contest()
    response = change(editor, contest, publish=False, voting_until="2027-05-01 18:00")
    assert response.status_code == 302, problems(response)
    assert ContestPage.objects.get(pk=contest.pk).voting_until == contest.voting_until
    assert log_of(contest) == []


def test_new_rules_are_a_new_version_and_the_accepted_one_stays(editor):
    set_up(editor)
    contest = the_contest()
    make_entry(contest, media=False)
    change(editor, contest, rights="All is yours.")
    change(editor, contest, brief="The same rules.")
    versions = list(RulesVersion.objects.filter(contest=contest).order_by("number"))
    assert [version.number for version in versions] == [1, 2]
    assert versions[0].rights != versions[1].rights == "All is yours."
    assert contest.entries.get().rules == versions[0]


def test_a_contest_published_on_schedule_has_its_register_and_rules(editor):
    soon = timezone.now() + timedelta(hours=1)
    set_up(editor, go_live_at=soon.strftime("%Y-%m-%d %H:%M"))
    contest = the_contest()
    assert not contest.live
    assert not Register.objects.exists()
    Revision.objects.filter(pk=contest.latest_revision_id).update(approved_go_live_at=timezone.now())
    content = contest.latest_revision.content | {"go_live_at": timezone.now().isoformat()}
    Revision.objects.filter(pk=contest.latest_revision_id).update(content=content)
    call_command("publish_scheduled")
    assert the_contest().live
    assert Register.objects.filter(contest=contest).exists()
    assert RulesVersion.objects.filter(contest=contest).count() == 1


def test_publishing_in_bulk_refuses_what_is_incomplete(editor):
    set_up(editor, publish=False, results_from="")
    contest = the_contest()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={contest.pk}"
    response = editor.post(url, follow=True)
    said = " ".join(str(message) for message in response.context["messages"])
    assert "“Paint our billboard” is not published, nor are the others." in said
    assert "Results are published: Say when the results are published." in said
    assert not the_contest().live


def test_a_contest_with_entries_is_not_deleted(editor):
    contest = make_contest(title="Cups")
    make_entry(contest, media=False)
    response = editor.post(reverse("wagtailadmin_pages:delete", args=[contest.pk]), follow=True)
    assert "“Cups” stays, because members have entered it. Unpublish it instead." in response.text
    assert ContestPage.objects.filter(pk=contest.pk).exists()


def copy(client, contest, **changes):
    url = reverse("wagtailadmin_pages:copy", args=[contest.pk])
    soup = BeautifulSoup(client.get(url).text, "html.parser")
    names = ("new_title", "new_slug", "new_parent_page")
    sent = {name: soup.select_one(f"[name={name}]").get("value") for name in names}
    assert not soup.select_one("[name=publish_copies], [name=alias]")
    client.post(url, {**sent, **changes})
    return ContestPage.objects.exclude(pk=contest.pk).get()


def test_a_copy_begins_anew(editor):
    set_up(editor)
    contest = the_contest()
    make_entry(contest, media=False)
    ContestPage.objects.filter(pk=contest.pk).update(realised_place="Harbour Street")
    made = copy(editor, contest, publish_copies="on", alias="on")
    assert (made.title, made.slug, made.live) == ("Copy of Paint our billboard", "copy-of-paint-our-billboard", False)
    assert [prize.name for prize in made.prizes.all()] == ["The wall, for a month"]
    assert (made.brief, made.time_zone, made.realised_place) == (contest.brief, "Europe/Oslo", "")
    draft = made.get_latest_revision_as_object()
    assert {getattr(page, name) for page in (made, draft) for name in MOMENTS} == {None}
    for left in ("entries", "schedule_changes", "rules_versions", "publications", "jurors"):
        assert not getattr(made, left).exists(), left
    assert not Register.objects.filter(contest=made).exists()
    said = problems(change(editor, made))
    assert said["entries_from"] == "Say when entries open."


def test_two_copies_have_addresses_of_their_own(editor):
    contest = make_contest(title="Cups")
    copy(editor, contest)
    url = reverse("wagtailadmin_pages:copy", args=[contest.pk])
    soup = BeautifulSoup(editor.get(url).text, "html.parser")
    assert soup.select_one("[name=new_slug]")["value"] == "copy-of-cups-2"


def test_a_copy_that_is_published_with_the_pages_above_it_is_held_back(bea):
    contest = make_contest()
    CopyPageAction(
        contest.get_parent(), to=home_page(), recursive=True, keep_live=True, user=bea, update_attrs={"slug": "more"}
    ).execute()
    made = ContestPage.objects.exclude(pk=contest.pk).get()
    assert not made.live


def test_publishing_twice_changes_nothing(bea):
    contest = make_contest()
    announce(contest, by=bea)
    before = [contest.schedule_changes.count(), contest.rules_versions.count(), Register.objects.count()]
    announce(contest, by=bea)
    assert [contest.schedule_changes.count(), contest.rules_versions.count(), Register.objects.count()] == before


def test_a_place_may_have_several_prizes(editor):
    prizes = rows("prizes", *({"rank": "1", "award": "winner", "name": name} for name in ("A cup", "A book")))
    assert set_up(editor, **prizes).status_code == 302
    assert [prize.name for prize in the_contest().prizes.all()] == ["A cup", "A book"]


def test_a_form_opened_before_an_extension_does_not_undo_it(editor, bea):
    set_up(editor)
    contest = the_contest()
    opened = form_of(editor.get(edit_url(contest)))
    extend(contest, longer=timedelta(days=2), by=bea, note="The upload was down for a day.")
    extended = the_contest().voting_until
    response = editor.post(edit_url(contest), {**opened, "action-publish": "1"})
    assert "schedule_note" in problems(response)
    assert the_contest().voting_until == extended
