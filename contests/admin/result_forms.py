"""What is typed on the screen from which results are published."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.actions.announcing_winners import TITLE_LENGTH, WORDS_LENGTH
from contests.models import ContestPage, Disqualification, Entry, Reinstatement
from core.errors import RuleBroken
from core.fields import LineField, TextField

ENTRY = re.compile(r"(?:.*/entry/)?(\d{1,18})(?:-[^/]*)?/?")


def _words(**options: Any) -> TextField:
    return TextField(widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), required=False, **options)


class ShortlistForm(forms.Form):
    """Nothing is asked."""


class PublishForm(forms.Form):
    how = _words(
        label=gettext_lazy("In your own words"),
        max_length=2_000,
        help_text=gettext_lazy(
            "Stands under “How it was decided”, beside who decided, the rule for ties and all figures."
        ),
    )


class DisqualifyForm(forms.Form):
    entry = forms.CharField(
        label=gettext_lazy("Entry"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The address of its page, or its number there."),
    )
    reason = _words(
        label=gettext_lazy("Public reason"),
        max_length=600,
        help_text=gettext_lazy("At least 20 characters. Everybody reads it, and whoever entered it is told."),
    )

    def entry_in(self, contest: ContestPage) -> Entry:
        """Raises RuleBroken, beside the field."""
        found = ENTRY.fullmatch(self.cleaned_data["entry"].strip())
        entry = contest.entries.select_related("contest").filter(pk=int(found[1])).first() if found else None
        if entry is None:
            raise RuleBroken({"entry": _("There is no such entry in this contest.")})
        return entry


class ReinstateForm(forms.Form):
    """Of which entries it can be asked, the screen says."""

    disqualification = forms.ModelChoiceField(
        Disqualification.objects.none(),
        label=gettext_lazy("Entry"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose the entry."),
            "invalid_choice": gettext_lazy("It is not disqualified any more."),
        },
    )
    reason = _words(
        label=gettext_lazy("Public reason"),
        max_length=600,
        help_text=gettext_lazy("At least 20 characters. Everybody reads it, beside the reason that it had."),
    )

    def __init__(self, *args: Any, contest: ContestPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = Disqualification.objects.filter(entry__contest=contest).holding().select_related("entry")
        field: Any = self.fields["disqualification"]
        field.queryset, field.label_from_instance = made, lambda one: one.entry.title


class DecideForm(forms.Form):
    """Which request is confirmed or left."""

    asked = forms.ModelChoiceField(Reinstatement.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, contest: ContestPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Reinstatement.objects.filter(disqualification__entry__contest=contest)
        field: Any = self.fields["asked"]
        field.queryset = asked.select_related("disqualification__entry__contest")


class CorrectForm(forms.Form):
    reason = _words(
        label=gettext_lazy("Public reason"),
        help_text=gettext_lazy("At least 20 characters. Everybody reads it beside the corrected results."),
        max_length=600,
    )


class NewsForm(forms.Form):
    title = LineField(label=gettext_lazy("Title of the news"), max_length=TITLE_LENGTH, required=False)
    words = _words(label=gettext_lazy("In a sentence or two"), max_length=WORDS_LENGTH)


FORMS: dict[str, type[forms.Form]] = {
    "shortlist": ShortlistForm,
    "results": PublishForm,
    "disqualify": DisqualifyForm,
    "reinstate": ReinstateForm,
    "confirm": DecideForm,
    "leave": DecideForm,
    "correct": CorrectForm,
    "news": NewsForm,
    "news-publish": NewsForm,
}
ABOUT_A_CONTEST = frozenset({"reinstate", "confirm", "leave"})


def made_form(name: str, contest: ContestPage, *args: Any, **kwargs: Any) -> Any:
    """The form of this act, under the prefix that its fields have on the screen."""
    kwargs |= {"prefix": name.partition("-")[0]} | ({"contest": contest} if name in ABOUT_A_CONTEST else {})
    return FORMS[name](*args, **kwargs)
