"""What `check_gate` does with mail: letters that waited while their reader was inside are sent when they are out."""

from functools import partial
from typing import Any

from django.utils import timezone

from core.commands import Planted, Plot
from core.notices.actions.delivering import deliver_waiting
from core.notices.models import Message
from core.notices.models.message import MessageState


def plant_mail(plot: Plot) -> Planted:
    """Rooms write it; the page of notices is asked like every address."""
    return Planted(None, stir=partial(_send_again, plot.follower))


def _send_again(member: Any) -> None:
    """As if the mail server had been away until now."""
    sent = Message.objects.filter(recipient=member, state=MessageState.SENT)
    if sent.update(state=MessageState.WAITING, due_at=timezone.now()):
        deliver_waiting()
