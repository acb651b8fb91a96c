"""What moderators do to an entry: its state, its number, its files; nothing else."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests import shortlist_tasks
from contests.models import Entry, Register
from contests.models.entry import KIND
from core.effects import after_commit
from core.errors import RuleBroken
from core.publication import State
from gallery.actions.placing import settle_under


def place_entry(entry: Entry, state: str, *, at: datetime) -> Entry:
    """The entry is in this state; one that is shown for the first time has the next number of its contest. Again
    changes nothing.

    The caller has locked it in this transaction, and permission is theirs. Raises RuleBroken for what its entrant
    withdrew; it can be hidden while its page stands.
    """
    if entry.withdrawn_at is not None and state != State.HIDDEN:
        if state == State.PUBLISHED:
            state = State.WITHDRAWN
        if state != State.WITHDRAWN:
            raise RuleBroken(_("It was withdrawn by whoever entered it."))
    if entry.state != state:
        entry.state = state
        if state == State.PUBLISHED:
            number(entry, at=at)
        entry.save(update_fields=["state", "published_at", "number"])
        settle_under(KIND, [entry.pk])
        if entry.is_shortlisted:
            after_commit(shortlist_tasks.renew_shortlist, entry.contest_id)
    return entry


def number(entry: Entry, *, at: datetime) -> None:
    """Set its place among those that were ever shown, and when that began; the caller saves it. Again changes
    nothing."""
    if entry.number is None:
        entry.number = Register.objects.next_number(entry.contest_id)
        entry.published_at = entry.published_at or at


@transaction.atomic
def place_entries(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """The same for many. By id: empty when it is in this state now, else why it stays as it is."""
    there = Entry.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    told = dict.fromkeys(ids, _("It is gone."))
    for entry in there:
        try:
            told[entry.pk] = "" if place_entry(entry, state, at=at).state == state else _("It was withdrawn.")
        except RuleBroken as broken:
            told[entry.pk] = broken.messages[0]
    return told


def reached_by(ids: Collection[int]) -> dict[int, int]:
    """By id how many have seen it for certain."""
    return dict(Entry.objects.filter(pk__in=ids).values_list("pk", "seen_count"))
