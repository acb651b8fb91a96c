"""Letting in many members at once, who are named by handle or address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core.audience.actions.memberships import Because, admit
from core.audience.models import Entrance, Membership, Tier
from core.audience.policies import may_let_in
from core.errors import RuleBroken
from core.members.models import User
from core.policies import ensure


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that let nobody in, and why."""

    number: int
    line: str
    reason: str


@dataclass(slots=True)
class Outcome:
    admitted: list[Membership] = field(default_factory=list)
    already: int = 0  # were in before
    problems: list[Problem] = field(default_factory=list)


def let_in(
    tier: Tier,
    lines: Sequence[str],
    *,
    by: Any,
    words: str = "",
    until: datetime | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Everybody whose handle or address stands in a line is in. Lines that name nobody, or for whom no place was left,
    keep nobody else out. Empty lines are nothing. Again changes nothing."""
    ensure(may_let_in(by, tier))
    outcome, members = Outcome(), _named_in(lines)
    inside = set(tier.memberships.active(at).values_list("member", flat=True))
    for number, line in enumerate(lines, 1):
        if not (key := _key(line)):
            continue
        member = members.get(key)
        if member is None:
            outcome.problems.append(Problem(number, line.strip(), _("No member has this handle or address.")))
        elif member.pk in inside:
            outcome.already += 1
        else:
            try:
                because = Because(words=words)
                outcome.admitted.append(
                    admit(member, tier, entrance=Entrance.BY_HAND, by=by, because=because, until=until, at=at)
                )
                inside.add(member.pk)
            except RuleBroken as broken:
                outcome.problems.append(Problem(number, line.strip(), " ".join(broken.messages)))
    return outcome


def _named_in(lines: Iterable[str]) -> dict[str, User]:
    """Members who can sign in, by what names them, in lower case: the handle with @ before it, or the address."""
    keys = {_key(line) for line in lines} - {""}
    handles = [key[1:] for key in keys if key.startswith("@")]
    addresses = [key for key in keys if not key.startswith("@")]
    present = User.objects.present()
    by_handle = present.alias(lower=Lower("handle")).filter(lower__in=handles)
    by_address = present.alias(lower=Lower("email")).filter(lower__in=addresses)
    return {f"@{one.handle.lower()}": one for one in by_handle} | {one.email.lower(): one for one in by_address}


def _key(line: str) -> str:
    said = line.strip().lower()
    return said if "@" in said or not said else f"@{said}"
