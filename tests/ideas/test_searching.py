"""Finding ideas by words in any script, and ideas that say nearly the same."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core.publication import State
from core.searching import MOST_RANKED
from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from ideas.models.idea import words_of
from ideas.searching import find, find_on, similar
from ideas.views.board import similar_to
from tests.factories import make_board, make_idea, the_board

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("καφες", "Καφές φίλτρου"),
        ("ΚΑΦΕΣ", "Καφές φίλτρου"),
        ("salica", "Šalica koja drži toplinu"),
        ("dak", "Svaki đak prvak"),
        ("קפה", "קָפֶה קר"),
        ("rodgrot", "Mer rødgrøt til folket"),
        ("RØDGRØT", "Mer rødgrøt til folket"),
    ],
)
def test_words_are_found_without_their_marks(query, title):
    idea = make_idea(title=title)
    make_idea(title="Something else")
    assert find(idea.board, query) == [idea.pk]


def test_all_words_must_be_there_and_the_last_may_be_a_beginning():
    idea = make_idea(title="A bench at the tram stop", body="In the shade, please.")
    board = idea.board
    assert find(board, "shade bench") == [idea.pk]
    assert find(board, "bench sha") == [idea.pk]
    assert find(board, "ben shade") == []
    assert find(board, "bench moon") == []


@pytest.mark.parametrize(
    "query",
    [
        '"bench"',
        "bench*",
        "bench:",
        "(bench",
        "bench\\",
        "-bench",
        "^bench",
        "bench' --",
        "bench & !",
        "title_folded:bench",
        "NEAR(bench",
        "bench AND",
        "bench OR",
        "NOT bench",
        "{bench}",
        "bench%",
        "ben_ch",
        "bench\x00",
        "bench 😀",
    ],
)
def test_signs_of_query_languages_are_never_an_error(query):
    idea = make_idea(title="A bench at the tram stop", body="near and or not title folded coffee")
    assert set(find(idea.board, query)) <= {idea.pk}
    assert isinstance(similar(idea.board, query), list)


def test_words_of_a_query_language_are_words():
    idea = make_idea(title="Near and not far", body="")
    assert find(idea.board, "NEAR AND NOT") == [idea.pk]
    assert find(idea.board, "NEAR OR") == []


@pytest.mark.parametrize("query", ["", "   ", "*", '"', "\u0301", "…", "\x00", "()"])
def test_nothing_typed_finds_nothing(query):
    idea = make_idea()
    assert find(idea.board, query) == []
    assert similar(idea.board, query) == []


def test_one_letter_is_like_nothing_and_two_may_be_a_word():
    idea = make_idea(title="A tea at the tram stop")
    assert similar(idea.board, "a") == []
    assert find(idea.board, "a") == [idea.pk]
    assert similar(make_idea(board=make_board(), title="תה").board, "תה")


def test_a_query_of_ten_thousand_characters_is_answered():
    idea = make_idea(title="A bench at the tram stop")
    assert find(idea.board, "bench " * 2_000) == [idea.pk]
    assert find(idea.board, "x" * 10_000) == []
    assert similar(idea.board, "bench at the tram stop " * 500) == [idea.pk]


def test_a_word_in_the_title_comes_before_one_in_the_text():
    below = make_idea(title="More shade", body="A bench would help, or some other place to sit down for a while.")
    above = make_idea(title="A bench", body="More shade would help, or some other place to sit down for a while.")
    make_idea(title="Raisins", body="No.")
    make_idea(title="Longer hours", body="Until nine.")
    assert find(above.board, "bench") == [above.pk, below.pk]


def test_a_board_finds_its_own_and_several_boards_theirs():
    one, other, third = make_board(), make_board(), make_board()
    mine, theirs = make_idea(board=one), make_idea(board=other)
    make_idea(board=third)
    assert find(one, "bench") == [mine.pk]
    assert set(find_on([one, other], "bench")) == {mine.pk, theirs.pk}
    assert find_on([], "bench") == []


def test_new_words_are_found_and_former_ones_are_not(tom):
    idea = make_idea(by=tom, title="A bench at the tram stop")
    edit_idea(idea, by=tom, title="A chair by the sea", body="", category=None, version=idea.version)
    assert find(idea.board, "chair") == [idea.pk]
    assert find(idea.board, "bench") == []
    Idea.objects.all().delete()
    assert find(idea.board, "chair") == []


def test_at_most_the_newest_thousand_are_ranked():
    first = make_idea()
    same = {"board": first.board, "status": first.status, "state": State.PUBLISHED, **words_of(first.title, "")}
    Idea.objects.bulk_create(Idea(title=first.title, **same) for _ in range(MOST_RANKED))
    found = find(first.board, "bench")
    assert len(found) == MOST_RANKED
    assert first.pk not in found


def test_what_is_found_is_shown_through_the_gate(tom):
    shown, hidden = make_idea(), make_idea(by=tom, state=State.HIDDEN)
    ids = find(shown.board, "bench")
    assert set(ids) == {shown.pk, hidden.pk}
    assert list(Idea.objects.visible_to(AnonymousUser()).filter(pk__in=ids)) == [shown]


def test_similar_titles_come_likest_first_and_strangers_not_at_all():
    close = make_idea(title="A bench at the tram stop")
    closer = make_idea(title="Put a bench at the tram stop in Mill Lane")
    make_idea(title="Raisins in everything")
    make_idea(title="Longer hours on Sunday")
    assert similar(the_board(), "bench at the tram stop") == [close.pk, closer.pk]


def test_similar_titles_are_found_while_typing_and_in_any_script():
    idea = make_idea(title="Ένα τραπέζι στη σκιά")
    make_idea(title="Longer hours on Sunday")
    assert similar(idea.board, "τραπεζ") == [idea.pk]
    assert similar(idea.board, "trapezi") == [idea.pk]


def test_similar_ideas_are_of_the_same_board_and_few():
    board = make_board()
    ideas = [make_idea(board=board) for _ in range(7)]
    make_idea(board=make_board())
    Idea.objects.filter(pk__in=[idea.pk for idea in ideas[:2]]).update(state=State.HIDDEN)
    shown = similar_to(board, AnonymousUser(), ideas[0].title)
    assert {idea.pk for idea in shown} == {idea.pk for idea in ideas[2:]}
    make_idea(board=board)
    assert len(similar_to(board, AnonymousUser(), ideas[0].title)) == 5


def test_one_query_for_one_search(max_queries):
    idea = make_idea()
    with max_queries(1):
        find(idea.board, "bench")
    with max_queries(1):
        similar(idea.board, "bench")
