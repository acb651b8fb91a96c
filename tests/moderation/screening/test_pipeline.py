"""Findings raise a case or its urgency, in words that a moderator reads. They reject nothing, and cost little."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from core.members.actions.erasing import erase_member
from core.members.registries import personal_data
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea, submit_idea
from moderation.actions.opening import open_case
from moderation.models import Case, Finding, ScreeningCheck, TextPrint
from moderation.registries import Review
from moderation.screening import prints
from moderation.screening.checks import Check, Noticed, checks
from moderation.screening.pipeline import examine, note
from moderation.screening.prints import forget_old
from tests.cast import make_member
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
LINKED = "Compare https://a.example.com and https://b.example.com with https://bit.ly/c please."
LONG = "The lid of the paper cup opens on the tram whenever it stops at the old bridge, and my coat is ruined."


def known(handle: str) -> object:
    """A member who has been here for long."""
    return make_member(handle, date_joined=timezone.now() - timedelta(days=400))


@pytest.fixture
def author(db):
    return known("olga")


def findings_of(thing) -> dict[str, str]:
    return dict(Finding.objects.filter(case__subject_id=thing.pk).values_list("check_key", "words"))


def test_a_clean_text_has_no_case(author):
    make_idea(by=author)
    assert not Case.objects.exists()


def test_a_finding_raises_a_case_and_the_idea_stays_published(author):
    idea = make_idea(by=author, body=LINKED)
    case = Case.objects.get()
    assert idea.state == State.PUBLISHED
    assert not case.is_waiting
    assert findings_of(idea) == {"links": "3 links, one through a shortener (bit.ly)."}
    assert case.finding_weight == pytest.approx(1.3)
    assert case.urgent_since < case.opened_at


def test_a_finding_makes_what_waits_more_urgent(author):
    board = make_board(review=Review.EVERYTHING)
    plain = make_idea(board=board, by=author)
    linked = make_idea(board=board, by=author, body=LINKED)
    assert Case.objects.open().most_urgent_first().first().subject_id == linked.pk
    assert {plain.state, linked.state} == {State.WAITING}


def test_what_staff_write_is_not_examined(bea):
    idea = make_idea(by=bea, body=LINKED)
    assert not findings_of(idea)


def test_a_comment_is_examined_without_the_title_that_it_stands_under(author):
    idea = make_idea(by=author, title="Write to someone@example.org")
    comment = add_comment(idea, by=known("petra"), body="Yes please.")
    assert not Finding.objects.filter(case__subject_id=comment.pk, case__kind="idea-comment").exists()
    loud = add_comment(idea, by=known("rita"), body="YES PLEASE AND SOON, I CANNOT WAIT")
    assert Finding.objects.get(case__subject_id=loud.pk, case__kind="idea-comment").words == "Written in capitals."


def test_a_young_account_raises_no_case_alone(author):
    make_idea(by=make_member("nina"))
    assert not Case.objects.exists()


def test_a_young_account_is_heard_beside_another_finding_and_where_it_waits():
    loud = make_idea(by=make_member("nina"), body="WHY IS THE DECAF ALWAYS SOLD OUT?", title="DECAF")
    assert set(findings_of(loud)) == {"shouting", "newcomers"}
    waiting = make_idea(by=make_member("nora"), board=make_board(review=Review.EVERYTHING))
    assert findings_of(waiting) == {"newcomers": "The account is less than an hour old."}


def test_own_words_are_recognised_in_another_kind_of_thing(author):
    make_idea(by=author, body=LONG)
    comment = add_comment(make_idea(by=known("petra")), by=author, body=LONG)
    said = Finding.objects.get(case__kind="idea-comment", case__subject_id=comment.pk)
    assert said.words == "Sent before by the same author: in 1 other text."


def test_a_copy_names_no_thing_which_may_stand_behind_a_door(author):
    make_idea(by=author, body=LONG, title="Zanzibar")
    copy = make_idea(by=known("petra"), body=LONG.lower())
    assert findings_of(copy) == {"copies": "100 % of it was sent before by somebody else."}


def test_who_said_it_first_copies_nobody_by_editing(author):
    mine = make_idea(by=author, body=LONG)
    make_idea(by=known("petra"), body=LONG)
    edit_idea(mine, by=author, title="Another title", body=LONG, category=None, version=mine.version)
    assert not findings_of(mine)


def test_the_words_are_the_moderators_not_the_authors(author, settings):
    with translation.override("he"):
        idea = make_idea(by=author, body=LINKED)
    assert findings_of(idea)["links"].startswith("3 links")


def test_an_edit_is_examined_again(author):
    idea = make_idea(by=author)
    edit_idea(idea, by=author, title=idea.title, body=LINKED, category=None, version=idea.version)
    assert set(findings_of(idea)) == {"links"}


def test_the_same_version_is_noted_once(author):
    idea = make_idea(by=author, body=LINKED)
    now = timezone.now()
    note(open_case("idea", idea, at=now), idea, examine("idea", idea, by=author, at=now), at=now)
    assert Finding.objects.count() == 1


def break_down(written, tuning):
    raise ValueError(f"cannot read {written.parts}")


def test_a_check_that_fails_is_logged_without_the_words_and_the_others_run(author, register, caplog):
    register(checks, Check("broken", "Broken", "Fails.", break_down))
    with caplog.at_level(logging.ERROR, logger="moderation.screening"):
        idea = make_idea(by=author, title="Zanzibar", body=LINKED)
    assert set(findings_of(idea)) == {"links"}
    assert f"Check broken failed on idea {idea.pk}: ValueError" in caplog.text
    assert "test_pipeline.py" in caplog.text
    assert "anzibar" not in caplog.text and "example.com" not in caplog.text


def test_words_that_are_too_long_for_their_column_are_cut(author, register):
    register(checks, Check("wordy", "Wordy", "Says much.", lambda written, tuning: Noticed("x" * 5_000, 1.0)))
    idea = make_idea(by=author)
    assert len(findings_of(idea)["wordy"]) == 300


def test_screening_costs_three_queries(author, count_queries):
    """Submitting an idea, against the same with every check switched off, which still reads the settings."""
    board = make_board(slug="ideas")

    def submit(body: str) -> int:
        return count_queries(lambda: submit_idea(board, by=author, title="An idea", body=body))

    submit("The very first one fills whatever is remembered between two requests.")
    with_checks = submit("A bench at every tram stop, so that waiting in the rain hurts less in winter.")
    ScreeningCheck.objects.bulk_create(ScreeningCheck(key=check.key, is_on=False) for check in checks)
    without = submit("Cups of steel that one can bring back to any branch would save a lot of paper.")
    assert with_checks - without == 2  # what was sent before, and what is sent now
    assert not Case.objects.exists()


def test_examining_asks_three_times_at_most(author, max_queries):
    idea = make_idea(by=author, body=f"{LONG} {LINKED} " + "One more sentence that has words enough. " * 30)
    with max_queries(3):
        examine("idea", idea, by=author, at=timezone.now())


def test_who_leaves_takes_their_name_from_the_prints(author):
    make_idea(by=author, body=LONG)
    assert TextPrint.objects.filter(author=author).exists()
    from_data = next(data for data in personal_data if data.key == "screening")
    assert from_data.export(author)[0]["kind"] == "idea"
    erase_member(author, by=author)
    assert not TextPrint.objects.filter(author=author).exists()
    assert findings_of(make_idea(by=known("petra"), body=LONG)).keys() == {"copies"}


def test_prints_are_forgotten_after_two_years(author):
    make_idea(by=author, body=LONG)
    assert forget_old() == 0
    assert forget_old(at=timezone.now() + timedelta(days=731)) == 1


def test_a_flood_of_one_text_keeps_few_prints_and_is_still_noticed(author):
    now = timezone.now()
    for number in range(1, prints.MOST_OF_ONE + 20):
        seen = prints.compare_and_keep("idea", number, LONG, by=author, at=now)
    assert TextPrint.objects.count() == prints.MOST_OF_ONE
    assert len(seen) == prints.MOST_OF_ONE
    assert {sighting.share for sighting in seen} == {1.0}


def test_a_link_is_named_by_the_shortener_and_not_by_what_stands_before_it(author):
    idea = make_idea(by=author, body="Look: https://evil'quote.bit.ly/x")
    assert findings_of(idea) == {"links": "1 link, through a shortener (bit.ly)."}


def test_a_print_holds_no_word():
    fields = {field.name for field in TextPrint._meta.get_fields()}
    assert fields == {"id", "digest", "kind", "subject_id", "author", "at"}
