from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from core.brand.choosers import PictureChooser
from core.errors import RuleBroken
from core.fields import TextField
from ideas.actions.answering import Answer
from ideas.answerers import answerers
from ideas.days import day_of
from ideas.models import BoardStatus, Idea, StatusChange
from ideas.statuses import LEAST_NOTE, DeclineReason, Stage

LONGEST_NOTE = 5_000


def _text(label: Any, *, rows: int, **options: Any) -> TextField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return TextField(label=label, max_length=LONGEST_NOTE, widget=widget, required=False, **options)


class EntryField(forms.ModelChoiceField):
    """One entry of the idea's own timeline, by what it said and when."""

    def label_from_instance(self, entry: StatusChange) -> str:
        when = timezone.localtime(entry.at).date().isoformat() if entry.at else _("date not recorded")
        words = " ".join(entry.note.split())
        return f"{when} · {entry.new.name} · {words[:60]}{'…' if len(words) > 60 else ''}"


class WordsForm(forms.Form):
    """What the brand says in public. Which of it a status asks for is the verb's rule, not the form's."""

    note = _text(
        _("Public note"),
        rows=5,
        help_text=_(
            "At least %(least)d characters. Everyone can read it, and it is sent to the people of the idea; an @ "
            "before a member’s handle tells them, too."
        )
        % {"least": LEAST_NOTE},
    )
    reason = forms.ChoiceField(
        label=_("Reason for the decline"), choices=[("", _("Choose…")), *DeclineReason.choices], required=False
    )
    change_our_mind = _text(_("What would change our mind"), rows=3)
    evidence_url = forms.URLField(
        label=_("Evidence, as a link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A page that shows it: a study, a price list, a piece of news."),
    )
    next_update_by = forms.DateField(
        label=_("Next update by"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("People are promised news by this day. Left empty the status says it; a final one promises none."),
    )

    def answer_for(self, status: BoardStatus | None) -> Answer:
        """What was typed, without what the chosen status has no place for."""
        given = self.cleaned_data
        declines = status is not None and status.stage == Stage.DECLINED
        return Answer(
            note=given.get("note", ""),
            reason=given.get("reason", "") if declines else "",
            change_our_mind=given.get("change_our_mind", "") if declines else "",
            evidence_image=given.get("evidence_image"),
            evidence_url=given.get("evidence_url", ""),
            next_update_by=given.get("next_update_by"),
            corrects=given.get("corrects"),
        )

    def show_broken(self, error: ValidationError) -> None:
        """Put each broken rule beside its field; a field that already has an error keeps that one alone."""
        for name, problems in error.message_dict.items():
            field = name if name in self.fields else None
            if field is None or not self.has_error(field):
                self.add_error(field, problems)


class AnswerForm(WordsForm):
    """The answer to one idea."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    status = forms.ModelChoiceField(
        label=_("Status"),
        queryset=BoardStatus.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a status; the present one is a plain answer."),
            "invalid_choice": _("This status belongs to another board, or is gone. Choose again."),
        },
    )
    corrects = EntryField(
        label=_("Corrects an earlier entry"),
        queryset=StatusChange.objects.none(),
        required=False,
        empty_label=_("No, it is a new answer"),
        help_text=_("An entry is never edited. A correction is a new entry that names the one it puts right."),
    )
    evidence_image = forms.ModelChoiceField(
        label=_("Evidence, as a picture"), queryset=None, required=False, widget=forms.HiddenInput
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=None,
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Who in the team looks after this idea."),
    )

    def __init__(self, *args: Any, idea: Idea, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.idea = idea
        picture = self.fields["evidence_image"]
        picture.queryset = pictures_of(by)  # type: ignore[attr-defined]
        picture.widget = PictureChooser()
        self.fields["status"].queryset = self.statuses  # type: ignore[attr-defined]
        self.fields["owner"].queryset = answerers()  # type: ignore[attr-defined]
        entries = StatusChange.objects.filter(idea=idea.pk).select_related("new").order_by("-pk")
        self.fields["corrects"].queryset = entries  # type: ignore[attr-defined]

    @cached_property
    def statuses(self) -> QuerySet[BoardStatus]:
        return BoardStatus.objects.filter(board=self.idea.board_id).order_by("sort_order", "pk")

    @property
    def chosen(self) -> BoardStatus | None:
        return self.cleaned_data.get("status") if self.is_bound and hasattr(self, "cleaned_data") else None

    @property
    def answer(self) -> Answer:
        return self.answer_for(self.chosen)

    def clean(self) -> dict[str, Any]:
        """Every broken rule at once, also where the status itself is missing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            self.answer.check(self.idea, entering=self.chosen or self.idea.status, today=day_of())
        except RuleBroken as error:
            self.show_broken(error)
        return cleaned


class PanelForm(AnswerForm):
    """The same beside the waiting list, without what needs a screen of its own."""

    next_update_by = forms.DateField(
        label=_("Next update by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty the status says it; a final one promises none."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("evidence_image", "corrects"):
            del self.fields[name]


class StaffNoteForm(forms.Form):
    """A private note, inside the answer's form, so that neither loses what was typed in the other."""

    staff_note = TextField(
        label=_("Private note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "form": "answer-form"}),
        error_messages={"required": _("Write the note first.")},
    )


def pictures_of(user: Any) -> QuerySet:
    """Pictures that this person may choose in the admin."""
    policy = policy_registry.get_by_type(get_image_model())
    return policy.instances_user_has_any_permission_for(user, ["choose", "change"])
