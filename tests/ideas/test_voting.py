from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import Refused
from core.ranking import hot_moment, logaddexp
from ideas.actions.heat import support_in
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import Idea, Vote
from tests.cast import PASSWORD
from tests.factories import make_board, make_idea, somebody
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def vote_url(idea):
    return reverse("ideas:vote", args=[idea.pk])


def test_the_author_supports_their_own_idea_from_the_start(tom):
    idea = make_idea(by=tom)
    assert idea.vote_count == 1
    assert Vote.objects.filter(idea=idea, voter=tom).exists()


def test_voting_twice_counts_once(tom):
    idea = make_idea()
    cast_vote(idea, by=tom)
    idea = cast_vote(idea, by=tom)
    assert idea.vote_count == 2
    assert idea.has_my_vote
    assert Vote.objects.filter(idea=idea).count() == 2


def test_withdrawing_takes_the_vote_back_and_again_changes_nothing(tom):
    idea = make_idea()
    before = idea.hot_score
    cast_vote(idea, by=tom)
    withdraw_vote(idea, by=tom)
    idea = withdraw_vote(idea, by=tom)
    assert idea.vote_count == 1
    assert not idea.has_my_vote
    assert idea.hot_score == pytest.approx(before, abs=1e-6)


def test_a_finished_idea_refuses_votes_and_says_why(tom):
    idea = make_idea(status="launched")
    with pytest.raises(Refused, match="ended"):
        cast_vote(idea, by=tom)
    with pytest.raises(Refused, match="ended"):
        withdraw_vote(idea, by=tom)


def test_an_idea_that_closes_between_look_and_vote_keeps_no_vote(tom):
    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).update(open_to_votes=False)
    with pytest.raises(Refused, match="ended"):
        cast_vote(idea, by=tom)
    assert not Vote.objects.filter(idea=idea, voter=tom).exists()


def test_a_visitor_is_told_to_sign_in(vera):
    with pytest.raises(Refused, match="Sign in"):
        cast_vote(make_idea(), by=vera)


def test_hot_is_the_logarithm_of_all_votes_each_halved_every_seven_days(tom, ines):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    idea = make_idea(at=start)
    cast_vote(idea, by=tom, at=start + timedelta(days=7))
    idea = cast_vote(idea, by=ines, at=start + timedelta(days=14))
    last = hot_moment(start + timedelta(days=14), half_life_days=7)
    # 1 + ½ + ¼: the last vote counts in full, the one a half-life before it half, the first a quarter.
    assert idea.hot_score == pytest.approx(last + 0.5596157879, abs=1e-6)
    assert support_in([idea.pk])[idea.pk]["hot_score"] == pytest.approx(idea.hot_score, abs=1e-6)


def test_hot_survives_votes_that_are_years_apart(tom):
    start = datetime(2016, 1, 1, tzinfo=UTC)
    idea = make_idea(at=start)
    now = start + timedelta(days=365 * 20)
    idea = cast_vote(idea, by=tom, at=now)
    assert idea.hot_score == pytest.approx(hot_moment(now, half_life_days=7), abs=1e-6)
    assert support_in([idea.pk])[idea.pk]["hot_score"] == pytest.approx(idea.hot_score, abs=1e-6)


def test_imported_support_is_part_of_the_heat():
    idea = make_idea(imported_support=40)
    born = hot_moment(idea.created_at, half_life_days=7)
    assert support_in([idea.pk])[idea.pk]["hot_score"] == pytest.approx(logaddexp(born + 3.6888794541, born), abs=1e-4)


def test_htmx_gets_the_vote_box_and_a_browser_goes_back(client, tom):
    idea = make_idea()
    client.force_login(tom)
    answer = client.post(vote_url(idea), {"vote": "on"})
    assert answer.status_code == 302
    assert answer["Location"] == idea.get_absolute_url()
    answer = client.post(vote_url(idea), {"vote": "on"}, headers=HTMX)
    assert f'id="vote-box-{idea.dom_id}"' in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert "data-count>2<" in answer.text
    assert "<html" not in answer.text


def test_one_never_returns_to_an_address_that_only_takes_a_post(client, tom):
    idea = make_idea(by=tom)
    client.force_login(tom)
    page = client.post(f"/idea/{idea.pk}/note/", {"body": ""})  # shows the idea's page there, with its vote box
    assert 'name="vote"' in page.text
    answer = client.post(vote_url(idea), {"vote": "on"}, headers={"Referer": f"http://testserver/idea/{idea.pk}/note/"})
    assert answer["Location"] == idea.get_absolute_url()


def test_without_javascript_one_returns_to_the_list_where_one_was(client, tom):
    idea = make_idea()
    client.force_login(tom)
    there = "http://testserver/ideas/?sort=new"
    assert client.post(vote_url(idea), {"vote": "on"}, headers={"Referer": there})["Location"] == there
    elsewhere = client.post(vote_url(idea), {"vote": "off"}, headers={"Referer": "https://evil.example/"})
    assert elsewhere["Location"] == idea.get_absolute_url()


def test_a_closed_idea_answers_403_with_the_reason(client, tom):
    idea = make_idea(status="not-planned")
    client.force_login(tom)
    for headers in ({}, HTMX):
        answer = client.post(vote_url(idea), {"vote": "on"}, headers=headers)
        assert answer.status_code == 403
        assert 'role="alert"' in answer.text
        assert "Voting on this idea has ended." in answer.text


def test_a_withdrawn_idea_takes_no_votes_and_no_comments_and_says_why(client, tom):
    idea = make_idea(state="withdrawn")
    client.force_login(tom)
    for address, words in (
        (vote_url(idea), {"vote": "on"}),
        (reverse("ideas:comments", args=[idea.pk]), {"body": "x"}),
    ):
        answer = client.post(address, words)
        assert answer.status_code == 403
        assert "Its author withdrew this idea." in answer.text


@pytest.mark.parametrize("said", ["maybe", "", None, "ON", "1"])
def test_anything_but_on_and_off_changes_nothing(client, tom, said):
    idea = make_idea()
    client.force_login(tom)
    answer = client.post(vote_url(idea), {} if said is None else {"vote": said})
    assert answer.status_code == 422
    assert not Vote.objects.filter(voter=tom).exists()


def test_a_get_never_votes(client, tom):
    idea = make_idea()
    client.force_login(tom)
    assert client.get(vote_url(idea), {"vote": "on"}).status_code == 405
    assert not Vote.objects.filter(voter=tom).exists()


def test_a_vote_needs_the_csrf_token(tom):
    from_elsewhere = Client(enforce_csrf_checks=True)
    idea = make_idea()
    from_elsewhere.force_login(tom)
    assert from_elsewhere.post(vote_url(idea), {"vote": "on"}).status_code == 403
    assert not Vote.objects.filter(voter=tom).exists()


@pytest.mark.parametrize("state", ["hidden", "rejected", "waiting"])
def test_what_is_not_published_does_not_exist_for_others(client, tom, state):
    idea = make_idea(state=state)
    client.force_login(tom)
    assert client.post(vote_url(idea), {"vote": "on"}).status_code == 404
    assert client.post(reverse("ideas:vote", args=[10**12]), {"vote": "on"}).status_code == 404


def test_a_visitors_vote_survives_signing_in(client, tom):
    idea = make_idea()
    answer = client.post(vote_url(idea), {"vote": "on"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    client.post(answer["Location"], {"login": tom.email, "password": PASSWORD})
    assert Vote.objects.filter(idea=idea, voter=tom).exists()
    assert Idea.objects.get(pk=idea.pk).vote_count == 2


def test_htmx_is_sent_to_the_log_in_as_a_whole_page(client):
    answer = client.post(vote_url(make_idea()), {"vote": "on"}, headers=HTMX)
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_a_pending_vote_is_forgotten_after_half_an_hour(client, tom):
    idea = make_idea()
    client.post(vote_url(idea), {"vote": "on"})
    session = client.session
    session["pending_vote"] = {**session["pending_vote"], "at": session["pending_vote"]["at"] - 31 * 60}
    session.save()
    client.post(reverse("account_login"), {"login": tom.email, "password": PASSWORD})
    assert not Vote.objects.filter(voter=tom).exists()


def test_a_pending_vote_on_an_idea_that_closed_meanwhile_is_explained(client, tom):
    idea = make_idea()
    client.post(vote_url(idea), {"vote": "on"})
    Idea.objects.filter(pk=idea.pk).update(open_to_votes=False)
    answer = client.post(reverse("account_login"), {"login": tom.email, "password": PASSWORD}, follow=True)
    assert "Voting on this idea has ended." in answer.text


def test_a_vote_costs_at_most_nine_queries(client, tom, max_queries):
    idea = make_idea()
    client.force_login(tom)
    with max_queries(9):
        assert client.post(vote_url(idea), {"vote": "on"}, headers=HTMX).status_code == 200


@pytest.mark.once
def test_too_many_votes_a_minute_answer_429_with_retry_after(client, tom, rate_limits):
    idea = make_idea()
    client.force_login(tom)
    ways = ({}, HTMX)
    answers = answers_until_refused(
        lambda n: client.post(vote_url(idea), {"vote": "on"}, headers=ways[n % 2]), allowed=120
    )
    assert {answer.status_code for answer in answers[:-1]} == {200, 302}


def test_a_board_with_another_half_life_cools_faster(tom):
    slow, fast = make_board(half_life_days=14), make_board(half_life_days=1)
    start = datetime(2026, 3, 1, tzinfo=UTC)
    for board, expected in ((slow, 14), (fast, 1)):
        idea = make_idea(board=board, at=start, by=somebody())
        assert idea.hot_score == pytest.approx(hot_moment(start, half_life_days=expected))


def test_the_database_keeps_one_vote_a_member(tom):
    idea = make_idea()
    assert Vote.objects.record(idea.pk, tom.pk, at=datetime.now(UTC))
    assert not Vote.objects.record(idea.pk, tom.pk, at=datetime.now(UTC))


def test_the_box_on_the_board_sends_to_the_ideas_own_address(client):
    idea = make_idea(board=make_board(slug="ideas"))
    page = client.get("/ideas/").text
    assert f'<form id="vote-box-{idea.dom_id}"' in page
    assert f'action="{vote_url(idea)}" hx-post="{vote_url(idea)}"' in page
