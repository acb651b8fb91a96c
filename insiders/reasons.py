"""Why a page is open to somebody, in words that they read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.audience.models import Entrance, Membership
from core.subjects import Shown, show

COMMENTERS = {"commenter", "commenters"}
SUPPORTERS = {"supporter", "supporters"}


@dataclass(frozen=True, slots=True)
class Reason:
    """`text` and, where it is for a thing that the member may see now, the thing. `note` is in the words of whoever let
    them in; `tier` is the name of what they are in."""

    text: str
    thing: Shown | None = None
    note: str = ""
    tier: str = ""


def reasons_of(memberships: Iterable[Membership], *, to: Any) -> dict[int, Reason]:
    """By membership. One query for each kind of thing. Give them with their tiers."""
    memberships = list(memberships)
    wanted: dict[str, list[int]] = {}
    for one in memberships:
        if one.because_kind and one.because_id is not None:
            wanted.setdefault(one.because_kind, []).append(one.because_id)
    shown = {kind: show(kind, ids, to=to) for kind, ids in wanted.items()}
    return {one.pk: _reason(one, shown.get(one.because_kind, {}).get(one.because_id or 0)) for one in memberships}


def _reason(membership: Membership, thing: Shown | None) -> Reason:
    text = _for_a_thing(membership) if thing else _without_a_thing(membership)
    return Reason(text, thing, membership.words, membership.tier.name)


def _for_a_thing(membership: Membership) -> str:
    when, role = membership.because_at, membership.because_role
    day = date_format(localtime(when), "DATE_FORMAT") if when else ""
    if role == "author":
        return _("You are here because you asked for it on %(day)s:") % {"day": day} if day else _("You asked for it:")
    if role in SUPPORTERS:
        return _("You are here because you supported it on %(day)s:") % {"day": day} if day else _("You supported it:")
    if role in COMMENTERS:
        return _("You are here because you spoke up on %(day)s:") % {"day": day} if day else _("You spoke up there:")
    return _("You are here because of this:")


def _without_a_thing(membership: Membership) -> str:
    return {
        Entrance.EARNED: _("You are here because you have earned it."),
        Entrance.INVITED: _("You are here because you were invited."),
        Entrance.GIVEN: _("You are here because of something that you did."),
    }.get(Entrance(membership.entrance), _("You are here because the team let you in."))
