from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contests.entrants import EntryWords, Promises, countries_of, only_for
from contests.kinds import AiUse, PeopleShown
from contests.models import ContestPage
from contests.models.entry import CAPTION_LENGTH, TITLE_LENGTH
from contests.moments import country_names
from core.fields import LineField, TextField
from gallery.posting import UploadsField

ELSEWHERE = "elsewhere"
OLDEST = 120  # years
HIDDEN: Mapping[str, int | None] = {"rules": 0, "version": 0, "key": None}  # what stands for a forged one


class WordsForm(forms.Form):
    """What is said of the picture or film that is entered."""

    title = LineField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        min_length=2,
        error_messages={"required": _("Give it a title.")},
    )
    caption = TextField(
        label=_("The story behind it"),
        max_length=CAPTION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    alt = LineField(
        label=_("Describe it for someone who cannot see it"),
        max_length=300,
        help_text=_("One sentence, as in “A coffee cup from above, its coffee is a clock at six.”"),
        error_messages={"required": _("Say in one sentence what there is to see.")},
    )
    people_shown = forms.ChoiceField(
        label=_("People in it"),
        choices=PeopleShown,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether anybody can be recognised in it.")},
    )
    ai_use = forms.ChoiceField(
        label=_("Did AI help?"),
        choices=AiUse,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether AI helped.")},
    )
    ai_note = LineField(
        label=_("What was made with AI, and with which tool?"),
        max_length=200,
        required=False,
        help_text=_("Everybody reads it beside your entry. Leave it empty if there was none."),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("ai_use") not in (None, AiUse.NONE) and not said.get("ai_note") and "ai_note" not in self.errors:
            self.add_error("ai_note", _("Say what was made with AI."))
        if said.get("ai_use") == AiUse.NONE:
            said["ai_note"] = ""
        for name, nothing in HIDDEN.items():
            if name in self.errors:  # nobody typed it: the verb says what follows
                del self.errors[name]
                said[name] = nothing
        return said

    def words(self) -> EntryWords:
        return EntryWords(**{name: self.cleaned_data[name] for name in EntryWords.__dataclass_fields__})


class EntryForm(WordsForm):
    """A new entry: file first, then words and promises. What a contest does not ask, its form has not."""

    uploads = UploadsField(error_messages={"required": _("Choose your file first.")})
    country = forms.ChoiceField(
        label=_("Where do you live?"),
        error_messages={
            "required": _("Say where you live."),
            "invalid_choice": _("Choose a country from the list."),
        },
    )
    birth_year = forms.IntegerField(
        label=_("In which year were you born?"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "autocomplete": "bday-year"}),
        error_messages={
            "required": _("Write the year with four digits, as in 1990."),
            "invalid": _("Write the year with four digits, as in 1990."),
        },
    )
    had_birthday = forms.BooleanField(label=_("I have had my birthday this year"), required=False)
    is_own = forms.BooleanField(
        label=_("Your own work"),
        error_messages={"required": _("You can only enter what you made yourself.")},
    )
    accepts_rules = forms.BooleanField(
        label=_("The rules"),
        error_messages={"required": _("Accept the rules, or leave your entry as a draft for now.")},
    )
    rules = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contest: ContestPage, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest, self.this_year = contest, contest.day_at(at).year
        self.fields["uploads"].label = str(contest.purpose.label).capitalize()
        self._ask_country(countries_of(contest))
        if contest.minimum_age:
            least = _("This contest is for people from %(age)s years on. We look at the year and keep it nowhere.")
            self.fields["birth_year"].help_text = least % {"age": contest.minimum_age}
        else:
            del self.fields["birth_year"], self.fields["had_birthday"]

    def _ask_country(self, codes: list[str]) -> None:
        if not codes:
            del self.fields["country"]
            return
        names = sorted(country_names(codes).items(), key=lambda pair: pair[1])
        self.fields["country"].choices = [("", _("Choose")), *names, (ELSEWHERE, _("Somewhere else"))]  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        if self.cleaned_data["country"] == ELSEWHERE:
            raise ValidationError(only_for(countries_of(self.contest)))
        return str(self.cleaned_data["country"])

    def clean_birth_year(self) -> int:
        year: int = self.cleaned_data["birth_year"]
        if not self.this_year - OLDEST <= year <= self.this_year:
            raise ValidationError(_("Write the year with four digits, as in 1990."))
        return year

    def promises(self) -> Promises:
        said = self.cleaned_data
        asked = {name: said[name] for name in ("country", "birth_year", "had_birthday") if name in said}
        return Promises(rules=said["rules"], people_shown=said["people_shown"], **asked)

    def with_rules_of(self, number: int) -> None:
        """The form asks about this version now; whoever accepted another one is asked again."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["rules"] = str(number)
        data.pop("accepts_rules", None)
        self.data = data


class EditEntryForm(WordsForm):
    """Of what everybody sees already, the words alone: people shown and the file stay as they are."""

    uploads = UploadsField(error_messages={"required": _("Choose your file first.")})
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, words_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words_only:
            del self.fields["people_shown"], self.fields["uploads"]

    def with_version(self, version: int) -> None:
        """Saved once more, it goes on from this one."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(version)
        self.data = data


def initial_of(words: EntryWords) -> Mapping[str, Any]:
    return asdict(words)
