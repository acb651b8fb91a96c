"""What is due of the ideas that somebody looks after: for the weekly letter, as it stands when it is read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from core.notices.letters import absolute
from core.notices.models import Notice
from ideas.days import day_of, days_after
from ideas.desks import ideas_of
from ideas.models import Idea
from ideas.models.idea import IdeaQuerySet
from ideas.policies import may_answer

SOON = 7  # days
WEEK = timedelta(days=7)
MOST_NAMED = 10  # ideas of one board that a letter names


def due_of(owner: Any, *, at: datetime) -> IdeaQuerySet:
    """What they look after and may answer now, overdue or due within a week, the most urgent first."""
    if not may_answer(owner):
        return Idea.objects.none()
    theirs = ideas_of(owner).awaiting().filter(owner=owner.pk, next_update_by__lte=days_after(at, SOON))
    return theirs.order_by("next_update_by", "pk")


def digests_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: what is due now, board by board. While its letter may still wait, a notice of nothing says nothing."""
    at = timezone.now()
    one_each = {notice.recipient_id: notice for notice in notices}
    due = {pk: _by_board(notice.recipient, at=at) for pk, notice in one_each.items()}
    return {
        notice.pk: {"boards": due[notice.recipient_id], "waiting_url": absolute(waiting_list(who="me"))}
        for notice in notices
        if due[notice.recipient_id] or notice.created_at < at - WEEK
    }


def _by_board(owner: Any, *, at: datetime) -> list[dict[str, Any]]:
    """The board with the most urgent one first."""
    due: dict[int, list[Idea]] = {}
    for idea in due_of(owner, at=at).select_related("board").defer("body", "search_text"):
        due.setdefault(idea.board_id, []).append(idea)
    return [_said_of(ideas, at=at) for ideas in due.values()]


def _said_of(ideas: list[Idea], *, at: datetime) -> dict[str, Any]:
    today = day_of(at)
    late = [idea for idea in ideas if idea.next_update_by and idea.next_update_by < today]
    named = [_named(idea) for idea in ideas[:MOST_NAMED]]
    groups = {is_late: list(said) for is_late, said in groupby(named, key=lambda said: said["day"] < today)}
    return {
        "title": ideas[0].board.title,
        "url": absolute(waiting_list(who="me", board=ideas[0].board_id)),
        "late": len(late),
        "overdue": groups.get(True, []),
        "soon": groups.get(False, []),
        "more": len(ideas) - len(named),
    }


def _named(idea: Idea) -> dict[str, Any]:
    url = absolute(reverse("idea_answers:waiting-idea", args=[idea.pk]) + "?who=me")
    return {"title": idea.title, "day": idea.next_update_by, "url": url}


def waiting_list(**narrowed: Any) -> str:
    return f"{reverse('idea_answers:waiting')}?{urlencode(narrowed)}"
