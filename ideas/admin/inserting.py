"""Saved replies where an answer is written: which are offered, and what one of them puts into the form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from ideas.days import days_after
from ideas.models import BoardStatus, Idea, SavedReply

DIGITS = 9


@dataclass(frozen=True, slots=True)
class Offered:
    """One saved reply as it goes into a form: `status` is the value of the field there. The first nine have a digit."""

    reply: SavedReply
    words: str
    status: str
    day: date | None
    digit: int | None


def offered_on(idea: Idea) -> list[Offered]:
    """For the answer to one idea: with its author and title in their places."""
    rows = BoardStatus.objects.filter(board=idea.board_id)
    statuses = {slug: str(pk) for slug, pk in rows.values_list("slug", "pk")}
    replies = SavedReply.objects.for_idea(idea)
    return [_offered(one, one.filled(idea), statuses, number) for number, one in enumerate(replies, 1)]


def offered_for_many(ideas: Sequence[Idea], slugs: Iterable[str]) -> list[Offered]:
    """For the same answer to many: the places stay, and are filled in for each idea when it is sent."""
    boards = {idea.board_id for idea in ideas}
    replies = SavedReply.objects.on(boards if len(boards) == 1 else [])
    statuses = {slug: slug for slug in slugs}
    return [_offered(one, one.note, statuses, number) for number, one in enumerate(replies, 1)]


def _offered(reply: SavedReply, words: str, statuses: Mapping[str, str], number: int) -> Offered:
    day = days_after(timezone.now(), reply.update_days) if reply.update_days else None
    return Offered(reply, words, statuses.get(reply.status, ""), day, number if number <= DIGITS else None)


def chosen(offered: Iterable[Offered], given: str) -> Offered | None:
    """The reply whose key was sent."""
    return next((one for one in offered if str(one.reply.pk) == given), None)


def with_reply(typed: QueryDict, reply: Offered) -> QueryDict:
    """What was typed, and the reply below it: nothing is overwritten. It proposes where nothing was chosen."""
    data = typed.copy()
    data["note"] = below(data.get("note", ""), reply.words)
    if reply.status and not data.get("status"):
        data["status"] = reply.status
    if reply.day and not data.get("next_update_by"):
        data["next_update_by"] = reply.day.isoformat()
    return data


def below(typed: str, words: str) -> str:
    typed = typed.strip()
    return f"{typed}\n\n{words}" if typed and typed != words else words
