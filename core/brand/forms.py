from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.brand.stripping import without_metadata


class WholeImageField(WagtailImageField):
    """Wagtail's answers a picture that breaks off with an error of the server's."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except OSError as broken:
            raise damaged() from broken


class BrandImageForm(BaseImageForm):
    """However a picture is uploaded in the admin, this form takes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            how = {"label": field.label, "required": field.required, "widget": field.widget}
            self.fields["file"] = WholeImageField(**how, help_text=field.help_text)

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if "file" not in self.changed_data or not given:
            return given
        try:
            return without_metadata(given)
        except (OSError, ValueError) as broken:
            raise damaged() from broken


def damaged() -> ValidationError:
    return ValidationError(_("This picture is damaged: it cannot be read to its end."))
