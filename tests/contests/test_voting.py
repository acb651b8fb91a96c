"""Casting a vote and taking it back: the rules of a contest, what is refused and why, and what is written down."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.actions.placing import place_entries
from contests.actions.voting import cast_vote, withdraw_vote
from contests.kinds import Act, Standing, VoteRule
from contests.models import Entry, EntryVote, ScheduleChange, VoteEvent, VoterKey
from contests.phases import Decides, Phase
from contests.policies.voting import may_vote
from contests.recounting import drift_of
from core.errors import Refused
from core.publication import State
from tests.cast import PASSWORD, make_member
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody
from tests.moderation.test_suspended import suspend

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def entry_in(phase: str = Phase.VOTING, **fields: Any) -> Entry:
    return make_entry(make_contest(phase, **fields), media=False)


def vote(entry: Entry, by: Any, **fields: Any) -> Any:
    """As a request has it: fetched anew."""
    fresh = Entry.objects.for_voting().get(pk=entry.pk)
    return cast_vote(fresh, by=by, traits=None, **fields)


def count_of(entry: Entry) -> int:
    return Entry.objects.get(pk=entry.pk).vote_count


def acts(entry: Entry) -> list[str]:
    return list(VoteEvent.objects.filter(entry_id=entry.pk).order_by("pk").values_list("act", flat=True))


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def url_of(entry: Entry) -> str:
    return reverse("contests:vote", args=[entry.pk])


def test_a_vote_is_counted_and_written_down_under_a_pseudonym(tom):
    entry = entry_in()
    assert vote(entry, tom).standing == Standing.COUNTED
    assert count_of(entry) == 1
    event = VoteEvent.objects.get()
    key = VoterKey.objects.get(member=tom)
    assert (event.act, event.entry_id, event.pseudonym) == (Act.CAST, entry.pk, key.pseudonym)
    assert str(tom.pk) != event.pseudonym
    assert len(event.pseudonym) == 32


def test_voting_twice_counts_once_and_is_one_row(tom):
    entry = entry_in()
    vote(entry, tom)
    vote(entry, tom)
    assert count_of(entry) == 1
    assert acts(entry) == [Act.CAST]


def test_a_vote_can_be_taken_back_and_cast_again(tom):
    entry = entry_in()
    vote(entry, tom)
    assert not withdraw_vote(entry, by=tom).is_cast
    withdraw_vote(entry, by=tom)
    assert count_of(entry) == 0
    assert vote(entry, tom).is_cast
    assert count_of(entry) == 1
    assert acts(entry) == [Act.CAST, Act.WITHDRAW, Act.CAST]
    assert EntryVote.objects.filter(entry=entry).count() == 1


def test_one_member_has_another_pseudonym_in_each_contest(tom):
    vote(entry_in(), tom)
    vote(entry_in(), tom)
    assert VoterKey.objects.filter(member=tom).values("pseudonym").distinct().count() == 2


def test_of_three_votes_in_all_the_fourth_is_refused_and_says_why(tom):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.IN_ALL, vote_limit=3)
    entries = [make_entry(contest, media=False) for _ in range(4)]
    for entry in entries[:3]:
        vote(entry, tom)
    with pytest.raises(Refused, match="cast your 3 votes. Take one back"):
        vote(entries[3], tom)
    withdraw_vote(entries[0], by=tom)
    assert vote(entries[3], tom).used == 3


def test_a_vote_for_an_entry_that_left_the_contest_can_be_given_to_another(tom):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.IN_ALL, vote_limit=1)
    gone, other = make_entry(contest, media=False), make_entry(contest, media=False)
    vote(gone, tom)
    Entry.objects.filter(pk=gone.pk).update(state=State.HIDDEN)
    assert vote(other, tom).is_cast


def test_of_two_votes_a_day_there_are_more_at_midnight_in_the_contests_own_zone(tom):
    noon = datetime(2025, 6, 1, 12, tzinfo=UTC)
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.A_DAY, vote_limit=2, time_zone="Europe/Oslo", at=noon)
    entries = [make_entry(contest, media=False) for _ in range(3)]
    late = datetime(2025, 6, 1, 21, 59, 59, tzinfo=UTC)  # 23:59:59 in Oslo
    vote(entries[0], tom, at=late)
    vote(entries[1], tom, at=late)
    with pytest.raises(Refused, match="more from midnight"):
        vote(entries[2], tom, at=late)
    assert vote(entries[2], tom, at=late + timedelta(seconds=1)).used == 1
    assert vote(entries[0], tom, at=late + timedelta(seconds=2)).used == 2
    assert count_of(entries[0]) == 2


def test_the_same_entry_has_one_vote_a_day_of_one_member(tom):
    entry = entry_in(vote_rule=VoteRule.A_DAY, vote_limit=3)
    vote(entry, tom)
    assert vote(entry, tom).used == 1
    assert count_of(entry) == 1


def test_the_vote_of_an_earlier_day_can_be_taken_back(tom):
    now = timezone.now()
    entry = entry_in(vote_rule=VoteRule.A_DAY)
    yesterday = now - timedelta(days=1)
    vote(entry, tom, at=yesterday)
    vote(entry, tom, at=now)
    assert withdraw_vote(entry, by=tom, day=entry.contest.day_at(yesterday), at=now).is_cast
    assert count_of(entry) == 1


def test_one_second_before_and_after_the_vote_is_refused(tom):
    entry = entry_in()
    contest, second = entry.contest, timedelta(seconds=1)
    with pytest.raises(Refused, match="Voting opens on"):
        vote(entry, tom, at=contest.voting_from - second)
    with pytest.raises(Refused, match="Voting has ended"):
        vote(entry, tom, at=contest.voting_until)
    assert vote(entry, tom, at=contest.voting_from).is_cast
    assert vote(entry, somebody(), at=contest.voting_until - second).is_cast
    with pytest.raises(Refused, match="Voting has ended"):
        withdraw_vote(entry, by=tom, at=contest.voting_until)
    assert count_of(entry) == 2


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ENTRIES, Phase.RESULTS])
def test_in_another_phase_nobody_votes(tom, phase):
    with pytest.raises(Refused, match="Voting"):
        vote(entry_in(phase), tom)


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.REJECTED, State.HIDDEN])
def test_what_is_not_in_the_contest_has_no_votes(tom, state):
    entry = make_entry(make_contest(Phase.VOTING), media=False, state=state)
    with pytest.raises(Refused, match="not in the contest, so nobody"):
        vote(entry, tom)
    assert not VoteEvent.objects.exists()


def test_nor_has_what_was_withdrawn_or_disqualified(tom):
    now = timezone.now()
    withdrawn = make_entry(make_contest(Phase.VOTING), media=False, state=State.WITHDRAWN, withdrawn_at=now)
    with pytest.raises(Refused, match="withdrawn by whoever entered"):
        vote(withdrawn, tom)
    with pytest.raises(Refused, match="disqualified"):
        vote(make_entry(media=False, disqualified_at=now), tom)


def test_what_leaves_the_contest_between_click_and_count_is_not_counted(tom):
    entry = Entry.objects.for_voting().get(pk=entry_in().pk)
    Entry.objects.filter(pk=entry.pk).update(state=State.REJECTED)
    with pytest.raises(Refused, match="any more"):
        cast_vote(entry, by=tom, traits=None)
    assert not EntryVote.objects.exists()
    assert not VoteEvent.objects.exists()


def test_where_a_jury_picks_the_shortlist_only_that_is_voted_for(tom):
    contest = make_contest(Phase.VOTING, decides=Decides.JURY_THEN_PUBLIC)
    with pytest.raises(Refused, match="shortlist"):
        vote(make_entry(contest, media=False), tom)
    assert vote(make_entry(contest, media=False, is_shortlisted=True), tom).is_cast


def test_an_entry_that_waits_or_of_a_contest_that_does_not_vote_is_not_there_for_others(tom):
    waiting = make_entry(make_contest(Phase.VOTING), media=False, state=State.WAITING)
    foreign = make_entry(make_contest(Phase.ENTRIES, shows_entries=False), media=False)
    for entry in (waiting, foreign):
        assert signed_in(tom).post(url_of(entry), {"vote": "on"}).status_code == 404
    assert not VoteEvent.objects.exists()


def test_ones_own_entry_is_refused(tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, media=False)
    with pytest.raises(Refused, match="your own entry"):
        vote(entry, tom)


def test_a_vote_needs_a_confirmed_address():
    member = make_member("nina", verified=False)
    entry = entry_in()
    with pytest.raises(Refused, match="Confirm your e-mail"):
        vote(entry, member)
    EmailAddress.objects.filter(user=member).update(verified=True)
    assert vote(entry, member).is_cast


def test_while_the_contest_stands_still_nobody_votes(tom):
    entry = entry_in()
    pause = ScheduleChange.objects.create(contest=entry.contest, what="paused")
    entry.contest.register.pause = pause
    entry.contest.register.save()
    with pytest.raises(Refused, match="stands still"):
        vote(entry, tom)


def test_who_is_suspended_does_not_vote_and_may_take_a_vote_back(tom, mo):
    entry, other = entry_in(), entry_in()
    vote(entry, tom)
    suspend(tom, mo)
    with pytest.raises(Refused, match="suspended until"):
        vote(other, tom)
    assert not withdraw_vote(entry, by=tom).is_cast


def test_a_visitor_is_asked_to_sign_in(vera):
    verdict = may_vote(vera, entry_in())
    assert verdict.sign_in
    assert "Sign in" in verdict.reason


def test_the_box_says_what_is_left_and_hides_the_figures(tom):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.A_DAY, vote_limit=3)
    entry = make_entry(contest, media=False)
    vote(entry, somebody())
    answer = signed_in(tom).post(url_of(entry), {"vote": "on"}, headers=HTMX)
    assert answer.status_code == 200
    assert f'id="vote-box-{entry.dom_id}"' in answer.text
    assert "2 of 3 votes left today." in answer.text
    assert 'aria-pressed="true"' in answer.text
    assert "data-count" not in answer.text
    assert "<html" not in answer.text


def test_a_browser_gets_a_redirect_to_the_entry(tom):
    entry = entry_in()
    answer = signed_in(tom).post(url_of(entry), {"vote": "on"})
    assert answer.status_code == 302
    assert answer["Location"] == entry.get_absolute_url()


def test_a_refusal_is_an_alert_in_the_box(tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, media=False)
    answer = signed_in(tom).post(url_of(entry), {"vote": "on"}, headers=HTMX)
    assert answer.status_code == 403
    assert re.search(r'role="alert">[^<]*your own entry', answer.text)
    plain = signed_in(tom).post(url_of(entry), {"vote": "on"})
    assert plain.status_code == 403
    assert "your own entry" in plain.text


@pytest.mark.parametrize("sent", [{}, {"vote": ""}, {"vote": "maybe"}, {"vote": "on", "day": "yesterday"}])
def test_what_is_no_vote_changes_nothing(tom, sent):
    entry = entry_in()
    assert signed_in(tom).post(url_of(entry), sent, headers=HTMX).status_code == 422
    assert not VoteEvent.objects.exists()


def test_get_prefetch_and_a_picture_tag_cast_nothing(tom):
    entry = entry_in()
    client = signed_in(tom)
    for headers in ({}, {"Purpose": "prefetch", "Sec-Purpose": "prefetch"}, {"Accept": "image/avif,image/webp,*/*"}):
        assert client.get(url_of(entry), {"vote": "on"}, headers=headers).status_code == 405
        assert client.head(url_of(entry), {"vote": "on"}, headers=headers).status_code == 405
    assert not VoteEvent.objects.exists()


def test_a_post_of_another_site_has_no_token(tom):
    entry = entry_in()
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    assert client.post(url_of(entry), {"vote": "on"}).status_code == 403
    assert not VoteEvent.objects.exists()


def test_a_token_that_is_replayed_sets_the_same_state_and_serves_nobody_else(tom):
    entry = entry_in()
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    page = client.get("/accounts/email/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else page.cookies["csrftoken"].value
    for _ in range(5):
        answer = client.post(url_of(entry), {"vote": "on", "csrfmiddlewaretoken": token})
        assert answer.status_code == 302
    assert count_of(entry) == 1
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(somebody())
    assert stranger.post(url_of(entry), {"vote": "on", "csrfmiddlewaretoken": token}).status_code == 403
    client.logout()
    client.post(url_of(entry), {"vote": "on", "csrfmiddlewaretoken": token})
    assert count_of(entry) == 1


def test_a_visitors_click_is_cast_after_signing_in_and_only_once(client, tom):
    entry = entry_in()
    answer = client.post(url_of(entry), {"vote": "on"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert not VoteEvent.objects.exists()
    client.post("/accounts/login/", {"login": tom.email, "password": PASSWORD})
    assert count_of(entry) == 1
    assert "pending_entry_vote" not in client.session


def test_a_click_from_more_than_half_an_hour_ago_is_forgotten(client, tom):
    entry = entry_in()
    client.post(url_of(entry), {"vote": "on"})
    session = client.session
    session["pending_entry_vote"] |= {"at": (timezone.now() - timedelta(minutes=31)).timestamp()}
    session.save()
    client.post("/accounts/login/", {"login": tom.email, "password": PASSWORD})
    assert not VoteEvent.objects.exists()


def test_whoever_signs_in_to_vote_for_their_own_is_told(client, tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, media=False)
    client.post(url_of(entry), {"vote": "on"})
    answer = client.post("/accounts/login/", {"login": tom.email, "password": PASSWORD}, follow=True)
    assert "your own entry" in answer.text
    assert not VoteEvent.objects.exists()


def test_a_vote_costs_at_most_fourteen_queries(tom, max_queries):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.A_DAY, vote_limit=3)
    entry, client = make_entry(contest, media=False), signed_in(tom)
    client.get("/healthz")
    with max_queries(14):
        assert client.post(url_of(entry), {"vote": "on"}, headers=HTMX).status_code == 200


@pytest.mark.parametrize("is_given", [True, False])
def test_an_entry_that_is_shown_again_gives_nobody_more_votes_than_the_rule(
    tom, is_given, django_capture_on_commit_callbacks
):
    contest = make_contest(Phase.VOTING, vote_rule=VoteRule.IN_ALL, vote_limit=2)
    entries = [make_entry(contest, media=False) for _n in range(3)]
    for entry in entries[:2]:
        cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=tom, traits=None)
    hidden = Entry.objects.select_related("contest").get(pk=entries[0].pk)
    place_entries([hidden.pk], State.HIDDEN, at=timezone.now())
    if is_given:
        cast_vote(Entry.objects.for_voting().get(pk=entries[2].pk), by=tom, traits=None)
    with django_capture_on_commit_callbacks(execute=True):
        place_entries([hidden.pk], State.PUBLISHED, at=timezone.now())
    assert EntryVote.objects.of(tom, contest.pk).counted().count() == 2
    assert Entry.objects.get(pk=hidden.pk).vote_count == int(not is_given)
    why = VoteEvent.objects.order_by("-pk").values_list("why", flat=True)[0]
    assert why == ("given-elsewhere" if is_given else "")
    assert not list(drift_of(contest.pk))
