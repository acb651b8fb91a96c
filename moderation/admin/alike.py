"""What else says the same as the thing on the desk: for moderators who may see it."""

from dataclasses import dataclass
from typing import Any

from moderation.admin.pieces import Piece, piece_of
from moderation.models import Case
from moderation.queue import cases_of
from moderation.registries import moderated
from moderation.screening import prints

MOST = 6


@dataclass(frozen=True, slots=True)
class Likeness:
    """`case` is the newest about that thing, when there was one."""

    piece: Piece
    sentences: int
    case: Case | None


def alike(case: Case, *, by: Any) -> list[Likeness]:
    """Things that share sentences with that of this case, the most alike first. What stands behind a closed door, and
    what is gone, is left out. A few queries a kind, however many there are."""
    found = prints.like(case.kind, case.subject_id)
    pieces: dict[tuple[str, int], Piece] = {}
    for adapter in moderated:
        ids = [pk for kind, pk in found if kind == adapter.key]
        if ids:
            closed = adapter.out_of_reach(by).filter(pk__in=ids).values_list("pk", flat=True)
            there = adapter.fetched(sorted(set(ids) - set(closed)))
            pieces |= {(adapter.key, thing.pk): piece_of(adapter.key, thing) for thing in there}
    shown = [key for key in found if key in pieces][:MOST]
    newest = _newest_cases(shown, by=by)
    return [Likeness(pieces[key], found[key], newest.get(key)) for key in shown]


def look_alikes(case: Case, *, by: Any) -> list[Likeness]:
    """Pictures that look like this one, without those behind a closed door."""
    adapter = moderated[case.kind]
    ids = adapter.look_alikes(case.subject_id)
    if not ids:
        return []
    closed = set(adapter.out_of_reach(by).filter(pk__in=ids).values_list("pk", flat=True))
    there = {thing.pk: piece_of(case.kind, thing) for thing in adapter.fetched([pk for pk in ids if pk not in closed])}
    shown = [(case.kind, pk) for pk in ids if pk in there]
    newest = _newest_cases(shown, by=by)
    return [Likeness(there[key[1]], 0, newest.get(key)) for key in shown]


def _newest_cases(keys: list[tuple[str, int]], *, by: Any) -> dict[tuple[str, int], Case]:
    if not keys:
        return {}
    of_things = cases_of(by).filter(subject_id__in=[pk for _kind, pk in keys]).order_by("pk")
    return {(case.kind, case.subject_id): case for case in of_things}
