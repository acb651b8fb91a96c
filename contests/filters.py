"""The shape of a contest's list of entries in its address: `show`, `q`, and `after`, the place to go on from."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_WORDS = 200  # characters of a query that are looked at


class Show(models.TextChoices):
    """Which entries; the values are words of the address."""

    ALL = "", gettext_lazy("All")
    UNSEEN = "unseen", gettext_lazy("Not seen yet")
    VOTED = "voted", gettext_lazy("My votes")
    SHORTLIST = "shortlist", gettext_lazy("Shortlist")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """`problems` says in words what was asked for and does not exist."""

    show: str = Show.ALL
    q: str = ""
    after: str = ""
    problems: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: QueryDict) -> "EntryFilter":
        show = query.get("show", "")
        known = show in Show.values
        return cls(
            show=show if known else Show.ALL,
            q=query.get("q", "").replace("\x00", "").strip()[:MOST_WORDS],
            after=query.get("after", ""),
            problems=() if known else (_("There is no such list of entries."),),
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed: `?show=unseen`. Never carries the cursor along."""
        wanted = replace(self, **{"after": "", **changes})
        pairs = {"show": str(wanted.show), "q": wanted.q, "after": wanted.after}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.show or self.q)
