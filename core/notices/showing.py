"""What a person sees of notices: each with its subject as it stands now, if they may still see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.notices.kinds import NoticeKind, notice_kinds
from core.notices.models import Notice
from core.subjects import Shown, show


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with what its templates need. `thing` is None when there is nothing that this person may see now."""

    notice: Notice
    kind: NoticeKind | None = None
    thing: Shown | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The sentence of the inbox; one without names when the subject does not exist for this person."""
        return f"notices/kinds/{self.kind.template}.html" if self.kind and self.thing else "notices/kinds/private.html"


def tell(notices: Sequence[Notice], *, to: Any) -> list[Told]:
    """These notices as `to` may read them now, in their order. Asks once a kind of subject, once a kind of notice."""
    things = _things(notices, to=to)
    open_now = [notice for notice in notices if (notice.subject_kind, notice.subject_id) in things]
    facts = _facts(open_now)
    return [
        Told(notice, notice_kinds[notice.kind], things[notice.subject_kind, notice.subject_id], facts[notice.pk])
        if notice.pk in facts
        else Told(notice, notice_kinds.get(notice.kind))
        for notice in notices
    ]


def _things(notices: Iterable[Notice], *, to: Any) -> dict[tuple[str, int], Shown]:
    ids: dict[str, set[int]] = defaultdict(set)
    for notice in notices:
        ids[notice.subject_kind].add(notice.subject_id)
    return {(kind, id): thing for kind in ids for id, thing in show(kind, ids[kind], to=to).items()}


def _facts(notices: Iterable[Notice]) -> dict[int, Mapping[str, Any]]:
    """By notice id; a notice whose kind has nothing to say of it is missing."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    facts: dict[int, Mapping[str, Any]] = {}
    for key, same in by_kind.items():
        if kind := notice_kinds.get(key):
            facts |= kind.facts(same) if kind.facts else {notice.pk: {} for notice in same}
    return facts
