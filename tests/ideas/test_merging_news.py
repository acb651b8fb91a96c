"""Who is told of a merge and of its undoing, and in which words."""

import pytest
from django.core import mail
from wagtail.models import PageViewRestriction

from core.members.actions.erasing import erase_member
from core.notices.actions.following import follow
from core.notices.models import Notice
from core.notices.showing import tell
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.telling import tell_of_merge
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Idea, Merge
from tests.factories import make_board, make_idea, somebody
from tests.ideas.merges import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(tom, ines):
    """Tom wrote the one that says the same, ines follows it, and somebody supports it."""
    board = make_board(slug="ideas")
    root, duplicate = make_idea(board=board, title="Open at six"), make_idea(board=board, title="Earlier", by=tom)
    follow("idea", duplicate.pk, by=ines)
    cast_vote(duplicate, by=somebody())
    return now(root), now(duplicate)


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient", flat=True))


@pytest.fixture
def merged(bea, pair, django_capture_on_commit_callbacks):
    root, duplicate = pair
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
    return root, now(duplicate)


def test_everybody_behind_the_duplicate_is_told_once_and_nobody_else(merged, ines):
    root, duplicate = merged
    voters = set(duplicate.votes.values_list("voter", flat=True))
    assert told("idea-merged") == {*voters, ines.pk}
    assert root.author_id not in told("idea-merged")
    tell_of_merge(Merge.objects.get())
    assert Notice.objects.count() == 3


def test_the_letter_says_where_to_and_how_to_keep_or_take_back(merged, tom):
    root, duplicate = merged
    [letter] = [one for one in mail.outbox if one.to == [tom.email]]
    html = letter.alternatives[0][0]
    assert letter.subject == "Merged into another idea: Earlier"
    for text in (letter.body, html):
        assert root.title in text
        assert f"/idea/{duplicate.pk}/merged/" in text


def test_the_inbox_says_it_in_a_sentence(client, merged, tom):
    root, _duplicate = merged
    client.force_login(tom)
    assert f"was merged into <bdi>{root.title}</bdi>" in client.get("/me/notices/").text


def test_those_who_were_told_are_told_when_it_is_undone(merged, bea, tom, client, django_capture_on_commit_callbacks):
    _root, duplicate = merged
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        undo_merge(duplicate, by=bea)
    assert told("idea-parted") == told("idea-merged")
    [letter] = [one for one in mail.outbox if one.to == [tom.email]]
    assert letter.subject == "By itself again: Earlier"
    client.force_login(tom)
    assert "is no longer merged into" in client.get("/me/notices/").text


def test_whom_the_merge_never_reached_hears_nothing_of_its_undoing(bea, pair, django_capture_on_commit_callbacks):
    root, duplicate = pair
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
        undo_merge(duplicate, by=bea)
    assert not Notice.objects.exists()


def test_a_chain_tells_those_whom_it_brings_along(bea, merged, tom, ines, django_capture_on_commit_callbacks):
    root, _duplicate = merged
    last = make_idea(board=root.board, title="Open when the trams do")
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(root, last, by=bea)
    notices = Notice.objects.filter(kind="idea-merged", subject_id=root.pk)
    assert {tom.pk, ines.pk, root.author_id} <= set(notices.values_list("recipient", flat=True))
    assert last.author_id not in told("idea-merged")


def test_who_may_no_longer_enter_the_board_and_who_has_left_are_told_nothing(
    bea, pair, ines, django_capture_on_commit_callbacks
):
    root, duplicate = pair
    gone = somebody()
    cast_vote(duplicate, by=gone)
    erase_member(gone, by=gone)
    restriction = PageViewRestriction.objects.create(page=root.board, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(bea.groups.all() | ines.groups.all())
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
    assert told("idea-merged") == {ines.pk}


def test_a_root_that_is_hidden_before_the_letter_is_written_is_not_named(
    bea, pair, tom, django_capture_on_commit_callbacks
):
    root, duplicate = pair
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
        Idea.objects.filter(pk=root.pk).update(state=State.HIDDEN)
    [letter] = [one for one in mail.outbox if one.to == [tom.email]]
    assert root.title not in letter.body + letter.alternatives[0][0]
    [shown] = tell(list(Notice.objects.filter(recipient=tom)), to=tom)
    assert shown.facts["root"] is None


def test_a_duplicate_that_is_hidden_is_told_of_no_more(bea, pair, ines, django_capture_on_commit_callbacks):
    root, duplicate = pair
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
        Idea.objects.filter(pk=duplicate.pk).update(state=State.HIDDEN)
    assert not [one for one in mail.outbox if one.to == [ines.email]]


def test_an_answer_of_the_root_reaches_the_people_of_the_duplicate_once(
    merged, bea, tom, ines, django_capture_on_commit_callbacks
):
    root, duplicate = merged
    with django_capture_on_commit_callbacks(execute=True):
        to = BoardStatus.objects.get(board=root.board, slug="planned")
        change_status(root, to, by=bea, answer=Answer(note="We do it from the first of May."))
    answered = Notice.objects.filter(kind="idea-answered")
    people = {root.author_id, tom.pk, ines.pk, *duplicate.votes.values_list("voter", flat=True)}
    assert sorted(answered.values_list("recipient", flat=True)) == sorted(people)
    assert set(answered.values_list("subject_id", flat=True)) == {root.pk}
