"""Why somebody is in a tier, in a sentence: to themself, and to whoever looks after the tier.

A thing is named to who may see it now, and to nobody else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from core.audience.conditions import Asked, in_words
from core.audience.deeds import Text, deed_of
from core.audience.models import Entrance, Membership
from core.subjects import Shown, show

# The entrance, whether it is said to themself, whether there is a name to give.
BY_ENTRANCE: dict[tuple[str, bool, bool], Text] = {
    (Entrance.EARNED, True, True): _("You are here because you did what it takes."),
    (Entrance.EARNED, True, False): _("You are here because you did what it takes."),
    (Entrance.EARNED, False, True): _("They did what it takes."),
    (Entrance.EARNED, False, False): _("They did what it takes."),
    (Entrance.INVITED, True, True): _("You are here because %(name)s invited you."),
    (Entrance.INVITED, True, False): _("You are here because you were invited."),
    (Entrance.INVITED, False, True): _("%(name)s invited them."),
    (Entrance.INVITED, False, False): _("They were invited."),
    (Entrance.GIVEN, True, True): _("You are here because %(name)s let you in."),
    (Entrance.GIVEN, True, False): _("You are here because the team let you in."),
    (Entrance.GIVEN, False, True): _("%(name)s let them in."),
    (Entrance.GIVEN, False, False): _("The team let them in."),
    (Entrance.BY_HAND, True, True): _("You are here because %(name)s let you in."),
    (Entrance.BY_HAND, True, False): _("You are here because the team let you in."),
    (Entrance.BY_HAND, False, True): _("%(name)s let them in."),
    (Entrance.BY_HAND, False, False): _("The team let them in."),
}
BY_MEASURE: dict[bool, Text] = {
    True: _("You are here because you did what it takes: %(measured)s."),
    False: _("They did what it takes: %(measured)s."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One whole sentence, in the language and by the clock of whoever reads it: both are asked when it is read. `words`
    are of whoever let them in."""

    sentence: Text  # with places for a title, a day and a name
    name: str = ""
    measured: Asked = ()  # what they were measured by
    at: datetime | None = None
    thing: Shown | None = None
    words: str = ""

    @property
    def text(self) -> str:
        return str(self.sentence) % {
            "title": self.thing.title if self.thing else "",
            "name": self.name,
            "day": self.day,
            "measured": in_words(self.measured),
        }

    @property
    def html(self) -> SafeString:
        """The same with the thing as a link, and members' words in a direction of their own."""
        return self._marked(format_html('<a href="{}">', self.thing.url) if self.thing else "", mark_safe("</a>"))

    @property
    def unlinked(self) -> SafeString:
        """The same without a link: what an e-mail leads to is its button."""
        return self._marked("", "")

    @property
    def day(self) -> str:
        return date_format(timezone.localtime(self.at), "DATE_FORMAT") if self.at else ""

    def _marked(self, before: str, after: str) -> SafeString:
        title = format_html("{}<bdi>{}</bdi>{}", before, self.thing.title, after) if self.thing else ""
        name = format_html("<bdi>{}</bdi>", self.name)
        said = {"title": title, "name": name, "day": escape(self.day), "measured": escape(in_words(self.measured))}
        return mark_safe(escape(str(self.sentence)) % said)


def reasons_of(memberships: Iterable[Membership], *, to: Any) -> dict[int, Reason]:
    """The reason of each, by its key, as `to` may read it: in the second person where it is their own. As many
    questions as there are kinds of things. Fetch `by` along."""
    found = list(memberships)
    wanted = defaultdict(set)
    for one in found:
        if one.because_id and _is_for_a_deed(one):
            wanted[one.because_kind].add(one.because_id)
    shown = {kind: show(kind, ids, to=to) for kind, ids in wanted.items()}
    return {one.pk: _reason(one, shown.get(one.because_kind, {}).get(one.because_id or 0), to) for one in found}


def reason_of(membership: Membership, *, to: Any) -> Reason:
    """The same of one."""
    return reasons_of([membership], to=to)[membership.pk]


def _reason(membership: Membership, thing: Shown | None, to: Any) -> Reason:
    is_own = to.pk == membership.member_id
    if _is_for_a_deed(membership):
        deed, at = deed_of(membership.because_kind, membership.because_role), membership.because_at
        sentence = (deed.own if is_own else deed.theirs).pick(named=thing is not None, dated=at is not None)
        return Reason(sentence, at=at, thing=thing, words=membership.words)
    if in_words(membership.because_measured):
        return Reason(BY_MEASURE[is_own], measured=membership.because_measured, words=membership.words)
    name = membership.by.shown_name if membership.by and not membership.by.is_former else ""
    return Reason(BY_ENTRANCE[membership.entrance, is_own, bool(name)], name=name, words=membership.words)


def _is_for_a_deed(membership: Membership) -> bool:
    """Who was invited is in because of that, whatever the invitation was for."""
    return bool(membership.because_kind) and membership.entrance != Entrance.INVITED
