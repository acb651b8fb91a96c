"""The form of a contest does what it can by itself: rules to change, a zone, times that follow, film lengths."""

from datetime import datetime

import pytest
from wagtail.users.models import UserProfile

from contests.models import ContestPage
from contests.phases import ORDER, Decides, Phase, problems_of
from contests.proposals import times_from
from tests.contests.test_setting_up import (
    TIMES,
    WORDS,
    add_url,
    change,
    edit_url,
    editor,  # noqa: F401
    the_contest,
)
from tests.contests.things import make_contest
from tests.page_editor import form_of, problems

pytestmark = pytest.mark.django_db
PROPOSED = "We propose this and what follows from it. Look at it, change what you like, and publish again."
OPENS = {"entries_from": "2027-01-11 09:00"}


def publish(client, **changes):
    sent = {**form_of(client.get(add_url())), **WORDS, **changes, "action-publish": "1"}
    return client.post(add_url(), sent)


@pytest.mark.parametrize("decides", Decides.values)
def test_proposed_times_have_no_problem_whoever_decides(decides):
    times = times_from(datetime(2027, 1, 11, 9, 0), decides)  # on the wall
    assert not problems_of(decides, times)
    assert len(times) == 2 * len(ORDER[decides]) + 1


def test_three_fields_a_look_and_it_is_public(editor):  # noqa: F811
    answer = publish(editor, **OPENS)
    assert problems(answer) == {"entries_until": PROPOSED}
    assert not ContestPage.objects.exists()
    sent = form_of(answer)
    assert {name: sent[name] for name in TIMES} == {
        "entries_from": "2027-01-11 09:00",
        "entries_until": "2027-02-08 23:59",
        "voting_from": "2027-02-10 09:00",
        "voting_until": "2027-02-24 18:00",
        "results_from": "2027-02-27 12:00",
    }
    answer = editor.post(add_url(), {**sent, "action-publish": "1"})
    assert answer.status_code == 302, problems(answer)
    contest = the_contest()
    assert contest.live
    assert "Who may enter" in contest.rules
    assert len(contest.rules_in_short.splitlines()) <= 8


def test_a_draft_is_saved_with_what_was_proposed_and_shows_it(editor):  # noqa: F811
    sent = {**form_of(editor.get(add_url())), **WORDS, **OPENS, "decides": "jury-and-people", "kind": "video"}
    editor.post(add_url(), sent)
    draft = the_contest()
    assert not draft.live
    shown = form_of(editor.get(edit_url(draft)))
    assert (shown["min_seconds"], shown["max_seconds"]) == ("60", "90")
    assert (shown["voting_from"], shown["judging_from"]) == ("2027-02-10 09:00", "")


def test_who_said_one_of_the_other_times_says_them_all(editor):  # noqa: F811
    said = problems(publish(editor, **OPENS, entries_until="2027-02-01 12:00"))
    assert said["voting_from"] == "Say when voting opens."
    assert PROPOSED not in said.values()


def test_one_length_of_a_film_leaves_the_other_to_the_editor(editor):  # noqa: F811
    said = problems(publish(editor, **OPENS, kind="video", max_seconds="30"))
    assert said["min_seconds"].startswith("Say how long a film lasts at least")


@pytest.mark.parametrize("typed", ["tomorrow", "9999-12-31 23:59", "0001-01-01 00:00", "2027-13-40 09:00"])
def test_nothing_is_proposed_from_what_is_no_time(editor, typed):  # noqa: F811
    sent = form_of(publish(editor, entries_from=typed))
    assert (sent["entries_from"], sent["voting_from"]) == (typed, "")


def test_the_zone_is_that_of_the_last_contest_else_of_the_editor(editor, bea):  # noqa: F811
    UserProfile.objects.update_or_create(user=bea, defaults={"current_time_zone": "Europe/Athens"})
    assert form_of(editor.get(add_url()))["time_zone"] == "Europe/Athens"
    make_contest(Phase.RESULTS, time_zone="Europe/Zagreb")
    assert form_of(editor.get(add_url()))["time_zone"] == "Europe/Zagreb"


def test_why_times_move_and_what_was_realised_are_asked_of_what_was_public(editor):  # noqa: F811
    assert not {"schedule_note", "realised_place"} & form_of(editor.get(add_url())).keys()
    publish(editor, **{**OPENS, **TIMES})
    contest = the_contest()
    assert {"schedule_note", "realised_place"} <= form_of(editor.get(edit_url(contest))).keys()
    assert "schedule_note" in problems(change(editor, contest, voting_until="2027-05-01 18:00"))
