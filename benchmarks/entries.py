"""What the page of a contest's entries costs: queries, size of the contest, depth of the page, the order alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from benchmarks.clients import get, handler, sign_in
from benchmarks.measuring import Row, at_most, interleaved, no_more
from benchmarks.world import World
from contests.actions.seeing import kept_by_guest, order_of_guest
from contests.exposing import owed_in
from contests.kinds import VoteRule
from contests.models import ContestIndexPage, ContestPage, Entry, Register, RulesVersion
from contests.models.entry import KIND
from contests.ordering import Order
from contests.views.entries import cookie_of
from core.members.models import User
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from core.pagination import encode
from core.publication import State
from core.wsgi import Application
from gallery.models import Attachment, MediaItem, Rendition, Stage
from gallery.storages import random_key

SIZES = (100, 1_000, 100_000)
QUICK = (100, 1_000, 20_000)
WEEK = timedelta(days=7)
BATCH = 5_000
Cookies = dict[str, str]


def measure(world: World) -> list[Row]:
    ours = handler()
    few, some, many = (the_contest(size, world.member) for size in (SIZES if world.rounds > 5 else QUICK))
    return [*_queries(world, ours, few, many), *_times(world, ours, some, many), _order_alone(world, many)]


def _queries(world: World, ours: Application, few: ContestPage, many: ContestPage) -> list[Row]:
    who, page = sign_in(world.member), _plain_page(world)
    plain, theirs = _cold(lambda: get(ours, page.url)), _cold(lambda: get(ours, page.url, who))
    visitor, member = {}, {}
    for contest in (few, many):
        size, first = contest.register.numbered, f"{contest.url}entries/"
        visitor[f"new, {size:,}"] = _cold(partial(get, ours, first))
        visitor[f"known, {size:,}"] = _cold(partial(get, ours, first, _guest(contest)))
        visitor[f"not seen yet, {size:,}"] = _cold(partial(get, ours, f"{first}?show=unseen", _guest(contest)))
        member[f"member, {size:,}"] = _cold(partial(get, ours, first, who))
        with _voting_in(contest):
            visitor[f"while voting, {size:,}"] = _cold(partial(get, ours, first, _guest(contest)))
            member[f"member while voting, {size:,}"] = _cold(partial(get, ours, first, who))
            unseen = _cold(partial(get, ours, f"{first}?show=unseen", who))
            member[f"member while voting, not seen yet, {size:,}"] = unseen
    figures = {"plain page": plain, "plain page, member": theirs, **visitor, **member}
    above, signed_in = max(visitor.values()) - plain, max(member.values()) - theirs
    what = "entries page, above a plain page at that depth: queries of"
    return [
        no_more(f"{what} a visitor", above, 8, "more", **figures),
        no_more(f"{what} a member", signed_in, 8, "more", **figures),
    ]


@contextmanager
def _voting_in(contest: ContestPage) -> Iterator[None]:
    """While this lasts entries are closed and everybody votes, three times a day."""
    now = timezone.now()
    before = {name: getattr(contest, name) for name in ("entries_until", "voting_from", "vote_rule")}
    ContestPage.objects.filter(pk=contest.pk).update(
        entries_until=now - WEEK / 7, voting_from=now - WEEK / 14, vote_rule=VoteRule.A_DAY
    )
    try:
        yield
    finally:
        ContestPage.objects.filter(pk=contest.pk).update(**before)


def _times(world: World, ours: Application, some: ContestPage, many: ContestPage) -> list[Row]:
    acts = {"base": partial(get, ours, _address(some, 1), _guest(some))}
    last = many.register.numbered // 24 - 1
    for page in (1, 100, last):
        acts[f"page {page:,}"] = partial(get, ours, _address(many, page), _guest(many))
    found = interleaved(acts, rounds=world.rounds)
    what = f"entries page: {many.register.numbered:,} entries, pages 1, 100 and {last:,}, against "
    rows = []
    for name, unit in (("cpu", "CPU"), ("wall", "time")):
        spent = {key: round(getattr(one, name), 2) for key, one in found.items()}
        base = spent.pop("base")
        said = f"{what}{some.register.numbered:,}, {unit}"
        rows.append(at_most(said, max(spent.values()) / base, 1.3, ms={"base": base, **spent}))
    return rows


def _order_alone(world: World, contest: ContestPage) -> Row:
    """What the database does for an order: nothing for one that was begun; for a new one, looking up who is owed."""
    times = []
    for number in range(3 * world.rounds):
        with CaptureQueriesContext(connection) as seen:
            Order(f"bench {number}").grown(contest.register.numbered, owed_in(contest))
        sql = seen.captured_queries[0]["sql"]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}")
            lines = [line for (line,) in cursor.fetchall()]
        times.append(next(float(line.split(":")[1].split()[0]) for line in lines if line.startswith("Execution Time")))
    spent = median(times)
    said = f"entries: a new visitor's order, of {contest.register.numbered:,}, database time (known visitors: none)"
    return Row(said, f"{spent:.2f} ms", "≤ 1 ms", spent <= 1, {"median_ms": spent, "most_ms": max(times)})


def _cold(act: Any) -> int:
    act()
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def _address(contest: ContestPage, page: int = 1) -> str:
    """Both with a cursor, so that both are the same kind of page."""
    return f"{contest.url}entries/?after={encode([24 * page - 1])}"


def _guest(contest: ContestPage) -> Cookies:
    return {cookie_of(contest.pk): kept_by_guest(contest, order_of_guest(contest, None))}


def _plain_page(world: World) -> StandardPage:
    """At the depth of a contest's page."""
    found = StandardPage.objects.child_of(world.plain).first()
    return found or world.plain.add_child(instance=StandardPage(title="Deeper", slug="deeper"))


def the_contest(size: int, author: User) -> ContestPage:
    """One that is open for entries, with so many, each with a picture in two sizes."""
    home, slug = demo_home(), f"bench-{size}"
    index = ContestIndexPage.objects.child_of(home).first()
    index = index or home.add_child(instance=ContestIndexPage(title="Contests", slug="contests"))
    if contest := ContestPage.objects.select_related("register").filter(slug=slug).first():
        return contest
    print(f"Making a contest with {size:,} entries …", flush=True)
    now = timezone.now()
    times = {"entries_from": now - WEEK, "entries_until": now + WEEK, "voting_from": now + WEEK}
    times |= {"voting_until": now + 2 * WEEK, "results_from": now + 2 * WEEK}
    contest = index.add_child(instance=ContestPage(title="Bench", slug=slug, brief="Show us.", **times))
    Register.objects.update_or_create(contest=contest, defaults={"numbered": size})
    rules, _is_new = RulesVersion.objects.get_or_create(contest=contest, number=1, defaults={"text": "Be kind."})
    for start in range(1, size + 1, BATCH):
        _enter(contest, rules, author, range(start, min(start + BATCH, size + 1)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE contests_entry, gallery_mediaitem, gallery_attachment, gallery_rendition")
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def _enter(contest: ContestPage, rules: RulesVersion, author: User, numbers: range) -> None:
    given: dict[str, Any] = {"state": State.PUBLISHED, "published_at": contest.entries_from}
    entries = [Entry(contest=contest, author=author, rules=rules, number=number, **given) for number in numbers]
    for entry in entries:
        entry.set_words(title=f"Morning {entry.number}", caption="At six, before anybody speaks.")
    Entry.objects.bulk_create(entries)
    given |= {"stage": Stage.READY, "purpose": contest.purpose.key, "is_public": True, "size": 1}
    items = MediaItem.objects.bulk_create(
        MediaItem(owner=author, key=random_key(), alt="A cup.", colour=7, **given) for _entry in entries
    )
    Attachment.objects.bulk_create(
        Attachment(item=item, kind=KIND, subject_id=entry.pk) for item, entry in zip(items, entries, strict=True)
    )
    Rendition.objects.bulk_create(
        Rendition(item=item, role=f"w{width}", format="webp", key=random_key(), width=width, height=width, size=1)
        for item in items
        for width in (320, 640)
    )
