from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from core.errors import Refused, RuleBroken, Stale
from ideas.actions.boards import give_default_statuses
from ideas.actions.submitting import add_note, edit_idea, submit_idea, withdraw_idea
from ideas.actions.voting import cast_vote
from ideas.figures import figures_of
from ideas.models import Category, Idea, IdeaRevision
from tests.cast import PASSWORD
from tests.factories import make_board, make_idea
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
WORDS = {"title": "Open at six", "body": "The night shift ends at 5:45.", "category": "shops"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    return make_board(slug="ideas")


def new(board):
    return board.url + "new/"


def test_a_member_sends_an_idea_and_supports_it(client, tom, board):
    client.force_login(tom)
    answer = client.post(new(board), WORDS)
    idea = Idea.objects.get()
    assert answer["Location"] == idea.get_absolute_url()
    assert (idea.title, idea.author, idea.status.slug, idea.vote_count) == ("Open at six", tom, "new", 1)
    assert idea.category.slug == "shops"
    assert idea.is_published
    assert "Your idea is on the board" in client.get(answer["Location"]).text


def test_the_first_answer_is_promised_and_the_category_names_who_owes_it(tom, bea, board):
    shops = Category.objects.get(board=board, slug="shops")
    shops.owner = bea
    shops.save()
    idea = submit_idea(board, by=tom, title="Open at six", body="Please.", category=shops)
    assert idea.owner == bea
    assert (idea.next_update_by - idea.created_at.date()).days == board.promise_days


def test_a_double_click_sends_one_idea(client, tom, board):
    client.force_login(tom)
    twice = {**WORDS, "key": str(uuid4())}
    first, second = client.post(new(board), twice), client.post(new(board), twice)
    assert first["Location"] == second["Location"]
    assert Idea.objects.count() == 1


def test_somebody_elses_key_is_no_way_to_their_idea(tom, ines, board):
    key = uuid4()
    submit_idea(board, by=tom, title="Open at six", body="Please.", key=key)
    with pytest.raises(RuleBroken, match="once more"):
        submit_idea(board, by=ines, title="Something else", body="Please.", key=key)


def test_a_key_of_another_board_is_no_way_there(tom, board):
    key = uuid4()
    submit_idea(make_board(), by=tom, title="Open at six", body="Please.", key=key)
    with pytest.raises(RuleBroken, match="once more"):
        submit_idea(board, by=tom, title="Something else", body="Please.", key=key)


def test_a_preview_shows_the_words_and_sends_nothing(client, tom, board):
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "step": "preview"})
    assert "The night shift ends at 5:45." in answer.text
    assert not Idea.objects.exists()
    back = client.post(new(board), {**WORDS, "step": "edit"})
    assert 'value="Open at six"' in back.text


def test_a_visitor_signs_in_last_and_nothing_is_lost(client, tom, board):
    answer = client.post(new(board), {**WORDS, "step": "send"})
    assert answer["Location"].startswith(reverse("account_login"))
    answer = client.post(answer["Location"], {"login": tom.email, "password": PASSWORD})
    assert answer["Location"] == new(board) + "?draft=1"
    page = client.get(answer["Location"])
    assert "The night shift ends at 5:45." in page.text
    client.post(new(board), {**WORDS, "step": "send"})
    assert Idea.objects.get().author == tom
    assert "idea_draft" not in client.session


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u200b\u200b\u200b\u200b\u200b", "\u3164" * 6, "Hi"])
def test_a_title_that_says_nothing_is_refused_beside_its_field(client, tom, board, title):
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "title": title})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert "The night shift ends at 5:45." in answer.text
    assert not Idea.objects.exists()


def test_htmx_gets_422_for_a_form_with_errors(client, tom, board):
    client.force_login(tom)
    assert client.post(new(board), {**WORDS, "title": ""}, headers=HTMX).status_code == 422


def test_a_title_of_a_megabyte_is_refused_in_words(client, tom, board):
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "title": "x" * 1_000_000})
    assert answer.status_code == 200
    assert "at most 120 characters" in answer.text
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Open\x00 at six", "Open at six"),
        ("Open \u202eta xis", "Open ta xis"),
        ("  Open\t at\n six ", "Open at six"),
        ("Cafe\u0301 at six", "Café at six"),
        ("Open " + "\U0001f600" * 100, "Open " + "\U0001f600" * 100),
    ],
)
def test_hidden_and_forging_characters_are_taken_out(client, tom, board, given, kept):
    client.force_login(tom)
    client.post(new(board), {**WORDS, "title": given})
    assert Idea.objects.get().title == kept


def test_a_script_is_shown_as_text(client, tom, board):
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "title": "<script>alert(1)</script>", "body": "<img src=x onerror=a()>"})
    page = client.get(answer["Location"]).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<img src=x" not in page


def test_ten_thousand_emoji_are_too_long_and_kept_in_the_form(client, tom, board):
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "body": "\U0001f525" * 10_000})
    assert answer.status_code == 200
    assert "\U0001f525" * 10_000 in answer.text
    assert not Idea.objects.exists()


def test_a_category_of_another_board_is_refused(client, tom, board):
    other = make_board()
    Category.objects.create(board=other, name="Trams", slug="trams")
    client.force_login(tom)
    answer = client.post(new(board), {**WORDS, "category": "trams"})
    assert "This board has no such category." in answer.text
    with pytest.raises(RuleBroken, match="another board"):
        submit_idea(board, by=tom, title="Open at six", body="", category=Category.objects.get(slug="trams"))


def test_a_visitor_may_not_send(vera, board):
    with pytest.raises(Refused, match="Sign in"):
        submit_idea(board, by=vera, title="Open at six", body="")


def test_the_board_counts_what_stands_on_it(tom, board):
    shops, menu = Category.objects.filter(board=board).order_by("sort_order")
    idea = submit_idea(board, by=tom, title="Open at six", body="", category=shops)
    assert figures_of(board).total == 1
    edit_idea(idea, by=tom, title="Open at six", body="", category=menu, version=1)
    assert [category.idea_count for category in figures_of(board).categories] == [0, 1]
    withdraw_idea(idea, by=tom)
    assert figures_of(board).total == 0


def test_the_author_may_edit_until_somebody_else_supports_it(tom, ines):
    idea = make_idea(by=tom)
    idea = edit_idea(idea, by=tom, title="Two benches", body="More.", category=None, version=1)
    assert (idea.title, idea.version, idea.excerpt) == ("Two benches", 2, "More.")
    former = IdeaRevision.objects.get(idea=idea)
    assert (former.title, former.version) == ("A bench at the tram stop", 1)
    cast_vote(idea, by=ines)
    with pytest.raises(Refused, match="Others support these words"):
        edit_idea(idea, by=tom, title="Three benches", body="", category=None, version=2)


def test_an_answered_idea_keeps_its_words(tom):
    idea = make_idea(by=tom, is_answered=True)
    with pytest.raises(Refused, match="answered"):
        edit_idea(idea, by=tom, title="Two benches", body="", category=None, version=1)


def test_nobody_edits_somebody_elses_idea(client, tom, ines):
    idea = make_idea(by=ines)
    client.force_login(tom)
    answer = client.post(reverse("ideas:edit", args=[idea.pk]), {**WORDS, "version": 1})
    assert answer.status_code == 403
    assert "Only its author" in answer.text


def test_an_old_version_is_refused_and_the_typed_text_kept(client, tom):
    idea = make_idea(by=tom, category="shops")
    edit_idea(idea, by=tom, title="Two benches", body="More.", category=idea.category, version=1)
    client.force_login(tom)
    answer = client.post(reverse("ideas:edit", args=[idea.pk]), {**WORDS, "version": 1})
    assert answer.status_code == 409
    assert "Two benches" in answer.text
    assert "The night shift ends at 5:45." in answer.text
    with pytest.raises(Stale):
        edit_idea(idea, by=tom, title="x", body="", category=None, version=1)


def test_the_same_words_again_make_no_revision(tom):
    idea = make_idea(by=tom)
    edit_idea(idea, by=tom, title=idea.title, body=idea.body, category=None, version=1)
    assert not IdeaRevision.objects.exists()


def test_a_note_is_added_in_public_after_others_support_it(client, tom, ines):
    idea = make_idea(by=tom)
    cast_vote(idea, by=ines)
    client.force_login(tom)
    client.post(reverse("ideas:note", args=[idea.pk]), {"body": "It is built!"})
    assert "It is built!" in client.get(idea.get_absolute_url()).text
    with pytest.raises(Refused, match="Only its author"):
        add_note(idea, by=ines, body="Me too")


def test_a_note_after_the_session_ended_leads_to_the_sign_in_and_back_to_the_idea(client, tom):
    idea = make_idea(by=tom)
    answer = client.post(f"/idea/{idea.pk}/note/", {"body": "Also on Sundays."})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [idea.get_absolute_url()]


def test_the_session_keeps_the_words_of_a_visitor_and_nothing_else(client, board):
    client.post(new(board), {**WORDS, "padding": "x" * 10_000})
    assert set(client.session["idea_draft"]["words"]) == {"title", "body", "category", "key"}


def test_withdrawing_asks_first_and_then_leaves_the_lists(client, tom, ines, board):
    idea = make_idea(by=tom, board=board)
    cast_vote(idea, by=ines)
    client.force_login(tom)
    url = reverse("ideas:withdraw", args=[idea.pk])
    assert "Withdraw your idea?" in client.get(url).text
    assert Idea.objects.get().is_published
    client.post(url)
    client.post(url)
    assert f'data-idea="{idea.pk}"' not in client.get(board.url).text
    client.force_login(ines)
    assert "Its author withdrew this idea." in client.get(idea.get_absolute_url()).text


def test_a_launched_idea_cannot_be_withdrawn(tom):
    idea = make_idea(by=tom, status="launched")
    with pytest.raises(Refused, match="final answer"):
        withdraw_idea(idea, by=tom)


def test_default_statuses_are_given_once(board):
    give_default_statuses(board)
    assert [status.slug for status in board.statuses.order_by("sort_order")] == [
        "new",
        "under-review",
        "planned",
        "in-the-works",
        "launched",
        "not-planned",
    ]


def test_too_many_ideas_an_hour_answer_429(client, tom, board, rate_limits):
    client.force_login(tom)
    answers = answers_until_refused(lambda n: client.post(new(board), {**WORDS, "title": f"Idea {n}"}), allowed=20)
    assert {answer.status_code for answer in answers[:-1]} == {302}
