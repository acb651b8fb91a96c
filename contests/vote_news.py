"""What voters are told of what became of their vote."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.models import VoidOrder, VoteAppeal
from core.notices.kinds import NoticeKind
from core.notices.letters import absolute
from core.notices.models import Notice

VOIDED, RESTORED, APPEAL_DECIDED = "vote-voided", "vote-restored", "vote-appeal-decided"


def key_of(order: VoidOrder, entry_id: int) -> str:
    """Names the event for notices: one order may be about votes for several entries."""
    return f"void-order-{entry_id}:{order.pk}"


def orders_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the order that its key names, with the reason."""
    orders = VoidOrder.objects.select_related("contest").in_bulk({notice.event_id for notice in notices})
    return {notice.pk: _told(orders[notice.event_id]) for notice in notices if notice.event_id in orders}


def _told(order: VoidOrder) -> dict[str, Any]:
    return {"order": order, "votes_url": absolute(order.contest.get_url_of("own-votes"))}


def appeals_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the appeal that its key names, with the answer."""
    appeals = VoteAppeal.objects.in_bulk({notice.event_id for notice in notices})
    return {notice.pk: {"appeal": appeals[notice.event_id]} for notice in notices if notice.event_id in appeals}


KINDS = (
    NoticeKind(
        key=VOIDED,
        label=_("Your vote in a contest is made void"),
        reason=_("You voted for this entry."),
        facts=orders_behind,
        may_wait=False,
    ),
    NoticeKind(
        key=RESTORED,
        label=_("Your vote in a contest counts again"),
        reason=_("You voted for this entry."),
        facts=orders_behind,
    ),
    NoticeKind(
        key=APPEAL_DECIDED,
        label=_("Your appeal about a vote is decided"),
        reason=_("You appealed because your vote was made void."),
        facts=appeals_behind,
    ),
)
