"""Why somebody is in a tier, in words, for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.audience.models import Entrance, Membership
from core.subjects import Shown, show

ROLES = {
    "author": pgettext_lazy("role", "Wrote it"),
    "supporter": pgettext_lazy("role", "Supported it"),
    "commenter": pgettext_lazy("role", "Said something about it"),
    "follower": pgettext_lazy("role", "Followed it"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What one reads: a sentence, the thing that it is about where the reader may see that, and the date of what they
    did."""

    text: str
    thing: Shown | None = None
    on: datetime | None = None


def reason_of(membership: Membership, *, to: Any) -> Reason:
    return reasons_of([membership], to=to)[membership.pk]


def reasons_of(memberships: Iterable[Membership], *, to: Any) -> dict[int, Reason]:
    """By membership; one query a kind of thing, however many."""
    memberships = list(memberships)
    wanted: dict[str, set[int]] = {}
    for one in memberships:
        if one.because_kind and one.because_id and one.entrance == Entrance.GIVEN:
            wanted.setdefault(one.because_kind, set()).add(one.because_id)
    seen = {(kind, id): thing for kind, ids in wanted.items() for id, thing in show(kind, ids, to=to).items()}
    return {
        one.pk: Reason(sentence(one), seen.get((one.because_kind, one.because_id or 0)), one.because_at)
        for one in memberships
    }


def sentence(membership: Membership) -> str:
    """Names neither the thing nor the tier."""
    if membership.entrance == Entrance.INVITED:
        name = membership.by.shown_name if membership.by else ""
        return _("%(name)s invited you.") % {"name": name} if name else _("You were invited.")
    if membership.entrance == Entrance.EARNED:
        return _("You have earned it.")
    if membership.entrance == Entrance.GIVEN:
        return _given(membership.because_role)
    return _("The team has let you in.")


def _given(role: str) -> str:
    return {
        "author": _("You are here because you suggested it."),
        "supporter": _("You are here because you supported it."),
        "commenter": _("You are here because you said something about it."),
        "follower": _("You are here because you followed it."),
    }.get(role, _("You are here because you are one of the people behind it."))
