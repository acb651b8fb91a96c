from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.notices.actions.preferring import set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Preference
from core.notices.models.preference import ByEmail


class PreferencesForm(forms.Form):
    """One question a kind of notice: how to hear of it. The inbox has them all, whatever is answered."""

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.kinds = [kind for kind in notice_kinds if kind.is_for is None or kind.is_for(member)]
        chosen = Preference.objects.chosen_by(member)
        for kind in self.kinds:
            self.fields[kind.key] = forms.ChoiceField(
                label=str(kind.label),
                choices=ByEmail.choices,
                widget=forms.RadioSelect,
                initial=chosen.get(kind.key, kind.proposed_by_email),
                error_messages={"required": _("Choose one of the answers.")},
            )

    def save(self) -> None:
        for kind in self.kinds:
            if kind.key in self.changed_data:
                set_preference(kind, self.cleaned_data[kind.key], by=self.member)
