from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.digesting import plan_digests
from core.notices.actions.following import follow, unfollow
from core.notices.actions.preferring import resubscribe, set_preference, set_preferences, unsubscribe
from core.notices.actions.reading import mark_all_read, mark_read
from core.notices.actions.telling import notify, take_back

__all__ = [
    "deliver_waiting",
    "follow",
    "mark_all_read",
    "mark_read",
    "notify",
    "plan_digests",
    "resubscribe",
    "set_preference",
    "set_preferences",
    "take_back",
    "unfollow",
    "unsubscribe",
]
