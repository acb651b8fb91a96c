"""What moderators do to an idea: its state and all that is counted by it, nothing else."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audience.actions.remeasuring import look_again
from core.effects import after_commit
from core.errors import RuleBroken
from core.publication import State
from gallery.actions.placing import settle_under
from ideas import tasks
from ideas.actions.boards import first_answer_by
from ideas.actions.merging import regroup_around
from ideas.actions.picturing import KIND
from ideas.actions.tallying import Place, add_to_tallies, place_of, tallied
from ideas.measuring import PUBLISHED
from ideas.models import Idea, IdeaNote


def place_idea(idea: Idea, state: str, *, at: datetime) -> Idea:
    """The idea is in this state, and counted where it now belongs. Again changes nothing.

    The caller has locked it in this transaction, and permission is theirs. Raises RuleBroken for what its author
    withdrew; it can be hidden while its page stands.
    """
    if state == State.PUBLISHED:
        return _publish(idea, at=at)
    if _is_withdrawn(idea) and (idea.published_at is None or state not in (State.WITHDRAWN, State.HIDDEN)):
        raise RuleBroken(_("Its author withdrew this idea."))
    if idea.state != state:
        with tallied(idea):
            idea.state = state
            idea.save(update_fields=["state"])
        settle_under(KIND, [idea.pk])
        regroup_around([idea])
        if idea.is_readable:
            after_commit(tasks.tell_of_return, idea.pk)
    return idea


def publish_idea(idea: Idea, *, at: datetime | None = None) -> Idea:
    """What waited, was rejected or hidden stands on its board now. Again changes nothing.

    The promise of an answer begins with the day on which everybody can read the idea. What its author withdrew after
    that stays, or is again, withdrawn. Permission is the caller's: it is the gatekeeper's later word. Raises RuleBroken
    for what was withdrawn before anybody could read it.
    """
    with transaction.atomic(savepoint=False):
        return _publish(Idea.objects.locked(idea.pk), at=at or timezone.now())


def _publish(idea: Idea, *, at: datetime) -> Idea:
    if idea.is_published:
        return idea
    if _is_withdrawn(idea):
        return place_idea(idea, State.WITHDRAWN, at=at)
    if idea.published_at is not None:
        after_commit(tasks.tell_of_return, idea.pk)
    with tallied(idea):
        idea.state = State.PUBLISHED
        if idea.published_at is None:
            idea.published_at = at
            if not idea.is_answered:
                idea.next_update_by = first_answer_by(idea.board, at=at)
        idea.save(update_fields=["state", "published_at", "next_update_by"])
    settle_under(KIND, [idea.pk])
    regroup_around([idea])
    look_again(idea.author_id, PUBLISHED)
    return idea


@transaction.atomic
def publish_many(ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """The same for many, in a number of queries that does not grow with them.

    By id what became of it: empty when it stands on its board now, else why it was left out.
    """
    held = Idea.objects.filter(pk__in=ids).held().select_related("board")
    there = list(held.defer("body", "search_text"))
    withdrawn = {idea.pk: _("Its author withdrew this idea.") for idea in there if _is_withdrawn(idea)}
    entering = [idea for idea in there if not idea.is_published and idea.pk not in withdrawn]
    Idea.objects.filter(pk__in=[idea.pk for idea in entering]).update(state=State.PUBLISHED)
    _begin_promises([idea for idea in entering if idea.published_at is None], at=at)
    if back := [idea.pk for idea in entering if idea.published_at is not None]:
        after_commit(tasks.tell_of_return, *back)
    places: Counter[Place] = Counter(
        (idea.board_id, idea.status_id, idea.category_id) for idea in entering if not idea.is_merged
    )
    regroup_around(entering)  # it holds roots: ideas before tallies, as everybody does
    add_to_tallies(places)
    settle_under(KIND, [idea.pk for idea in entering])
    return dict.fromkeys(ids, _("It is gone.")) | {idea.pk: "" for idea in there} | withdrawn


@transaction.atomic
def place_ideas(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """What `place_idea` does with one, in a number of queries that does not grow with them.

    By id: empty when it is in this state now, else why it stays as it is.
    """
    if state == State.PUBLISHED:
        return publish_many(ids, at=at)
    there = list(Idea.objects.filter(pk__in=ids).held().defer("body", "search_text"))
    withdrawn = {idea.pk: _("Its author withdrew this idea.") for idea in there if _is_withdrawn(idea)}
    leaving = [idea for idea in there if idea.pk not in withdrawn]
    Idea.objects.filter(pk__in=[idea.pk for idea in leaving]).update(state=state)
    places = Counter(place for idea in leaving if (place := place_of(idea)))
    regroup_around(leaving)
    add_to_tallies({place: -count for place, count in places.items()})
    settle_under(KIND, [idea.pk for idea in leaving])
    return dict.fromkeys(ids, _("It is gone.")) | {idea.pk: "" for idea in there} | withdrawn


def place_notes(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """These notes are in this state; one that appears for the first time is published at this time. Again changes
    nothing. By id: empty, or that it is gone."""
    there = IdeaNote.objects.filter(pk__in=ids)
    there.update(state=state)
    if state == State.PUBLISHED:
        there.filter(published_at=None).update(published_at=at)
    return dict.fromkeys(ids, _("It is gone.")) | dict.fromkeys(there.values_list("pk", flat=True), "")


def _is_withdrawn(idea: Idea) -> bool:
    """Even while a moderator hides it."""
    return idea.state == State.WITHDRAWN or idea.withdrawn_at is not None


def _begin_promises(new: Collection[Idea], *, at: datetime) -> None:
    """Who could not be read before is published now, and each board's promise begins for what nobody has answered."""
    if not new:
        return
    days = {idea.board_id: first_answer_by(idea.board, at=at) for idea in new}
    promised = [When(board=board, is_answered=False, then=Value(day)) for board, day in days.items()]
    rows = Idea.objects.filter(pk__in=[idea.pk for idea in new])
    rows.update(published_at=at, next_update_by=Case(*promised, default=F("next_update_by")))


def reached_by(ids: Collection[int]) -> dict[int, int]:
    """By id how many people an idea has certainly reached: who supports it and who spoke under it."""
    rows = Idea.objects.filter(pk__in=ids).values_list("pk", "vote_count", "comment_count")
    return {pk: votes + comments for pk, votes, comments in rows}
