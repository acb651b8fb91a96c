from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow, unfollow
from core.notices.actions.preferring import set_preference, unsubscribe
from core.notices.actions.reading import mark_all_read, mark_read
from core.notices.actions.telling import notify, take_back

__all__ = [
    "deliver_waiting",
    "follow",
    "mark_all_read",
    "mark_read",
    "notify",
    "set_preference",
    "take_back",
    "unfollow",
    "unsubscribe",
]
