from typing import Any

from core.policies import ensure
from ideas.models import SavedReply
from ideas.policies import may_answer


def keep_reply(reply: SavedReply, *, by: Any) -> SavedReply:
    """The team has this reply, in these words. Raises Refused."""
    ensure(may_answer(by))
    reply.save()
    return reply


def forget_reply(reply: SavedReply, *, by: Any) -> None:
    """It is offered no more; what was said with it stays. Raises Refused."""
    ensure(may_answer(by))
    SavedReply.objects.filter(pk=reply.pk).delete()
