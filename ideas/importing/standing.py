"""The ideas of a batch that stand on the board already, with what the importer compares."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from ideas.models import Idea, IdeaBoardPage, StatusChange

# An idea that was written here has no number of its own in a file: the export names it so.
OWN_NUMBER = re.compile(r"sayso-([1-9]\d{0,17})")


@dataclass(slots=True)
class Standing:
    """One idea, its timeline oldest first, and its labels' names."""

    idea: Idea
    entries: list[StatusChange]
    tags: list[str]


def number_of(idea: Idea) -> str:
    """What the idea is called in a file."""
    return idea.external_id or f"sayso-{idea.pk}"


def load_standing(board: IdeaBoardPage, external_ids: Sequence[str]) -> dict[str, Standing]:
    """By the file's number. The rows stay locked, so that a vote which comes meanwhile is added on top."""
    mine = Idea.objects.filter(board=board).held()
    found = {idea.external_id: idea for idea in mine.filter(external_id__in=external_ids)}
    own = [int(match[1]) for name in external_ids if name not in found and (match := OWN_NUMBER.fullmatch(name))]
    if own:
        found |= {number_of(idea): idea for idea in mine.filter(pk__in=own, external_id="")}
    ids = [idea.pk for idea in found.values()]
    entries = _entries(ids)
    tags = tags_of(ids)
    return {name: Standing(idea, entries[idea.pk], tags[idea.pk]) for name, idea in found.items()}


def _entries(ids: list[int]) -> dict[int, list[StatusChange]]:
    found = defaultdict(list)
    for entry in StatusChange.objects.filter(idea__in=ids).order_by(F("at").asc(nulls_first=True), "pk"):
        found[entry.idea_id].append(entry)
    return found


def tags_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """The names of each idea's labels, in the order in which they were given."""
    found = defaultdict(list)
    named = Idea.labels.through.objects.filter(idea__in=ids).order_by("pk").values_list("idea_id", "label__name")
    for idea_id, name in named:
        found[idea_id].append(name)
    return found
