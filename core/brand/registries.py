"""What shows pictures of the brand. Rooms add what of theirs does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Showing:
    """One kind of thing that shows pictures. `things(user, picture)`: those that this person may see and that show the
    picture, whose key `picture` is an expression for. It is a part of one question, asked at each request of a file;
    what shows `most` pictures is asked by itself before."""

    key: str
    things: Callable[[Any, Any], QuerySet]
    most: bool = False


showings: Registry[Showing] = Registry("showings")
