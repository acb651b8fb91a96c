"""Whatever people do, in whatever order: every cached figure stays what its rows say."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from core.comments.actions import delete_comment, edit_comment
from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from core.members.models import User
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea, submit_idea, withdraw_idea
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import BoardStatus, Category, Idea, IdeaComment, StatusChange
from tests.cast import make_member
from tests.factories import make_board

pytestmark = pytest.mark.django_db
STEPS = 220
REFUSALS = (Refused, RuleBroken, Stale, ValidationError)


class Walk:
    """One random step after the other, by random people, on two boards, as time goes by."""

    def __init__(self, seed: int, *, staff: User) -> None:
        self.chance, self.staff, self.at = random.Random(seed), staff, datetime(2026, 1, 1, 8, tzinfo=UTC)
        self.people = [make_member(f"walker{n}") for n in range(6)]
        self.boards = [make_board(slug="warm"), make_board(slug="quick", half_life_days=0.5)]
        self.refused: dict[str, int] = {}
        self.done: dict[str, int] = {}

    def steps(self) -> list[Callable[[], Any]]:
        often = [self.submit, self.vote, self.vote, self.unvote, self.comment, self.comment]
        return [*often, self.answer, self.edit, self.change_comment, self.remove_comment, self.withdraw]

    def go(self, steps: int) -> None:
        self.submit()
        for number in range(steps):
            self.at += timedelta(minutes=self.chance.randint(1, 600))
            step = self.leave if number % 60 == 59 else self.chance.choice(self.steps())
            try:
                step()
            except REFUSALS:
                self.refused[step.__name__] = self.refused.get(step.__name__, 0) + 1
            else:
                self.done[step.__name__] = self.done.get(step.__name__, 0) + 1

    def somebody(self) -> User:
        return self.chance.choice(self.people)

    def idea(self) -> Idea:
        return self.chance.choice(list(Idea.objects.order_by("pk").select_related("board", "status")))

    def category(self, board: Any) -> Category | None:
        return self.chance.choice([None, *Category.objects.filter(board=board).order_by("pk")])

    def submit(self) -> None:
        board = self.chance.choice(self.boards)
        words = {"title": f"Idea of {self.at:%d %B}", "body": "Because."}
        submit_idea(board, by=self.somebody(), category=self.category(board), at=self.at, **words)

    def vote(self) -> None:
        cast_vote(self.idea(), by=self.somebody(), at=self.at)

    def unvote(self) -> None:
        withdraw_vote(self.idea(), by=self.somebody())

    def comment(self) -> None:
        idea = self.idea()
        parents = [None, *IdeaComment.objects.filter(subject=idea, deleted_at=None).order_by("pk")]
        add_comment(idea, by=self.somebody(), body="Yes.", parent=self.chance.choice(parents), at=self.at)

    def change_comment(self) -> None:
        if comments := list(IdeaComment.objects.order_by("pk").select_related("author")):
            comment = self.chance.choice(comments)
            edit_comment(comment, by=comment.author or self.staff, body=f"No, {self.at:%H:%M}.", at=self.at)

    def remove_comment(self) -> None:
        if comments := list(IdeaComment.objects.order_by("pk").select_related("author")):
            comment = self.chance.choice(comments)
            delete_comment(comment, by=comment.author or self.staff)

    def answer(self) -> None:
        idea = self.idea()
        to = self.chance.choice(list(BoardStatus.objects.filter(board=idea.board).order_by("pk")))
        before = StatusChange.objects.filter(idea=idea).order_by("-pk").first()
        answer = Answer(note="This is why we do it.", reason="cost", change_our_mind="Cheaper beans.", corrects=before)
        change_status(idea, to, by=self.staff, answer=answer, at=self.at)

    def edit(self) -> None:
        idea = self.idea()
        words = {"title": f"Changed at {self.at:%H:%M}", "body": "Since then.", "category": self.category(idea.board)}
        edit_idea(idea, by=idea.author or self.staff, version=idea.version, at=self.at, **words)

    def withdraw(self) -> None:
        idea = self.idea()
        withdraw_idea(idea, by=idea.author or self.staff, at=self.at)

    def leave(self) -> None:
        gone = self.people.pop(self.chance.randrange(len(self.people)))
        erase_member(gone, by=gone, at=self.at)
        self.people.append(make_member(f"newcomer{gone.pk}"))


@pytest.mark.parametrize("seed", [2, 28, 496])
def test_no_order_of_acts_makes_a_figure_drift(seed, ada):
    walk = Walk(seed, staff=ada)
    walk.go(STEPS)
    assert len(walk.done) == 10, walk.done
    assert sum(walk.done.values()) > STEPS / 2
    call_command("recount", check=True, stdout=StringIO())


def test_a_figure_that_drifts_would_be_found(ada):
    walk = Walk(2, staff=ada)
    walk.go(20)
    Idea.objects.filter(pk=walk.idea().pk).update(comment_count=77)
    with pytest.raises(Exception, match="have drifted"):
        call_command("recount", check=True, stdout=StringIO())
