"""Commenting on ideas: the verbs, what they refuse, what they count."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from core.comments.actions import delete_comment, edit_comment
from core.comments.models import MAX_LENGTH
from core.errors import Refused, RuleBroken
from core.publication import State
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaComment, IdeaCommentRevision
from tests.cast import make_member
from tests.factories import make_idea

pytestmark = pytest.mark.django_db


def count_of(idea):
    return Idea.objects.get(pk=idea.pk).comment_count


def may_answer_ideas(member):
    member.user_permissions.add(Permission.objects.get(codename="answer_idea"))
    return type(member).objects.get(pk=member.pk)


def test_a_comment_is_published_and_counted(tom):
    idea = make_idea()
    at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    comment = add_comment(idea, by=tom, body="  I drive the 5:52.\r\n", at=at)
    assert (comment.body, comment.state, comment.created_at, comment.published_at) == (
        "I drive the 5:52.",
        State.PUBLISHED,
        at,
        at,
    )
    assert not comment.is_official
    assert count_of(idea) == 1


def test_the_brands_own_words_are_marked(bea):
    assert add_comment(make_idea(), by=may_answer_ideas(bea), body="The window opens.").is_official


def test_a_double_click_writes_one_comment(tom):
    idea, key = make_idea(), uuid4()
    first = add_comment(idea, by=tom, body="Once", key=key)
    again = add_comment(idea, by=tom, body="Once", key=key)
    assert first.pk == again.pk
    assert count_of(idea) == IdeaComment.objects.count() == 1


def test_the_key_of_another_idea_opens_nothing(client, tom):
    key = uuid4()
    add_comment(make_idea(), by=tom, body="Once", key=key)
    elsewhere = make_idea()
    client.force_login(tom)
    answer = client.post(
        f"/idea/{elsewhere.pk}/comments/", {"body": "Twice", "key": key}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    assert "once more" in answer.text


def test_the_key_of_another_member_opens_nothing(tom, ines):
    idea, key = make_idea(), uuid4()
    add_comment(idea, by=tom, body="Once", key=key)
    with pytest.raises(RuleBroken, match="once more"):
        add_comment(idea, by=ines, body="Twice", key=key)
    assert count_of(idea) == 1


def test_a_reply_to_a_reply_joins_the_thread(tom, ines):
    idea = make_idea()
    top = add_comment(idea, by=tom, body="One")
    reply = add_comment(idea, by=ines, body="Two", parent=top)
    deep = add_comment(idea, by=tom, body="Three", parent=reply)
    assert (reply.parent_id, deep.parent_id) == (top.pk, top.pk)
    assert count_of(idea) == 3


def test_a_reply_to_a_comment_elsewhere_is_refused(tom):
    elsewhere = add_comment(make_idea(), by=tom, body="Here")
    idea = make_idea()
    with pytest.raises(RuleBroken, match="somewhere else"):
        add_comment(idea, by=tom, body="There", parent=elsewhere)
    assert count_of(idea) == 0


def test_a_reply_to_a_deleted_comment_is_refused(tom):
    idea = make_idea()
    top = delete_comment(add_comment(idea, by=tom, body="One"), by=tom)
    with pytest.raises(RuleBroken, match="taken back"):
        add_comment(idea, by=tom, body="Two", parent=top)


def test_a_reply_to_what_is_not_published_is_refused(tom):
    idea = make_idea()
    top = add_comment(idea, by=tom, body="One")
    top.state = State.WAITING
    with pytest.raises(RuleBroken, match="not published"):
        add_comment(idea, by=tom, body="Two", parent=top)


@pytest.mark.parametrize("body", ["", "   \n", "\u200b\u200b", "\u202e", "\x00", "\u3164"])
def test_nothing_to_see_is_refused(tom, body):
    with pytest.raises(RuleBroken, match="can be read"):
        add_comment(make_idea(), by=tom, body=body)
    assert not IdeaComment.objects.exists()


def test_too_long_is_refused(tom):
    idea = make_idea()
    with pytest.raises(RuleBroken, match="at most"):
        add_comment(idea, by=tom, body="x" * (MAX_LENGTH + 1))
    assert len(add_comment(idea, by=tom, body="😀" * MAX_LENGTH).body) == MAX_LENGTH


def test_characters_that_turn_or_hide_text_are_taken_out(tom):
    comment = add_comment(make_idea(), by=tom, body="safe\u202egpj.exe\x00\u200b")
    assert comment.body == "safegpj.exe"


@pytest.mark.parametrize("state", [State.WAITING, State.WITHDRAWN, State.HIDDEN])
def test_an_idea_that_is_not_published_takes_no_comments(tom, state):
    with pytest.raises(Refused, match="published|withdrew"):
        add_comment(make_idea(by=tom, state=state), by=tom, body="Hello")


def test_a_visitor_cannot_comment(vera):
    with pytest.raises(Refused, match="Sign in"):
        add_comment(make_idea(), by=vera, body="Hello")


def test_editing_keeps_the_former_words(tom):
    comment = add_comment(make_idea(), by=tom, body="Frist")
    written = comment.created_at
    comment = edit_comment(comment, by=tom, body="First")
    assert comment.body == "First"
    assert comment.edited_at > written
    comment = edit_comment(comment, by=tom, body="First!")
    assert next((former.body, former.at) for former in comment.revisions.all()) == ("Frist", written)
    assert comment.revisions.count() == 2
    assert count_of(comment.subject) == 1


def test_editing_to_the_same_words_changes_nothing(tom):
    comment = edit_comment(add_comment(make_idea(), by=tom, body="Same"), by=tom, body="Same ")
    assert comment.edited_at is None
    assert not comment.revisions.exists()


def test_editing_to_nothing_is_refused(tom):
    comment = add_comment(make_idea(), by=tom, body="Same")
    with pytest.raises(RuleBroken, match="can be read"):
        edit_comment(comment, by=tom, body="\u200b")


def test_the_words_of_others_stay(tom, ines):
    comment = add_comment(make_idea(), by=tom, body="Mine")
    with pytest.raises(Refused, match="who wrote"):
        edit_comment(comment, by=ines, body="Yours")
    with pytest.raises(Refused, match="who wrote"):
        delete_comment(comment, by=ines)
    comment.refresh_from_db()
    assert comment.body == "Mine"
    assert not comment.is_deleted


def test_deleting_takes_the_words_and_their_history_and_counts_down(tom, ines):
    idea = make_idea()
    top = edit_comment(add_comment(idea, by=tom, body="Secret"), by=tom, body="Still secret")
    add_comment(idea, by=ines, body="Reply", parent=top)
    deleted = delete_comment(top, by=tom)
    assert (deleted.body, deleted.is_deleted) == ("", True)
    assert not IdeaCommentRevision.objects.exists()
    assert count_of(idea) == 1
    assert delete_comment(top, by=tom).deleted_at == deleted.deleted_at
    assert count_of(idea) == 1


def test_a_deleted_comment_keeps_its_place_only_for_replies(tom, ines):
    idea = make_idea()
    alone = delete_comment(add_comment(idea, by=tom, body="Alone"), by=tom)
    top = add_comment(idea, by=tom, body="Top")
    reply = add_comment(idea, by=ines, body="Reply", parent=top)
    delete_comment(top, by=tom)
    shown = IdeaComment.objects.visible_to(ines).with_a_place()
    assert set(shown.values_list("pk", flat=True)) == {top.pk, reply.pk}
    assert alone.pk not in shown.values_list("pk", flat=True)
    delete_comment(reply, by=ines)
    assert not IdeaComment.objects.visible_to(ines).with_a_place().exists()


def test_a_deleted_comment_cannot_be_edited(tom):
    comment = delete_comment(add_comment(make_idea(), by=tom, body="Gone"), by=tom)
    with pytest.raises(Refused, match="took this comment back"):
        edit_comment(comment, by=tom, body="Back")


def test_what_waits_is_seen_by_its_author_alone(tom, ines, vera):
    comment = add_comment(make_idea(), by=tom, body="Waiting")
    IdeaComment.objects.filter(pk=comment.pk).update(state=State.WAITING)
    assert IdeaComment.objects.visible_to(tom).exists()
    assert not IdeaComment.objects.visible_to(ines).exists()
    assert not IdeaComment.objects.visible_to(vera).exists()


def test_comments_are_hidden_with_their_idea_and_replies_with_their_thread(tom, ines):
    idea = make_idea(by=ines)
    top = add_comment(idea, by=ines, body="Top")
    add_comment(idea, by=ines, body="Reply", parent=top)
    IdeaComment.objects.filter(pk=top.pk).update(state=State.HIDDEN)
    assert not IdeaComment.objects.visible_to(tom).exists()
    IdeaComment.objects.update(state=State.PUBLISHED)
    assert IdeaComment.objects.visible_to(tom).count() == 2
    Idea.objects.update(state=State.HIDDEN)
    assert not IdeaComment.objects.visible_to(tom).exists()


def test_two_comments_from_stale_copies_are_both_counted(tom, ines):
    idea = make_idea()
    stale = Idea.objects.get(pk=idea.pk)
    add_comment(idea, by=tom, body="One")
    add_comment(stale, by=ines, body="Two")
    assert count_of(idea) == 2


def test_what_other_rooms_may_know_of_a_comment(tom, ines):
    idea = make_idea(title="A bench")
    comment = add_comment(idea, by=tom, body="Yes")
    subject = subjects["idea-comment"]
    seen = subject.visible_to(ines).get()
    assert (subject.title(seen), subject.author_id(seen)) == ("A bench", tom.pk)
    assert subject.snapshot(seen)["body"] == "Yes"
    assert subject.people(seen) == {"author": [tom.pk]}
    assert subject.version(edit_comment(comment, by=tom, body="No")) == 2
    delete_comment(comment, by=tom)
    assert not subject.visible_to(ines).exists()


def test_a_comment_of_long_ago():
    idea = make_idea()
    at = datetime.now(tz=UTC) - timedelta(days=400)
    assert add_comment(idea, by=make_member("pia"), body="Old", at=at, tell=False).created_at == at


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted_and_a_repeated_key_writes_one():
    idea, by, key = make_idea(), make_member("tom"), uuid4()

    def say(n):
        try:
            return add_comment(idea, by=by, body=f"{n}", key=key if n % 2 else None, tell=False).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        written = list(people.map(say, range(40)))
    assert len(set(written)) == 21
    assert count_of(idea) == IdeaComment.objects.count() == 21
