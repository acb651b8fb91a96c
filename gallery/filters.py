"""The shape of a gallery's list in its address: what sort of work, what it belongs to, and the place to go on from."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a gallery shows, by the word in the address: its name and the purposes that it stands for. Portraits are no work.
SORTS_OF_WORK = {
    "pictures": (gettext_lazy("Pictures"), ("picture", "photo")),
    "billboards": (gettext_lazy("Billboards"), ("billboard",)),
    "films": (gettext_lazy("Films"), ("video",)),
}
EXHIBITED = tuple(purpose for _name, purposes in SORTS_OF_WORK.values() for purpose in purposes)


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryFilter:
    """`kind` is a word of SORTS_OF_WORK, `of` the kind of thing that the work belongs to ("idea"); empty: all. `won`:
    only what has won something. `problems` says in words what was asked for and does not exist."""

    kind: str = ""
    of: str = ""
    won: bool = False
    after: str = ""
    problems: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, query: QueryDict, *, things: Collection[str]) -> "GalleryFilter":
        """`things` are the kinds of things that bear work."""
        problems: list[str] = []
        return cls(
            kind=_one_of(SORTS_OF_WORK, query.get("kind"), _("There is no such kind of work."), problems),
            of=_one_of(things, query.get("of"), _("Work does not belong to such a thing."), problems),
            won=query.get("won") == "1",
            after=query.get("after", ""),
            problems=tuple(problems),
        )

    def query(self, **changes: Any) -> str:
        """The address of this list with some things changed: `?kind=films`. Never carries the cursor along."""
        wanted = replace(self, **{"after": "", **changes})
        pairs = {"kind": wanted.kind, "of": wanted.of, "won": "1" if wanted.won else "", "after": wanted.after}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    @property
    def purposes(self) -> tuple[str, ...]:
        return SORTS_OF_WORK[self.kind][1] if self.kind else EXHIBITED

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.of or self.won)


def _one_of(known: Collection[str], word: str | None, problem: str, problems: list[str]) -> str:
    if word and word not in known:
        problems.append(problem)
    return word if word and word in known else ""
