"""The shape of the list of launches in its address: which board, which year, which page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from ideas.models import IdeaBoardPage


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchFilter:
    """What is asked for. `problems` says in words what was asked for and does not exist."""

    board: IdeaBoardPage | None = None
    year: int | None = None
    page: int = 1
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, query: QueryDict, *, boards: Iterable[IdeaBoardPage], years: list[int]) -> "LaunchFilter":
        problems: list[str] = []
        slug, said, page = query.get("board"), query.get("year"), query.get("page", "")
        board = next((board for board in boards if board.slug == slug), None) if slug else None
        if slug and board is None:
            problems.append(_("There is no such board."))
        year = next((year for year in years if str(year) == said), None)
        if said and year is None:
            problems.append(_("Nothing was launched in such a year."))
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        return cls(board=board, year=year, page=number, problems=tuple(problems))

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed. A page is named only where it is asked for."""
        wanted = replace(self, **{"page": 1, **changes})
        pairs = {
            "board": wanted.board.slug if wanted.board else "",
            "year": wanted.year or "",
            "page": wanted.page if wanted.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.board or self.year)
