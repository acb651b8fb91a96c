"""Terms and privacy notice in the admin's settings: read all versions, issue the next one, change none."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.fields import TextField
from core.members.actions.legislating import issue_legal_text
from core.members.models import LegalText


class LegalTextForm(forms.ModelForm):
    body = TextField(label=_("Text"), help_text=_("Plain text; an empty line begins a new paragraph."))

    class Meta:
        model = LegalText
        fields = ("kind", "body", "effective_at")

    def clean_effective_at(self) -> Any:
        chosen = self.cleaned_data["effective_at"]
        if chosen < timezone.now() - timedelta(minutes=5):
            raise forms.ValidationError(_("A text cannot have been in force before it was issued."))
        return chosen

    def save(self, commit: bool = True) -> Any:
        said = self.cleaned_data
        self.instance = issue_legal_text(said["kind"], body=said["body"], effective_at=said["effective_at"])
        return self.instance


class NeverChanged(ModelPermissionPolicy):
    """Whoever may add versions may read them; nobody changes or deletes what somebody may have accepted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action in {"change", "delete"}:
            return False
        return bool(super().user_has_permission(user, "add"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class LegalTextViewSet(ModelViewSet):
    model = LegalText
    icon = "doc-full"
    add_to_settings_menu = True
    menu_order = 900
    name = url_prefix = "legal-texts"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["kind", "version", "effective_at", "body"]
    list_display = ["__str__", "effective_at"]
    list_filter = ["kind"]

    def get_form_class(self, for_update: bool = False) -> type[LegalTextForm]:
        return LegalTextForm


register_permission_policy(LegalText, NeverChanged(LegalText), exact_class=True)
legal_texts = LegalTextViewSet()
