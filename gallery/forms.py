"""The shape of what browsers tell about a file and its parts, and of captions."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gallery import languages
from gallery.models import CaptionTrack
from gallery.processing.captions import judge_weight
from gallery.processing.outcome import Unfit
from gallery.wording import words_of


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


def caption_languages() -> list[tuple[Any, list[tuple[str, str]]]]:
    return [(_("Languages of this site"), languages.of_site()), (_("Other languages"), languages.others())]


class CaptionsForm(forms.Form):
    """Captions in one language: a file, or what is written into the form.

    What a file holds that was refused stands in the form again, so that it can be put right on the spot. `filled` knows
    such a text, and that of captions that are there already, from one that was typed: a new file takes its place.
    """

    language = forms.ChoiceField(
        label=_("Language"),
        choices=caption_languages,
        help_text=_("The language that is read, whichever is spoken. What is there in it already is replaced."),
        error_messages={"invalid_choice": _("Choose a language from the list.")},
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        help_text=_("WebVTT (.vtt) in UTF-8, at most 200 kB. Most programs for captions save it."),
    )
    text = forms.CharField(
        label=_("Or the captions themselves"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "ltr", "class": "captions-text"}),
        help_text=_("When each begins and ends, then what is said, then an empty line, as in the example below."),
    )
    filled = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, track: CaptionTrack | None, *, language: str = "") -> "CaptionsForm":
        """With what is there to be changed; else in this language, or in that of the person if there is none of it."""
        if track:
            initial = {"language": track.language, "text": track.text, "filled": _digest(track.text)}
            return cls(initial=initial)
        return cls(initial={"language": language if languages.is_known(language) else get_language()})

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        try:
            judge_weight((file.size or 0) if file else 0)
        except Unfit as unfit:
            raise ValidationError(words_of(unfit.code, unfit.values), code=unfit.code) from None
        return file

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "file" in said and "text" in said:
            if said["file"] is None and not said["text"].strip():
                self.add_error("file", _("Choose a file, or write the captions below."))
            elif said["file"] is not None and said["text"].strip() and _digest(said["text"]) != said.get("filled"):
                self.add_error("file", _("There is a file, and captions below as well. Empty one of the two."))
        return said

    def sent(self) -> bytes:
        """What was sent, of a form that is valid; a file can be read once."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        self._bytes: bytes = text.encode() if file is None else file.read()
        return self._bytes

    def blame(self, broken: ValidationError) -> None:
        """Says what a verb found wrong beside the field that it came from; a file's text stands below to be mended."""
        file = self.cleaned_data["file"]
        for field, words in broken.message_dict.items():
            if field != "captions":
                self.add_error(field, words)
            elif file is None:
                self.add_error("text", words)
            else:
                self.add_error("file", [f"{file.name}: {one}" for one in words])
                self._lay_open()

    def _lay_open(self) -> None:
        try:
            text = self._bytes.decode("utf-8-sig")
        except UnicodeDecodeError:
            return
        if "\0" not in text:
            self.data = {**self.data.dict(), "text": text, "filled": _digest(text)}  # type: ignore[attr-defined]


def _digest(text: str) -> str:
    """The same for a text and for what a browser makes of it: every line ends with CRLF there."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:16]
