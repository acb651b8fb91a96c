"""Where the team decides whether two ideas are the same."""

import pytest
from django.urls import reverse

from core.audience.groups import INSIDERS
from core.publication import State
from ideas.models import Idea, Twins
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.ideas.admin.conftest import give_team_rights

pytestmark = pytest.mark.django_db

LIST = "/admin/ideas/twins/"


def make_twins(board=None, *, likeness=0.8, title="Oat milk", by=None):
    older = make_idea(board=board, by=by, title=f"{title} without extra charge", body="It costs 60 cents more.")
    newer = make_idea(board=board, by=by, title=f"No extra charge for {title}", body="Why pay?")
    return Twins.objects.create(older=older, newer=newer, likeness=likeness, shared="oat, milk")


@pytest.fixture
def twins(editor):
    return make_twins()


def test_both_sides_and_the_reason_are_shown(desk, twins):
    shown = desk.get(LIST).text
    for idea in (twins.older, twins.newer):
        assert idea.title in shown
        assert idea.excerpt in shown
        assert reverse("idea_answers:answer", args=[idea.pk]) in shown
    assert "80 % alike" in shown
    assert "oat, milk" in shown
    assert shown.count("1 supporter") == 2


def test_the_likest_stand_first(desk, editor):
    make_twins(likeness=0.5, title="Rye bread")
    make_twins(likeness=0.9, title="Barley")
    shown = desk.get(LIST).text
    assert shown.index("Barley without") < shown.index("Rye bread without")


def test_nothing_to_decide_is_said(desk, editor):
    assert "No two ideas of your boards seem to be the same." in desk.get(LIST).text


def test_what_is_not_the_same_leaves_and_can_come_back(desk, twins, editor):
    answer = desk.post(f"{LIST}{twins.pk}/", {"same": "no"}, follow=True)
    assert "They are not suggested again." in answer.text
    assert 'id="twins-' not in answer.text
    twins.refresh_from_db()
    assert twins.dismissed_by == editor
    answer = desk.post(f"{LIST}{twins.pk}/", {"same": "maybe"}, follow=True)
    assert f'id="twins-{twins.pk}"' in answer.text


def test_the_list_goes_on_at_the_next_pair_and_back_at_the_one_that_came_back(desk, editor):
    lower, upper = make_twins(likeness=0.5, title="Rye bread"), make_twins(likeness=0.9, title="Barley")
    said = {"same": "no", "p": "1"}
    assert desk.post(f"{LIST}{upper.pk}/", said).url == f"{LIST}?dismissed={upper.pk}&p=1#twins-{lower.pk}"
    assert desk.post(f"{LIST}{lower.pk}/", said).url == f"{LIST}?dismissed={lower.pk}&p=1"
    assert desk.post(f"{LIST}{lower.pk}/", {"same": "maybe", "p": "1"}).url == f"{LIST}?p=1#twins-{lower.pk}"


def test_from_beside_an_answer_it_leads_back_there_with_the_way_to_take_it_back(desk, twins):
    beside = f"/admin/ideas/{twins.older_id}/answer/"
    assert f'name="next" value="{beside}"' in desk.get(beside).text
    answer = desk.post(f"{LIST}{twins.pk}/", {"same": "no", "next": beside}, follow=True)
    assert answer.redirect_chain == [(beside, 302)]
    assert f"{LIST}?dismissed={twins.pk}" in answer.text
    elsewhere = {"same": "no", "next": "https://example.com/"}
    assert desk.post(f"{LIST}{twins.pk}/", elsewhere).url.startswith(LIST)


@pytest.mark.parametrize("data", [{}, {"same": ""}, {"same": "yes"}])
def test_what_says_neither_changes_nothing(desk, twins, data):
    assert desk.post(f"{LIST}{twins.pk}/", data).status_code == 302
    assert desk.get(f"{LIST}{twins.pk}/", {"same": "no"}).status_code == 302
    assert Twins.objects.suggested().exists()


def test_twice_at_once_is_once(desk, twins, client, ada, editor):
    desk.post(f"{LIST}{twins.pk}/", {"same": "no"})
    client.force_login(ada)
    assert client.post(f"{LIST}{twins.pk}/", {"same": "no"}).status_code == 302
    twins.refresh_from_db()
    assert twins.dismissed_by == editor


def test_the_desk_the_home_of_the_admin_and_the_answer_screen_say_how_many(desk, twins):
    assert "Maybe the same" in desk.get("/admin/ideas/").text
    assert LIST in desk.get("/admin/ideas/").text
    assert "1 pair of ideas may be the same" in desk.get("/admin/").text
    beside = desk.get(f"/admin/ideas/{twins.older_id}/answer/").text
    assert "May be the same as" in beside
    assert twins.newer.title in beside
    Idea.objects.filter(pk=twins.newer_id).update(state=State.HIDDEN)
    assert "May be the same as" not in desk.get(f"/admin/ideas/{twins.older_id}/answer/").text
    assert "may be the same" not in desk.get("/admin/").text


def test_nothing_of_a_board_that_is_not_theirs_is_told(client, lars, ines):
    theirs, other = make_board(slug="theirs"), make_board(slug="secret-board")
    twins = make_twins(other, title="Zanzibar")
    make_twins(theirs, title="Barley")
    client.force_login(give_team_rights(lars, theirs))
    shown = client.get(LIST).text
    assert "Barley" in shown
    assert "Zanzibar" not in shown
    assert "1 pair of ideas" in client.get("/admin/").text
    assert client.post(f"{LIST}{twins.pk}/", {"same": "no"}).status_code == 404
    Twins.objects.filter(pk=twins.pk).update(dismissed_by=lars, dismissed_at=twins.found_at)
    assert "Zanzibar" not in client.get(LIST, {"dismissed": twins.pk}).text


def test_nothing_of_a_closed_board_is_told_to_an_editor_outside(desk, editor):
    board = make_board(slug="closed")
    twins = make_twins(board, title="Zanzibar")
    close(board, INSIDERS)
    assert "Zanzibar" not in desk.get(LIST).text
    assert "may be the same" not in desk.get("/admin/").text
    assert desk.post(f"{LIST}{twins.pk}/", {"same": "no"}).status_code == 404


@pytest.mark.parametrize("given", ["x", "9" * 30, "-1", "0"])
def test_a_page_that_never_was_is_the_first(desk, twins, given):
    assert desk.get(LIST, {"p": given, "dismissed": given}).status_code == 200


def test_who_may_not_answer_may_not_tell_apart(client, twins, mo, tom):
    for person in (mo, tom):
        client.force_login(person)
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}{twins.pk}/", {"same": "no"}).status_code == 403
    assert Twins.objects.suggested().exists()


def test_many_pairs_cost_the_same(desk, editor, count_queries):
    author = somebody()
    make_twins(by=author)
    desk.get(LIST)
    few = count_queries(lambda: desk.get(LIST))
    for n in range(8):
        make_twins(title=f"Tea {n}", by=author)
    assert count_queries(lambda: desk.get(LIST)) == few
