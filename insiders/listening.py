"""What follows from memberships that began or ended below, from what members did elsewhere, and from copied pages."""

from datetime import datetime
from typing import Any

from insiders import tasks
from insiders.actions.filing import bring_files
from insiders.actions.standing import has_standing_giving
from insiders.models import EarlyAccessPage


def one_began(membership: int, **kwargs: Any) -> None:
    tasks.welcome.enqueue(membership)


def one_ended(membership: int, **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(membership)


def many_ended(memberships: list[int], **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(*memberships)


def one_took_part(kind: str, id: int, role: str, member: int, at: datetime, **kwargs: Any) -> None:
    if has_standing_giving(kind, id):
        tasks.let_in_who_took_part.enqueue(kind, id, role, member, at.isoformat())


def one_copied(source: EarlyAccessPage, copy: EarlyAccessPage, **kwargs: Any) -> None:
    bring_files(source, copy)
