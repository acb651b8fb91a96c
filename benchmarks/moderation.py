"""The moderators' queue on 50 and on 50,000 open cases, what one decision costs, and what many at once cost."""

import itertools
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.clients import floor_handler, get, handler, post, sign_in
from benchmarks.measuring import Row, at_most, interleaved, no_more
from benchmarks.world import World
from core.audience.groups import MODERATORS
from core.members.models import User
from core.publication import State
from core.wsgi import Application
from ideas.models import Idea
from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk
from moderation.actions.claiming import claim_next
from moderation.models import Case
from moderation.queue import Asked, to_pull

FEW, MANY = 50, 50_000
BULK, SMALL_BULK = 500, 50
CALLS = 5


def measure(world: World) -> list[Row]:
    moderator, other = _moderators(world)
    cookies = sign_in(moderator)
    ours = handler()
    rows = [_page(world, FEW, ours, cookies)]
    rows += [_page(world, MANY, ours, cookies), _next(world, moderator)]
    return [*rows, *_decision(world, ours, cookies), _bulk(moderator, other)]


def _moderators(world: World) -> list[User]:
    pair, group = world.members(3)[1:], Group.objects.get(name=MODERATORS)
    group.permissions.add(Permission.objects.get(codename="moderate"))  # an older database may lack it
    for moderator in pair:
        moderator.groups.add(group)
    return pair


def _fill(world: World, count: int) -> None:
    """So many open cases about published ideas of the large board, some older and some heavier than others."""
    Case.objects.filter(decisions=None).delete()
    now = timezone.now()
    ideas = Idea.objects.filter(board=world.large, state="published", author__isnull=False).order_by("-pk")
    ideas = ideas.exclude(author__in=_moderators(world))
    Case.objects.bulk_create(
        (
            Case(
                kind="idea",
                subject_id=pk,
                author_id=author,
                is_waiting=n % 3 > 0,
                is_reported=n % 3 == 0,
                opened_at=now - timedelta(minutes=n % 5_000),
                urgent_since=now - timedelta(minutes=n * 7 % 9_000),
            )
            for n, (pk, author) in enumerate(ideas.values_list("pk", "author")[:count])
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE moderation_case")


def _page(world: World, count: int, ours: Application, cookies: dict[str, str]) -> Row:
    _fill(world, count)
    url = reverse("moderation_queue:index")
    get(ours, url, cookies)
    with CaptureQueriesContext(connection) as seen:
        get(ours, url, cookies)
    return no_more(f"queue page at {count:,} open cases: queries", len(seen), 20, "queries")


def _next(world: World, moderator: User) -> Row:
    """Of the database alone. Taken back each time, so that the same case is the most urgent."""
    seen = []
    for _round in range(world.rounds):
        spent: list[float] = []
        with transaction.atomic(), connection.execute_wrapper(_timing(spent)):
            claim_next(to_pull(Asked(), by=moderator), by=moderator)
            transaction.set_rollback(True)
        seen.append(sum(spent))
    figures = {"all": [round(one, 2) for one in seen]}
    return no_more(f"the next of {MANY:,} cases: time of the database", median(seen), 5, "ms", **figures)


def _timing(spent: list[float]) -> Callable[..., Any]:
    def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter() - started) * 1000)

    return timed


def _decision(world: World, ours: Application, cookies: dict[str, str]) -> list[Row]:
    """POST of an approval, as htmx sends it: the answer is the next case. Beside it the floor's vote."""
    rounds = world.rounds * 3  # both are short: more of them, so that one slow moment of the machine tells nothing
    calls = rounds * CALLS + 3
    waiting = iter(_waiting(calls))
    votes, voters = iter(world.votable(calls)), itertools.cycle([sign_in(member) for member in world.members(40)[3:]])
    bare = floor_handler()

    def decide() -> bytes:
        url = reverse("moderation_queue:decide", args=[next(waiting)])
        return post(ours, url, {"act": "approve", "version": "1"}, cookies)

    def vote() -> bytes:
        return post(bare, f"/idea/{next(votes)}/vote/", {"vote": "on"}, next(voters))

    decide()
    with CaptureQueriesContext(connection) as seen:
        decide()
    queries = len(seen)
    beside = reverse("moderation_queue:context", args=[Case.objects.open().order_by("urgent_since", "pk")[0].pk])
    acts = {"decision": decide, "vote, floor": vote, "context": lambda: get(ours, beside, cookies)}
    found = interleaved(acts, rounds=rounds, calls=CALLS)
    cpu = {name: round(figure.cpu, 2) for name, figure in found.items()}
    floor = found["vote, floor"].cpu
    return [
        no_more("one decision, the next case drawn: queries", queries, 30, "queries"),
        at_most("one decision, CPU: against the floor's vote", found["decision"].cpu / floor, 6, ms=cpu),
        Row("its context, fetched after it, CPU: against the floor's vote", f"{found['context'].cpu / floor:.2f} ×"),
    ]


def _waiting(count: int) -> list[int]:
    """The most urgent cases of ideas that wait, which they do now."""
    cases = Case.objects.open().filter(is_waiting=True).order_by("urgent_since", "pk")[:count]
    Idea.objects.filter(pk__in=[case.subject_id for case in cases]).update(state=State.WAITING)
    return [case.pk for case in cases]


def _bulk(moderator: User, other: User) -> Row:
    """Above fifty by two people: what the second one's confirmation costs."""
    few = _waiting(SMALL_BULK)
    with CaptureQueriesContext(connection) as seen:
        outcome = approve_in_bulk(few, by=moderator, versions=dict.fromkeys(few, 1)).outcome
    counted = {SMALL_BULK: len(seen)}
    many = _waiting(BULK)
    bulk = ask_for_bulk(many, by=moderator, versions=dict.fromkeys(many, 1))
    with CaptureQueriesContext(connection) as seen:
        outcome |= confirm_bulk(bulk, by=other).outcome
    counted[BULK] = len(seen)
    if left_out := {reason for reason in outcome.values() if reason}:
        raise RuntimeError(f"Left out: {left_out}")
    more = counted[BULK] - counted[SMALL_BULK]
    return no_more(f"bulk of {BULK}: queries above a bulk of {SMALL_BULK}", more, 10, "more", queries=counted)
