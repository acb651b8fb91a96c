"""Editing and deleting one's own comment, page by page."""

import pytest

from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaComment
from tests.factories import make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(tom):
    return add_comment(make_idea(), by=tom, body="Frist")


def test_the_writer_is_offered_both_and_nobody_else(client, tom, ines, comment):
    offered = (f'href="{comment.get_edit_url()}"', f'href="{comment.get_delete_url()}"')
    page = comment.subject.get_absolute_url()
    client.force_login(ines)
    assert not any(link in client.get(page).text for link in offered)
    client.force_login(tom)
    assert all(link in client.get(page).text for link in offered)


def test_editing(client, tom, comment):
    client.force_login(tom)
    assert "Frist</textarea>" in client.get(comment.get_edit_url()).text
    answer = client.post(comment.get_edit_url(), {"body": "First"})
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    page = client.get(answer["Location"])
    assert "First" in page.text
    assert "edited" in page.text


@pytest.mark.parametrize("body", ["", "\u200b", "x" * 4_001])
def test_editing_into_what_cannot_be_said(client, tom, comment, body):
    client.force_login(tom)
    answer = client.post(comment.get_edit_url(), {"body": body})
    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert client.post(comment.get_edit_url(), {"body": body}, headers={"HX-Request": "true"}).status_code == 422
    comment.refresh_from_db()
    assert comment.body == "Frist"


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_comment_is_refused_with_the_reason(client, ines, comment, method):
    client.force_login(ines)
    for url in (comment.get_edit_url(), comment.get_delete_url()):
        answer = getattr(client, method)(url, {"body": "Mine now"})
        assert answer.status_code == 403
        assert "Only the person who wrote a comment" in answer.text
    comment.refresh_from_db()
    assert comment.body == "Frist"
    assert not comment.is_deleted


def test_a_visitor_is_sent_to_sign_in(client, comment):
    for url in (comment.get_edit_url(), comment.get_delete_url()):
        assert client.post(url).status_code == 302
        assert client.get(url)["Location"].startswith("/accounts/login/")
    assert IdeaComment.objects.get().body == "Frist"


def test_deleting_asks_first_and_counts_at_once(client, tom, comment):
    client.force_login(tom)
    assert "gone for good" in client.get(comment.get_delete_url()).text
    assert not IdeaComment.objects.get().is_deleted
    answer = client.post(comment.get_delete_url(), follow=True)
    assert "0 comments" in answer.text
    assert "Frist" not in answer.text
    assert Idea.objects.get(pk=comment.subject_id).comment_count == 0


def test_deleting_twice_is_no_error(client, tom, comment):
    client.force_login(tom)
    for _ in range(2):
        assert client.post(comment.get_delete_url()).status_code == 302
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_what_was_taken_back_cannot_be_changed(client, tom, ines, comment):
    add_comment(comment.subject, by=ines, body="Reply", parent=comment)
    client.force_login(tom)
    client.post(comment.get_delete_url())
    answer = client.post(comment.get_edit_url(), {"body": "Back"})
    assert answer.status_code == 403
    assert "took this comment back" in answer.text
