"""What somebody says of a launch, and what the brand's team replies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, TextField
from ideas.models.opinion import LINE_LENGTH, REPLY_LENGTH
from ideas.statuses import GotItRight


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Did we get it right?"),
        choices=GotItRight.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose yes, partly or no."),
            "invalid_choice": _("Choose yes, partly or no."),
        },
    )
    body = LineField(
        label=_("Why, in one line"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("Others read it under the story, with your name."),
    )


class ReplyForm(forms.Form):
    body = TextField(
        label=_("Your reply"),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands under what people said, with your name. What you replied before is kept."),
    )
