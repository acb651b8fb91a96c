"""The form of a board in the admin: what a board needs, and what may not be taken from ideas that stand on it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.forms import BaseFormSet, ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelcluster.forms import BaseChildFormSet

from core.audience.models.gate import GatedPageForm
from ideas.answerers import answerers
from ideas.statuses import DEFAULT_STATUSES, UPDATE_DAYS, Stage


class BoardForm(GatedPageForm):
    """A new board starts with the usual statuses in the form, so that they can be changed before anything is stored."""

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, **kwargs: Any) -> None:
        if data is None and instance is not None and instance.pk is None and not instance.statuses.all():
            instance.statuses = list(usual_statuses(instance))
        super().__init__(data, files, instance=instance, **kwargs)
        for formset in self._own_formsets():
            formset.validate_unique = lambda: None  # said by _refuse_repeats, in words and beside the field
        if "idea_owner" in self.fields:
            self.fields["idea_owner"].queryset = answerers()
        if "categories" in self.formsets:
            self.formsets["categories"].form = owned_by_the_team(self.formsets["categories"].form)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for formset in self._own_formsets():
            self._refuse_repeats(formset)
            self._refuse_removal(formset)
        if "statuses" in self.formsets and not self._has_open_status():
            self.add_error(None, _("A board needs at least one status of the stage “Open”: new ideas begin there."))
        return cleaned

    def _own_formsets(self) -> list[BaseChildFormSet]:
        return [self.formsets[name] for name in ("statuses", "categories") if name in self.formsets]

    def _has_open_status(self) -> bool:
        return any(form.cleaned_data.get("stage") == Stage.OPEN for form in kept_forms(self.formsets["statuses"]))

    def _refuse_repeats(self, formset: BaseChildFormSet) -> None:
        """Within one board a slug stands in addresses, so it belongs to one row."""
        taken: dict[str, str] = {}
        for form in kept_forms(formset):
            slug, name = form.cleaned_data.get("slug"), form.cleaned_data.get("name", "")
            if slug in taken:
                words = _("“%(name)s” has this slug already. Each needs its own.") % {"name": taken[slug]}
                form.add_error("slug", words)
            elif slug:
                taken[slug] = name

    def _refuse_removal(self, formset: BaseChildFormSet) -> None:
        """A status or category that ideas stand in stays; it comes back into the form, and the reason is said."""
        for form in formset.forms:
            if form not in formset.deleted_forms or not form.instance.pk:
                continue
            if reason := why_it_stays(form.instance):
                self.add_error(None, reason)
                self.data = formset.data = form.data = self._without(f"{form.prefix}-DELETE")

    def _without(self, key: str) -> Any:
        data = self.data.copy()
        data[key] = ""
        return data


def owned_by_the_team(form: type[ModelForm]) -> type[ModelForm]:
    """The form of a category, offering as owner who may answer, not every member there is."""

    class OwnedForm(form):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            if "owner" in self.fields:
                self.fields["owner"].queryset = answerers()

    return OwnedForm


def usual_statuses(board: Any) -> Iterator[Any]:
    model = board.statuses.model
    for place, (slug, name, meaning, stage, is_open) in enumerate(DEFAULT_STATUSES):
        words = {"slug": slug, "name": str(name), "meaning": str(meaning)}
        days = UPDATE_DAYS[stage]
        yield model(sort_order=place, stage=stage, open_to_votes=is_open, update_days=days, **words)


def kept_forms(formset: BaseFormSet) -> list[ModelForm]:
    """The rows that stay and were filled in."""
    formset.is_valid()
    gone = formset.deleted_forms
    return [form for form in formset.forms if form not in gone and getattr(form, "cleaned_data", None)]


def why_it_stays(row: Any) -> str:
    """The reason why this status or category cannot be removed, or nothing."""
    count = row.ideas.count()
    if count:
        words = ngettext(
            "“%(name)s” stays: %(n)d idea stands in it. Move it first.",
            "“%(name)s” stays: %(n)d ideas stand in it. Move them first.",
            count,
        )
        return words % {"name": row.name, "n": count}
    if hasattr(row, "stage") and is_remembered(row):
        return _("“%(name)s” stays: ideas have been in it, and their timelines say so.") % {"name": row.name}
    return ""


def is_remembered(status: Any) -> bool:
    changes = status.ideas.model._meta.get_field("status_changes").related_model
    return bool(changes.objects.filter(Q(old=status.pk) | Q(new=status.pk)).exists())
