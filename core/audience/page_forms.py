"""The form of every page of ours: an address that is free, and an audience that can come."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import PageViewRestriction

from core.audience.gate import barriers_above
from core.audience.models.window import EITHER
from core.audience.signals import alias_wanted
from core.audience.widening import lets_everyone_come, lets_members_come
from core.validators import validate_top_level_slug

TOP_LEVEL = 3  # root, home page, and then what stands in the first part of an address


class GatedPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.parent_page is not None and self.parent_page.depth == TOP_LEVEL - 1 and cleaned.get("slug"):
            try:
                validate_top_level_slug(cleaned["slug"])
            except ValidationError as error:
                self.add_error("slug", error)
        self._refuse_what_never_comes()
        self._refuse_both()
        self._refuse_a_second()
        return cleaned

    def _refuse_both(self) -> None:
        """No new ladder stands beside a restriction. One that was there before, as after a move, is warned of."""
        is_restricted = self.instance.pk and PageViewRestriction.objects.filter(page=self.instance.pk).exists()
        for row in self._ladders():
            if is_restricted and row.instance.pk is None:
                row.add_error(None, ValidationError(EITHER, code="restricted"))

    def _refuse_what_never_comes(self) -> None:
        """A ladder below a closed page can only narrow."""
        above = barriers_above(self.parent_page.path) if self.parent_page is not None else []
        for row in self._ladders():
            said = row.cleaned_data
            if said.get("members_from") and not all(map(lets_members_come, above)):
                row.add_error("members_from", _("A page above this one never lets members in. Open that one first."))
            if said.get("public_from") and not all(map(lets_everyone_come, above)):
                row.add_error("public_from", _("A page above this one is never open to all. Open that one first."))

    def _refuse_a_second(self) -> None:
        """A page has one ladder and one teaser, also where somebody has published theirs since this form was drawn.
        Those of a draft have no key yet, and the form takes their place."""
        for name in ("audience_windows", "teasers"):
            formset = self.formsets.get(name)
            there = sum(row.pk is not None for row in getattr(self.instance, name).all())
            if formset is None or there <= formset.initial_form_count():
                continue
            for row in self._rows(name):
                if row not in formset.initial_forms:
                    row.add_error(None, _("Somebody has added one meanwhile. Load the page again and change that one."))

    def _ladders(self) -> Iterator[Any]:
        return self._rows("audience_windows")

    def _rows(self, name: str) -> Iterator[Any]:
        """Those that stay and were filled in."""
        formset = self.formsets.get(name)
        if formset is None or not self.is_bound:
            return
        formset.is_valid()
        for form in formset.forms:
            if form not in formset.deleted_forms and getattr(form, "cleaned_data", None):
                yield form


class GatedCopyForm(CopyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "alias" in self.fields:
            self.fields["alias"].help_text = _("The new page follows this one. A closed page cannot have an alias.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("alias"):
            try:
                alias_wanted.send(type(self.page), page=self.page, with_subpages=bool(cleaned.get("copy_subpages")))
            except ValidationError as error:
                self.add_error("alias", error)
        return cleaned
