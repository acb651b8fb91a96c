"""Whether the tallies of a contest can be published, and its votes by class."""

from django.db.models import Count
from django.utils.translation import ngettext

from contests.kinds import Standing
from contests.models import ContestPage, EntryVote

OUT = "out"


def readiness(contest: ContestPage) -> list[str]:
    """What stands in the way of publishing, in plain words."""
    held = EntryVote.objects.filter(entry__contest=contest, standing=Standing.HELD).count()
    if not held:
        return []
    words = ngettext("%(n)d held vote is undecided.", "%(n)d held votes are undecided.", held)
    return [words % {"n": held}]


def classes(contest: ContestPage) -> dict[str, dict[str, int]]:
    """How many votes stand in each class, by reason."""
    found: dict[str, dict[str, int]] = {name: {} for name in (*Standing.values, OUT)}
    rows = EntryVote.objects.filter(entry__contest=contest).order_by().values_list("standing", "entry__disqualified_at")
    for standing, disqualified_at, count in rows.annotate(n=Count("pk")):
        is_out = standing == Standing.COUNTED and disqualified_at
        found[OUT if is_out else standing]["disqualified" if is_out else ""] = count
    return found
