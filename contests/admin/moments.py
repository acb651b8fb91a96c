"""A date and time in a form, typed and shown in the time zone that the contest states, whoever edits it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from contests.zones import moment_in

FIRST_YEAR, LAST_YEAR = 2000, 2200


class MomentField(forms.DateTimeField):
    """`zone` is where its clock stands; `kept` is the stored moment, which stays to the second while its text is not
    touched."""

    def __init__(self, *, zone: ZoneInfo, kept: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.zone, self.kept = zone, kept

    def prepare_value(self, value: Any) -> Any:
        return self.on_the_wall(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            wall: datetime | None = self.on_the_wall(value)
        else:
            # Without a zone of its own: the parent would take the editor's.
            text = str(value).strip().replace("T", " ")
            wall = next(filter(None, (self._read(text, one) for one in self.input_formats or ())), None)
        if wall is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if not FIRST_YEAR <= wall.year <= LAST_YEAR:
            words = _("Choose a year between %(first)d and %(last)d.")
            raise forms.ValidationError(words % {"first": FIRST_YEAR, "last": LAST_YEAR})
        if self.kept is not None and wall == self.on_the_wall(self.kept).replace(second=0, microsecond=0):
            return self.kept
        return moment_in(self.zone, wall)

    def on_the_wall(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone).replace(tzinfo=None) if moment.tzinfo else moment

    def _read(self, text: str, form: str) -> datetime | None:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  # its zone is the contest's
        except ValueError:
            return None


def as_moment(field: forms.Field, *, zone: ZoneInfo, kept: datetime | None) -> MomentField:
    """The same field, with the clock of the contest."""
    return MomentField(
        zone=zone, kept=kept, label=field.label, help_text=field.help_text, required=False, widget=field.widget
    )
