"""What follows from memberships that began or ended below, told by the tasks of this room."""

from typing import Any

from insiders import tasks


def one_began(membership: int, **kwargs: Any) -> None:
    tasks.welcome.enqueue(membership)


def one_ended(membership: int, **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(membership)


def many_ended(memberships: list[int], **kwargs: Any) -> None:
    tasks.say_goodbye.enqueue(*memberships)
