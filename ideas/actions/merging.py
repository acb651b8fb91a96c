"""Saying that two ideas are the same, and taking it back. A link: nothing of the duplicate is moved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Case, Q, Value, When
from django.utils import timezone

from core.audience.actions.remeasuring import look_again_at
from core.effects import after_commit
from core.policies import ensure
from ideas import tasks
from ideas.actions.heat import count_support
from ideas.actions.tallying import tallied
from ideas.crowd import authors_behind
from ideas.measuring import ANSWERED, LAUNCHED
from ideas.models import Idea, IdeaBoardPage, Merge, Vote
from ideas.models.idea import CARRYING
from ideas.policies import may_merge, may_undo_merge


def merge_into(duplicate: Idea, root: Idea, *, by: Any, at: datetime | None = None, tell: bool = True) -> Merge:
    """The duplicate is the same as the root: it leaves the lists, keeps its page, and its supporters count there.

    What is merged into the duplicate comes along; a root that is itself merged stands for the one that it is merged
    into. Again changes nothing. Its people are told once, after commit, unless `tell` is false. Raises Refused with the
    reason.
    """
    with transaction.atomic():
        duplicate, root = _held_pair(duplicate, root)
        if duplicate.merged_into_id == root.pk:
            return Merge.objects.standing().get(duplicate=duplicate.pk)
        ensure(may_merge(by, duplicate, root))
        merge = Merge.objects.create(duplicate=duplicate, into=root, by=by, at=at or timezone.now())
        _link(duplicate, root.pk, with_them=Q(merged_into=duplicate.pk))
        regroup(root.pk, duplicate.pk)
        look_again_at(authors_behind([root.pk]), ANSWERED, LAUNCHED)
        if tell:
            after_commit(tasks.tell_of_merge, merge.pk)
    return merge


def undo_merge(duplicate: Idea, *, by: Any, at: datetime | None = None) -> Merge | None:
    """The duplicate stands on its board again, with all that had been merged into it and with its own supporters; votes
    that were cast for the root meanwhile stay there. Its people are told, after commit.

    The row of the undoing; again it is the same row, and None for what was never merged. Raises Refused.
    """
    with transaction.atomic():
        _hold_board(duplicate)
        merge = Merge.objects.standing().filter(duplicate=duplicate.pk).first()
        if merge is None:
            return Merge.objects.filter(duplicate=duplicate.pk, undoes__isnull=False).order_by("-pk").first()
        ensure(may_undo_merge(by, duplicate))
        undone = _part(merge, by=by, at=at or timezone.now())
        after_commit(tasks.tell_of_parting, undone.pk)
    return undone


def part_all(ideas: Iterable[Idea], *, by: Any = None, at: datetime | None = None) -> int:
    """None of these is merged, nor anything into them: before they are deleted. Nobody is told. How many merges that
    undid. Permission is the caller's."""
    parted = 0
    for idea in ideas:
        with transaction.atomic():
            _hold_board(idea)
            for merge in list(Merge.objects.standing().of(idea.pk).order_by("-pk")):
                _part(merge, by=by, at=at or timezone.now())
                parted += 1
    return parted


def regroup(*ids: int) -> None:
    """The carried votes, count and heat of these ideas are what their own votes and their duplicates' say now, in six
    statements however many they are. Again changes nothing. The caller holds the ideas in this transaction."""
    Vote.objects.carry(ids, states=CARRYING)
    count_support(ids)


def regroup_around(duplicates: Iterable[Idea]) -> None:
    """The same for the roots of those among these that are merged, after what they carry has changed."""
    roots = {idea.merged_into_id for idea in duplicates if idea.merged_into_id is not None}
    for root in Idea.objects.filter(pk__in=roots).held().only("pk") if roots else ():
        regroup(root.pk)


def _held_pair(duplicate: Idea, root: Idea) -> tuple[Idea, Idea]:
    """Both as they are now, held with all that is merged into either. Of a root that is itself merged, the one that is
    meant by it, unless that is the duplicate: then whoever asks for it learns why not."""
    _hold_board(duplicate)
    meant = Idea.objects.values_list("merged_into", flat=True).get(pk=root.pk) or root.pk
    group = Idea.objects.group_of(duplicate.pk, meant).held().select_related("status")
    rows = {idea.pk: idea for idea in group.defer("body", "search_text")}
    return rows[duplicate.pk], rows[root.pk if meant == duplicate.pk else meant]


def _hold_board(idea: Idea) -> None:
    """Who merges or parts ideas of one board does so one after the other: nobody else changes what is merged there."""
    list(IdeaBoardPage.objects.select_for_update(of=("self",), no_key=True).filter(pk=idea.board_id).values_list("pk"))


def _link(idea: Idea, root_id: int | None, *, with_them: Q) -> None:
    """The idea is merged into this root, or into none; what goes with it is merged into its root."""
    with tallied(idea):
        idea.merged_into_id = root_id
        them = Case(
            When(pk=idea.pk, then=Value(root_id)), default=Value(root_id or idea.pk), output_field=BigIntegerField()
        )
        Idea.objects.filter(Q(pk=idea.pk) | with_them).update(merged_into=them)


def _part(merge: Merge, *, by: Any, at: datetime) -> Merge:
    """The merge is undone by a row of its own: its duplicate is a root again, of those that it had brought along."""
    duplicate_id = merge.duplicate_id
    root_id = Idea.objects.values_list("pk", flat=True).get(duplicates=duplicate_id)
    group = Idea.objects.group_of(root_id).held().defer("body", "search_text")
    rows = {idea.pk: idea for idea in group}
    own = Merge.objects.below(duplicate_id)
    undone = Merge.objects.create(duplicate_id=duplicate_id, into_id=merge.into_id, by=by, at=at, undoes=merge)
    _link(rows[duplicate_id], None, with_them=Q(pk__in=own))
    regroup(root_id, duplicate_id)
    return undone
