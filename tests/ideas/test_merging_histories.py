"""Whatever is voted, merged, undone and hidden in whatever order: what is counted is what sets of people come to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from core.notices.actions.following import follow
from core.publication import State
from core.ranking import UNVOTED, hot_moment, hot_score
from ideas.actions.judging import place_ideas
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.telling import people_of
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import Idea, Vote
from tests.factories import make_board, make_idea, somebody
from tests.ideas.merges import drifted

pytestmark = pytest.mark.django_db
IDEAS, PEOPLE = 5, 4
START = datetime(2026, 1, 1, 8, tzinfo=UTC)

ideas, people = st.integers(0, IDEAS - 1), st.integers(0, PEOPLE - 1)
STEPS = st.one_of(
    st.tuples(st.just("vote"), ideas, people),
    st.tuples(st.just("unvote"), ideas, people),
    st.tuples(st.just("merge"), ideas, ideas),
    st.tuples(st.just("undo"), ideas, st.just(0)),
    st.tuples(st.just("hide"), ideas, st.just(0)),
    st.tuples(st.just("show"), ideas, st.just(0)),
    st.tuples(st.just("follow"), ideas, people),
)
Step = tuple[str, int, int]


class Sets:
    """The same, with nothing but sets and one parent an idea."""

    def __init__(self, authors: list[int]) -> None:
        self.cast: list[dict[int, datetime]] = [{author: START} for author in authors]
        self.parent: list[int | None] = [None] * IDEAS
        self.hidden: set[int] = set()
        self.followers: list[set[int]] = [set() for _ in range(IDEAS)]
        self.authors = authors

    def root(self, idea: int) -> int:
        while (above := self.parent[idea]) is not None:
            idea = above
        return idea

    def group(self, root: int) -> list[int]:
        return [idea for idea in range(IDEAS) if self.root(idea) == root]

    def kin(self, root: int) -> list[int]:
        """Whose people count for it."""
        return [root, *(idea for idea in self.group(root) if idea != root and idea not in self.hidden)]

    def supporters(self, idea: int) -> dict[int, datetime]:
        """Since when each; of what is merged its own alone."""
        found = dict(self.cast[idea])
        if self.parent[idea] is None:
            for duplicate in self.kin(idea)[1:]:
                for voter, at in self.cast[duplicate].items():
                    if voter not in self.cast[idea]:
                        found[voter] = min(at, found.get(voter, at))
        return found

    def vote(self, idea: int, voter: int, at: datetime) -> bool:
        root = self.root(idea)
        if root in self.hidden:
            return False
        if voter not in self.supporters(root):
            self.cast[root][voter] = at
        return True

    def unvote(self, idea: int, voter: int) -> bool:
        root = self.root(idea)
        if root in self.hidden:
            return False
        for one in self.group(root):
            self.cast[one].pop(voter, None)
        return True

    def merge(self, idea: int, into: int) -> bool:
        root = self.root(into)
        if self.parent[idea] is not None:
            return self.root(idea) == root and root != idea
        if root == idea or {idea, root} & self.hidden:
            return False
        self.parent[idea] = root
        return True


class Board:
    """A board of ours and the sets beside it; every step is done to both."""

    def __init__(self, board: Any, staff: Any, members: list[Any]) -> None:
        self.staff, self.members, self.at = staff, members, START
        authors = [members[n % len(members)] for n in range(IDEAS)]
        self.ideas = [
            make_idea(board=board, by=author, at=START, title=f"Idea {n}") for n, author in enumerate(authors)
        ]
        self.sets = Sets([author.pk for author in authors])

    def idea(self, number: int) -> Idea:
        return Idea.objects.get(pk=self.ideas[number].pk)

    def do(self, step: Step) -> None:
        what, number, other = step
        self.at += timedelta(hours=7)
        expected = True
        try:
            with transaction.atomic():
                expected = getattr(self, what)(number, other)
        except Refused:
            assert getattr(self.sets, what)(*self.told(what, number, other)) is False, step
        else:
            assert expected is not False, step

    def told(self, what: str, number: int, other: int) -> tuple[Any, ...]:
        if what == "merge":
            return number, other
        return (number, self.members[other].pk, self.at) if what == "vote" else (number, self.members[other].pk)

    def vote(self, number: int, other: int) -> bool:
        cast_vote(self.idea(number), by=self.members[other], at=self.at)
        return self.sets.vote(*self.told("vote", number, other))

    def unvote(self, number: int, other: int) -> bool:
        withdraw_vote(self.idea(number), by=self.members[other])
        return self.sets.unvote(*self.told("unvote", number, other))

    def merge(self, number: int, other: int) -> bool:
        merge_into(self.idea(number), self.idea(other), by=self.staff, at=self.at)
        return self.sets.merge(number, other)

    def undo(self, number: int, _other: int) -> None:
        undo_merge(self.idea(number), by=self.staff, at=self.at)
        self.sets.parent[number] = None

    def hide(self, number: int, _other: int) -> None:
        place_ideas([self.ideas[number].pk], State.HIDDEN, at=self.at)
        self.sets.hidden.add(number)

    def show(self, number: int, _other: int) -> None:
        place_ideas([self.ideas[number].pk], State.PUBLISHED, at=self.at)
        self.sets.hidden.discard(number)

    def follow(self, number: int, other: int) -> None:
        follow("idea", self.ideas[number].pk, by=self.members[other])
        self.sets.followers[number].add(self.members[other].pk)

    def compare(self) -> None:
        for number, idea in enumerate(Idea.objects.filter(pk__in=[one.pk for one in self.ideas]).order_by("pk")):
            expected, root = self.sets.supporters(number), self.sets.root(number)
            assert dict(Vote.objects.filter(idea=idea).values_list("voter", "at")) == expected
            assert idea.vote_count == len(expected)
            moments = [hot_moment(at, half_life_days=7) for at in expected.values()]
            assert idea.hot_score == pytest.approx(hot_score(moments) if moments else UNVOTED, abs=1e-5)
            assert idea.merged_into_id == (self.ideas[root].pk if root != number else None)
            if root == number:
                kin, people = self.sets.kin(number), people_of(idea)
                assert set(people["author"]) == {self.sets.authors[one] for one in kin}
                assert set(people["follower"]) == set().union(*(self.sets.followers[one] for one in kin))
        assert drifted() == []


@pytest.fixture
def board(bea) -> Board:
    return Board(make_board(), bea, [somebody() for _ in range(PEOPLE)])


CHAIN = [("merge", 0, 1), ("merge", 1, 2), ("vote", 0, 3), ("undo", 0, 0), ("undo", 1, 0)]
SHOWN_AGAIN = [("merge", 0, 1), ("hide", 0, 0), ("vote", 1, 0), ("show", 0, 0), ("undo", 0, 0)]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=16))
@example(CHAIN)
@example(SHOWN_AGAIN)
def test_no_history_makes_a_count_differ_from_the_sets(board, steps):
    board.sets, board.at = Sets(board.sets.authors), START
    with transaction.atomic():
        for step in steps:
            board.do(step)
        board.compare()
        for number in range(IDEAS):
            board.do(("undo", number, 0))
        board.compare()
        transaction.set_rollback(True)  # the next history begins with the same ideas
