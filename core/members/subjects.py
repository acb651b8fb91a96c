"""What other rooms may know of a member: the name, and what stands on the profile."""

from typing import Any
from zlib import crc32

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.members.models import User


class MemberSubject:
    key = "member"
    model = User
    label = _("member")
    words = ("title", "body")

    def visible_to(self, user: Any) -> QuerySet[User]:
        return User.objects.visible_to(user)

    def title(self, member: User) -> str:
        return member.shown_name

    def url(self, member: User) -> str:
        return member.get_absolute_url()

    def author_id(self, member: User) -> int | None:
        return member.pk

    def people(self, member: User) -> dict[str, list[int]]:
        return {"author": [member.pk]}

    def version(self, member: User) -> int:
        """Made of what is said, so that it is another as soon as that is, and the same when that is taken back."""
        return crc32("\n".join((member.display_name, member.handle, member.bio)).encode()) & 0x7FFF_FFFF

    def snapshot(self, member: User) -> dict[str, Any]:
        """In the member's own words, hidden or not."""
        return {"title": member.display_name, "body": member.bio, "handle": member.handle}

    def thumbnail(self, member: User) -> str | None:
        return None
