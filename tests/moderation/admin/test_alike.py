"""The same words elsewhere stand beside a case, and cases are found by their words."""

import pytest

from core.audience.groups import INSIDERS
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import submit_idea
from ideas.models import Idea
from moderation.actions.opening import open_case
from moderation.admin.alike import alike
from moderation.registries import Review
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.moderation.admin.forms import QUEUE, case_url, soup_of, words_of
from tests.moderation.things import case_of, reported_idea

pytestmark = pytest.mark.django_db

ADVERT = "Our cheap machines brew better coffee than any shop could ever hope to."


@pytest.fixture
def reviewed():
    return make_board(review=Review.EVERYTHING)


def sent(board, *, by=None, title="Machines"):
    return submit_idea(board, by=by or somebody(), title=title, body=ADVERT)


def test_the_same_sentence_in_other_things_is_named(desk, reviewed):
    first, second = sent(reviewed, title="Machines, once"), sent(reviewed, title="Machines, twice")
    comment = add_comment(make_idea(), by=somebody(), body=f"By the way. {ADVERT}")
    context = soup_of(desk.get(case_url(case_of(second)))).select_one(".queue-context")
    assert "Machines, once" in words_of(context)
    assert "By the way." in words_of(context)
    assert context.select_one(f'a[href="{case_url(case_of(first))}"]')
    assert "Machines, twice" not in words_of(context)
    assert comment.pk


def test_it_costs_no_more_when_there_are_many(desk, reviewed, mo, count_queries):
    thing = sent(reviewed)
    sent(reviewed)
    few = count_queries(lambda: alike(case_of(thing), by=mo))
    for _n in range(5):
        sent(reviewed)
    assert count_queries(lambda: alike(case_of(thing), by=mo)) == few


def test_what_stands_behind_a_closed_door_is_not_named_to_who_is_outside(reviewed, mo, ada):
    inside = make_board(slug="inside")
    sent(inside, title="Secret")
    thing = sent(reviewed)
    close(inside, INSIDERS)
    assert alike(case_of(thing), by=mo) == []
    assert [one.piece.title for one in alike(case_of(thing), by=ada)] == ["Secret"]


def test_what_is_gone_is_not_named(reviewed, mo):
    sent(reviewed)
    thing = sent(reviewed)
    Idea.objects.exclude(pk=thing.pk).delete()
    assert alike(case_of(thing), by=mo) == []


@pytest.mark.parametrize("asked", ["benches", "BENCHES", "bench"])
def test_a_case_is_found_by_its_words(desk, asked):
    found, other = reported_idea(title="More benches"), reported_idea(title="Fewer queues")
    page = soup_of(desk.get(QUEUE, {"q": asked}))
    assert page.select_one(f'[data-case="{case_of(found).pk}"]')
    assert not page.select_one(f'[data-case="{case_of(other).pk}"]')


def test_so_is_a_comment(desk, tom):
    comment = add_comment(make_idea(), by=tom, body="A parasol would help.")
    case = open_case("idea-comment", comment, reason="is_reported")
    assert soup_of(desk.get(QUEUE, {"q": "parasol"})).select_one(f'.queue-row[data-case="{case.pk}"]')
