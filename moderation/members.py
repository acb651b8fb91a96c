"""How a member's name and profile are judged. A change of them never waits: it holds at once, and is looked at."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.members.actions.hiding import hide_member, show_member
from core.members.models import User
from core.publication import State
from moderation.registries import Review
from moderation.standing import Standing, standings
from moderation.wording import Wording

WORDING = Wording(
    name=gettext_lazy("your name"),
    waiting=gettext_lazy("Your name and your profile are looked at by a moderator."),
    published=gettext_lazy("Your name and your profile can be seen."),
    returned=gettext_lazy("Please change your name or what you say of yourself."),
    rejected=gettext_lazy("Your name and your profile are not shown. A number stands in their place."),
    hidden=gettext_lazy("Your name and your profile are hidden. A number stands in their place."),
    restored=gettext_lazy("Your name and your profile can be seen again."),
)


class ModeratedMember:
    key = "member"
    states = frozenset({State.PUBLISHED, State.HIDDEN})  # a name is there or hidden, nothing between
    wording = WORDING

    def review(self, member: User) -> Review:
        return Review.NOTHING

    def state(self, member: User) -> str:
        return State.HIDDEN if member.is_hidden else State.PUBLISHED

    def place(self, member: User, state: str, *, at: datetime) -> str:
        """Whoever was hidden, changed name or profile and is approved, is seen again."""
        if state == State.HIDDEN:
            hide_member(member, at=at)
        else:
            show_member(member)
        return state

    def approve_many(self, ids: Sequence[int], *, by: Any, at: datetime) -> dict[int, str]:
        return _place_many(ids, hidden_at=None)

    def place_many(self, ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
        return _place_many(ids, hidden_at=at if state == State.HIDDEN else None)

    def exposure(self, ids: Sequence[int]) -> dict[int, int]:
        """A name stands wherever its member wrote; how often, no single room knows."""
        return {}

    def saying(self, words: str) -> QuerySet[User]:
        return User.objects.filter(Q(display_name__icontains=words) | Q(bio__icontains=words))

    def look_alikes(self, subject_id: int) -> list[int]:
        return []

    def out_of_reach(self, user: Any) -> QuerySet[User]:
        """A member stands on no page that could be closed."""
        return User.objects.none()

    def fetched(self, ids: Sequence[int]) -> QuerySet[User]:
        return User.objects.filter(pk__in=ids)


def _place_many(ids: Sequence[int], *, hidden_at: datetime | None) -> dict[int, str]:
    there = User.objects.select_for_update().filter(pk__in=ids).in_bulk()
    staying = [pk for pk, member in there.items() if not member.is_former]
    User.objects.filter(pk__in=staying).update(hidden_at=hidden_at)
    gone = dict.fromkeys(ids, _("This member has left."))
    return gone | dict.fromkeys(staying, "")


def own_standing(member: User, viewer: Any) -> tuple[str, dict[str, Standing]] | None:
    """On their own profile a member reads that it is hidden, and why."""
    if viewer.pk != member.pk or not member.is_hidden:
        return None
    standing = standings(ModeratedMember.key, {member.pk: State.HIDDEN}, to=viewer)[member.pk]
    return "moderation/fragments/own_standing.html", {"standing": standing}
