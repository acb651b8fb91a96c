"""An idea that stands on the board, brought to what the file says now. What happened here since is never undone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.publication import State
from ideas.actions.merging import regroup_around
from ideas.importing.mapping import Statuses, Told
from ideas.importing.shelves import Shelves, imported_answer
from ideas.importing.standing import Standing
from ideas.models import Idea, IdeaRevision, StatusChange
from ideas.recounting import standing, support_of


def renew(found: Standing, told: Told, *, shelves: Shelves, statuses: Statuses, at: datetime) -> bool:
    """Says whether anything had to change."""
    idea = found.idea
    changed = _renew_words(idea, told, at=at)
    changed |= _set(idea, **_plain_fields(idea, told, shelves))
    support = _set(idea, **_support_fields(idea, told))
    answered = _renew_answer(found, told, statuses)
    if changed or support or answered:
        idea.save()
    if support:
        _set(idea, **support_of([idea.pk])[idea.pk])
        idea.save(update_fields=["vote_count", "hot_score"])
        regroup_around([idea])
    labelled = _renew_labels(found, told, shelves)
    return changed or support or answered or labelled


def _set(idea: Idea, **fields: Any) -> bool:
    changed = [name for name, value in fields.items() if getattr(idea, name) != value]
    for name in changed:
        setattr(idea, name, fields[name])
    return bool(changed)


def _renew_words(idea: Idea, told: Told, *, at: datetime) -> bool:
    """Other words are an edit like any other: the former ones are kept."""
    if (idea.title, idea.body) == (told.title, told.body):
        return False
    IdeaRevision.objects.create(
        idea=idea,
        title=idea.title,
        body=idea.body,
        category_id=idea.category_id,
        version=idea.version,
        at=idea.edited_at or idea.created_at,
    )
    idea.set_words(title=told.title, body=told.body)
    idea.version += 1
    idea.edited_at = at
    return True


def _plain_fields(idea: Idea, told: Told, shelves: Shelves) -> dict[str, Any]:
    category = shelves.category_of(told)
    fields: dict[str, Any] = {"category_id": category.pk if category else None}
    if told.language:
        fields["language"] = told.language
    if idea.author_id is None:
        fields["author_name"] = told.author
    return fields


def _support_fields(idea: Idea, told: Told) -> dict[str, Any]:
    """The file's total is support from elsewhere, unless it is our own export's, which counts votes cast here."""
    fields: dict[str, Any] = {}
    if told.votes not in (idea.imported_support, idea.vote_count):
        fields["imported_support"] = told.votes
    if idea.created_at != told.created_at:
        fields["created_at"] = told.created_at
        if idea.state == State.PUBLISHED and idea.published_at == idea.created_at:
            fields["published_at"] = told.created_at
    return fields


def _renew_labels(found: Standing, told: Told, shelves: Shelves) -> bool:
    if set(found.tags) == set(told.tags):
        return False
    Idea.labels.through.objects.filter(idea=found.idea.pk).delete()
    shelves.label([(found.idea.pk, told.tags)])
    return True


def _renew_answer(found: Standing, told: Told, statuses: Statuses) -> bool:
    """A response or status that is new to us is a new entry: the timeline is never edited.

    An undated entry stands before what was answered here, so it never moves an idea that the brand has moved since.
    """
    idea, entries = found.idea, found.entries
    told_before = [entry for entry in entries if entry.is_imported]
    moved = told.status.pk not in {idea.status_id, _imported_status(idea, entries, told_before)}
    said = bool(told.response) and not any(_says(entry, told) for entry in entries)
    if not (moved or said):
        return False
    old_id = told_before[-1].new_id if told_before else idea.status_id
    entry = imported_answer(idea, told, old_id=old_id, corrects=_corrected(told_before, told))
    if not said:
        entry.note, entry.at = "", None
    entry.save()
    entries.append(entry)
    entries.sort(key=lambda entry: (entry.at is not None, entry.at and entry.at.timestamp(), entry.pk))
    open_ones = {status.pk: status.open_to_votes for status in statuses.known.values()}
    _set(idea, **standing(entries, first=idea.status_id, open_ones=open_ones))
    return True


def _imported_status(idea: Idea, entries: list[StatusChange], told_before: Iterable[StatusChange]) -> int | None:
    """Where the file last put the idea, or where it stood before anybody here moved it."""
    if last := [*told_before][-1:]:
        return last[0].new_id
    return entries[0].old_id if entries else idea.status_id


def _says(entry: StatusChange, told: Told) -> bool:
    """The same words; a date that came to be known later makes an entry of its own."""
    return entry.note == told.response and (told.answered_at is None or entry.at == told.answered_at)


def _corrected(told_before: list[StatusChange], told: Told) -> StatusChange | None:
    """The imported entry that this one puts right: the same moment said otherwise, or a final status left."""
    last = told_before[-1] if told_before else None
    if last and (last.at in (None, told.answered_at) or _leaves_final(last, told)):
        return last
    return None


def _leaves_final(entry: StatusChange, told: Told) -> bool:
    return entry.new.is_final and entry.new_id != told.status.pk
