"""How many ideas stand where. Counted by the verbs, rebuilt by `recount`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from ideas.models import Idea, Tally

Place = tuple[int, int, int | None]  # board, status, category


@contextmanager
def tallied(idea: Idea) -> Iterator[None]:
    """Whatever is done inside to the state, status or category of this locked (or new) idea, or to what it is merged
    into, the tallies follow."""
    before = place_of(idea)
    yield
    after = place_of(idea)
    if before == after:
        return
    moves = [(place, change) for place, change in ((before, -1), (after, 1)) if place]
    # Always in the same order, so that two ideas that change places do not wait for each other.
    for place, change in sorted(moves, key=lambda move: (move[0][:2], move[0][2] or 0)):
        Tally.objects.add(*place, change)


def place_of(idea: Idea) -> Place | None:
    """Where it is counted; nowhere while it does not stand on its board."""
    stands = idea.is_published and not idea.is_merged
    return (idea.board_id, idea.status_id, idea.category_id) if stands else None


def add_to_tallies(changes: Mapping[Place, int]) -> None:
    """As `TallyQuerySet.add` for many places at once, in as few queries as for one. In a transaction."""
    if not changes:
        return
    boards = {board_id for board_id, _status, _category in changes}
    new = [Tally(board_id=board, status_id=status, category_id=category) for board, status, category in changes]
    Tally.objects.bulk_create(new, ignore_conflicts=True)
    rows = Tally.objects.select_for_update().filter(board__in=boards)
    in_order = rows.order_by("board_id", "status_id", Coalesce("category_id", 0))  # as whoever moves one idea
    added = {
        tally.pk: n for tally in in_order if (n := changes.get((tally.board_id, tally.status_id, tally.category_id)))
    }
    each = [When(pk=pk, then=Value(n)) for pk, n in added.items()]
    Tally.objects.filter(pk__in=added).update(ideas=F("ideas") + Case(*each, default=0))
