"""What follows from the merges that stand, for `recount`: the root of each duplicate, and the votes that it carries."""

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.db.models import Min

from core.commands import Drift
from ideas.actions.merging import regroup
from ideas.models import Idea, IdeaBoardPage, Merge, Vote

Carried = dict[tuple[int, int], object]  # (root, voter) → since when


def find_merge_drift() -> Iterator[Drift]:
    for pk, (cached, counted) in _roots_apart().items():
        yield Drift(f"idea {pk} merged into", cached, counted)
    for (root_id, voter), (since, due) in _carried_apart().items():
        yield Drift(f"carried vote of member {voter} for idea {root_id}", since, due)


@transaction.atomic
def mend_merges() -> int:
    """Counts under the locks of all boards and of the ideas that are merged: who merges or votes there waits."""
    list(IdeaBoardPage.objects.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    roots_apart = _roots_apart()
    for pk, (_cached, root) in roots_apart.items():
        Idea.objects.filter(pk=pk).update(merged_into=root)
    carried_apart = _carried_apart()
    for idea in Idea.objects.filter(pk__in={root for root, _voter in carried_apart}).held().only("pk"):
        regroup(idea.pk)
    return len(roots_apart) + len(carried_apart)


def _roots_apart() -> dict[int, tuple[int | None, int | None]]:
    """Ideas whose root is another one than where the merges that stand lead."""
    parents = dict(Merge.objects.standing().values_list("duplicate", "into"))
    led = {pk: _end_of(pk, parents) for pk in parents}
    cached = dict(Idea.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    pairs = {pk: (cached.get(pk), led.get(pk)) for pk in {*cached, *led}}
    return {pk: pair for pk, pair in pairs.items() if pair[0] != pair[1]}


def _end_of(pk: int, parents: Mapping[int, int]) -> int | None:
    """Where the way of this idea ends; nowhere for a way that would go in a circle."""
    seen = [pk]
    while (parent := parents.get(seen[-1])) is not None:
        if parent in seen:
            return None
        seen.append(parent)
    return seen[-1]


def _carried_apart() -> dict[tuple[int, int], tuple[object, object]]:
    """Carried votes that are missing, that nothing backs, or that stand since another moment than they should."""
    backing = Vote.objects.filter(idea__in=Idea.objects.carrying(), is_carried=False).order_by()
    told = backing.values_list("idea__merged_into", "voter").annotate(first=Min("at"))
    roots = Idea.objects.filter(merged_into__isnull=False).values("merged_into")
    own = set(Vote.objects.filter(idea__in=roots, is_carried=False).values_list("idea", "voter"))
    due: Carried = {(root, voter): at for root, voter, at in told if (root, voter) not in own}
    stored = Vote.objects.filter(is_carried=True).values_list("idea", "voter", "at")
    cached: Carried = {(root, voter): at for root, voter, at in stored}
    pairs = {key: (cached.get(key), due.get(key)) for key in {*due, *cached}}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
