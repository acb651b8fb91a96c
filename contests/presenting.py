"""What the page of a contest says of it, apart from its times: who decides and how, its limits, what to do now."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import sample
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from contests.countries import codes_in
from contests.kinds import Aspect, Kind, VoteRule
from contests.models import ContestPage, Entry
from contests.models.entry import KIND
from contests.moments import country_names
from contests.outcome import MOVING_UP
from contests.phases import Ability, Decides, Phase
from core.publication import State
from gallery.models import Attachment, MediaItem, Stage

PREVIEWS = 6
SPARE = 4  # drawn beside them: some numbers belong to entries that are hidden

HOW: dict[str, str | Promise] = {
    Decides.PUBLIC: _("Whoever has the most votes wins."),
    Decides.PUBLIC_THEN_JURY: _("The %(n)d entries with the most votes go to the jury, and the jury decides."),
    Decides.JURY_THEN_PUBLIC: _("The jury picks %(n)d entries, and of those your votes decide."),
    Decides.JURY_AND_PEOPLE: _(
        "The jury gives the prizes. The one that you give is for the entry with the most votes."
    ),
}
ICONS = {Kind.PHOTO: "picture", Kind.VIDEO: "film", Kind.BILLBOARD: "ratio"}
EYEBROWS = {Kind.PHOTO: _("Photo contest"), Kind.VIDEO: _("Film contest"), Kind.BILLBOARD: _("Billboard contest")}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody can do next."""

    label: str | Promise
    url: str


@dataclass(frozen=True, slots=True)
class Preview:
    """One entry among a few."""

    item: MediaItem
    name: str
    url: str


def next_step(contest: ContestPage, request: HttpRequest, phase: Phase, can: frozenset[Ability]) -> Step | None:
    """The one button of the page; it follows the phase. Only what there is an address for is offered."""
    steps: dict[Phase, tuple[Ability, str | Promise, str]] = {
        Phase.ENTRIES: (Ability.ENTER, _("Enter the contest"), "enter"),
        Phase.VOTING: (Ability.VOTE, _("Vote for your favourites"), "entries"),
        Phase.VOTING_AND_JUDGING: (Ability.VOTE, _("Vote for your favourites"), "entries"),
        Phase.RESULTS: (Ability.SEE_WINNERS, _("See the winners"), "results"),
    }
    if phase in steps:
        needed, label, route = steps[phase]
        if needed in can and (url := address_of(contest, route, request)):
            return Step(label, url)
    if phase == Phase.JUDGING and not contest.pause:
        return Step(_("See the jury"), f"{contest.get_url(request)}#jury")
    if Ability.SEE_ENTRIES in can and (url := address_of(contest, "entries", request)):
        return Step(_("See the entries"), url)
    return None


def address_of(contest: ContestPage, route: str, request: HttpRequest) -> str:
    """Of one of its routes; empty where there is none of this name."""
    try:
        return contest.get_url_of(route, request)
    except NoReverseMatch:
        return ""


def how_it_is_decided(contest: ContestPage) -> str:
    words = str(HOW[contest.decides])
    return words % {"n": contest.shortlist_size} if "%(n)d" in words else words


def ways_of(contest: ContestPage) -> Iterator[str]:
    """What a voter should know, a sentence each. Only public votes have such rules, and each way has one."""
    yield _about_votes(contest)
    if contest.decides in MOVING_UP:
        yield str(MOVING_UP[Decides(contest.decides)])
    yield gettext("Your e-mail address has to be confirmed before you vote. Nobody votes for an entry of their own.")
    yield gettext("How many votes an entry has stays sealed until the results, so nobody follows the crowd.")
    yield gettext("A vote that looks strange is held and looked at by people. It never just vanishes.")
    yield gettext("Before the results every vote is counted again from the ledger. Both counts must agree.")


def _about_votes(contest: ContestPage) -> str:
    n = contest.vote_limit
    if contest.vote_rule == VoteRule.IN_ALL:
        return ngettext("You have %(n)d vote in all.", "You have %(n)d votes in all.", n) % {"n": n}
    if contest.vote_rule == VoteRule.A_DAY:
        words = ngettext("You have %(n)d vote a day.", "You have %(n)d votes a day.", n)
        return words % {"n": n}
    return gettext("One vote for each entry, for as many entries as you like.")


def limits_of(contest: ContestPage) -> Iterator[tuple[str, str]]:
    """(icon, words): what an entry has to be, and who may send one."""
    purpose = contest.purpose
    if contest.kind == Kind.VIDEO and purpose.max_seconds:
        figures = {"least": int(purpose.min_seconds or 0), "most": int(purpose.max_seconds)}
        yield "clock", gettext("%(least)d to %(most)d seconds") % figures
    if contest.kind == Kind.BILLBOARD:
        yield "ratio", str(Aspect(contest.aspect).label if contest.aspect else gettext("2:1 or 4:1"))
    if least := purpose.min_width or purpose.min_long_side:
        wide, long = gettext("At least %(n)d pixels wide"), gettext("At least %(n)d pixels on the long side")
        yield "ratio", (wide if purpose.min_width else long) % {"n": least}
    yield ICONS[Kind(contest.kind)], ", ".join(purpose.formats)
    n = contest.entries_each
    yield "ticket", ngettext("%(n)d entry each", "%(n)d entries each", n) % {"n": n}
    yield from _who_may(contest)


def _who_may(contest: ContestPage) -> Iterator[tuple[str, str]]:
    if contest.minimum_age:
        yield "member", gettext("From %(age)d years on") % {"age": contest.minimum_age}
    if codes := codes_in(contest.countries):
        yield "home", ", ".join(country_names(codes).values())


def some_entries(contest: ContestPage, user: Any) -> list[Preview]:
    """A few, drawn by lot for every visit, so that none is in front of the others."""
    register = getattr(contest, "register", None)
    numbered = register.numbered if register else 0
    drawn = sample(range(1, numbered + 1), min(numbered, PREVIEWS + SPARE))
    shown = Entry.objects.visible_to(user).in_the_running().filter(contest=contest)
    entries = {entry.pk: entry for entry in shown.filter(number__in=drawn)}
    there = Attachment.objects.filter(kind=KIND, subject_id__in=list(entries))
    there = there.filter(item__state=State.PUBLISHED, item__stage=Stage.READY).order_by("-place", "-pk")
    works = {
        one.subject_id: one.item for one in there.select_related("item__owner").prefetch_related("item__renditions")
    }
    drawn_in_order = sorted(entries.values(), key=lambda entry: drawn.index(entry.number or 0))
    found = [
        Preview(works[entry.pk], entry.title, entry.get_absolute_url()) for entry in drawn_in_order if entry.pk in works
    ]
    return found[:PREVIEWS]
