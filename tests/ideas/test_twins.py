"""Finding ideas that may be the same."""

import pytest

from core.commands import chores
from core.errors import Refused
from core.publication import State
from core.searching import fold
from ideas.actions.comparing import compare_ideas, dismiss_twins, mark_compared, suggest_again
from ideas.actions.submitting import edit_idea
from ideas.likeness import ALIKE, Commonness, Words
from ideas.models import Idea, IdeaBoardPage, Twins
from tests.factories import make_board, make_idea, somebody

pytestmark = pytest.mark.django_db

# A board says many things: without them every word would be rare.
OTHERS = (
    ("Cheaper filter coffee on Mondays", "The week begins badly enough."),
    ("A loyalty card of paper", "I do not want another app on my phone."),
    ("Open at six", "The first bus leaves at a quarter past."),
    ("Music that is not so loud", "One cannot hear one's own words at the counter."),
    ("Decaf that tastes of something", "My doctor says no more caffeine after noon."),
    ("Let us see the roasting plan", "Which beans, which day."),
    ("A shelf for books to swap", "I would bring the first ten."),
    ("Sugar in a bowl again", "The little bags are wasteful."),
    ("Smaller cakes", "One is too much and half is not sold."),
    ("A lamp in every corner", "In winter it is dark at four."),
)


@pytest.fixture
def board():
    board = make_board(slug="ideas")
    author = somebody()
    for title, body in OTHERS:
        make_idea(board=board, by=author, title=title, body=body)
    compare_ideas()
    return board


def say(board, title, body="", **fields):
    return make_idea(board=board, title=title, body=body, **fields)


def suggested():
    return [(twins.older, twins.newer) for twins in Twins.objects.suggested().select_related("older", "newer")]


SAME = [
    ("Oat milk without extra charge", "It costs 60 cents more.", "No extra charge for oat milk", "Why pay for it?"),
    # inflected
    (
        *("Zobeno mlijeko bez doplate", "Zašto se zobeno mlijeko naplaćuje?"),
        *("Ne naplaćujte doplatu za zobeno mlijeko", "Zobenom mlijeku ne treba doplata."),
    ),
    (
        *("Millorar l'enllumenat del parc", "Hi ha poca llum a la nit."),
        *("Millora de l’enllumenament dels parcs", "De nit hi ha molt poca llum."),
    ),
    # accents and case
    ("ΈΝΑ ΤΡΑΠΈΖΙ ΣΤΗ ΣΚΙΆ", "", "Ενα τραπεζι στη σκια", ""),
    # two scripts of one language
    ("Клупа код трамвајске станице", "", "Klupa kod tramvajske stanice", ""),
    ("ספסל ליד תחנת הרכבת", "אין איפה לשבת.", "ספסלים ליד תחנת הרכבת", "אין איפה לשבת בתחנה."),
]


@pytest.mark.parametrize(("title", "body", "other_title", "other_body"), SAME)
def test_what_says_the_same_is_found_in_every_language(board, title, body, other_title, other_body):
    older, newer = say(board, title, body), say(board, other_title, other_body)
    assert compare_ideas() == 2
    assert suggested() == [(older, newer)]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("A jar of buttons", "A lamp for the counter"),
        ("A bench at the tram stop", "A roof over the bicycle stands"),
        ("Music in the morning", "Coffee in the evening"),
    ],
)
def test_what_says_something_else_is_not(board, title, other):
    say(board, title), say(board, other)
    compare_ideas()
    assert suggested() == []


def test_likeness_is_the_same_both_ways_and_from_0_to_1():
    one, other = (Words(fold(title), fold(f"{title} {body}")) for title, body in OTHERS[:2])
    common = Commonness.among(fold(f"{title} {body}") for title, body in OTHERS)
    assert common.likeness(one, one) == pytest.approx(1)
    assert common.likeness(one, other) == common.likeness(other, one) < ALIKE
    assert common.likeness(one, Words("", "")) == 0


@pytest.fixture
def twins(board):
    older, newer = say(board, "Oat milk without extra charge"), say(board, "No extra charge for oat milk")
    compare_ideas()
    return Twins.objects.get(older=older, newer=newer)


def test_why_is_said_in_the_words_of_the_newer_one(twins):
    assert set(twins.shared.split(", ")) == {"charge", "extra", "milk", "oat"}


@pytest.mark.parametrize("state", [State.HIDDEN, State.WAITING, State.WITHDRAWN, State.REJECTED, State.RETURNED])
@pytest.mark.parametrize("side", ["older", "newer"])
def test_what_is_not_public_is_not_spoken_of_until_it_is_again(twins, state, side):
    one = Idea.objects.filter(pk=getattr(twins, f"{side}_id"))
    one.update(state=state)
    assert suggested() == []
    one.update(state=State.PUBLISHED)
    assert len(suggested()) == 1


def test_what_waits_is_compared_when_it_is_published(board):
    older = say(board, "Oat milk without extra charge")
    newer = say(board, "No extra charge for oat milk", state=State.WAITING)
    assert compare_ideas() == 1
    assert suggested() == []
    Idea.objects.filter(pk=newer.pk).update(state=State.PUBLISHED)
    assert compare_ideas() == 1
    assert suggested() == [(older, newer)]


def test_whoever_was_hidden_while_the_other_came_is_found_when_it_is_back(board):
    older = say(board, "Oat milk without extra charge")
    compare_ideas()
    Idea.objects.filter(pk=older.pk).update(state=State.HIDDEN)
    newer = say(board, "No extra charge for oat milk")
    compare_ideas()
    assert suggested() == []
    Idea.objects.filter(pk=older.pk).update(state=State.PUBLISHED)
    assert suggested() == [(older, newer)]


def test_a_merged_idea_is_not_suggested_and_is_again_when_that_is_undone(twins):
    Idea.objects.filter(pk=twins.newer_id).update(merged_into=twins.older_id)
    assert suggested() == []
    Idea.objects.filter(pk=twins.newer_id).update(merged_into=None)
    assert len(suggested()) == 1


def test_boards_are_not_mixed(board):
    say(board, "Oat milk without extra charge")
    say(make_board(), "No extra charge for oat milk")
    compare_ideas()
    assert not Twins.objects.exists()


def test_an_edit_makes_twins_and_ends_them(board):
    author = somebody()
    older = say(board, "Oat milk without extra charge")
    newer = say(board, "A bench at the tram stop", by=author)
    compare_ideas()
    for title, found in (("No extra charge for oat milk", [(older, newer)]), ("A bench at the tram stop", [])):
        newer = edit_idea(newer, by=author, title=title, body="", category=None, version=newer.version)
        assert compare_ideas() == 1
        assert suggested() == found
    assert not Twins.objects.exists()


def test_whatever_is_dismissed_is_never_suggested_again_in_either_direction(twins, bea):
    dismiss_twins(twins, by=bea)
    first = dismiss_twins(twins, by=bea).dismissed_at
    for side in (twins.newer_id, twins.older_id):
        Idea.objects.filter(pk=side).update(is_compared=False)
        compare_ideas()
    Idea.objects.update(is_compared=False)
    compare_ideas()
    twins.refresh_from_db()
    assert (twins.dismissed_at, twins.dismissed_by) == (first, bea)
    assert suggested() == []
    assert Twins.objects.count() == 1


def test_dismissing_can_be_taken_back(twins, bea):
    dismiss_twins(twins, by=bea)
    suggest_again(twins, by=bea)
    suggest_again(twins, by=bea)
    assert len(suggested()) == 1


def test_only_the_team_dismisses(twins, tom):
    for act in (dismiss_twins, suggest_again):
        with pytest.raises(Refused):
            act(twins, by=tom)


def test_comparing_again_changes_nothing(twins):
    assert compare_ideas() == 0
    Idea.objects.update(is_compared=False)
    before = list(Twins.objects.values())
    assert compare_ideas() == len(OTHERS) + 2
    assert list(Twins.objects.values()) == before


def test_whatever_changed_while_it_was_compared_comes_again(board):
    changed, _other = say(board, "Oat milk without extra charge"), say(board, "A window that opens")
    fetched = list(Idea.objects.to_compare())
    Idea.objects.filter(pk=changed.pk).update(version=2)
    mark_compared(fetched)
    assert list(Idea.objects.to_compare()) == [changed]


def test_a_few_at_a_time_and_then_the_rest(board):
    for n in range(5):
        say(board, f"Number {n} of the tram stop")
    assert [compare_ideas(limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_one_that_is_like_everything_is_paired_with_its_likest_alone(board):
    for n in range(9):
        say(board, f"Oat milk without extra charge, please {'x' * n}")
    compare_ideas(limit=20)
    newest = Idea.objects.latest("pk")
    Twins.objects.all().delete()
    Idea.objects.filter(pk=newest.pk).update(is_compared=False)
    compare_ideas()
    assert Twins.objects.of(newest).count() == 5


def test_one_idea_costs_one_query_and_the_size_of_the_board_none(board, count_queries):
    for n in range(3):
        say(board, f"Number {n} of the tram stop", "We wait there every day.")
    few = count_queries(compare_ideas)
    author = somebody()
    for n in range(12):
        say(board, f"The {n}th roof over the bicycle stands", "It rains.", by=author)
    Idea.objects.update(is_compared=True)
    for n in range(3):
        say(board, f"A window {n} that opens", "It is hot.", by=author)
    assert count_queries(compare_ideas) <= few
    assert few <= 3 + 8


def test_sweep_does_it(board):
    say(board, "Oat milk without extra charge"), say(board, "No extra charge for oat milk")
    assert chores["twins"].run() == 2
    assert len(suggested()) == 1


def test_twins_of_a_board_are_those_of_nobody_elses_desk(twins):
    assert Twins.objects.on(IdeaBoardPage.objects.filter(pk=twins.older.board_id)).get() == twins
    assert not Twins.objects.on(IdeaBoardPage.objects.exclude(pk=twins.older.board_id)).exists()
