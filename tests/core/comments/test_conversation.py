"""The conversation as browsers, htmx and visitors meet it, on the page of an idea."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from core.comments.actions import delete_comment
from core.comments.models import MAX_LENGTH
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaComment
from tests.factories import make_idea, somebody
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def url_of(idea):
    return reverse("ideas:comments", args=[idea.pk])


def fill(idea, count, *, replies=0, body="Number {n}"):
    """So many threads, a minute apart, by one member, each with so many replies."""
    by = somebody()
    for n in range(count):
        at = LONG_AGO + timedelta(minutes=n)
        top = add_comment(idea, by=by, body=body.format(n=n), at=at, tell=False)
        for _ in range(replies):
            add_comment(idea, by=by, body="A reply", parent=top, at=at, tell=False)
    return by


def shown(answer):
    return [int(pk) for pk in re.findall(r'data-comment="(\d+)"', answer.text)]


def test_the_page_shows_threads_oldest_first_with_their_replies(client, tom):
    idea = make_idea()
    first = add_comment(idea, by=tom, body="First", at=LONG_AGO)
    second = add_comment(idea, by=tom, body="Second", at=LONG_AGO + timedelta(1))
    reply = add_comment(idea, by=tom, body="Late reply", parent=first)
    page = client.get(idea.get_absolute_url())
    assert shown(page) == [first.pk, reply.pk, second.pk]
    assert re.search(r'<span id="comment-count">\s*3 comments\s*</span>', page.text)


def test_further_threads_come_by_pages_without_repeats_or_gaps(client):
    idea = make_idea()
    fill(idea, 45)
    seen, address, pages = [], idea.get_absolute_url(), 0
    while address:
        page = client.get(address)
        seen += shown(page)
        pages += 1
        more = re.search(r'id="more">.*?href="([^"]+)"', page.text)
        address = more and more[1].replace("&amp;", "&")
    assert pages == 3
    assert seen == list(IdeaComment.objects.order_by("created_at").values_list("pk", flat=True))


def test_threads_of_one_moment_are_not_lost_between_pages(client):
    idea = make_idea()
    by = somebody()
    for n in range(25):
        add_comment(idea, by=by, body=f"{n}", at=LONG_AGO, tell=False)
    first = client.get(idea.get_absolute_url())
    more = re.search(r'href="([^"]+after=[^"]+)"', first.text)[1]
    assert len({*shown(first), *shown(client.get(more))}) == 25


def test_what_is_said_meanwhile_does_not_come_twice(client, tom):
    idea = make_idea()
    fill(idea, 21)
    first = client.get(idea.get_absolute_url())
    more = re.search(r'href="([^"]+after=[^"]+)"', first.text)[1]
    client.force_login(tom)
    client.post(url_of(idea), {"body": "Meanwhile"}, headers=HTMX)
    assert "Meanwhile" not in client.get(more, headers=HTMX).text


def test_htmx_reads_on_with_rows_alone(client):
    idea = make_idea()
    fill(idea, 21)
    more = re.search(r'hx-get="([^"]+after=[^"]+)"', client.get(idea.get_absolute_url()).text)[1]
    rows = client.get(more, headers=HTMX)
    assert 'id="more-comments"' in rows.text
    assert "<html" not in rows.text
    assert len(shown(rows)) == 1


@pytest.mark.parametrize("after", ["x", "!!!", "W10", "a" * 5_000, "\x00"])
def test_a_damaged_cursor_is_a_clear_page(client, after):
    answer = client.get(url_of(make_idea()), {"after": after})
    assert answer.status_code == 422
    assert "damaged" in answer.text


@pytest.mark.parametrize("as_member", [False, True])
def test_the_page_asks_as_much_for_five_comments_as_for_fifty(client, tom, count_queries, as_member):
    few, many = make_idea(), make_idea()
    fill(few, 5, replies=1, body="Ask @nobody-{n}")
    fill(many, 50, replies=3, body="Ask @nobody-{n}")
    if as_member:
        client.force_login(tom)
    client.get(few.get_absolute_url())
    assert count_queries(lambda: client.get(few.get_absolute_url())) == count_queries(
        lambda: client.get(many.get_absolute_url())
    )


def test_a_comment_by_browser_leads_to_its_place(client, tom):
    idea = make_idea()
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": "Hello"})
    comment = IdeaComment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{idea.get_absolute_url()}#comment-{comment.pk}"
    assert comment.author == tom


def test_a_comment_beyond_the_first_page_leads_to_a_page_that_has_it(client, tom):
    idea = make_idea()
    fill(idea, 30)
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": "Hello"})
    comment = IdeaComment.objects.get(body="Hello")
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    assert shown(client.get(answer["Location"])) == [comment.pk]


def test_the_lasting_address_of_a_comment_leads_to_where_it_stands(client, tom):
    idea = make_idea()
    fill(idea, 30)
    top = IdeaComment.objects.order_by("created_at")[25]
    reply = add_comment(idea, by=tom, body="Late", parent=top)
    answer = client.get(reply.get_absolute_url())
    assert answer["Location"].endswith(f"#comment-{reply.pk}")
    assert shown(client.get(answer["Location"]))[:2] == [top.pk, reply.pk]


def test_htmx_gets_the_comment_an_empty_form_and_the_count(client, tom):
    idea = make_idea()
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": "Hello & <b>welcome</b>"}, headers=HTMX)
    comment = IdeaComment.objects.get()
    assert answer.status_code == 200
    assert answer["HX-Reselect"] == "#comment-form"
    assert '<ol hx-swap-oob="beforeend:#comment-list">' in answer.text
    assert shown(answer) == [comment.pk]
    assert "Hello &amp; &lt;b&gt;welcome&lt;/b&gt;" in answer.text
    assert re.search(r'id="comment-count" hx-swap-oob="true">\s*1 comment\s*<', answer.text)
    assert re.search(r'<textarea[^>]*id="comment-form-body"[^>]*>\s*</textarea>', answer.text)
    assert "<html" not in answer.text


def test_htmx_gets_the_whole_thread_after_an_answer(client, tom):
    idea = make_idea()
    top = add_comment(idea, by=somebody(), body="Top")
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": "Reply", "parent": top.pk}, headers=HTMX)
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == f"#thread-{top.pk}"
    assert shown(answer) == [top.pk, IdeaComment.objects.get(body="Reply").pk]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "required"),
        ("  \n ", "required"),
        ("\u200b\u2060", "required"),
        ("\u3164", "can be read"),
        ("x" * (MAX_LENGTH + 1), "at most"),
        ("x" * 1_000_000, "at most"),
    ],
)
def test_what_cannot_be_said_is_shown_again_with_the_reason(client, tom, body, reason):
    idea = make_idea()
    client.force_login(tom)
    page = client.post(url_of(idea), {"body": body})
    part = client.post(url_of(idea), {"body": body}, headers=HTMX)
    assert (page.status_code, part.status_code) == (200, 422)
    for answer in (page, part):
        assert reason in answer.text
        assert body.strip() in answer.text
    assert "<html" not in part.text
    assert not IdeaComment.objects.exists()


@pytest.mark.parametrize("parent", ["999999", "abc", "-1", "9" * 40, "1.5"])
def test_an_answer_to_nothing_is_shown_again_with_the_reason(client, tom, parent):
    client.force_login(tom)
    answer = client.post(url_of(make_idea()), {"body": "My words", "parent": parent}, headers=HTMX)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "My words" in answer.text
    assert not IdeaComment.objects.exists()


def test_an_answer_to_a_comment_that_was_taken_back_meanwhile(client, tom, ines):
    idea = make_idea()
    top = add_comment(idea, by=ines, body="Top")
    add_comment(idea, by=ines, body="Reply", parent=top)
    delete_comment(top, by=ines)
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": "My words", "parent": top.pk}, headers=HTMX)
    assert answer.status_code == 422
    assert "taken back" in answer.text
    assert "My words" in answer.text


def test_a_deleted_comment_shows_its_place_without_words(client, tom, ines):
    idea = make_idea()
    top = add_comment(idea, by=tom, body="Regretted")
    reply = add_comment(idea, by=ines, body="Reply", parent=top)
    delete_comment(top, by=tom)
    page = client.get(idea.get_absolute_url())
    assert shown(page) == [top.pk, reply.pk]
    assert "Regretted" not in page.text
    assert "taken back" in page.text


def test_a_double_click_is_one_comment(client, tom):
    idea, key = make_idea(), str(uuid4())
    client.force_login(tom)
    for _ in range(2):
        assert client.post(url_of(idea), {"body": "Once", "key": key}).status_code == 302
    assert IdeaComment.objects.count() == 1


def test_a_key_that_is_none_does_no_harm(client, tom):
    idea = make_idea()
    client.force_login(tom)
    assert client.post(url_of(idea), {"body": "Once", "key": "what"}).status_code == 302
    assert IdeaComment.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "https://a.example/'onclick='x",
    ],
)
def test_markup_is_words(client, tom, body):
    idea = make_idea()
    client.force_login(tom)
    answer = client.post(url_of(idea), {"body": body}, headers=HTMX)
    for text in (answer.text, client.get(idea.get_absolute_url()).text):
        assert body not in text
        assert "onclick='" not in text


def test_words_written_from_right_to_left_stand_for_themselves(client, tom):
    idea = make_idea()
    client.force_login(tom)
    client.post(url_of(idea), {"body": "קפה\u202eevil\u202c"})
    page = client.get(idea.get_absolute_url())
    assert '<div class="voice" dir="auto"><p>קפהevil</p></div>' in page.text


def test_only_handles_that_exist_become_links(client, tom):
    idea = make_idea()
    add_comment(idea, by=tom, body="@tom knows @nobody-here", tell=False)
    page = client.get(idea.get_absolute_url())
    assert 'href="/members/tom/"><bdi>@tom</bdi>' in page.text
    assert "@nobody-here</p>" in page.text


def test_a_hidden_profile_is_not_linked(client, tom, ines):
    type(ines).objects.filter(pk=ines.pk).update(is_profile_public=False)
    idea = make_idea()
    add_comment(idea, by=tom, body="Ask @ines", tell=False)
    assert 'href="/members/ines/"' not in client.get(idea.get_absolute_url()).text


def test_staff_are_marked(client, bea):
    idea = make_idea()
    IdeaComment.objects.filter(pk=add_comment(idea, by=bea, body="From us").pk).update(is_official=True)
    assert '<span class="tag" data-tone="accent">' in client.get(idea.get_absolute_url()).text


def test_a_visitors_words_wait_until_they_have_signed_in(client, tom):
    idea = make_idea()
    top = add_comment(idea, by=somebody(), body="Top")
    answer = client.post(url_of(idea), {"body": "My long story", "parent": top.pk})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert IdeaComment.objects.count() == 1
    client.force_login(tom)
    page = client.get(idea.get_absolute_url())
    assert "My long story</textarea>" in page.text
    assert re.search(rf'name="parent" value="{top.pk}"', page.text)
    assert "My long story" not in client.get(make_idea().get_absolute_url()).text
    client.post(url_of(idea), {"body": "My long story", "parent": top.pk})
    assert "My long story</textarea>" not in client.get(idea.get_absolute_url()).text
    assert IdeaComment.objects.get(body="My long story").parent == top


def test_htmx_is_sent_to_sign_in(client):
    answer = client.post(url_of(make_idea()), {"body": "Hello"}, headers=HTMX)
    assert answer["HX-Redirect"].startswith("/accounts/login/")


def test_the_form_of_an_answer(client, tom, ines):
    idea = make_idea()
    top = add_comment(idea, by=tom, body="Top")
    reply = add_comment(idea, by=ines, body="Reply", parent=top)
    to_top = client.get(url_of(idea), {"reply": top.pk}, headers=HTMX)
    assert f'id="answer-form-{top.pk}"' in to_top.text
    assert "<html" not in to_top.text
    to_reply = client.get(url_of(idea), {"reply": reply.pk})
    assert "@ines </textarea>" in to_reply.text
    assert f'id="answer-form-{reply.pk}"' in to_reply.text


@pytest.mark.parametrize("reply", ["0", "abc", "-1", "9" * 30, "²"])
def test_the_form_of_an_answer_to_nothing_is_not_found(client, reply):
    assert client.get(url_of(make_idea()), {"reply": reply}).status_code == 404


@pytest.mark.parametrize("state", [State.WAITING, State.HIDDEN, State.REJECTED])
def test_what_one_may_not_see_has_no_comments(client, tom, state):
    comment = add_comment(make_idea(), by=somebody(), body="Hello")
    Idea.objects.update(state=state)
    client.force_login(tom)
    idea = comment.subject
    for url in (url_of(idea), comment.get_absolute_url(), comment.get_edit_url(), comment.get_delete_url()):
        assert client.get(url).status_code == 404
    assert client.post(url_of(idea), {"body": "Hello"}).status_code == 404
    assert client.post(comment.get_delete_url()).status_code == 404


def test_a_missing_idea_and_a_comment_of_another(client, tom):
    comment = add_comment(make_idea(), by=tom, body="Hello")
    client.force_login(tom)
    assert client.post(reverse("ideas:comments", args=[10**18]), {"body": "x"}).status_code == 404
    elsewhere = make_idea()
    for name in ("comment", "comment-edit", "comment-delete"):
        assert client.get(reverse(f"ideas:{name}", args=[elsewhere.pk, comment.pk])).status_code == 404
        assert client.get(reverse(f"ideas:{name}", args=[elsewhere.pk, 10**30])).status_code == 404


def test_a_withdrawn_idea_says_why_and_keeps_the_words(client, tom):
    idea = make_idea(state=State.WITHDRAWN)
    client.force_login(tom)
    for headers in ({}, HTMX):
        answer = client.post(url_of(idea), {"body": "Too late"}, headers=headers)
        assert answer.status_code == 403
        assert 'role="alert"' in answer.text
        assert "Too late" in answer.text
    assert not IdeaComment.objects.exists()


def test_too_many_comments_at_once(client, tom, rate_limits):
    idea = make_idea()
    client.force_login(tom)
    answers = answers_until_refused(lambda n: client.post(url_of(idea), {"body": f"{n}"}), allowed=20)
    assert {answer.status_code for answer in answers[:-1]} == {302}


def test_what_waits_says_so_to_its_author(client, tom):
    idea = make_idea()
    comment = add_comment(idea, by=tom, body="Patience")
    IdeaComment.objects.filter(pk=comment.pk).update(state=State.WAITING)
    assert "Patience" not in client.get(idea.get_absolute_url()).text
    client.force_login(tom)
    page = client.get(idea.get_absolute_url())
    assert "Patience" in page.text
    assert "Only you can see it" in page.text


def test_a_former_members_words_stay(client, tom):
    idea = make_idea()
    add_comment(idea, by=tom, body="My legacy")
    type(tom).objects.filter(pk=tom.pk).update(erased_at=LONG_AGO, is_active=False)
    page = client.get(idea.get_absolute_url())
    assert "My legacy" in page.text
    assert "Former member" in page.text
