"""Words in the window in which something is chosen."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm


class WordsForm(BaseFilterForm):
    """`user` is who chooses."""

    q = forms.CharField(
        label=_("Search term"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )
    user: Any = None

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        if words := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, words
            objects = self.saying(words, objects)
        return objects

    def saying(self, words: str, objects: QuerySet) -> QuerySet:
        """Those of them that have these words."""
        raise NotImplementedError


class ChoosesByWords:
    """Mixed into the views of a chooser whose `filter_form_class` is a `WordsForm`."""

    def get_filter_form(self) -> Any:
        form = super().get_filter_form()  # type: ignore[misc]
        form.user = self.request.user  # type: ignore[attr-defined]
        return form
