"""Who hears of a comment."""

import pytest
from django.core import mail

from core.comments.actions import delete_comment, edit_comment
from core.comments.actions.telling import tell_people
from core.members.registries import personal_data
from core.notices.models import Notice
from core.notices.showing import tell
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaComment
from tests.factories import make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(django_capture_on_commit_callbacks):
    """Adds a comment and lets what follows a commit happen."""

    def say(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return add_comment(*args, **kwargs)

    return say


def told(comment):
    return set(Notice.objects.filter(key=f"idea-comment:{comment.pk}").values_list("recipient__handle", "kind"))


def test_the_author_of_the_idea_is_told(said, tom, ines):
    comment = said(make_idea(by=tom), by=ines, body="Good one")
    assert told(comment) == {("tom", "idea-commented")}
    notice = Notice.objects.get()
    assert (notice.subject_kind, notice.subject_id, notice.actor) == ("idea-comment", comment.pk, ines)


def test_nobody_is_told_of_their_own_words(said, tom):
    assert told(said(make_idea(by=tom), by=tom, body="@tom says so")) == set()


def test_whoever_is_answered_is_told_and_the_thread_too(said, tom, ines, lars, mo):
    idea = make_idea(by=mo)
    top = add_comment(idea, by=tom, body="Top", tell=False)
    reply = add_comment(idea, by=ines, body="Reply", parent=top, tell=False)
    comment = said(idea, by=lars, body="Deep", parent=reply)
    assert told(comment) == {("tom", "comment-reply"), ("ines", "comment-reply"), ("mo", "idea-commented")}


def test_each_person_is_told_once_by_the_closest_tie(said, tom, ines):
    idea = make_idea(by=tom)
    top = add_comment(idea, by=tom, body="Top", tell=False)
    assert told(said(idea, by=ines, body="@tom @TOM @tom", parent=top)) == {("tom", "comment-reply")}


def test_mentions_of_members_are_told_and_of_others_ignored(said, tom, ines):
    comment = said(make_idea(by=tom), by=tom, body="Ask @Ines or @nobody or ines@example.com")
    assert told(comment) == {("ines", "comment-mention")}


def test_whoever_may_not_read_it_is_not_told(tom, ines):
    idea = make_idea(by=tom)
    comment = add_comment(idea, by=tom, body="@ines", tell=False)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert tell_people(comment) == 0
    Idea.objects.filter(pk=idea.pk).update(state=State.PUBLISHED)
    assert tell_people(comment) == 1
    assert tell_people(comment) == 0


def test_the_past_is_not_told(said, tom, ines):
    assert told(said(make_idea(by=tom), by=ines, body="@tom", tell=False)) == set()


def test_editing_tells_whoever_is_newly_mentioned(said, tom, ines, lars, django_capture_on_commit_callbacks):
    comment = said(make_idea(by=tom), by=tom, body="@ines")
    with django_capture_on_commit_callbacks(execute=True):
        edit_comment(comment, by=tom, body="@ines and @lars")
    assert told(comment) == {("ines", "comment-mention"), ("lars", "comment-mention")}
    assert Notice.objects.count() == 2


def test_the_mail_has_the_words_and_the_way(said, tom, ines, settings):
    comment = said(make_idea(by=tom, title="A bench"), by=ines, body="Where <exactly>?")
    (letter,) = mail.outbox
    assert letter.to == ["tom@example.com"]
    assert "A bench" in letter.subject
    assert "Where <exactly>?" in letter.body
    assert comment.get_absolute_url() in letter.body
    html = letter.alternatives[0][0]
    assert "Where &lt;exactly&gt;?" in html


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("idea-commented", "commented on your idea"), ("comment-reply", "answered"), ("comment-mention", "mentioned you")],
)
def test_the_inbox_says_it(client, said, tom, ines, kind, sentence):
    idea = make_idea(by=tom if kind == "idea-commented" else ines)
    top = add_comment(idea, by=tom, body="Top", tell=False) if kind == "comment-reply" else None
    said(idea, by=ines, body="@tom" if kind == "comment-mention" else "Hello", parent=top)
    client.force_login(tom)
    assert sentence in client.get("/me/notices/").text


def test_a_deleted_comment_has_nothing_more_to_tell(said, tom, ines):
    comment = said(make_idea(by=tom), by=ines, body="Hello")
    notices = list(Notice.objects.all())
    assert tell(notices, to=tom)[0].facts["comment"] == comment
    delete_comment(comment, by=ines)
    assert tell(notices, to=tom)[0].thing is None


def test_a_members_comments_are_in_their_export(said, tom, ines):
    idea = make_idea(by=ines, title="A bench")
    edit_comment(said(idea, by=tom, body="Frist"), by=tom, body="First")
    said(idea, by=ines, body="Not mine")
    (row,) = personal_data["idea-comments"].export(tom)
    assert (row["body"], row["under"]["title"]) == ("First", "A bench")
    assert row["revisions"][0]["body"] == "Frist"
    Idea.objects.update(state=State.HIDDEN)
    assert personal_data["idea-comments"].export(tom)[0]["under"]["title"] == ""


def test_erasing_keeps_what_was_said_in_public(said, tom):
    idea = make_idea()
    said(idea, by=tom, body="Public")
    waiting = said(idea, by=tom, body="Waiting")
    IdeaComment.objects.filter(pk=waiting.pk).update(state=State.WAITING)
    personal_data["idea-comments"].erase(tom)
    assert [comment.body for comment in IdeaComment.objects.all()] == ["Public"]
