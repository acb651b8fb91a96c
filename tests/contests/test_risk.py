"""Risk: what a machine casts is held, what a school casts counts, and nobody is blocked by an address alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.actions.voting import cast_vote, withdraw_vote
from contests.actions.watching import watch, watch_lately
from contests.kinds import Standing
from contests.models import Entry, EntryVote, VoteEvent
from contests.phases import Phase
from contests.recounting import drift_of
from contests.risk import RUN, WORDS, Traits, beats, is_throwaway, traits_of
from core.members.models import User
from tests.cast import make_member
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db
SCHOOL = traits_of("203.0.113.7", "Tablet", "nb", contest_id=1)


@pytest.fixture
def entry() -> Entry:
    return make_entry(make_contest(Phase.VOTING), media=False)


def fresh(entry: Entry) -> Entry:
    return Entry.objects.for_voting().get(pk=entry.pk)


def joined(at: datetime, *, domain: str = "") -> User:
    member = somebody()
    member.date_joined = at
    if domain:
        member.email = f"{member.handle}@{domain}"
    member.save()
    return member


def held(entry: Entry) -> int:
    return EntryVote.objects.filter(entry=entry, standing=Standing.HELD).count()


def evenly(begin: datetime, count: int, *, seconds: float, jitter: float = 0.1) -> Iterator[datetime]:
    dice, at = Random(5), begin
    for _ in range(count):
        at += timedelta(seconds=seconds * dice.uniform(1 - jitter, 1 + jitter))
        yield at


def by_chance(begin: datetime, count: int, *, within: timedelta) -> list[datetime]:
    dice = Random(5)
    return sorted(begin + within * dice.random() for _ in range(count))


def test_three_hundred_honest_votes_of_one_school_in_one_lesson_count(entry):
    """One network, one sort of device, accounts of the same morning, all for one entry."""
    begin = timezone.now() - timedelta(hours=1)
    for at in by_chance(begin, 300, within=timedelta(minutes=45)):
        cast_vote(fresh(entry), by=joined(at - timedelta(minutes=3)), traits=SCHOOL, at=at)
    watch_lately()
    watch(entry.contest)
    assert held(entry) <= 6
    assert Entry.objects.get(pk=entry.pk).vote_count >= 294


def test_a_new_account_every_five_seconds_is_held_also_before_the_rhythm_showed(entry):
    begin = timezone.now() - timedelta(minutes=10)
    for number, at in enumerate(evenly(begin, 80, seconds=5)):
        traits = Traits(network=f"net-{number % 7}", device=f"device-{number % 2}")
        cast_vote(fresh(entry), by=joined(at - timedelta(minutes=1)), traits=traits, at=at)
    assert 0 < held(entry) < 80
    watch_lately()
    assert held(entry) >= 72
    assert Entry.objects.get(pk=entry.pk).vote_count == 80 - held(entry)
    assert list(drift_of(entry.contest_id)) == []


def test_honest_votes_in_between_still_count(entry):
    begin = timezone.now() - timedelta(minutes=10)
    old = begin - timedelta(days=90)
    honest = [
        (at, joined(old), Traits(f"home-{n}", "phone"))
        for n, at in enumerate(by_chance(begin, 20, within=timedelta(minutes=6)))
    ]
    false = [(at, joined(at - timedelta(minutes=1)), Traits("rack", "robot")) for at in evenly(begin, 60, seconds=5)]
    for at, who, traits in sorted([*honest, *false], key=lambda row: row[0]):
        cast_vote(fresh(entry), by=who, traits=traits, at=at)
    watch_lately()
    theirs = EntryVote.objects.filter(entry=entry, standing=Standing.HELD)
    assert theirs.exclude(network="rack").count() == 0
    assert theirs.count() >= 54


def test_accounts_that_were_made_at_even_intervals_are_held_whenever_they_vote(entry):
    begin = timezone.now() - timedelta(hours=2)
    births = list(evenly(begin - timedelta(hours=1), 60, seconds=5))
    Random(3).shuffle(births)
    for birth, at in zip(births, by_chance(begin, 60, within=timedelta(hours=1)), strict=True):
        cast_vote(fresh(entry), by=joined(birth), traits=Traits(), at=at)
    watch(entry.contest)
    assert held(entry) >= 54


def test_a_thousand_accounts_at_one_throwaway_domain_are_held_and_none_is_turned_away(entry):
    """Each is held on its own, so forty tell as much as a thousand; the benchmark casts them all."""
    begin = timezone.now() - timedelta(hours=1)
    for at in by_chance(begin, 40, within=timedelta(minutes=50)):
        who = joined(at - timedelta(days=40), domain="inbox.mailinator.com")
        assert cast_vote(fresh(entry), by=who, traits=Traits(), at=at).is_cast
    assert held(entry) == 40
    assert Entry.objects.get(pk=entry.pk).vote_count == 0


def test_a_site_names_domains_of_its_own(settings):
    settings.THROWAWAY_MAIL_DOMAINS = frozenset({"gone.example"})
    assert is_throwaway("a@gone.example")
    assert is_throwaway("a@deep.gone.example")
    assert not is_throwaway("a@notgone.example")
    assert is_throwaway("a@MAILINATOR.com")
    assert not is_throwaway("a@example.com")


def test_one_address_alone_never_holds_a_vote(entry):
    now = timezone.now()
    for at in by_chance(now - timedelta(minutes=30), 60, within=timedelta(minutes=20)):
        cast_vote(fresh(entry), by=joined(now - timedelta(days=90)), traits=SCHOOL, at=at)
    watch_lately()
    assert held(entry) == 0


def test_whoever_is_held_is_told_that_somebody_looks(entry):
    who = make_member("rob")
    User.objects.filter(pk=who.pk).update(email="rob@yopmail.com")
    client = Client()
    client.force_login(User.objects.get(pk=who.pk))
    answer = client.post(reverse("contests:vote", args=[entry.pk]), {"vote": "on"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'aria-pressed="true"' in answer.text
    assert "looked at before it counts" in answer.text


def test_what_was_held_is_held_again_when_it_is_taken_back_and_cast_anew(entry):
    who = joined(timezone.now() - timedelta(days=90))
    cast_vote(fresh(entry), by=who, traits=None)
    EntryVote.objects.update(standing=Standing.HELD, score=80, reasons=["rhythm"])
    Entry.objects.filter(pk=entry.pk).update(vote_count=0)
    withdraw_vote(fresh(entry), by=who)
    assert cast_vote(fresh(entry), by=who, traits=None).standing == Standing.HELD
    assert list(VoteEvent.objects.order_by("pk").values_list("act", "why"))[-2:] == [("cast", ""), ("hold", "before")]


def test_hashes_tell_the_same_network_and_not_which():
    one, same = (traits_of(address, "UA", "en", contest_id=1) for address in ("192.0.2.5", "192.0.2.200"))
    assert one == same
    assert traits_of("192.0.3.5", "UA", "en", contest_id=1).network != one.network
    assert traits_of("192.0.2.5", "UA", "en", contest_id=2) != one
    six = [traits_of(address, "", "", contest_id=1).network for address in ("2001:db8:1:2::5", "2001:db8:1:ffff::9")]
    assert six[0] == six[1]
    mapped = traits_of("::ffff:192.0.2.9", "UA", "en", contest_id=1)
    assert mapped == one
    assert "192" not in one.network
    assert len(traits_of("nonsense", "", "", contest_id=1).network) == 16


def test_a_forwarding_header_of_a_stranger_changes_nothing(entry):
    client, member = Client(), somebody()
    client.force_login(member)
    url = reverse("contests:vote", args=[entry.pk])
    spoofed = {"X-Forwarded-For": "198.51.100.1", "X-Real-Ip": "198.51.100.1", "Forwarded": "for=198.51.100.1"}
    client.post(url, {"vote": "on"}, headers=spoofed, REMOTE_ADDR="203.0.113.7")
    [vote] = EntryVote.objects.all()
    assert vote.network == traits_of("203.0.113.7", "", "", contest_id=entry.contest_id).network


def test_behind_our_own_proxy_the_last_stranger_is_the_address(entry, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    client, member = Client(), somebody()
    client.force_login(member)
    spoofed = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    client.post(reverse("contests:vote", args=[entry.pk]), {"vote": "on"}, headers=spoofed, REMOTE_ADDR="10.1.2.3")
    [vote] = EntryVote.objects.all()
    assert vote.network == traits_of("203.0.113.7", "", "", contest_id=entry.contest_id).network


def test_chance_has_no_rhythm_and_a_machine_has():
    dice = Random(1)
    for _ in range(200):
        assert not beats(sorted(dice.uniform(0, 3_000) for _ in range(60))).sure
    assert len(beats([5.0 * n for n in range(60)]).sure) == 60
    assert not beats([5.0 * n for n in range(RUN - 1)]).sure


def test_what_comes_by_chance_between_two_beats_is_no_beat_for_sure():
    times = sorted([*(5.0 * n for n in range(60)), 51.2, 103.9, 204.0])
    found = beats(times)
    assert not {times.index(chance) for chance in (51.2, 103.9, 204.0)} & found.sure
    assert len(found.sure) >= 50


def test_every_reason_has_words():
    assert all(str(words) for words in WORDS.values())


def fields_of(vote: EntryVote) -> dict[str, Any]:
    return {name: getattr(vote, name) for name in ("network", "device", "reasons")}


def test_a_vote_row_holds_neither_address_nor_browser_nor_name(entry):
    client, member = Client(), somebody()
    client.force_login(member)
    headers = {"User-Agent": "Secret/1.0", "Accept-Language": "nb"}
    client.post(reverse("contests:vote", args=[entry.pk]), {"vote": "on"}, headers=headers, REMOTE_ADDR="203.0.113.7")
    said = str(fields_of(EntryVote.objects.get())) + str(VoteEvent.objects.values().get())
    for word in ("203.0", "Secret", member.email, member.handle):
        assert word not in said
