"""The conditions of a tier as rows of its form: what is counted, and at least how many. A row without both is none."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audience.measures import measures
from core.audience.models import Tier, Way
from core.audience.models.condition import MOST

ROWS = 4
Rows = Sequence[tuple[str, str]]


def conditions_of(tier: Tier) -> list[tuple[str, int]]:
    return list(tier.conditions.values_list("measure", "at_least")) if tier.pk else []  # type: ignore[attr-defined]


def add_rows(fields: dict[str, forms.Field], asked: Sequence[tuple[str, int]]) -> Rows:
    """The names of the two fields of each row, with what stands there now."""
    offered: list[tuple[str, str | Promise]] = [
        ("", gettext_lazy("Nothing")),
        *((one.key, one.label) for one in measures),
    ]
    rows = [(f"measure_{n}", f"at_least_{n}") for n in range(1, max(ROWS, len(asked)) + 1)]
    for n, (measure, least) in enumerate(rows):
        stands = asked[n] if n < len(asked) else ("", None)
        fields[measure] = forms.ChoiceField(
            label=gettext_lazy("What is counted"), choices=offered, required=False, initial=stands[0]
        )
        fields[least] = forms.IntegerField(
            label=gettext_lazy("At least"), required=False, min_value=1, max_value=MOST, initial=stands[1]
        )
    return rows


def asked_in(cleaned: dict[str, Any], rows: Rows) -> list[tuple[str, int]]:
    """Of the rows that have both."""
    pairs = [(cleaned.get(measure), cleaned.get(least)) for measure, least in rows]
    return [(measure, least) for measure, least in pairs if measure and least]


def problems_of(cleaned: dict[str, Any], rows: Rows) -> dict[str, str]:
    """What is wrong with the rows, by the field beside which it is said."""
    found, seen = {}, set()
    for measure, least in rows:
        if measure not in cleaned or least not in cleaned:  # it has an error already
            continue
        key, n = cleaned[measure], cleaned[least]
        if key and n is None:
            found[least] = _("Say at least how many.")
        elif n is not None and not key:
            found[measure] = _("Choose what is counted, or take the number away.")
        elif key and key in seen:
            found[measure] = _("Each thing is counted once. Take one of the two out.")
        elif key and cleaned.get("way", Way.EARNED) != Way.EARNED:
            found[measure] = _("Only a tier that is earned has conditions. Take them out, or choose “earned”.")
        seen.add(key)
    return found
