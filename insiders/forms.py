"""What is sent on early-access pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, TextField
from insiders.actions.advising import Advice
from insiders.models import Feedback, Sort
from insiders.models.feedback import BEST, MOST_WORDS

YES_NO = {"yes": True, "no": False}


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("How good is it?"),
        help_text=_("1 is not for you, 5 could hardly be better."),
        choices=[(number, str(number)) for number in range(1, BEST + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    wants = forms.TypedChoiceField(
        label=_("Would you want it?"),
        choices=[("yes", _("I’d want this")), ("no", _("Not for me"))],
        coerce=lambda said: YES_NO[said],
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    sort = forms.ChoiceField(
        label=_("What is it about?"), choices=Sort.choices, required=False, widget=forms.RadioSelect
    )
    words = TextField(
        label=_("In your words"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    @classmethod
    def of(cls, mine: Feedback | None) -> "FeedbackForm":
        """With what the member sent before."""
        if mine is None:
            return cls(auto_id="feedback-%s")
        wants = {True: "yes", False: "no"}.get(mine.wants, "")  # type: ignore[arg-type]
        initial = {"rating": mine.rating, "wants": wants, "sort": mine.sort, "words": mine.words}
        return cls(initial=initial, auto_id="feedback-%s")

    @property
    def advice(self) -> Advice:
        return Advice(**self.cleaned_data)


class FileForm(forms.Form):
    """Words about a private file. Only pictures and films are described."""

    title = LineField(
        label=_("Title"),
        max_length=120,
        help_text=_("Those who may see the page read it, and not the file’s own name."),
    )
    alt = LineField(
        label=_("Description"),
        max_length=300,
        required=False,
        help_text=_("For people who cannot see it."),
    )

    def __init__(self, *args: Any, described: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not described:
            del self.fields["alt"]
