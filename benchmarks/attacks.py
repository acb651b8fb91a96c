"""Two simulated attacks and a lesson in a school: the share of honest and of false votes that is held.

Votes are cast by the verb with made-up times and traits; then the sweep looks at them, as it does every minute.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from benchmarks.contest_world import LONG_AGO, entries_in, newcomers, the_contest
from benchmarks.measuring import Row
from benchmarks.world import World
from contests.actions.voting import cast_vote
from contests.actions.watching import watch
from contests.kinds import Standing
from contests.models import Entry, EntryVote
from contests.risk import Traits
from core.members.models import User

Cast = tuple[datetime, User, Traits, bool]  # and whether it is honest
dice = Random(7)


def measure(world: World) -> list[Row]:
    count = 1_000 if world.rounds > 5 else 200
    begin = timezone.now() - timedelta(hours=3)
    scenes = {
        "a school: 300 votes from one network and one sort of device in one lesson": [*_school(begin)],
        f"{count:,} accounts at one throwaway domain, among honest ones": [*_throwaway(begin, count), *_town(begin)],
        f"a new account every 5 seconds, {count // 2:,} of them, among honest ones": [
            *_rhythm(begin, count // 2),
            *_town(begin),
        ],
    }
    return [_row(what, votes) for what, votes in scenes.items()]


def _row(what: str, votes: list[Cast]) -> Row:
    contest = the_contest()
    [pk] = entries_in(contest, 1)
    honest: dict[datetime, bool] = {}
    for at, who, traits, is_honest in sorted(votes, key=lambda vote: vote[0]):
        cast_vote(Entry.objects.for_voting().get(pk=pk), by=who, traits=traits, at=at)
        honest[at] = is_honest
    watch(contest)
    held = set(EntryVote.objects.filter(entry=pk, standing=Standing.HELD).values_list("at", flat=True))
    shares = {
        kind: sum(at in held for at in those) / len(those)
        for kind, wanted in (("honest", True), ("false", False))
        if (those := [at for at, is_honest in honest.items() if is_honest is wanted])
    }
    met = shares.get("honest", 0) <= 0.02 and shares.get("false", 1) >= 0.9
    said = ", ".join(f"{share:.1%} of {kind}" for kind, share in shares.items())
    return Row(f"votes held: {what}", said, "honest ≤ 2 %, false ≥ 90 %", met, shares)


def _school(begin: datetime) -> Iterator[Cast]:
    """Everybody has made an account this morning, and votes for the class mate."""
    for who in newcomers(300, domain="school.example"):
        at = begin + timedelta(minutes=45 * dice.random())
        yield at, _joined(who, at - timedelta(minutes=20 * dice.random())), Traits("school", "tablet"), True


def _town(begin: datetime) -> Iterator[Cast]:
    """Three hundred people, a fifth of them new, from networks and devices of their own."""
    for number, who in enumerate(newcomers(300)):
        at = begin + timedelta(minutes=100 * dice.random())
        age = timedelta(hours=dice.random()) if number % 5 == 0 else LONG_AGO
        yield at, _joined(who, at - age), Traits(f"home-{number % 250}", f"phone-{dice.randrange(40)}"), True


def _throwaway(begin: datetime, count: int) -> Iterator[Cast]:
    for number, who in enumerate(newcomers(count, domain="mailinator.com")):
        at = begin + timedelta(minutes=100 * dice.random())
        yield at, _joined(who, at - timedelta(days=3)), Traits(f"net-{number % 90}", f"device-{number % 20}"), False


def _rhythm(begin: datetime, count: int) -> Iterator[Cast]:
    at = begin + timedelta(minutes=10)
    for number, who in enumerate(newcomers(count)):
        at += timedelta(seconds=5 * dice.uniform(0.9, 1.1))
        yield at, _joined(who, at - timedelta(seconds=40)), Traits(f"net-{number % 90}", f"device-{number % 20}"), False


def _joined(who: User, at: datetime) -> User:
    User.objects.filter(pk=who.pk).update(date_joined=at)
    who.date_joined = at
    return who
