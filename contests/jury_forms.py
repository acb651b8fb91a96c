from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.actions.judging import POINTS, Opinion
from contests.models import Criterion, Judgement
from core.fields import LineField, TextField

PREFIX = "criterion-"


class OpinionForm(forms.Form):
    """Marks by every criterion, one to five, and words. What is missing for an opinion to count is said by the verb's
    rule; put off, it may be unfinished."""

    words = TextField(
        label=_("In words"),
        required=False,
        max_length=1000,
        help_text=_("What you would tell whoever made it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    is_quotable = forms.BooleanField(label=_("These words may be shown with the results"), required=False)
    after = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Iterable[Criterion], is_partial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"{PREFIX}{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.name,
                help_text=criterion.question,
                choices=[(points, str(points)) for points in POINTS],
                coerce=int,
                empty_value=None,
                required=not is_partial,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Give a mark from 1 to 5."),
                    "invalid_choice": _("A mark is a number from 1 to 5."),
                },
            )

    @classmethod
    def of(cls, judgement: Judgement, criteria: Iterable[Criterion]) -> "OpinionForm":
        """What this judge has said of it so far."""
        said: dict[str, Any] = {
            f"{PREFIX}{pk}": points for pk, points in judgement.marks.values_list("criterion", "points")
        }
        said |= {"words": judgement.words, "is_quotable": judgement.is_quotable, "after": judgement.stamp}
        return cls(initial=said, criteria=criteria)

    def scales(self) -> Iterator[tuple[Criterion, forms.BoundField]]:
        return ((criterion, self[f"{PREFIX}{criterion.pk}"]) for criterion in self.criteria)

    @property
    def opinion(self) -> Opinion:
        """Once it is valid."""
        given = self.cleaned_data
        points = {criterion.pk: given.get(f"{PREFIX}{criterion.pk}") for criterion in self.criteria}
        marks = {pk: n for pk, n in points.items() if n is not None}
        return Opinion(marks, given.get("words", ""), given.get("is_quotable", False))


class InvitationForm(forms.Form):
    name = LineField(
        label=_("Name"), max_length=80, help_text=_("As it is shown beside the contest."), widget=forms.TextInput
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Only whoever has confirmed this address can accept."),
    )
    about = LineField(
        label=_("Who they are"),
        required=False,
        max_length=200,
        help_text=_("Shown with the name, as in “Photographer, Oslo”."),
        widget=forms.TextInput,
    )
    message = TextField(
        label=_("A word to them"),
        required=False,
        max_length=600,
        help_text=_("Stands in the letter above your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
