"""The shape of what browsers tell about a file and its parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FileNameField(forms.Field):
    """Any text at all: a name that is odd is no reason to refuse a file."""

    def to_python(self, value: Any) -> str:
        return str(value or "")


class UploadForm(forms.Form):
    """A file that is announced. Whether its size is allowed, the verb says."""

    purpose = forms.CharField(max_length=20)
    name = FileNameField(required=False)
    size = forms.IntegerField(min_value=0, max_value=2**62)


class NumbersField(forms.Field):
    """A list of whole numbers, as JSON gives it or as a form does: "1,2,3"."""

    default_error_messages = {"invalid": _("Name the parts by their numbers.")}

    def to_python(self, value: Any) -> list[int]:
        given = value.split(",") if isinstance(value, str) else value
        try:
            return [int(str(one)[:10]) for one in given or []]
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class TicketsForm(forms.Form):
    numbers = NumbersField()
