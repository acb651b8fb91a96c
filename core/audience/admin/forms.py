from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from core.audience.admin.condition_rows import add_rows, asked_in, conditions_of, problems_of
from core.audience.models import Tier
from core.audience.roster import STATES
from core.fields import LineField, TextField

LONGEST = timedelta(days=20 * 366)
MOST_LINES = 200


class UntilField(forms.DateField):
    """The last day, as the moment at which it ends. Empty is None."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def clean(self, value: Any) -> datetime | None:
        day: date | None = super().clean(value)
        if day is None:
            return None
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over."))
        if day > today + LONGEST:
            raise forms.ValidationError(_("Choose a day within twenty years, or leave it empty for good."))
        return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


class TierForm(forms.ModelForm):
    """All of a tier, in the parts in which its screen shows it."""

    name = LineField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("As insiders and outsiders read it.")
    )
    criteria = TextField(
        label=gettext_lazy("What one has to do"),
        required=False,
        max_length=600,
        help_text=gettext_lazy(
            "Published as it stands here. Say it so that everybody can tell whether they have done it. With conditions "
            "below, whoever meets them comes in by themself; without, look who has done it, and let them in."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=gettext_lazy(
            "How many can be in at one time. Empty is without a limit; fewer than are in puts nobody out."
        ),
    )
    lasts_days = forms.IntegerField(
        label=gettext_lazy("Lasts for days"),
        required=False,
        min_value=1,
        max_value=LONGEST.days,
        help_text=gettext_lazy("For how long somebody is in who is let in from now on. Empty is for good."),
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("Days of grace"),
        initial=14,
        min_value=0,
        max_value=366,
        help_text=gettext_lazy("For how long access goes on after the last day, announced as such."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Order"),
        initial=0,
        min_value=0,
        max_value=9999,
        help_text=gettext_lazy("The lowest is the first to be reached."),
    )
    adopt = forms.ModelChoiceField(
        Group.objects.none(),
        label=gettext_lazy("Adopt a group"),
        required=False,
        empty_label=gettext_lazy("None: make a group of the same name"),
        help_text=gettext_lazy(
            "Only if pages are closed by a group already. Whoever is in it is in the tier from now on."
        ),
    )
    sure = forms.BooleanField(label=gettext_lazy("Let them all in"), required=False)
    PARTS: tuple[tuple[str | Promise, str | Promise, tuple[str, ...]], ...] = (
        (gettext_lazy("What it is"), "", ("name", "stands_for", "order", "is_hidden")),
        (
            gettext_lazy("How one gets in"),
            gettext_lazy("Outsiders read this beside the doors that the tier opens, unless it is hidden."),
            ("way", "criteria", "seats"),
        ),
        (
            gettext_lazy("How long it lasts"),
            gettext_lazy("Who is in keeps the day that they were told."),
            ("lasts_days", "grace_days"),
        ),
        (gettext_lazy("What stays"), "", ("mark",)),
        (
            gettext_lazy("Its group"),
            gettext_lazy("A tier has a group of its own, by which the privacy of pages knows it."),
            ("adopt",),
        ),
    )

    class Meta:
        model = Tier
        fields = (
            *("name", "stands_for", "order", "is_hidden", "way", "criteria", "seats", "lasts_days", "grace_days"),
            "mark",
        )
        field_classes = {"stands_for": LineField, "mark": LineField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["adopt"]
        else:
            self.fields["adopt"].queryset = Group.objects.filter(tier=None).order_by("name")  # type: ignore[attr-defined]
        self.rows = add_rows(self.fields, conditions_of(self.instance))

    def parts(self) -> list[tuple[str | Promise, str | Promise, list[forms.BoundField]]]:
        """Title, explanation and fields of each part."""
        parts = [
            (title, why, [self[name] for name in names if name in self.fields]) for title, why, names in self.PARTS
        ]
        return [part for part in parts if part[2]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name, said in problems_of(cleaned, self.rows).items():
            self.add_error(name, said)
        return self.cleaned_data

    @property
    def asked(self) -> list[tuple[str, int]]:
        """The conditions as they were typed, those that make sense; as they stand, where nothing was."""
        if not self.is_bound:
            return conditions_of(self.instance)
        return asked_in(getattr(self, "cleaned_data", {}), self.rows)

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[measure], self[least]) for measure, least in self.rows]

    def refuse(self, broken: ValidationError) -> None:
        """What a verb refused stands beside its field; of the conditions, beside the first of them."""
        by_field = broken.message_dict if hasattr(broken, "error_dict") else {None: broken.messages}
        for name, said in by_field.items():
            self.add_error(self.rows[0][0] if name == "conditions" else name, said)

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        own = {name for pair in self.rows for name in pair} | {"sure"}
        said = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data and name not in own}
        return {**said, "conditions": self.asked}


class LetInForm(forms.Form):
    who = TextField(
        label=gettext_lazy("Who"),
        max_length=MOST_LINES * 260,
        help_text=gettext_lazy("Handles or e-mail addresses of members, one a line."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "autocomplete": "off"}),
    )
    words = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("They read this beside their access: “You tasted four roasts with us.”"),
    )
    until = UntilField(
        label=pgettext_lazy("last day", "Until"),
        required=False,
        help_text=gettext_lazy("Empty is as long as the tier lasts."),
    )

    def clean_who(self) -> list[str]:
        lines: list[str] = self.cleaned_data["who"].splitlines()
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                ngettext_lazy("At most %(n)d line at a time.", "At most %(n)d lines at a time.", MOST_LINES)
                % {"n": MOST_LINES}
            )
        return lines


class ProlongForm(forms.Form):
    until = UntilField(
        label=pgettext_lazy("last day", "Until"),
        required=False,
        help_text=gettext_lazy("The grace comes on top of it. Empty is for good."),
    )
    words = LineField(label=gettext_lazy("Why"), required=False, max_length=300)


class TakeOutForm(forms.Form):
    words = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy(
            "It stays in the history of the membership, which the member can read in their own data."
        ),
    )


class RosterForm(forms.Form):
    """What stands in the address. What makes no sense is left out."""

    state = forms.ChoiceField(choices=list(STATES.items()), required=False, widget=forms.HiddenInput)
    q = LineField(label=gettext_lazy("Name, handle or whole e-mail address"), required=False, max_length=200)
