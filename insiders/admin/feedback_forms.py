"""What is asked on the screens of feedback."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.audience.models import Tier
from core.fields import LineField, TextField
from insiders.models import EarlyAccessPage, Sort
from insiders.models.feedback import BEST, MOST_WORDS

ANSWERED = {"yes": True, "no": False}


class NarrowForm(forms.Form):
    """Which of it. Without `pages` it is about one page."""

    page = forms.ModelChoiceField(
        EarlyAccessPage.objects.none(),
        label=_("Page"),
        required=False,
        empty_label=_("All pages"),
        to_field_name="id",  # `pk` of a page lets through numbers that SQLite cannot hold
    )
    q = LineField(label=_("Words or member"), max_length=100, required=False)
    rating = forms.TypedChoiceField(
        label=_("Rating"),
        choices=[("", _("Any")), *((number, str(number)) for number in range(BEST, 0, -1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    sort = forms.ChoiceField(label=_("About"), choices=[("", _("Everything")), *Sort.choices], required=False)
    answered = forms.TypedChoiceField(
        label=_("Answered"),
        choices=[("", _("Both")), ("no", _("Not yet")), ("yes", _("Answered"))],
        coerce=lambda said: ANSWERED[said],
        empty_value=None,
        required=False,
    )
    tier = forms.ModelChoiceField(
        Tier.objects.all(), label=_("From who is or was in"), required=False, empty_label=_("Any tier, or none")
    )

    def __init__(self, *args: Any, pages: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pages is None:
            del self.fields["page"]
        else:
            chosen_from: Any = self.fields["page"]
            chosen_from.queryset = pages

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(value not in (None, "") for value in self.cleaned_data.values())


class AnswerForm(forms.Form):
    answer = TextField(
        label=_("Answer"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Only who wrote this reads it. Empty takes an answer back."),
    )
    words = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
