"""What follows from memberships that began or ended below, told by the tasks of this room; and from copied pages."""

from typing import Any

from insiders import tasks
from insiders.actions.filing import bring_files
from insiders.models import EarlyAccessPage


def one_began(membership: int, **kwargs: Any) -> None:
    tasks.welcome.enqueue(membership)


def one_ended(membership: int, **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(membership)


def many_ended(memberships: list[int], **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(*memberships)


def one_copied(source: EarlyAccessPage, copy: EarlyAccessPage, **kwargs: Any) -> None:
    bring_files(source, copy)
