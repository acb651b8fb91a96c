from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audience.actions.remeasuring import look_again
from core.effects import after_commit
from core.errors import RuleBroken, Stale
from core.policies import ensure
from core.publication import State, arrived, gone, submit
from core.ranking import hot_moment
from gallery.actions.attaching import arrange
from gallery.actions.placing import settle_under
from gallery.models import MediaItem
from ideas import tasks
from ideas.actions.boards import first_answer_by, first_status
from ideas.actions.owning import owner_for
from ideas.actions.pacing import in_turn
from ideas.actions.picturing import KIND
from ideas.actions.tallying import tallied
from ideas.measuring import PUBLISHED
from ideas.models import Category, Idea, IdeaBoardPage, IdeaNote, IdeaRevision, Vote
from ideas.policies import may_add_note, may_edit, may_submit, may_withdraw
from ideas.statuses import Stage


def submit_idea(
    board: IdeaBoardPage,
    *,
    by: Any,
    title: str,
    body: str,
    category: Category | None = None,
    key: UUID | None = None,
    language: str = "",
    pictures: Sequence[MediaItem] = (),
    at: datetime | None = None,
) -> Idea:
    """A new idea stands on the board, published or waiting as the gatekeeper decides, supported by its author.

    `key` comes from the form: the same key again returns the idea that is there. Raises Refused, also for what comes
    too soon on a board that is slowed, and RuleBroken for a category of another board.
    """
    at = at or timezone.now()
    sent_before = Idea.objects.filter(board=board, author=by.pk, submission_key=key)
    if key and by.pk and (there := sent_before.first()):
        return there
    ensure(may_submit(by, board, at=at))
    _check_category(board, category)
    idea = Idea(board=board, category=category, author=by, submission_key=key, language=language, created_at=at)
    idea.set_words(title=title, body=body)
    _set_at_the_beginning(idea)
    try:
        with transaction.atomic():
            if not in_turn(board, by=by) and (there := _again(sent_before, board, by=by, key=key, at=at)):
                return there
            _store(idea, by=by, at=at)
            if pictures:
                arrange(pictures, under=idea, kind=KIND, at=at)
    except IntegrityError as error:  # the second click of two came first, or the board has changed meanwhile
        there = sent_before.first() if key else None
        if there is None:
            raise RuleBroken(_("That did not work. Send it once more.")) from error
        return there
    return idea


def _set_at_the_beginning(idea: Idea) -> None:
    idea.status = first_status(idea.board, stage=Stage.OPEN)
    idea.open_to_votes = idea.status.open_to_votes
    idea.owner = owner_for(idea.board, idea.category)


def _again(sent_before: Any, board: IdeaBoardPage, *, by: Any, key: UUID | None, at: datetime) -> Idea | None:
    """Asked once more when it is this member's turn: the idea that the first click of two has sent meanwhile."""
    there: Idea | None = sent_before.first() if key else None
    if there is None:
        ensure(may_submit(by, board, at=at))
    return there


def _store(idea: Idea, *, by: Any, at: datetime) -> None:
    idea.next_update_by = first_answer_by(idea.board, at=at)
    idea.vote_count = 1
    idea.hot_score = hot_moment(at, half_life_days=idea.board.half_life_days)
    with tallied(idea):
        submit(idea, by=by, at=at)
        idea.save()
    Vote.objects.record(idea.pk, by.pk, at=at)
    arrived(idea, by=by, at=at)
    if idea.is_published:
        look_again(by.pk, PUBLISHED)


def edit_idea(
    idea: Idea,
    *,
    by: Any,
    title: str,
    body: str,
    category: Category | None,
    version: int,
    at: datetime | None = None,
) -> Idea:
    """The idea says this now, its former words are kept. Raises Refused, RuleBroken, and Stale for an old version."""
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        ensure(may_edit(by, idea))
        _check_category(idea.board, category)
        if idea.version != version:
            raise Stale(_("You changed this idea in another window. Compare the two before you save."))
        former = {"title": idea.title, "body": idea.body, "category_id": idea.category_id}
        if former == {"title": title, "body": body, "category_id": category.pk if category else None}:
            return idea
        IdeaRevision.objects.create(idea=idea, version=idea.version, at=idea.edited_at or idea.created_at, **former)
        with tallied(idea):
            idea.set_words(title=title, body=body)
            fell_to = owner_for(idea.board, idea.category)
            if idea.owner_id in (None, fell_to and fell_to.pk):
                idea.owner = owner_for(idea.board, category)
            idea.category = category
            idea.edited_at = at or timezone.now()
            idea.version += 1
            former_state = idea.state
            submit(idea, by=by, at=idea.edited_at)
            idea.save()
        if idea.state != former_state:
            settle_under(KIND, [idea.pk])
        arrived(idea, by=by, at=idea.edited_at)
    return idea


def add_note(idea: Idea, *, by: Any, body: str, at: datetime | None = None) -> IdeaNote:
    """The author adds to an idea, whatever its age: published or waiting as the gatekeeper decides. Raises Refused."""
    ensure(may_add_note(by, idea))
    at = at or timezone.now()
    note = IdeaNote(idea=idea, body=body, at=at)
    with transaction.atomic():
        submit(note, by=by, at=at)
        note.save()
        arrived(note, by=by, at=at)
    return note


def withdraw_idea(idea: Idea, *, by: Any, at: datetime | None = None) -> Idea:
    """The idea has left the lists, its pictures are its author's alone, and its people are told. Again changes nothing.
    Raises Refused.

    One that only waits is nobody's to read afterwards either, even if earlier words of it had been published.
    """
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        if idea.state == State.WITHDRAWN and idea.author_id == by.pk:
            return idea
        ensure(may_withdraw(by, idea))
        if idea.is_published:
            after_commit(tasks.tell_of_withdrawal, idea.pk)
        else:
            idea.published_at = None
        with tallied(idea):
            idea.state = State.WITHDRAWN
            idea.withdrawn_at = at or timezone.now()
            idea.save(update_fields=["state", "published_at", "withdrawn_at"])
        settle_under(KIND, [idea.pk])
        if idea.published_at is None:
            gone(idea, at=idea.withdrawn_at)
    return idea


def _check_category(board: IdeaBoardPage, category: Category | None) -> None:
    if category and category.board_id != board.pk:
        raise RuleBroken({"category": _("This category belongs to another board.")})
