"""What voters are told of what became of their vote."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.models import VoidOrder
from core.notices.kinds import NoticeKind
from core.notices.models import Notice

VOIDED, RESTORED = "vote-voided", "vote-restored"


def key_of(order: VoidOrder, entry_id: int) -> str:
    """Names the event for notices: one order may be about votes for several entries."""
    return f"void-order-{entry_id}:{order.pk}"


def orders_behind(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """By notice: the order that its key names, with the reason."""
    orders = VoidOrder.objects.select_related("contest").in_bulk({notice.event_id for notice in notices})
    return {notice.pk: {"order": orders[notice.event_id]} for notice in notices if notice.event_id in orders}


KINDS = (
    NoticeKind(
        key=VOIDED,
        label=_("Your vote in a contest is made void"),
        reason=_("You voted for this entry."),
        facts=orders_behind,
    ),
    NoticeKind(
        key=RESTORED,
        label=_("Your vote in a contest counts again"),
        reason=_("You voted for this entry."),
        facts=orders_behind,
    ),
)
