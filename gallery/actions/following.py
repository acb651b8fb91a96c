"""Items that are judged with the thing they stand under have no case of their own, and are in its state."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from core.publication import State, gone
from core.subjects import subjects
from gallery.models import Attachment, MediaItem
from gallery.registries import bearers, judging
from moderation.models import Case

# The first of these that one of its things is in is the item's. What is withdrawn is seen nowhere and says nothing.
FOLLOWED = (State.PUBLISHED, State.WAITING, State.HIDDEN, State.REJECTED)
LIKE = {State.RETURNED: State.WAITING}  # an item cannot be changed


def is_judged_with_its_things(item: MediaItem) -> bool:
    """Whether there is nothing to decide about the item alone. One query."""
    kinds = set(item.attachments.values_list("kind", flat=True))
    return bool(kinds) and kinds <= set(judging())


def follow(kind: str, ids: Iterable[int], *, at: datetime | None = None) -> None:
    """What stands under these things is in their state. Where items are judged by themselves, nothing changes; nor
    does it of an item that stands under such a thing, too.

    In the transaction in which the things were placed; they were locked before. A few queries for many.
    """
    bearer = bearers.get(kind)
    if bearer is None or not bearer.judges_items:
        return
    wanted = Attachment.objects.items_under(kind, list(ids))
    rows = MediaItem.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    held = {item.pk: item for item in rows}  # before their things are asked: whoever places one of those waits here
    for state, some in _by_state(held).items():
        items = MediaItem.objects.filter(pk__in=some)
        items.exclude(state=state).update(state=state)
        if state == State.PUBLISHED:
            items.filter(published_at=None).update(published_at=at or timezone.now())
    for pk in Case.objects.open().filter(kind="media", subject_id__in=held).values_list("subject_id", flat=True):
        gone(held[pk], at=at)  # from before items were judged so


def _by_state(held: Iterable[int]) -> dict[State, list[int]]:
    things: dict[int, list[tuple[str, int]]] = {pk: [] for pk in held}
    for row in Attachment.objects.filter(item__in=things):
        things[row.item_id].append((row.kind, row.subject_id))
    states = _states({place for places in things.values() for place in places})
    found: dict[State, list[int]] = {}
    for pk, places in things.items():
        if {kind for kind, _id in places} <= set(judging()):
            said = {LIKE.get(states[place], states[place]) for place in places if place in states}
            if (state := next((one for one in FOLLOWED if one in said), None)) is not None:
                found.setdefault(state, []).append(pk)
    return found


def _states(places: Iterable[tuple[str, int]]) -> dict[tuple[str, int], State]:
    ids: dict[str, list[int]] = {}
    for kind, pk in places:
        ids.setdefault(kind, []).append(pk)
    return {
        (kind, pk): State(state)
        for kind, some in ids.items()
        if kind in judging()
        for pk, state in subjects[kind].model._default_manager.filter(pk__in=some).values_list("pk", "state")
    }
