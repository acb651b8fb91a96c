"""Why somebody is in a tier, as a sentence: to themself, and to whoever looks after the tier.

A thing is named to who may see it now, and to nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core.audience.conditions import in_words
from core.audience.models import Membership
from core.audience.reason_sentences import BY_MEASURE, FOR_A_THING, OF_AN_ENTRANCE
from core.subjects import Shown, show

IDEA = "idea"  # is suggested; other things are made
DONE = {"supporter": "supported", "commenter": "commented"}  # by role; whoever has another one cared for it


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence without a full stop, that goes on after "You are in" or stands alone. `words` are of whoever let
    them in."""

    sentence: str  # with places for a title, a day and a name
    name: str = ""
    measured: str = ""  # what they were measured by
    day: str = ""
    thing: Shown | None = None
    words: str = ""

    @property
    def text(self) -> str:
        title = self.thing.title if self.thing else ""
        return self.sentence % {"title": title, "name": self.name, "day": self.day, "measured": self.measured}

    @property
    def html(self) -> SafeString:
        """The same with the thing as a link, and members' words in a direction of their own."""
        link = format_html('<a href="{}"><bdi>{}</bdi></a>', self.thing.url, self.thing.title) if self.thing else ""
        name = format_html("<bdi>{}</bdi>", self.name)
        said = {"title": link, "name": name, "day": escape(self.day), "measured": escape(self.measured)}
        return mark_safe(escape(self.sentence) % said)


def reasons_of(memberships: Iterable[Membership], *, to: Any) -> dict[int, Reason]:
    """The reason of each, by its key, as `to` may read it: in the second person where it is their own. As many
    questions as there are kinds of things. Fetch `by` along."""
    found = list(memberships)
    wanted = defaultdict(set)
    for one in found:
        if one.because_kind and one.because_id:
            wanted[one.because_kind].add(one.because_id)
    shown = {kind: show(kind, ids, to=to) for kind, ids in wanted.items()}
    return {one.pk: _reason(one, shown.get(one.because_kind, {}).get(one.because_id or 0), to) for one in found}


def reason_of(membership: Membership, *, to: Any) -> Reason:
    """The same of one."""
    return reasons_of([membership], to=to)[membership.pk]


def _reason(membership: Membership, thing: Shown | None, to: Any) -> Reason:
    is_own = to.pk == membership.member_id
    if membership.because_kind:
        at = membership.because_at
        key = (_done(membership), is_own, thing is not None, at is not None)
        day = date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""
        return Reason(str(FOR_A_THING[key]), day=day, thing=thing, words=membership.words)
    if measured := in_words(membership.because_measured):
        return Reason(str(BY_MEASURE[is_own]), measured=measured, words=membership.words)
    name = membership.by.shown_name if membership.by and not membership.by.is_former else ""
    return Reason(str(OF_AN_ENTRANCE[membership.entrance, is_own, bool(name)]), name=name, words=membership.words)


def _done(membership: Membership) -> str:
    if membership.because_role == "author":
        return "suggested" if membership.because_kind == IDEA else "made"
    return DONE.get(membership.because_role, "cared")
