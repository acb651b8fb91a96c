"""Form fields for what members write: cleaned, bounded, and never blank to the eye."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.sanitizing import clean_line, clean_text, is_blank


class LineField(forms.CharField):
    """One line of a member's plain text."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value or ""))

    def validate(self, value: str) -> None:
        if value and is_blank(value):
            raise ValidationError(_("Write something that can be read."), code="blank")
        super().validate(value)


class TextField(LineField):
    """Several lines of a member's plain text."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""))
