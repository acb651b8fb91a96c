"""What the demo content is made of. Times are ages in days, so that the board is as fresh on any day it is made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    handle: str
    name: str
    language: str = "en"
    is_staff: bool = False


@dataclass(frozen=True)
class Category:
    slug: str
    name: str
    owner: str


@dataclass(frozen=True)
class Comment:
    """`replies` go one level deep; a reply has none."""

    by: str
    days_ago: float
    text: str
    replies: tuple["Comment", ...] = ()


@dataclass(frozen=True)
class Answer:
    """One entry of the timeline. `next_update_in` counts days from it; `corrects` is an index into the answers."""

    status: str
    days_ago: float
    by: str
    note: str
    reason_code: str = ""
    change_our_mind: str = ""
    next_update_in: int | None = None
    corrects: int | None = None
    evidence_url: str = ""


@dataclass(frozen=True)
class Idea:
    """`supporters` counts the people beside the author. `status` is where the answers lead; a new idea has none.

    With `same_as` it was merged into the idea of that key."""

    key: str
    title: str
    body: str
    category: str
    author: str
    days_ago: float
    status: str
    supporters: int
    labels: tuple[str, ...] = ()
    language: str = "en"
    answers: tuple[Answer, ...] = ()
    comments: tuple[Comment, ...] = ()
    same_as: str = ""
    merged_days_ago: float = 0.0
    merged_by: str = ""
