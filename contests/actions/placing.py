"""What moderators do to an entry: its state, its number, its files; nothing else."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests import shortlist_tasks, vote_tasks
from contests.models import Entry, EntryComment, EntryRevision, Register
from contests.models.entry import KIND
from contests.subjects import REVISION
from core.comments import tasks as comment_tasks
from core.effects import after_commit
from core.errors import RuleBroken
from core.publication import State
from gallery.actions.placing import settle_under
from gallery.models import MediaItem, Stage

NOT_TO_BE_SHOWN = (Stage.UPLOADED, Stage.PROCESSING, Stage.FAILED)


def place_entry(entry: Entry, state: str, *, at: datetime) -> Entry:
    """The entry is in this state; one that is shown for the first time has the next number of its contest. Again
    changes nothing.

    What stands under it follows. The caller has locked it in this transaction, and permission is theirs. Raises
    RuleBroken for what its entrant withdrew, which can be hidden while its page stands, and for what is to be published
    before its file can be shown.
    """
    if _put(entry, state, at=at):
        settle_under(KIND, [entry.pk], at=at)
    return entry


def _put(entry: Entry, state: str, *, at: datetime) -> bool:
    """Whether it stood elsewhere."""
    if entry.withdrawn_at is not None and state != State.HIDDEN:
        if state == State.PUBLISHED:
            state = State.WITHDRAWN
        if state != State.WITHDRAWN:
            raise RuleBroken(_("It was withdrawn by whoever entered it."))
    if entry.state == state:
        return False
    if state == State.PUBLISHED:
        _check_file(entry)
        if entry.number is not None:  # it comes back
            after_commit(vote_tasks.leave_to_others, entry.pk)
            after_commit(comment_tasks.tell_of_return, EntryComment.kind, entry.pk)
        number(entry, at=at)
    entry.state, entry.is_preparing = state, False  # a moderator has it in their hands
    entry.save(update_fields=["state", "published_at", "number", "is_preparing"])
    if entry.is_shortlisted:
        after_commit(shortlist_tasks.renew_shortlist, entry.contest_id)
    return True


def _check_file(entry: Entry) -> None:
    item = MediaItem.objects.of(entry, kind=KIND).filter(stage__in=NOT_TO_BE_SHOWN).first()
    if item and item.stage == Stage.FAILED:
        raise RuleBroken(_("Its file cannot be used. Its entrant was told, and may send another."))
    if item:
        raise RuleBroken(_("Its file is still being prepared. Decide once you can see it."))


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
    moved = []
    for entry in there:
        try:
            moved += [entry.pk] if _put(entry, state, at=at) else []
            told[entry.pk] = "" if entry.state == state else _("It was withdrawn.")
        except RuleBroken as broken:
            told[entry.pk] = broken.messages[0]
    settle_under(KIND, moved, at=at)
    return told


def hold_contests_of(ids: Mapping[str, Collection[int]]) -> None:
    """Lock, for a moderator who has many of these by kind, the entries that nobody has seen yet, and then the registers
    of all contests that are concerned.

    Whoever shows an entry for the first time has it, and then wants the register for its number; whoever decides on a
    contest has its register, and then wants entries that were shown. Between the two, nobody waits in a circle.
    """
    entries = Entry.objects.filter(pk__in=ids.get(KIND, ()))
    list(entries.filter(number=None).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    contests = set(entries.values_list("contest", flat=True))
    words = EntryRevision.objects.filter(pk__in=ids.get(REVISION, ()))
    contests |= set(words.values_list("entry__contest", flat=True))
    comments = EntryComment.objects.filter(pk__in=ids.get(EntryComment.kind, ()))
    contests |= set(comments.values_list("subject__contest", flat=True))
    registers = Register.objects.filter(contest__in=contests)
    list(registers.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def reached_by(ids: Collection[int]) -> dict[int, int]:
    """By id how many have seen it for certain."""
    return dict(Entry.objects.filter(pk__in=ids).values_list("pk", "seen_count"))
