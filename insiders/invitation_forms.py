"""The shape of what an inviter writes, and of what an editor gives."""

from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.audience.models import Tier
from core.fields import LineField, TextField
from core.sanitizing import clean_line
from insiders.actions.inviting import Asked, Letter
from insiders.models import VALID, Invitation

MOST = 500


def with_seats(tier: Tier) -> str:
    return _("%(tier)s (hidden)") % {"tier": tier.name} if tier.is_hidden else tier.name


class TierField(forms.ModelChoiceField):
    def label_from_instance(self, tier: Tier) -> str:
        return with_seats(tier)


class PeopleField(forms.CharField):
    """Addresses, one a line or with commas between them, each alone or as “Name <address>”."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[Asked]:  # type: ignore[override]
        lines = [
            (number, part.strip())
            for number, line in enumerate(str(super().clean(value)).splitlines(), 1)
            for part in line.replace(";", ",").split(",")
            if part.strip()
        ]
        if len(lines) > MOST:
            told = ngettext("At most %(n)d address at a time.", "At most %(n)d addresses at a time.", MOST)
            raise ValidationError(told % {"n": MOST})
        asked, wrong = {}, []
        for number, line in lines:
            one = _asked(line)
            if one is None:
                told = _("Line %(number)d: “%(text)s” is no e-mail address.")
                wrong.append(told % {"number": number, "text": line[:100]})
            elif one.email in asked:
                told = _("Line %(number)d: %(email)s is there twice.")
                wrong.append(told % {"number": number, "email": one.email})
            else:
                asked[one.email] = one
        if wrong:
            raise ValidationError(wrong)
        return list(asked.values())


def _asked(line: str) -> Asked | None:
    name, address = parseaddr(line) if "<" in line else ("", line)
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return None
    return Asked(address, clean_line(name)[:80]) if len(address) <= 254 else None


class InvitationForm(forms.Form):
    tier = TierField(label=gettext_lazy("Tier"), queryset=Tier.objects.none())
    way = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=Invitation.By.choices,
        initial=Invitation.By.MAIL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("A link is shown to you once, to hand over; whoever accepts first is the one."),
    )
    people = PeopleField(
        label=gettext_lazy("E-mail addresses"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr"}),
        help_text=gettext_lazy("One a line, alone or as “Name <address>”. Each gets a letter of their own."),
    )
    name = LineField(
        label=gettext_lazy("Name of whoever gets the link"),
        required=False,
        max_length=80,
        widget=forms.TextInput,
        help_text=gettext_lazy("Only for a link."),
    )
    words = TextField(
        label=gettext_lazy("Letter"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Write as you would by hand: why them, and what they will find."),
    )
    signature = LineField(
        label=gettext_lazy("Signature"),
        max_length=120,
        widget=forms.TextInput,
        help_text=gettext_lazy("Your name and what you do here, as in “Jonas Ruud, roaster”."),
    )
    days = forms.IntegerField(label=gettext_lazy("Holds for days"), min_value=1, max_value=90, initial=VALID.days)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = Tier.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        by_mail = cleaned.get("way") == Invitation.By.MAIL
        if by_mail and "people" in cleaned and not cleaned["people"]:
            self.add_error("people", _("To whom does the letter go? Write at least one address."))
        return cleaned

    @property
    def letter(self) -> Letter:
        """Once it is valid."""
        given = self.cleaned_data
        return Letter(given["words"], given["signature"], timedelta(days=given["days"]))


class GivingForm(forms.Form):
    """`thing` is kind and number, as the search has found it."""

    thing = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    tier = TierField(label=gettext_lazy("Tier"), queryset=Tier.objects.none())
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Who"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one role.")},
    )
    stands = forms.BooleanField(
        label=gettext_lazy("Also whoever joins them from now on"),
        required=False,
        help_text=gettext_lazy("Each comes in when they do what is chosen above, until you end it."),
    )

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = Tier.objects.all()  # type: ignore[attr-defined]
        self.fields["roles"].choices = list(roles.items())  # type: ignore[attr-defined]
