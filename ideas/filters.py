"""The shape of a board's list in its address: order, filters, words, and the place to go on from."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from ideas.models import BoardStatus, Category

SORTS = ("hot", "new", "top", "fresh", "answered")
MOST_WORDS = 200  # characters of a query that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """What of a board is asked for. `problems` says in words what was asked for and does not exist."""

    sort: str = "hot"
    status: BoardStatus | None = None
    category: Category | None = None
    mine: bool = False
    voted: bool = False
    q: str = ""
    after: str = ""
    problems: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: QueryDict, *, statuses: list[BoardStatus], categories: list[Category]) -> "BoardFilter":
        problems: list[str] = []
        sort = query.get("sort") or "hot"
        if sort not in SORTS:
            problems.append(_("There is no such order of ideas."))
        return cls(
            sort=sort if sort in SORTS else "hot",
            status=_named(statuses, query.get("status"), _("This board has no such status."), problems),
            category=_named(categories, query.get("category"), _("This board has no such category."), problems),
            mine=_flag(query.get("mine")),
            voted=_flag(query.get("voted")),
            q=query.get("q", "").replace("\x00", "").strip()[:MOST_WORDS],
            after=query.get("after", ""),
            problems=tuple(problems),
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed: `?sort=new&status=planned`. Never carries the cursor."""
        wanted = replace(self, **{"after": "", **changes})
        pairs = {
            "sort": wanted.sort if wanted.sort != "hot" else "",
            "status": wanted.status.slug if wanted.status else "",
            "category": wanted.category.slug if wanted.category else "",
            "mine": "1" if wanted.mine else "",
            "voted": "1" if wanted.voted else "",
            "q": wanted.q,
            "after": wanted.after,
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.status or self.category or self.mine or self.voted or self.q)


def _flag(value: str | None) -> bool:
    return value not in (None, "", "0")


def _named(things: list[Any], slug: str | None, problem: str, problems: list[str]) -> Any:
    found = next((thing for thing in things if thing.slug == slug), None)
    if slug and found is None:
        problems.append(problem)
    return found
