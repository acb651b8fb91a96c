"""The words of the Kaffa board, a made-up coffee company: its categories, its people, and what they said."""

from ideas.demo import bakery, beans, coffee, cups, hours, menu, other_tongues, paying, prices, rooms
from ideas.demo.people import CAST_MEMBERS, CAST_STAFF, PEOPLE
from ideas.demo.shapes import Answer, Category, Comment, Idea, Person
from ideas.demo.supporters import votes_for

__all__ = [
    "CAST_MEMBERS",
    "CAST_STAFF",
    "CATEGORIES",
    "IDEAS",
    "PEOPLE",
    "Answer",
    "Category",
    "Comment",
    "Idea",
    "Person",
    "votes_for",
]

CATEGORIES = (
    Category("coffee", "Coffee", "jonas"),
    Category("shops", "Shops", "bea"),
    Category("menu", "Menu", "bea"),
    Category("paying", "Paying", "bea"),
    Category("cups", "Cups", "jonas"),
)

_ROOMS = (hours, rooms, coffee, beans, menu, bakery, paying, prices, cups, other_tongues)

# Oldest first, so that whoever makes them in this order also numbers them in the order of time.
IDEAS: tuple[Idea, ...] = tuple(
    sorted((idea for room in _ROOMS for idea in room.IDEAS), key=lambda idea: -idea.days_ago)
)
