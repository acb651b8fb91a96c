"""What a board page costs: queries, CPU, size of the board, depth of the page."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf
from wagtail.models import Site

from benchmarks import floor
from benchmarks.clients import floor_handler, get, handler, sign_in
from benchmarks.measuring import Row, at_most, interleaved, no_more
from benchmarks.world import World
from core.pagination import encode
from core.wsgi import Application
from ideas.models import Idea

PAGES = 1_000
ROWS = 20


def measure(world: World) -> list[Row]:
    ours, bare = handler(), floor_handler()
    return [*_queries(world, ours), *_cards(world, ours, bare), *_sizes(world, ours), *_depth(world, ours)]


def _queries(world: World, ours: Application) -> list[Row]:
    member = sign_in(world.member)
    plain = _cold(lambda: get(ours, world.plain.url))
    visitor = {board.slug: _cold(lambda board=board: get(ours, board.url)) for board in (world.small, world.large)}
    signed_in = _cold(lambda: get(ours, world.large.url, member))
    figures = {"plain page": plain, **visitor, "member": signed_in}
    same = "" if len(set(visitor.values())) == 1 else " (differs by board size!)"
    return [
        no_more(f"board, visitor: queries above a plain page{same}", visitor["large"] - plain, 6, "more", **figures),
        no_more("board, member: queries above the visitor's", signed_in - visitor["large"], 9, "more", **figures),
    ]


def _cold(act: Callable[[], object]) -> int:
    """With what a process learns once (content types) known, and nothing in the cache."""
    act()
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def _cards(world: World, ours: Application, bare: Application) -> list[Row]:
    board = world.small
    found = interleaved(
        {
            "ours": lambda: get(ours, board.url),
            "same cards, bare": lambda: get(bare, f"/cards/{board.pk}/"),
            "plain cards, bare": lambda: get(bare, f"/plain/{board.pk}/"),
            "one query": lambda: get(bare, "/user/"),
        },
        rounds=world.rounds,
    )
    cpu = {name: round(figure.cpu, 2) for name, figure in found.items()}
    page = found["ours"].cpu / found["same cards, bare"].cpu
    return [at_most("board page, CPU: against a bare view with the same 20 cards", page, 2.5, ms=cpu), _card(world)]


def _card(world: World) -> Row:
    ideas = floor.twenty(world.small.pk)
    templates = {"ours": floor.OUR_CARD, "plain": floor.PLAIN_CARD}
    loops = {
        name: engines["django"].from_string("{% for idea in ideas %}" + card + "{% endfor %}")
        for name, card in templates.items()
    }
    request = _request(world)
    found = interleaved(
        {
            name: lambda loop=loop: loop.render({"ideas": ideas, "token": "t" * 64}, request)
            for name, loop in loops.items()
        },
        rounds=world.rounds,
        calls=20,
    )
    figures = {name: round(figure.cpu, 2) for name, figure in found.items()}
    return at_most("card component, CPU: against a plain card", found["ours"].cpu / found["plain"].cpu, 2, ms=figures)


def _sizes(world: World, ours: Application) -> list[Row]:
    sizes = {board.slug: Idea.objects.filter(board=board).count() for board in (world.small, world.large)}
    found = interleaved(
        {board.slug: lambda board=board: get(ours, board.url) for board in (world.small, world.large)},
        rounds=world.rounds,
    )
    what = f"board page: {sizes['large']:,} ideas against {sizes['small']:,}"
    return [
        at_most(
            f"{what}, CPU",
            found["large"].cpu / found["small"].cpu,
            1.2,
            ms={n: round(f.cpu, 2) for n, f in found.items()},
        ),
        at_most(
            f"{what}, time",
            found["large"].wall / found["small"].wall,
            1.2,
            ms={n: round(f.wall, 2) for n, f in found.items()},
        ),
    ]


def _depth(world: World, ours: Application) -> list[Row]:
    """Both ask with a cursor, so that both answer rows alone to htmx and whole pages to a browser."""
    return [_depth_by(world, ours, sort, field) for sort, field in (("hot", "hot_score"), ("new", "published_at"))]


def _depth_by(world: World, ours: Application, sort: str, field: str) -> Row:
    first, deep = (_address(world, sort, field, page) for page in (1, PAGES))
    found = interleaved({"1": lambda: get(ours, first), "deep": lambda: get(ours, deep)}, rounds=world.rounds)
    figures = {name: round(figure.wall, 2) for name, figure in found.items()}
    ratio = found["deep"].wall / found["1"].wall
    return at_most(f"board by {sort}: page {PAGES:,} against page 1, time", ratio, 1.5, ms=figures)


def _address(world: World, sort: str, field: str, page: int) -> str:
    ideas = Idea.objects.filter(board=world.large).published().order_by(f"-{field}", "-pk").values_list(field, "pk")
    last = ideas[min(page * ROWS, ideas.count() - ROWS - 1)]
    return f"{world.large.url}?sort={sort}&after={encode(last)}"


def _request(world: World) -> HttpRequest:
    set_urlconf(None)
    request = HttpRequest()
    request.user = world.member
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    return request
