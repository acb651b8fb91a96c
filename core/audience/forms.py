from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from core.fields import LineField

User = get_user_model()


class MemberForm(UserForm):
    """Wagtail's form for a user with one name. The handle is made of it and is the member's own to change."""

    first_name = None
    last_name = None
    display_name = LineField(label=_("Display name"), max_length=60)

    class Meta:
        model = User
        fields = ["email", "display_name", "is_superuser", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        help_texts = {
            "groups": _(
                "Ticking the group of a tier lets the member in, even if its places are taken; taking the tick away "
                "takes them out. To say why, or until when, use the screen of the tier."
            )
        }

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.with_email(email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address is taken."))
        return email


class MemberCreationForm(MemberForm):
    def save(self, commit: bool = True) -> Any:
        self.instance.handle = User.objects.free_handle(self.cleaned_data["display_name"])
        return super().save(commit)


class MemberEditForm(MemberForm):
    """The address that signs somebody in is theirs alone to change: it has to be confirmed from its mailbox."""

    password_required = False

    class Meta(MemberForm.Meta):
        fields = [*MemberForm.Meta.fields, "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("Members change their own address, because it must be confirmed.")
        if editing_self:
            del self.fields["is_active"]
            del self.fields["is_superuser"]
