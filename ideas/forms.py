from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField, TextField
from gallery.models import MediaItem
from gallery.posting import UploadsField
from ideas.models import Category, Idea, IdeaBoardPage
from ideas.models.idea import TITLE_LENGTH

BODY_LENGTH = 5_000
NOTE_LENGTH = 2_000
ON_OFF = [("on", "on"), ("off", "off")]


class CategoryChoice(forms.ModelChoiceField):
    def label_from_instance(self, category: Any) -> str:
        return str(category.name)


class IdeaForm(forms.Form):
    """What a member says: the sentence first, then why, then what it is about."""

    title = LineField(
        label=_("In one sentence"),
        max_length=TITLE_LENGTH,
        min_length=5,
        help_text=_("Say what; why comes next."),
        error_messages={"min_length": _("Say a little more: five characters or more.")},
    )
    body = TextField(
        label=_("Why, and for whom?"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("A true story is worth more than a long argument."),
    )
    category = CategoryChoice(
        label=_("What is it about?"),
        queryset=Category.objects.none(),
        to_field_name="slug",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": _("This board has no such category.")},
    )
    uploads = UploadsField(required=False, label=_("Pictures"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, board: IdeaBoardPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = board.categories.all()  # type: ignore[attr-defined]
        if not board.categories.exists():
            del self.fields["category"]

    def words(self) -> dict[str, Any]:
        """The cleaned values as `submit_idea` and `edit_idea` take them."""
        said = self.cleaned_data
        return {"title": said["title"], "body": said["body"], "category": said.get("category")}


class EditIdeaForm(IdeaForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, idea: Idea) -> "EditIdeaForm":
        category = idea.category.slug if idea.category else None
        pictures = MediaItem.objects.of(idea, kind="idea").values_list("token", flat=True)
        initial: dict[str, Any] = {
            "title": idea.title,
            "body": idea.body,
            "category": category,
            "version": idea.version,
        }
        initial["uploads"] = list(map(str, pictures))
        return cls(initial=initial, board=idea.board)


class NoteForm(forms.Form):
    body = TextField(
        label=_("Add a note"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your idea stays as it was; the note stands below it."),
    )


class SwitchForm(forms.Form):
    """The wanted state of a vote or a following: never a toggle, so a double click is harmless."""

    wanted = forms.ChoiceField(choices=ON_OFF, error_messages={"invalid_choice": _("Say “on” or “off”.")})
