"""Ideas to be merged, and what a merge must come to."""

from typing import Any
from uuid import uuid4

from core.members.models import User
from ideas.actions.heat import count_support
from ideas.models import Idea, Vote
from ideas.recounting import all_counters
from tests.factories import make_idea


def drifted() -> list[str]:
    return [drift.what for counter in all_counters() for drift in counter.find()]


def now(idea: Idea) -> Idea:
    """As it stands in the database."""
    return Idea.objects.select_related("board", "status", "category", "author").get(pk=idea.pk)


def supporters(idea: Idea) -> set[int]:
    return set(Vote.objects.filter(idea=idea.pk).values_list("voter", flat=True))


def snapshot(*ideas: Idea) -> list[Any]:
    """All of these ideas that a merge may change: what an undo must give back."""
    figures = Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).order_by("pk")
    votes = Vote.objects.filter(idea__in=[idea.pk for idea in ideas]).order_by("idea", "voter")
    return [
        *figures.values_list("pk", "merged_into", "vote_count", "state", "comment_count"),
        *votes.values_list("idea", "voter", "at", "is_carried"),
    ]


def crowd(count: int) -> list[int]:
    """So many members, by their keys, in one statement."""
    names = [f"many-{uuid4().hex}" for _n in range(count)]
    people = [User(email=f"{name}@example.com", handle=name[:30], display_name="Somebody") for name in names]
    return [member.pk for member in User.objects.bulk_create(people, batch_size=1_000)]


def supported_by(voters: list[int], **fields: Any) -> Idea:
    """An idea with these supporters beside its author."""
    idea = make_idea(**fields)
    Vote.objects.bulk_create((Vote(idea=idea, voter_id=voter) for voter in voters), batch_size=1_000)
    count_support([idea.pk])
    return now(idea)
