"""Whoever is mentioned where nobody may read it just then is told when it comes back, once."""

import pytest
from django.utils import timezone

from contests.actions.placing import place_entry
from contests.models import EntryComment
from core.audience.groups import INSIDERS
from core.comments.actions import place_comment, place_comments
from core.comments.actions.blocking import block_mentions
from core.comments.actions.telling import tell_people
from core.comments.actions.writing import delete_comment
from core.notices.models import Notice
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.judging import place_idea, place_ideas, publish_idea, publish_many
from ideas.actions.mentioning import tell_of_return
from ideas.models import Idea, IdeaComment
from tests.contests.things import make_entry
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(lars):
    return make_idea(board=make_board(slug="ideas"), by=lars)


@pytest.fixture
def meanwhile(tom, ines):
    """Mentions Ines under this idea; the worker came to it only after a moderator had hidden the idea."""

    def say(idea, body="Ask @ines", **fields):
        comment = add_comment(idea, by=tom, body=body, tell=False, **fields)
        hide(idea)
        tell_people(IdeaComment.objects.select_related("subject", "author", "parent").get(pk=comment.pk))
        assert mentioned() == set()
        return comment

    return say


@pytest.fixture
def soon(django_capture_on_commit_callbacks):
    """`soon(act, …)`: the act, committed, and what the worker does after it."""

    def done(act, *args, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **fields)

    return done


def hide(idea):
    place_ideas([idea.pk], State.HIDDEN, at=timezone.now())


def mentioned():
    kinds = ("comment-mention", "answer-mention")
    return set(Notice.objects.filter(kind__in=kinds).values_list("recipient__handle", flat=True))


def restored(idea):
    publish_idea(idea)


def restored_with_many(idea):
    publish_many([idea.pk], at=timezone.now())


def withdrawn_and_restored(idea):
    Idea.objects.filter(pk=idea.pk).update(withdrawn_at=timezone.now())
    place_idea(Idea.objects.get(pk=idea.pk), State.WITHDRAWN, at=timezone.now())


@pytest.mark.parametrize("way", [restored, restored_with_many, withdrawn_and_restored])
def test_however_the_idea_comes_back(idea, meanwhile, soon, way):
    meanwhile(idea)
    soon(way, idea)
    assert mentioned() == {"ines"}


def test_hidden_and_restored_again_tells_nobody_twice(idea, meanwhile, soon):
    comment = meanwhile(idea)
    for _ in range(2):
        soon(publish_idea, idea)
        hide(idea)
    assert Notice.objects.filter(key=f"idea-comment:{comment.pk}", recipient__handle="ines").count() == 1


def left(idea, comment, ines):
    ines.is_active = False
    ines.save()


def locked_out(idea, comment, ines):
    close(idea.board, INSIDERS)
    ines.groups.clear()


def blocked(idea, comment, ines):
    block_mentions(comment.author, by=ines)


def deleted(idea, comment, ines):
    delete_comment(comment, by=comment.author)


def hidden(idea, comment, ines):
    place_comments(IdeaComment, [comment.pk], State.HIDDEN, at=timezone.now())


@pytest.mark.parametrize("why_not", [left, locked_out, blocked, deleted, hidden])
def test_whoever_should_not_be_told_by_then_is_not(idea, meanwhile, soon, ines, why_not):
    why_not(idea, meanwhile(idea), ines)
    soon(publish_idea, idea)
    assert mentioned() == set()


@pytest.mark.parametrize("together", [True, False])
def test_an_answer_to_a_hidden_comment_is_told_when_that_one_comes_back(idea, soon, tom, ines, together):
    top = add_comment(idea, by=tom, body="Top", tell=False)
    answer = add_comment(idea, by=tom, body="Ask @ines", parent=top, tell=False)
    IdeaComment.objects.filter(pk=top.pk).update(state=State.HIDDEN)
    tell_people(IdeaComment.objects.select_related("parent").get(pk=answer.pk))
    assert mentioned() == set()
    if together:
        soon(place_comments, IdeaComment, [top.pk], State.PUBLISHED, at=timezone.now())
    else:
        soon(place_comment, top, State.PUBLISHED)
    assert mentioned() == {"ines"}


def test_an_answer_of_the_brand_is_told_of_late_as_well(idea, soon, bea, ines):
    hide(idea)
    thanks = Answer(note="Thanks to @ines, who measured every table.")
    soon(change_status, idea, idea.status, by=bea, answer=thanks, at=idea.created_at)
    assert mentioned() == set()
    restored_at = timezone.now()
    soon(publish_idea, idea)
    assert mentioned() == {"ines"}
    assert Notice.objects.get(kind="answer-mention").created_at >= restored_at  # it stands where she looks: first


def test_an_entry_that_comes_back_does_the_same(tom, ines, soon):
    entry = make_entry()
    comment = EntryComment.objects.create(subject=entry, author=tom, body="Ask @ines", state=State.PUBLISHED)
    place_entry(entry, State.HIDDEN, at=timezone.now())
    tell_people(comment)
    assert mentioned() == set()
    soon(place_entry, entry, State.PUBLISHED, at=timezone.now())
    assert mentioned() == {"ines"}


def test_what_mentions_nobody_is_not_looked_at(idea, soon, tom, max_queries):
    add_comment(idea, by=tom, body="Nobody is named", tell=False)
    hide(idea)
    with max_queries(2):
        assert tell_of_return([idea.pk]) == 0
