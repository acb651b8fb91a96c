"""The demo content holds together: known names, times in order, every promise of the board kept in its own showcase."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from ideas.demo import CAST_MEMBERS, CAST_STAFF, CATEGORIES, IDEAS, PEOPLE, Answer, Comment, Idea, votes_for
from ideas.demo.supporters import CLOSED, open_windows
from ideas.statuses import DEFAULT_STATUSES, DeclineReason

STATUSES = {row[0] for row in DEFAULT_STATUSES}
STAFF = {*CAST_STAFF, *(person.handle for person in PEOPLE if person.is_staff)}
EVERYBODY = STAFF | {*CAST_MEMBERS, *(person.handle for person in PEOPLE)}
SCRIPTS = {"el": "[α-ω]{3}", "he": "[א-ת]{3}", "hr": "[čćžšđ]", "nb": "[æøå]"}

every_idea = pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea.key)


def comments_of(idea: Idea) -> Iterator[Comment]:
    for comment in idea.comments:
        yield comment
        yield from comment.replies


def faults_of(idea: Idea) -> list[str]:
    """What is wrong with the order of times in one idea."""
    ages = [idea.days_ago, *(answer.days_ago for answer in idea.answers)]
    faults = [f"answer at {later}" for earlier, later in pairwise(ages) if not later < earlier]
    for comment in idea.comments:
        faults += [f"comment at {comment.days_ago}"] if not comment.days_ago < idea.days_ago else []
        faults += [f"reply at {reply.days_ago}" for reply in comment.replies if not reply.days_ago < comment.days_ago]
    faults += ["the future"] if min([*ages, *(comment.days_ago for comment in comments_of(idea))]) <= 0 else []
    return faults


def test_keys_titles_and_handles_are_unique() -> None:
    for names in (
        [i.key for i in IDEAS],
        [i.title for i in IDEAS],
        [p.handle for p in PEOPLE],
        [p.name for p in PEOPLE],
    ):
        assert [name for name, times in Counter(names).items() if times > 1] == []
    assert not {person.handle for person in PEOPLE} & {*CAST_MEMBERS, *CAST_STAFF, "mo", "ada"}


def test_there_is_enough_of_everything() -> None:
    assert 55 <= len(IDEAS) <= 75
    assert {idea.status for idea in IDEAS} == STATUSES
    assert {idea.language for idea in IDEAS} == {"en", *SCRIPTS}
    assert {idea.category for idea in IDEAS} == {category.slug for category in CATEGORIES}
    assert {category.owner for category in CATEGORIES} <= STAFF
    assert sum(idea.days_ago <= 10 for idea in IDEAS) >= 12
    assert sum(len(list(comments_of(idea))) for idea in IDEAS) >= 100
    assert {a.reason_code for i in IDEAS for a in i.answers if a.reason_code} == set(DeclineReason.values)
    assert sum(answer.corrects is not None for idea in IDEAS for answer in idea.answers) == 1


def test_the_answer_promise_is_nearly_kept() -> None:
    due = [idea for idea in IDEAS if 7 <= idea.days_ago <= 90]
    kept = [idea for idea in due if idea.answers and idea.days_ago - idea.answers[0].days_ago <= 7]
    assert len(due) >= 20
    assert 0.85 < len(kept) / len(due) < 1


@every_idea
def test_an_idea_is_well_formed(idea: Idea) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", idea.key)
    assert 0 < len(idea.title) <= 120
    assert idea.body == idea.body.strip()
    assert not re.search(r"  | \n", idea.body)
    assert idea.author in EVERYBODY - STAFF
    assert len(idea.labels) <= 3
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)*", label) for label in idea.labels)
    if idea.language in SCRIPTS:
        texts = [idea.body, *(answer.note for answer in idea.answers)]
        assert re.search(SCRIPTS[idea.language], " ".join(texts))


@every_idea
def test_the_answers_lead_to_the_status(idea: Idea) -> None:
    assert idea.status == (idea.answers[-1].status if idea.answers else "new")
    told = [answer.status for answer in idea.answers]
    if idea.status == "launched":
        assert told[-3:] == ["planned", "in-the-works", "launched"]
    for before, answer in pairwise(idea.answers):
        assert (answer.corrects is not None) == (before.status in CLOSED)


@every_idea
def test_every_answer_is_complete(idea: Idea) -> None:
    for index, answer in enumerate(idea.answers):
        assert answer.status in STATUSES
        assert answer.by in STAFF
        assert len(answer.note) >= 20
        assert bool(answer.reason_code) == bool(answer.change_our_mind) == (answer.status == "not-planned")
        assert answer.next_update_in is None or answer.next_update_in > 0
        assert answer.next_update_in is None or answer.status not in CLOSED
        assert answer.corrects is None or 0 <= answer.corrects < index
        assert not answer.evidence_url or answer.evidence_url.startswith("https://kaffa.example/")


def test_only_one_promised_date_has_passed() -> None:
    last = [(idea.key, idea.answers[-1]) for idea in IDEAS if idea.answers]
    late = [key for key, answer in last if answer.next_update_in and answer.next_update_in < answer.days_ago]
    assert late == ["something-salty"]


@every_idea
def test_comments_are_by_known_people_two_levels_deep(idea: Idea) -> None:
    assert {comment.by for comment in comments_of(idea)} <= EVERYBODY
    assert all(comment.text.strip() for comment in comments_of(idea))
    assert all(not reply.replies for comment in idea.comments for reply in comment.replies)


@every_idea
def test_times_are_in_order(idea: Idea) -> None:
    assert faults_of(idea) == []


def test_times_out_of_order_are_seen() -> None:
    idea = replace(IDEAS[0], days_ago=5, answers=(), comments=())
    assert faults_of(replace(idea, answers=(Answer("planned", 6, "bea", "Before it was asked."),)))
    assert faults_of(replace(idea, comments=(Comment("tom", 5, "At once."),)))
    assert faults_of(replace(idea, comments=(Comment("tom", 4, "First.", (Comment("bea", 4.5, "Earlier."),)),)))
    assert faults_of(replace(idea, days_ago=0))


@every_idea
def test_votes_are_counted_once_and_in_time(idea: Idea) -> None:
    votes = votes_for(idea)
    handles = [handle for handle, _ in votes]
    assert len(votes) == idea.supporters == len(set(handles))
    assert not set(handles) & {idea.author, *STAFF}
    windows = list(open_windows(idea))
    assert all(any(end <= days <= start for start, end in windows) for _, days in votes)
    assert votes == votes_for(idea)


def test_no_vote_falls_into_the_time_when_an_idea_was_declined() -> None:
    idea = next(idea for idea in IDEAS if idea.key == "sealed-gluten-free")
    assert list(open_windows(idea)) == [(78, 74), (48, 0.0)]
    assert not [days for _, days in votes_for(idea) if 48 < days < 74]
