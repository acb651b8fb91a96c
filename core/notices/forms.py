from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from core.notices.actions.preferring import set_clock, set_everything, set_preferences
from core.notices.kinds import NoticeKind, notice_kinds
from core.notices.models import Preference
from core.notices.models.preference import ByEmail

CHOOSE = _("Choose one of the answers.")


def kinds_for(member: Any) -> list[NoticeKind]:
    """The kinds about which this member is asked."""
    return [kind for kind in notice_kinds if kind.is_for is None or kind.is_for(member)]


class EverythingForm(forms.Form):
    """One answer to all questions, in one click."""

    everything = forms.ChoiceField(choices=ByEmail.choices, error_messages={"required": CHOOSE})

    def save(self, *, member: Any) -> None:
        set_everything(self.cleaned_data["everything"], kinds_for(member), by=member)


class PreferencesForm(forms.Form):
    """One question a kind of notice: how to hear of it. The inbox has them all, whatever is answered."""

    time_zone = forms.ChoiceField(
        label=_("Your clock"),
        required=False,
        help_text=_(
            "What comes once a day comes at eight in the morning; what comes once a week, on Mondays at eight."
        ),
    )

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.kinds = kinds_for(member)
        chosen = Preference.objects.chosen_by(member)
        for kind in self.kinds:
            self.fields[kind.key] = forms.ChoiceField(
                label=str(kind.label),
                choices=[(value, label) for value, label in ByEmail.choices if kind.offers(value)],
                widget=forms.RadioSelect,
                initial=chosen.get(kind.key, kind.proposed_by_email),
                error_messages={"required": CHOOSE},
            )
        self.order_fields([kind.key for kind in self.kinds])
        clock: Any = self.fields["time_zone"]
        clock.choices = [("", _("That of this site")), *((name, name) for name in settings.WAGTAIL_USER_TIME_ZONES)]
        zones = UserProfile.objects.filter(user=member).values_list("current_time_zone", flat=True)
        clock.initial = zones.first() or ""

    def save(self) -> None:
        answers = self.cleaned_data
        if "time_zone" in self.changed_data:
            set_clock(answers["time_zone"], by=self.member)
        set_preferences(
            {kind.key: answers[kind.key] for kind in self.kinds if kind.key in self.changed_data}, by=self.member
        )
