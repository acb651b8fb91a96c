"""Small registered checks read what members write. Each says what it noticed in words; none rejects anything."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from core.publication import State
from core.subjects import subjects
from moderation.actions.opening import weigh
from moderation.models import Case, Finding
from moderation.registries import moderated
from moderation.screening import prints
from moderation.screening.checks import Check, Noticed, Sighting, Tuning, Written, checks, tunings

__all__ = ["Check", "Noticed", "Sighting", "Tuning", "Written", "checks", "examine", "note"]

LONGEST_WORDS = 300
log = logging.getLogger("moderation.screening")


def examine(kind: str, thing: Any, *, by: Any, at: datetime) -> list[tuple[str, Noticed]]:
    """What the checks that are switched on noticed, each with its key. What was sent is remembered for later texts.

    At most three queries. The words are in the site's own language: the moderators read them, not the author.
    """
    said = subjects[kind].snapshot(thing)
    parts = tuple(str(said[part]) for part in subjects[kind].words if said.get(part))
    written = Written(kind, thing.pk, parts, by, at)
    set_now = {key: tuning for key, tuning in tunings().items() if tuning.is_on}
    if parts and any(check.needs_sightings for check in checks if check.key in set_now):
        written = replace(written, sightings=prints.compare_and_keep(kind, thing.pk, parts[-1], by=by, at=at))
    with translation.override(settings.LANGUAGE_CODE):
        return look_at(written, set_now, is_waiting=moderated[kind].state(thing) != State.PUBLISHED)


def look_at(written: Written, tuned: Mapping[str, Tuning], *, is_waiting: bool = False) -> list[tuple[str, Noticed]]:
    """What these checks say of a text. Those that do not stand alone are heard beside another, or where it waits."""
    asked = [check for check in checks if check.key in tuned]
    found = {check.key: noticed for check in asked if (noticed := _ask(check, written, tuned[check.key]))}
    if is_waiting or any(checks[key].stands_alone for key in found):
        return list(found.items())
    return []


def note(case: Case, thing: Any, findings: Sequence[tuple[str, Noticed]], *, at: datetime) -> None:
    """The findings stand with the case, and its urgency follows."""
    if not findings:
        return
    version = subjects[case.kind].version(thing)
    rows = [
        Finding(case=case, check_key=key, words=noticed.words, weight=noticed.weight, version=version, at=at)
        for key, noticed in findings
    ]
    Finding.objects.bulk_create(rows, ignore_conflicts=True)
    weigh(case, thing)


def _ask(check: Check, written: Written, tuning: Tuning) -> Noticed | None:
    """A check that fails keeps nobody from writing. The failure's own text may hold their words: it is not logged."""
    try:
        noticed = check.look(written, tuning)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename}:{last.lineno}"
        log.error(
            "Check %s failed on %s %s: %s at %s", check.key, written.kind, written.pk, type(error).__name__, where
        )
        return None
    if noticed is None:
        return None
    return Noticed(noticed.words[:LONGEST_WORDS], round(noticed.weight * tuning.factor, 2))
