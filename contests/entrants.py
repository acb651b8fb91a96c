"""What an entrant says: the words of an entry, and what they promise when they send it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contests.countries import codes_in
from contests.kinds import AiUse, PeopleShown
from contests.models import ContestPage, RulesVersion
from contests.moments import country_names, in_words
from core.errors import Refused, RuleBroken


class TooYoung(Refused):
    """Below the age that the contest asks for. The message is kind: it is shown to a child."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWords:
    title: str
    caption: str = ""
    alt: str = ""  # for those who do not see it: stands with the picture or film
    ai_use: str = AiUse.NONE
    ai_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """`rules` is the number of the version that was accepted. The birth year is looked at and kept nowhere;
    `had_birthday` says whether this year's has been, where the year alone does not tell."""

    rules: int
    people_shown: str = PeopleShown.NONE
    country: str = ""
    birth_year: int | None = None
    had_birthday: bool = False

    def check(self, contest: ContestPage, rules: RulesVersion, *, at: datetime) -> None:
        """Raises RuleBroken beside the field that caused it, and TooYoung."""
        self._check_age(contest, at=at)
        allowed = countries_of(contest)
        if allowed and self.country not in allowed:
            raise RuleBroken({"country": only_for(allowed)})
        if self.rules != rules.number:
            raise RuleBroken({"accepts_rules": rules_changed(contest, rules)})

    def _check_age(self, contest: ContestPage, *, at: datetime) -> None:
        if not (least := contest.minimum_age):
            return
        if self.birth_year is None:
            raise RuleBroken({"birth_year": _("Say in which year you were born.")})
        years = contest.day_at(at).year - self.birth_year
        if years < least or (years == least and not self.had_birthday):
            raise TooYoung(too_young(contest))


def countries_of(contest: ContestPage) -> list[str]:
    """Codes of the countries whose people may enter; none for everywhere."""
    return codes_in(contest.countries)


def current_rules(contest: ContestPage) -> RulesVersion:
    """Raises Refused while there are none."""
    rules = contest.rules_versions.first()
    if rules is None:
        raise Refused(_("This contest has no rules yet, so nobody can enter it."))
    return rules


def only_for(codes: list[str]) -> str:
    names = ", ".join(country_names(codes).values())
    return _("This contest is for people who live in: %(countries)s.") % {"countries": names}


def rules_changed(contest: ContestPage, rules: RulesVersion) -> str:
    changed = _("The rules were changed on %(when)s.") % {"when": in_words(rules.at, contest)}
    asked = _("Please read version %(number)s and accept it. All you wrote is here.") % {"number": rules.number}
    return f"{changed} {asked}"


def too_young(contest: ContestPage) -> str:
    words = _("Thank you for wanting to take part. This contest is for people from %(age)s years on, as its rules say.")
    return words % {"age": contest.minimum_age}
