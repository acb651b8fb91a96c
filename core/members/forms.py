"""What members are asked: joining, settings, leaving."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.fields import LineField, TextField
from core.members.handles import MAX_LENGTH, RESERVED, is_handle
from core.members.models import LegalText, User
from core.searching import fold


class NameField(LineField):
    """A display name: readable, and not one that speaks for the house."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if fold(value) in RESERVED:
            raise ValidationError(_("This name speaks for the house. Choose one of your own."), code="reserved")


class HandleField(LineField):
    default_validators = [is_handle]

    def to_python(self, value: Any) -> str:
        return super().to_python(value).lower()


class SignupForm(forms.Form):
    """What joining asks besides allauth's e-mail address and password, which its own form adds to this one."""

    field_order = ["display_name", "email", "password1", "accept"]
    display_name = NameField(
        label=_lazy("Your name"),
        min_length=2,
        max_length=60,
        help_text=_lazy("Everyone sees it beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    accept = forms.BooleanField(
        label=_lazy("I accept the terms of use and the privacy notice."),
        error_messages={"required": _lazy("Joining needs your consent to both texts.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not LegalText.objects.in_force():
            del self.fields["accept"]
            return
        self.fields["accept"].help_text = format_html(
            _('Read the <a href="{terms}">terms of use</a> and the <a href="{privacy}">privacy notice</a>.'),
            terms=reverse("members:legal", args=["terms"]),
            privacy=reverse("members:legal", args=["privacy"]),
        )

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this; the verb `sign_up` has already done everything."""


class SettingsForm(forms.Form):
    display_name = NameField(label=_lazy("Your name"), min_length=2, max_length=60)
    handle = HandleField(
        label=_lazy("Handle"),
        min_length=2,
        max_length=MAX_LENGTH,
        help_text=_lazy("The short name in the address of your page. Old links stop working when you change it."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    bio = TextField(label=_lazy("About you"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    language = forms.ChoiceField(label=_lazy("Language"), required=False)
    is_profile_public = forms.BooleanField(
        label=_lazy("Show my page to everyone"),
        required=False,
        help_text=_lazy("When hidden, your page exists for you alone. Your name still stands beside what you write."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]
        chooser: forms.ChoiceField = self.fields["language"]  # type: ignore[assignment]
        chooser.choices = [("", pgettext_lazy("language", "As my browser asks")), *names]


class LeavingForm(forms.Form):
    """Proof that it is the member who wants to leave: the password, else the handle typed out."""

    proof = forms.CharField()

    def __init__(self, *args: Any, member: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        if member.has_usable_password():
            self.fields["proof"].label = _("Your password")
            self.fields["proof"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            self.fields["proof"].label = _("Type your handle, %(handle)s") % {"handle": member.handle}

    def clean_proof(self) -> str:
        proof = self.cleaned_data["proof"]
        if self.member.has_usable_password():
            if not self.member.check_password(proof):
                raise ValidationError(_("This is not your password."), code="wrong")
        elif proof.strip().lower() != self.member.handle.lower():
            raise ValidationError(_("This is not your handle."), code="wrong")
        return proof
