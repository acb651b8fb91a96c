"""What `check_gate` does with mail: letters that waited while their reader was inside are sent when they are out, and
what they tell comes once more in a digest."""

from functools import partial
from typing import Any

from django.utils import timezone

from core.commands import Planted, Plot
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.digesting import plan_digests
from core.notices.models import Deferral, Message, Notice
from core.notices.models.digest import Rhythm
from core.notices.models.message import MessageState


def plant_mail(plot: Plot) -> Planted:
    """Rooms write it; the page of notices is asked like every address."""
    return Planted(None, stir=partial(_send_again, plot.follower))


def _send_again(member: Any) -> None:
    """As if the mail server had been away until now; and as if the member had wanted all of it once a week."""
    sent = Message.objects.filter(recipient=member, state=MessageState.SENT)
    if sent.update(state=MessageState.WAITING, due_at=timezone.now()):
        deliver_waiting()
    _send_as_digest(member)


def _send_as_digest(member: Any) -> None:
    Message.objects.filter(recipient=member).delete()
    now, notices = timezone.now(), Notice.objects.filter(recipient=member)
    Deferral.objects.bulk_create(
        Deferral(notice=notice, recipient=member, rhythm=Rhythm.WEEKLY, due_at=now)
        for notice in notices.filter(deferral=None)
    )
    plan_digests(at=now)
    deliver_waiting()
