"""The form of a launch story: a draft may lack anything, what is published may lack nothing of the checklist."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.forms import ModelChoiceField, ModelForm
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm

from core.audience.page_forms import GatedPageForm
from core.http import key_in
from gallery.models import MediaItem
from ideas.admin.board_form import kept_forms
from ideas.answerers import answerers
from ideas.completeness import OF_STORY, lacking
from ideas.desks import choosable_by
from ideas.launches.films import choosable_films
from ideas.models.idea import Idea


class LaunchForm(GatedPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "signed_by" in self.fields:
            mine = Q(pk__in=answerers().values("pk")) | Q(pk=self.instance.signed_by_id)
            self.fields["signed_by"].queryset = get_user_model().objects.filter(mine).order_by("display_name", "pk")
        if film := self.fields.get("evidence_film"):
            is_named = self.data.get(self.add_prefix("evidence_film"))
            kept_film = self.instance.evidence_film_id
            film.queryset = choosable_films(self.for_user, kept=kept_film) if is_named else MediaItem.objects.none()
            film.widget.user, film.widget.story_pk = self.for_user, self.instance.pk
        if formset := self.formsets.get("launched_ideas"):
            kept = {row.idea_id for row in self.instance.launched_ideas.all()}
            formset.form = named_by(self.for_user, formset.form, kept)
            formset.validate_unique = lambda: None  # said by the checklist, in words and beside the field

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation or "launched_ideas" not in self.formsets:
            return cleaned
        forms = kept_forms(self.formsets["launched_ideas"])
        rows = [_row(form.cleaned_data) for form in forms]
        given = {name: cleaned.get(name) for name in OF_STORY}
        for lack in lacking(given, rows, story=self.instance.pk):
            form = self if lack.row is None else forms[lack.row]
            name = lack.field if lack.field in form.fields else NON_FIELD_ERRORS
            if name not in form.errors:
                form.add_error(None if name == NON_FIELD_ERRORS else name, str(lack.words))
        return cleaned


def _row(cleaned: dict[str, Any]) -> dict[str, Any]:
    said = {name: cleaned.get(name) for name in ("credit", "credit_date", "note")}
    return {"idea_id": getattr(cleaned.get("idea"), "pk", None), **said}


def named_by(user: Any, form: type[ModelForm], kept: Collection[int]) -> type[ModelForm]:
    """The form of one idea of a story, in which `user` names ideas of the boards that they work on; those that the
    story names already are `kept`. What is named is looked up once for all rows."""
    known: dict[str, Idea | None] = {}
    titles: dict[int, str | None] = {}

    class NamedForm(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if "idea" in self.fields:
                old = self.fields["idea"]
                choosable = choosable_by(user) | Idea.objects.filter(pk__in=kept)
                named = [value for name, value in self.data.items() if name.endswith("-idea")] if self.is_bound else []
                self.fields["idea"] = KnownIdeaField(choosable, known, named, widget=old.widget, label=old.label)
                widget = self.fields["idea"].widget
                widget.user, widget.beside, widget.known = user, kept, titles

        def _get_validation_exclusions(self) -> Any:
            return {*super()._get_validation_exclusions(), "idea"}  # it was looked up just now

    return NamedForm


class KnownIdeaField(ModelChoiceField):
    """An idea, found together with all others that were named beside it."""

    default_error_messages = {"invalid_choice": _("Choose an idea of a board that you work on.")}

    def __init__(self, queryset: Any, known: dict[str, Idea | None], named: list[str], **options: Any) -> None:
        super().__init__(queryset, **options)
        self.choosable, self.known, self.named = queryset, known, named

    def to_python(self, value: Any) -> Idea | None:
        if value in self.empty_values:
            return None
        if value not in self.known:
            keys = {key for key in (*self.named, str(value)) if key_in(key)}
            found = self.choosable.in_bulk([int(key) for key in keys])
            self.known.update({key: found.get(int(key)) for key in keys})
        if (idea := self.known.get(value)) is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return idea


class LaunchCopyForm(CopyForm):
    """A copy is a draft: the ideas that it names are launched already, by the story that it is a copy of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
