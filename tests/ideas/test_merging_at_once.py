"""Merging and parting while others vote, and from two screens, on PostgreSQL, with real transactions."""

import pytest

from core.errors import Refused
from core.publication import State
from ideas.actions.judging import place_ideas
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import Idea, Merge, Vote
from tests.factories import make_idea, somebody
from tests.ideas.merges import drifted, now, supporters
from tests.ideas.test_crowd import all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_sixty_four_clicks_while_it_is_merged_and_parted_are_all_counted_once(bea):
    root, duplicate = make_idea(title="Open at six"), make_idea(title="Open earlier")
    members = [somebody() for _ in range(64)]

    def come_and_go() -> None:
        for _turn in range(3):
            merge_into(duplicate, root, by=bea)
            undo_merge(duplicate, by=bea)

    clicks = [lambda member=member: cast_vote(Idea.objects.get(pk=duplicate.pk), by=member) for member in members]
    all_at_once([*clicks, come_and_go])
    cast = Vote.objects.filter(voter__in=members, is_carried=False)
    assert sorted(cast.values_list("voter", flat=True)) == sorted(member.pk for member in members)
    assert drifted() == []
    merge_into(duplicate, root, by=bea)
    assert now(root).vote_count == 66
    assert drifted() == []


def test_whoever_withdraws_while_it_is_merged_and_parted_supports_neither(bea):
    root, duplicate = make_idea(title="Open at six"), make_idea(title="Open earlier")
    leaving, staying = [somebody() for _ in range(24)], [somebody() for _ in range(24)]
    for member in leaving:
        cast_vote(duplicate, by=member)

    def come_and_go() -> None:
        for _turn in range(3):
            merge_into(duplicate, root, by=bea)
            undo_merge(duplicate, by=bea)

    acts = [lambda member=member: withdraw_vote(Idea.objects.get(pk=duplicate.pk), by=member) for member in leaving]
    acts += [lambda member=member: cast_vote(Idea.objects.get(pk=root.pk), by=member) for member in staying]
    all_at_once([*acts, come_and_go])
    assert not Vote.objects.filter(voter__in=leaving).exists()
    assert {member.pk for member in staying} <= supporters(root)
    assert drifted() == []


def test_two_screens_at_once_are_one_merge_and_one_undo(bea):
    root, duplicate = make_idea(), make_idea()
    merges = all_at_once([lambda: merge_into(duplicate, root, by=bea)] * 8)
    assert len({merge.pk for merge in merges}) == Merge.objects.count() == 1
    undone = all_at_once([lambda: undo_merge(duplicate, by=bea)] * 8)
    assert len({one.pk for one in undone}) == 1
    assert Merge.objects.count() == 2
    assert drifted() == []


def test_two_that_are_merged_into_each_other_at_once_make_no_circle(bea):
    first, second = make_idea(), make_idea()

    def merge(duplicate: Idea, root: Idea) -> bool:
        try:
            merge_into(duplicate, root, by=bea)
        except Refused:
            return False
        return True

    done = all_at_once([lambda: merge(first, second), lambda: merge(second, first)])
    assert sorted(done) == [False, True]
    assert drifted() == []


def test_moderators_who_hide_and_show_meanwhile_wait_for_no_circle(bea):
    """The root is the older idea here, and the younger one there."""
    older, younger, other = make_idea(), make_idea(), make_idea()
    merge_into(younger, older, by=bea)
    voters = [somebody() for _ in range(12)]
    for voter in voters:
        cast_vote(older, by=voter)

    def hide_and_show(*ideas: Idea) -> None:
        for state in (State.HIDDEN, State.PUBLISHED) * 2:
            place_ideas([idea.pk for idea in ideas], state, at=younger.created_at)

    def come_and_go() -> None:
        for _turn in range(3):
            try:
                merge_into(other, older, by=bea)
            except Refused:
                continue
            undo_merge(other, by=bea)

    leave = [lambda voter=voter: withdraw_vote(Idea.objects.get(pk=older.pk), by=voter) for voter in voters]
    all_at_once([*leave, lambda: hide_and_show(younger), lambda: hide_and_show(younger, other), come_and_go])
    assert drifted() == []
