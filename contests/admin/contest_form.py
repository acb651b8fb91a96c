"""The form of a contest in the admin: what it needs, in words."""

from typing import Any

from contests.phases import FIELDS, ORDER, RESULTS_FROM, problems_of
from core.audience.models.gate import GatedPageForm


class ContestForm(GatedPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        decides = str(cleaned.get("decides"))
        if decides in ORDER:
            names = [name for phase in ORDER[decides] for name in FIELDS[phase]]
            given = {name: cleaned.get(name) for name in [*names, RESULTS_FROM]}
            for field, words in problems_of(decides, given).items():
                if field in self.fields and field not in self.errors:
                    self.add_error(field, words)
        return cleaned
