"""The form of a contest in the admin: what it needs, in words."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet

from contests.admin.beginning import LOOK_AT_IT, begin, propose
from contests.admin.moments import as_moment
from contests.completeness import (
    NO_SUCH_ZONE,
    about_prizes,
    incomplete,
    wrong,
)
from contests.fixed import changed_too_late, published_of, unexplained_moves
from contests.phases import FIELDS, RESULTS_FROM
from contests.zones import zone_names, zone_of
from core.audience.models.gate import GatedPageForm

TIMES = tuple(dict.fromkeys([*(name for pair in FIELDS.values() for name in pair), RESULTS_FROM]))


class ContestForm(GatedPageForm):
    """A draft may be incomplete; what is published may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed: list[str] = []
        if self.instance.pk is None:
            begin(self)
        if self.is_bound:
            self.proposed = propose(self)
        self.published = published_of(self.instance)
        if "time_zone" in self.fields:
            self.fields["time_zone"] = self._zone_field(self.fields["time_zone"])
        if "schedule_note" in self.fields and not self.instance.has_unpublished_changes:
            self.initial["schedule_note"] = ""  # it belonged to the last change
        zone, stays = self._zone()
        for name in TIMES:
            if name in self.fields:
                kept = getattr(self.instance, name) if stays else None
                self.fields[name] = as_moment(self.fields[name], zone=zone, kept=kept)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._say(wrong(cleaned))
        self._say(changed_too_late(cleaned, self.published, at=timezone.now()))
        self._check_prizes(str(cleaned.get("decides")))
        self._keep_marked_criteria()
        if not self.is_deferred_validation:
            self._say(incomplete(cleaned, criteria=len(self._rows("criteria"))))
            self._say(unexplained_moves(cleaned, self.published))
            self._say(dict.fromkeys(self.proposed[:1], LOOK_AT_IT))
        return cleaned

    def _zone_field(self, old: forms.Field) -> forms.ChoiceField:
        names = zone_names()
        given = self.instance.time_zone
        choices = [(name, name.replace("_", " ")) for name in (names if given in names else (given, *names))]
        return KnownZoneField(label=old.label, help_text=old.help_text, choices=choices)

    def _zone(self) -> tuple[ZoneInfo, bool]:
        """The clock by which the times of this form are read, and whether it is the one they were shown by."""
        shown = self.instance.time_zone
        typed = self.data.get(self.add_prefix("time_zone"), shown) if self.is_bound else shown
        return zone_of(typed) or zone_of(shown) or ZoneInfo("UTC"), typed == shown

    def _say(self, found: dict[str, Any]) -> None:
        for field, words in found.items():
            if field in self.fields and field not in self.errors:
                self.add_error(field, str(words))

    def _rows(self, relation: str) -> list[ModelForm]:
        """The rows that stay and were filled in."""
        formset = self.formsets.get(relation)
        if formset is None:
            return []
        formset.is_valid()
        gone = formset.deleted_forms
        return [form for form in formset.forms if form not in gone and getattr(form, "cleaned_data", None)]

    def _check_prizes(self, decides: str) -> None:
        rows = self._rows("prizes")
        for place, field, words in about_prizes([row.cleaned_data for row in rows], decides):
            if field not in rows[place].errors:
                rows[place].add_error(field, words)

    def _keep_marked_criteria(self) -> None:
        formset = self.formsets.get("criteria")
        for form in formset.forms if formset is not None else ():
            if not form.instance.pk or not form.instance.marks.exists():
                continue
            if form in formset.deleted_forms:
                words = _("“%(name)s” stays: judges have given marks by it already.")
                self.add_error(None, words % {"name": form.instance.name})
                self._bring_back(formset, form)
            elif "weight" in form.changed_data:
                form.add_error("weight", _("The weight stays: judges have given marks by it already."))

    def _bring_back(self, formset: BaseChildFormSet, form: ModelForm) -> None:
        """The row stands in the form again."""
        data: Any = self.data.copy()  # type: ignore[has-type]
        data[f"{form.prefix}-DELETE"] = ""
        self.data = formset.data = form.data = data


class KnownZoneField(forms.ChoiceField):
    """One of the zones there are."""

    default_error_messages = {"invalid_choice": NO_SUCH_ZONE}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if zone_of(value) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
