"""What it costs to merge two ideas of 20,000 supporters each, and a root that brings others along; whether it counts
everybody once, and whether taking it back gives each idea its own again."""

from typing import Any

from benchmarks.crowds import Asked, analyze, idea_of, people
from benchmarks.measuring import Row, no_more
from benchmarks.world import World
from core.members.models import User
from core.notices.models import Notice
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.telling import tell_of_merge
from ideas.models import Idea, Vote

MOST = 20
DUPLICATES = 10


def measure(world: World) -> list[Row]:
    many = 20_000 if world.rounds > 5 else 2_000
    by = User.objects.get(pk__in=people(1, is_superuser=True))
    crowd = people(many + many // 2)

    def idea(first: int, last: int) -> Idea:
        return idea_of(world.small, crowd[first], crowd[first + 1 : last])

    root, duplicate = idea(0, many), idea(many // 2, many + many // 2)
    rows = _merged(f"two of {many:,} supporters, half in common", duplicate, root, [], by)
    middle, others = idea(many * 3 // 4, many * 5 // 4), [idea(n * 7, n * 7 + many // 10) for n in range(DUPLICATES)]
    for one in others:
        merge_into(one, middle, by=by, tell=False)
    what = f"{many // 2:,} supporters and {DUPLICATES} duplicates into {many:,}"
    return rows + _merged(what, middle, root, others, by)


def _merged(what: str, duplicate: Idea, root: Idea, brought: list[Idea], by: Any) -> list[Row]:
    analyze()
    group = [duplicate, root, *brought]
    before, together = _standing(group), _supporters(*group)
    with Asked() as merging:
        merge = merge_into(duplicate, root, by=by)
    root.refresh_from_db()
    is_exact = _supporters(root) == together and root.vote_count == len(together)
    expected = _supporters(duplicate, *brought)
    with Asked() as telling:
        told = tell_of_merge(merge)
    reached = list(Notice.objects.filter(key=merge.key).values_list("recipient", flat=True))
    are_told = sorted(reached) == sorted(expected)
    with Asked() as parting:
        undo_merge(duplicate, by=by)
    is_undone = _standing(group) == before
    return [
        no_more(f"merging {what}: queries ({merging.seconds:.1f} s)", merging.all, MOST, "queries"),
        Row("  everybody counts once", f"{root.vote_count:,} of {len(together):,}", "exact", is_exact),
        no_more(f"  undoing it: queries ({parting.seconds:.1f} s)", parting.all, MOST, "queries"),
        Row("  each has its own again", "as before" if is_undone else "NOT as before", "exact", is_undone),
        no_more(f"  telling {told:,}: queries ({telling.seconds:.1f} s)", telling.all, told / 500 + 20, "queries"),
        Row("  told", f"{len(reached):,} of {len(expected):,}", "each once", are_told),
    ]


def _supporters(*ideas: Idea) -> set[int]:
    return set(Vote.objects.filter(idea__in=ideas).values_list("voter", flat=True))


def _standing(ideas: list[Idea]) -> list[Any]:
    """All that a merge may change of these."""
    figures = Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).order_by("pk")
    votes = Vote.objects.filter(idea__in=ideas).order_by("idea", "voter")
    return [
        *figures.values_list("pk", "merged_into", "vote_count", "state"),
        *votes.values_list("idea", "voter", "at", "is_carried"),
    ]
