"""Whether the tallies of a contest can be published, and its votes by class."""

from django.db.models import Count
from django.utils.translation import ngettext

from contests.kinds import Standing
from contests.models import ContestPage, EntryVote


def readiness(contest: ContestPage) -> list[str]:
    """What stands in the way of publishing, in plain words."""
    held = EntryVote.objects.filter(entry__contest=contest, standing=Standing.HELD).count()
    if not held:
        return []
    words = ngettext("%(n)d held vote is undecided.", "%(n)d held votes are undecided.", held)
    return [words % {"n": held}]


def classes(contest: ContestPage) -> dict[str, int]:
    """How many votes stand in each class."""
    found = EntryVote.objects.filter(entry__contest=contest).values_list("standing").annotate(n=Count("pk"))
    return dict.fromkeys(Standing.values, 0) | dict(found.order_by())
