"""What people are asked who say that something is wrong."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, TextField
from moderation.actions.illegal import ADDRESS_LENGTH, address_here
from moderation.models import HouseRule

OTHER = "other"
NEEDED = _("The law asks for this, unless the box above applies.")


class ReportForm(forms.Form):
    """Which rule it breaks, or "other", and what else a moderator should know."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose one of these reasons.")},
    )
    note = TextField(
        label=_("What should a moderator know?"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only moderators read this. For “something else”, say here what is wrong."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = HouseRule.objects.in_force().exclude(slug=OTHER).prefetch_related("translations")
        self.rules = {rule.slug: rule for rule in rules}
        named = [(slug, rule.words().name) for slug, rule in self.rules.items()]
        chooser: forms.ChoiceField = self.fields["reason"]  # type: ignore[assignment]
        chooser.choices = [*named, (OTHER, _("Something else"))]

    def options(self) -> Iterator[tuple[BoundWidget, str]]:
        """Each reason with the public text of its rule, in the reader's language."""
        for option in self["reason"]:
            rule = self.rules.get(str(option.data["value"]))
            yield option, rule.words().text if rule else ""

    def said(self) -> dict[str, Any]:
        """The cleaned values as `report` takes them."""
        return {"rule": self.rules.get(self.cleaned_data["reason"]), "note": self.cleaned_data["note"]}


class NoticeForm(forms.Form):
    """What article 16 of the Digital Services Act asks of a notice."""

    use_required_attribute = False  # name and e-mail are needed or not, as the box says
    address = LineField(
        label=_("Where is it?"),
        max_length=ADDRESS_LENGTH,
        help_text=_("The address of the page on this site, as the browser shows it."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocapitalize": "none"}),
    )
    law = LineField(
        label=_("Which law does it break?"),
        max_length=200,
        help_text=_("Its name and country, as well as you know them."),
    )
    why = TextField(
        label=_("Why is it illegal?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say which words or which picture you mean, and what is wrong with them."),
    )
    is_exempt = forms.BooleanField(
        label=_("This is about the sexual abuse or exploitation of children."),
        required=False,
        help_text=_("Then the law lets you leave out your name and e-mail address."),
    )
    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": NEEDED},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The receipt and the answer are sent there. Whoever wrote the content is not told who you are."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": NEEDED},
    )
    in_good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."),
        error_messages={"required": _("Say that you believe this to be true.")},
    )

    def __init__(self, *args: Any, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host = host
        if self.is_bound and self["is_exempt"].value():
            self.fields["name"].required = self.fields["email"].required = False

    def clean_address(self) -> str:
        try:
            return address_here(self.cleaned_data["address"], also=self.host)
        except ValidationError as foreign:
            raise ValidationError(foreign.message_dict["address"]) from foreign

    def said(self) -> dict[str, Any]:
        """The cleaned values as `file_notice` takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_exempt"}
