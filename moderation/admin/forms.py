"""What moderators type: filters of the queue, a decision, a reversal, an answer to a notice."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken
from core.fields import LineField, TextField
from core.sanitizing import clean_text
from core.subjects import subjects
from moderation.actions.deciding import Reasons
from moderation.acts import Act
from moderation.models import HouseRule
from moderation.queue import PASSED_TO, SIZES, TABS, Asked
from moderation.registries import moderated

LONGEST_SUSPENSION = timedelta(days=366)
TEXT = forms.Textarea(attrs={"rows": 5, "dir": "auto"})


def kinds() -> list[tuple[str, Any]]:
    return [("", _("Everything")), *((adapter.key, subjects[adapter.key].label) for adapter in moderated)]


def rules() -> list[tuple[str, Any]]:
    """All of them: reports may name one that is retired."""
    return [("", _("Any rule")), *HouseRule.objects.names().items()]


# As functions: a form copies the choices of each of its fields, but not what makes them.
def acts() -> list[tuple[str, Any]]:
    return [(act.value, act.label) for act in Act if act not in (Act.UNDO, Act.REVERSE)]


def places() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *PASSED_TO.items()]


class FilterForm(forms.Form):
    """What stands in the address of the queue. A filter that makes no sense is left out, and the rest holds."""

    q = LineField(label=_("Words, author, number or receipt"), required=False, max_length=80)
    decided_by = LineField(label=_("Decided by (a moderator’s handle)"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=kinds, required=False)
    rule = forms.ChoiceField(label=_("Reported for"), required=False)
    age = forms.ChoiceField(
        label=_("Open for"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("1h", _("More than an hour")),
            ("1d", _("More than a day")),
            ("3d", _("More than three days")),
            ("7d", _("More than a week")),
        ],
    )
    passed_to = forms.ChoiceField(
        label=_("Escalated to"), choices=[("", _("Anybody or nobody")), *PASSED_TO.items()], required=False
    )
    size = forms.ChoiceField(label=_("At once"), required=False, choices=[(str(size), str(size)) for size in SIZES])
    mine = forms.BooleanField(label=_("Only what I have taken"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = cache(rules)  # type: ignore[attr-defined]  # asked for once, and only when needed

    def asked(self, tab: str) -> Asked:
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            tab=TABS.get(tab, TABS["open"]),
            kind=given.get("kind") or "",
            rule=given.get("rule") or "",
            is_mine=bool(given.get("mine")),
            passed_to=given.get("passed_to") or "",
            age=given.get("age") or "",
            words=given.get("q") or "",
            decided_by=(given.get("decided_by") or "").removeprefix("@"),
            size=int(given.get("size") or SIZES[0]),
        )


class WordsForm(forms.Form):
    """Says what a verb refused beside the fields that caused it."""

    def show_broken(self, error: RuleBroken) -> None:
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, problems in by_field.items():
            field = name if name in self.fields else None
            if field is None or not self.has_error(field):
                self.add_error(field, problems)


class DecisionForm(WordsForm):
    """One decision on one case, based on one version of its thing."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    act = forms.ChoiceField(
        choices=acts,
        error_messages={"required": _("Choose what to do."), "invalid_choice": _("Choose what to do.")},
    )
    rule = forms.ModelChoiceField(
        label=_("House rule"),
        queryset=HouseRule.objects.in_force(),
        required=False,
        error_messages={"invalid_choice": _("This rule is no longer in force. Choose another.")},
    )
    text = TextField(
        label=_("What the author will read"), required=False, max_length=4_000, widget=TEXT, help_text=_("Plain text.")
    )
    until = forms.DateField(
        label=_("Suspended until the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    passed_to = forms.ChoiceField(
        label=_("Who should look at it"),
        required=False,
        choices=places,
        help_text=_("They are told in ten seconds; all moderators are, where nobody is set who can act on it."),
    )
    note = TextField(
        label=_("Note for the team"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Only moderators read it. When you escalate: what should they look at?"),
    )

    def clean_until(self) -> datetime | None:
        """The end of that day, where the site is."""
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day > timezone.localdate() + LONGEST_SUSPENSION:
            raise forms.ValidationError(_("A year is the longest."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    @property
    def reasons(self) -> Reasons:
        given = self.cleaned_data
        return Reasons(
            rule=given.get("rule"),
            text=given.get("text") or "",
            note=given.get("note") or "",
            until=given.get("until"),
            passed_to=given.get("passed_to") or "",
        )

    @property
    def reasons_as_typed(self) -> Reasons:
        """For a preview: also what was filled in for the moderator and not sent yet."""
        return replace(self.reasons, text=clean_text(self.data.get("text") or ""))


class ReverseForm(WordsForm):
    """Why a decision is reversed; its author and its reporters read it."""

    text = TextField(
        label=_("Why it is reversed"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Everybody who was told of the decision reads this."),
        error_messages={"required": _("Say why: the author reads this.")},
    )


class NoticeForm(WordsForm):
    """The answer to whoever filed a notice of illegal content."""

    text = TextField(
        label=_("Answer"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write the answer first.")},
    )
