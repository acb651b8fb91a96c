"""Letting members into a tier, prolonging it, and letting them go. The tier's group follows in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audience.models import Ending, Entrance, Membership, MembershipEvent, Tier
from core.audience.policies import may_let_in, may_show_mark
from core.audience.signals import membership_began, membership_ended
from core.errors import RuleBroken
from core.members.models import User
from core.policies import ensure

What = MembershipEvent.What


@dataclass(frozen=True, slots=True)
class Because:
    """What somebody is let in for: their role in a thing that is known by kind and id, what they were measured by, and
    words of whoever lets them in. All of it may be empty."""

    kind: str = ""
    id: int | None = None
    role: str = ""
    at: datetime | None = None
    words: str = ""
    measured: tuple[tuple[str, int], ...] = ()


def admit(
    member: User,
    tier: Tier,
    *,
    entrance: Entrance,
    by: Any = None,
    because: Because | None = None,
    until: datetime | None = None,
    at: datetime | None = None,
) -> Membership:
    """The member is in the tier, until `until` or as long as the tier lasts. Who is in already stays in as they are.

    By hand it takes who may let in; who is invited or given access was let in by what was asked before. Raises
    RuleBroken when the last place is taken, or when the time is over.
    """
    if by is not None and entrance == Entrance.BY_HAND:
        ensure(may_let_in(by, tier))
    at = at or timezone.now()
    if until is not None and by is not None and until <= at:
        raise RuleBroken({"until": _("This time is over.")})
    with transaction.atomic():
        tier = Tier.objects.select_for_update(of=("self",)).get(pk=tier.pk)  # places are taken one after another
        there = tier.memberships.filter(member=member, ended_at=None).first()
        if there and there.is_active(at):
            return there
        if there:
            _end(there, Ending.LAPSED, at=there.closes_at or at)
        _ensure_place(tier, at=at)
        membership = _begin(member, tier, entrance, by=by, because=because or Because(), until=until, at=at)
        member.groups.add(tier.group_id)
    return membership


def prolong(
    membership: Membership, *, until: datetime | None, by: Any, words: str = "", at: datetime | None = None
) -> Membership:
    """It lasts until then; None is for good. Raises RuleBroken for one that has ended and for a time that is over.
    `by` is None for the house itself."""
    if by is not None:
        ensure(may_let_in(by, membership.tier))
    at = at or timezone.now()
    with transaction.atomic():
        membership = Membership.objects.select_for_update(of=("self",)).select_related("tier").get(pk=membership.pk)
        if not membership.is_active(at):
            raise RuleBroken(_("This membership has ended. Let the member in again."))
        if until is not None and until <= at:
            raise RuleBroken({"until": _("This time is over. To end it now, take the member out.")})
        if membership.expires_at != until:
            membership.expires_at, membership.closes_at = until, _with_grace(membership.tier, until)
            membership.save(update_fields=["expires_at", "closes_at"])
            _note(membership, What.PROLONGED, by=by, words=words, at=at)
    return membership


def leave_tier(tier: Tier, *, by: User, at: datetime | None = None) -> None:
    """The member has left; what they gave stays, and so does the mark. Again changes nothing."""
    _close(tier.memberships.filter(member=by, ended_at=None), Ending.LEFT, by=by, at=at or timezone.now())


def take_out(membership: Membership, *, by: Any, words: str = "", at: datetime | None = None) -> None:
    """The team has ended it. Again changes nothing."""
    if by is not None:
        ensure(may_let_in(by, membership.tier))
    at = at or timezone.now()
    _close(Membership.objects.filter(pk=membership.pk, ended_at=None), Ending.REMOVED, by=by, words=words, at=at)


def show_mark(membership: Membership, shown: bool, *, by: User) -> None:
    """The tier is on the member's profile, or not: for this time in it, former ones and those to come."""
    ensure(may_show_mark(by, membership))
    Membership.objects.filter(tier=membership.tier_id, member=membership.member_id).update(is_shown=shown)


def end_what_is_over(*, at: datetime | None = None) -> int:
    """Memberships whose time is over have ended at that time. Nothing opened meanwhile: the gate reads the clock."""
    at = at or timezone.now()
    ended = 0
    for pk in list(Membership.objects.over(at).values_list("pk", flat=True)):
        ended += _close(Membership.objects.over(at).filter(pk=pk), Ending.LAPSED, at=at)
    return ended


def keep_in_step(*, groups: Iterable[int] | None = None, members: Iterable[int] | None = None) -> None:
    """Who was put into or out of the group of a tier by other ways than these verbs, as in Wagtail's user screens, has
    a membership from then on, or none. Both narrow down where to look."""
    tiers = {tier.pk: tier for tier in Tier.objects.filter(**({} if groups is None else {"group__in": list(groups)}))}
    if not tiers:
        return
    rows = User.groups.through.objects.filter(group__tier__in=list(tiers))
    there = Membership.objects.filter(tier__in=list(tiers), ended_at=None)
    if members is not None:
        rows, there = rows.filter(user__in=list(members)), there.filter(member__in=list(members))
    at = timezone.now()
    with transaction.atomic():
        in_groups = set(rows.values_list("user", "group__tier"))
        known = {(one.member_id, one.tier_id): one for one in there}
        for key in known.keys() - in_groups:
            _end(known[key], Ending.REMOVED, at=at)
        for member, tier in sorted(in_groups - known.keys()):
            _begin(User(pk=member), tiers[tier], Entrance.BY_HAND, by=None, because=Because(), until=None, at=at)


def _ensure_place(tier: Tier, *, at: datetime) -> None:
    if tier.seats is not None and tier.memberships.active(at).count() >= tier.seats:
        raise RuleBroken(_("All places are taken."), code="full")


def _begin(
    member: User,
    tier: Tier,
    entrance: Entrance,
    *,
    by: Any,
    because: Because,
    until: datetime | None,
    at: datetime,
) -> Membership:
    if until is None and tier.lasts_days:
        until = at + timedelta(days=tier.lasts_days)
    earlier = tier.memberships.filter(member=member.pk).first()
    membership = Membership.objects.create(
        tier=tier,
        member_id=member.pk,
        entrance=entrance,
        because_kind=because.kind,
        because_id=because.id,
        because_role=because.role,
        because_at=because.at,
        because_measured=list(because.measured),
        words=because.words,
        by=by,
        began_at=at,
        expires_at=until,
        closes_at=_with_grace(tier, until),
        is_shown=earlier.is_shown if earlier else not tier.is_hidden,
    )
    _note(membership, What.BEGAN, by=by, words=because.words, at=at)
    transaction.on_commit(partial(membership_began.send_robust, Membership, membership=membership.pk))
    return membership


def _close(memberships: Any, ending: Ending, *, by: Any = None, words: str = "", at: datetime) -> int:
    """These have ended, and their members are out of the groups. How many it were."""
    with transaction.atomic():
        found = list(memberships.select_for_update(of=("self",)).select_related("tier"))
        for membership in found:
            over = ending == Ending.LAPSED and membership.closes_at
            _end(membership, ending, by=by, words=words, at=over or at)
            User(pk=membership.member_id).groups.remove(membership.tier.group_id)
    return len(found)


def _end(membership: Membership, ending: Ending, *, by: Any = None, words: str = "", at: datetime) -> None:
    membership.ended_at, membership.ending = at, ending
    membership.save(update_fields=["ended_at", "ending"])
    _note(membership, What.ENDED, by=by, words=words, at=at)
    transaction.on_commit(partial(membership_ended.send_robust, Membership, membership=membership.pk))


def _note(membership: Membership, what: str, *, by: Any, words: str, at: datetime) -> None:
    membership.events.create(what=what, by=by, words=words, at=at, expires_at=membership.expires_at)


def _with_grace(tier: Tier, until: datetime | None) -> datetime | None:
    return until + timedelta(days=tier.grace_days) if until else None
