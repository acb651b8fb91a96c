"""Giving early access to the people behind a thing, and taking it back within an hour."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.audience.actions.crowds import take_out_many
from core.audience.models import Membership, Tier
from core.effects import after_commit
from core.errors import RuleBroken
from core.notices.models import Notice
from core.notices.models.message import MessageState
from core.policies import ensure
from core.subjects import subject_of
from insiders import tasks
from insiders.actions.standing import forget_standing
from insiders.crowd import ordered_roles
from insiders.models import Giving, Place
from insiders.news import BEGAN, MEMBERSHIP
from insiders.policies.invitations import may_give, may_undo_giving


def give_access(
    thing: Any,
    tier: Tier,
    roles: Collection[str],
    *,
    by: Any,
    page: Page | None = None,
    stands: bool = False,
    at: datetime | None = None,
) -> Giving:
    """The people who have one of these roles in the thing come into the tier, by a worker and in batches; where it
    stands, also whoever has one of them later. What is asked for again while the first goes on is the same giving.
    Raises Refused, and RuleBroken without roles."""
    at, subject = at or timezone.now(), subject_of(thing)
    ensure(may_give(by, at=at))
    wanted = ordered_roles(set(roles) & set(subject.people(thing)))
    if not wanted:
        raise RuleBroken({"roles": _("Choose at least one role.")})
    if not subject.visible_to(by).filter(pk=thing.pk).exists():
        raise RuleBroken(_("You cannot see this."))
    with transaction.atomic():
        Tier.objects.select_for_update(of=("self",)).get(pk=tier.pk)  # two clicks are one after the other
        same = {"tier": tier, "because_kind": subject.key, "because_id": thing.pk, "page": page, "stands": stands}
        giving = next((one for one in Giving.objects.going_on().filter(**same) if one.roles == wanted), None)
        giving = giving or Giving.objects.create(**same, roles=wanted, by=by, at=at)
        forget_standing()
        after_commit(tasks.carry_out, giving.pk)
    return giving


def undo_giving(giving: Giving, *, by: Any, at: datetime | None = None) -> int:
    """Those who came in by it are out again, and what was not carried out yet is not; how many were taken out. Who has
    not heard that they were in does not hear that they are out. Again changes nothing. Raises Refused."""
    at = at or timezone.now()
    with transaction.atomic():
        giving = Giving.objects.select_for_update(of=("self",)).get(pk=giving.pk)
        if giving.undone_at and may_give(by, at=at):
            return 0
        ensure(may_undo_giving(by, giving, at=at))
        giving.undone_at, giving.undone_by = at, by
        giving.save(update_fields=["undone_at", "undone_by"])
        let_in = giving.places.filter(outcome=Place.Outcome.LET_IN, membership__isnull=False)
        out = take_out_many(list(let_in.values_list("membership", flat=True)), by=by, at=at)
        _take_back_welcome(out)
        forget_standing()
    return len(out)


def _take_back_welcome(out: list[Membership]) -> None:
    """Their welcome leaves the inboxes, and the e-mails that wait with it."""
    welcome = Notice.objects.filter(kind=BEGAN, subject_kind=MEMBERSHIP, subject_id__in=[one.pk for one in out])
    welcome.filter(read_at=None).exclude(message__state=MessageState.SENT).delete()
