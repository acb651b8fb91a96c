"""What 1,000 closed pages cost: page lists at 10,000 pages, and whole requests, against the same without any.

Also alone, on the database that DATABASE_URL names: `python -m benchmarks.gate`.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import benchmarks.ready  # noqa: F401  # isort: skip
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from benchmarks.clients import get, handler, sign_in
from benchmarks.measuring import Row, Spent, at_most, spent, table
from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import admit
from core.audience.gate import asked_once
from core.audience.models import AudienceWindow, Entrance, visible_pages
from core.members.models import User
from core.pages.actions import demo_home
from core.pages.models import StandardPage

PAGES, SHELVES, CLOSED, TIERS = 10_000, 100, 1_000, 3
Act = Callable[[], object]


def measure(world: Any) -> list[Row]:
    section, leaves = _section()
    member, tiers = _member()
    rows: list[Row] = []
    with_what = {"restrictions": (CLOSED, 0), "ladders": (0, CLOSED), "both": (CLOSED // 2, CLOSED // 2)}
    for name, (restrictions, ladders) in with_what.items():
        found = _compared(_acts(section, member), leaves, tiers, restrictions, ladders, rounds=world.rounds)
        for what, (without, closed) in found.items():
            ms = {"without": round(without.wall, 2), "with": round(closed.wall, 2)}
            cpu = {"without": round(without.cpu, 2), "with": round(closed.cpu, 2)}
            figures = {"wall_ms": ms, "cpu_ms": cpu}
            label = f"{what}: {CLOSED:,} pages closed by {name}, against none"
            ratio = closed.cpu / without.cpu if what.startswith("request") else closed.wall / without.wall
            rows.append(at_most(label, ratio, 1.5, **figures))
    _open()
    return rows


def _acts(section: Page, member: User) -> dict[str, Act]:
    ours, cookies, visitor = handler(), sign_in(member), AnonymousUser()
    plain = StandardPage.objects.get(slug="plain-of-the-gate").url

    def listed(user: Any) -> Act:
        def ask() -> object:
            with asked_once():
                return list(visible_pages(user).descendant_of(section).order_by("-first_published_at", "-pk")[:20])

        return ask

    def counted(user: Any) -> Act:
        def ask() -> object:
            with asked_once():
                return visible_pages(user).descendant_of(section).count()

        return ask

    return {
        "list, visitor": listed(visitor),
        f"list, member with {TIERS} tiers": listed(member),
        "count of a list, visitor": counted(visitor),
        f"count of a list, member with {TIERS} tiers": counted(member),
        "request, visitor (CPU)": lambda: get(ours, plain),
        f"request, member with {TIERS} tiers (CPU)": lambda: get(ours, plain, cookies),
    }


def _compared(
    acts: Mapping[str, Act], leaves: list[int], tiers: list[Any], restrictions: int, ladders: int, *, rounds: int
) -> dict[str, tuple[Spent, Spent]]:
    """Each act without and with what is closed, round after round."""
    seen: dict[tuple[str, bool], list[Spent]] = {(name, closed): [] for name in acts for closed in (False, True)}
    for number in range(rounds * 2):
        is_closed = bool(number % 2)
        _open()
        if is_closed:
            _close(leaves, tiers, restrictions, ladders)
        for name, act in acts.items():
            act()
            seen[name, is_closed].append(spent(act, 5))
    middle = {
        key: Spent(median(one.cpu for one in all_), median(one.wall for one in all_)) for key, all_ in seen.items()
    }
    return {name: (middle[name, False], middle[name, True]) for name in acts}


def _open() -> None:
    PageViewRestriction.groups.through.objects.all().delete()
    PageViewRestriction.objects.all().delete()
    AudienceWindow.objects.all().delete()


def _close(leaves: list[int], tiers: list[Any], restrictions: int, ladders: int) -> None:
    """A third of them open to each of the tiers; where there are two sorts, each page has one."""
    rows = PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page_id=pk, restriction_type="groups") for pk in leaves[:restrictions]
    )
    of = PageViewRestriction.groups.through
    of.objects.bulk_create(
        of(pageviewrestriction_id=row.pk, group_id=tiers[n % len(tiers)].group_id) for n, row in enumerate(rows)
    )
    ahead = timezone.now() + timedelta(days=30)
    windows = AudienceWindow.objects.bulk_create(
        AudienceWindow(page_id=pk, members_from=ahead, public_from=ahead) for pk in leaves[restrictions:][:ladders]
    )
    of = AudienceWindow.tiers.through  # type: ignore[attr-defined]
    of.objects.bulk_create(
        of(audiencewindow_id=row.pk, tier_id=tiers[n % len(tiers)].pk) for n, row in enumerate(windows)
    )


def _section() -> tuple[Page, list[int]]:
    """10,000 pages on a hundred shelves, written as rows; every tenth of them is one that is closed."""
    home = demo_home()
    section = StandardPage.objects.filter(slug="gate").first() or home.add_child(
        instance=StandardPage(title="Gate", slug="gate")
    )
    if not StandardPage.objects.filter(slug="plain-of-the-gate").exists():
        home.add_child(instance=StandardPage(title="Plain", slug="plain-of-the-gate"))
    if not section.get_children_count():
        _write(section)
    leaves = Page.objects.filter(path__startswith=section.path, depth=section.depth + 2).order_by("path")
    return section, list(leaves.values_list("pk", flat=True)[:: PAGES // CLOSED][:CLOSED])


def _write(section: Page) -> None:
    kept = {"content_type": ContentType.objects.get_for_model(StandardPage), "locale": Locale.get_default()}
    shelf_of = [Page._get_path(section.path, section.depth + 1, n + 1) for n in range(SHELVES)]
    each = PAGES // SHELVES
    rows = [_row(path, section.depth + 1, each, kept) for path in shelf_of]
    rows += [
        _row(Page._get_path(path, section.depth + 2, n + 1), section.depth + 2, 0, kept)
        for path in shelf_of
        for n in range(each)
    ]
    Page.objects.bulk_create(rows, batch_size=500)
    Page.objects.filter(pk=section.pk).update(numchild=SHELVES)


def _row(path: str, depth: int, numchild: int, kept: dict[str, Any]) -> Page:
    return Page(
        path=path,
        depth=depth,
        numchild=numchild,
        title=path,
        draft_title=path,
        slug=path.lower(),
        url_path=f"/{path}/",
        live=True,
        first_published_at=timezone.now(),
        translation_key=uuid4(),
        **kept,
    )


def _member() -> tuple[User, list[Any]]:
    member = User.objects.filter(handle="gatekept").first() or User.objects.create_user(
        handle="gatekept", email="gatekept@scale.example", display_name="Gatekept"
    )
    tiers = [make_tier(f"Bench {n}") for n in range(TIERS)]
    for tier in tiers:
        admit(member, tier, entrance=Entrance.BY_HAND)
    return member, tiers


class _Alone:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    found = measure(_Alone())
    print(f"{connection.vendor}\n{table(found)}")
    sys.exit(0 if all(row.met is not False for row in found) else 1)
