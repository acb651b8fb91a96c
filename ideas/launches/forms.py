"""What the team says of a film that it gives to a story."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import LineField


class FilmForm(forms.Form):
    alt = LineField(
        label=_("What can be seen in it"),
        max_length=300,
        help_text=_("In a sentence, for people who cannot see it. The film is called so where you choose it."),
    )
