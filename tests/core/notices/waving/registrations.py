from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from core.members.models import User
from core.notices.kinds import Facts, NoticeKind, notice_kinds
from core.notices.models import Notice
from core.subjects import subjects


class ProfileSubject:
    """A member's profile: everyone sees it until the member hides it."""

    key = "profile"
    model = User
    label = "profile"
    words = ()

    def visible_to(self, user: Any) -> QuerySet:
        return User.objects.visible_to(user)

    def title(self, thing: User) -> str:
        return thing.display_name

    def url(self, thing: User) -> str:
        return f"/members/{thing.handle}/"

    def author_id(self, thing: User) -> int | None:
        return thing.pk

    def people(self, thing: User) -> dict[str, list[int]]:
        return {"author": [thing.pk]}

    def version(self, thing: User) -> int:
        return 1

    def snapshot(self, thing: User) -> dict[str, Any]:
        return {}

    def thumbnail(self, thing: User) -> str | None:
        return None


def waves(notices: Sequence[Notice]) -> Facts:
    """The wave of that number; number 13 was taken back."""
    day = gettext("Thursday")  # a word of a fact, in the language in which it is asked
    return {notice.pk: {"number": notice.event_id, "day": day} for notice in notices if notice.event_id != 13}


WAVE = NoticeKind("test-wave", "Somebody waves", "You have this because you like to be waved at.", facts=waves)
QUIET = NoticeKind("test-quiet", "Somebody nods", "You have this because you asked for it.", by_email=False)
URGENT = NoticeKind("test-urgent", "Somebody calls", "You have this because it is urgent.", may_wait=False)


def register() -> None:
    subjects.add(ProfileSubject())
    notice_kinds.add(WAVE)
    notice_kinds.add(QUIET)
    notice_kinds.add(URGENT)


def unregister() -> None:
    for registry, key in (
        (subjects, "profile"),
        (notice_kinds, WAVE.key),
        (notice_kinds, QUIET.key),
        (notice_kinds, URGENT.key),
    ):
        del registry._things[key]
