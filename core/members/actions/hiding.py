"""What moderators do to a member's name and profile."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.members.models import User


def hide_member(member: User, *, at: datetime) -> User:
    """A number stands in the place of the name, and nobody but the member sees the profile. Again changes nothing.

    Permission is the caller's. Raises RuleBroken for a member who has left.
    """
    return _place(member, hidden_at=at)


def show_member(member: User) -> User:
    """Name and profile are as the member has them. Again changes nothing. Raises RuleBroken for one who has left."""
    return _place(member, hidden_at=None)


def _place(member: User, *, hidden_at: datetime | None) -> User:
    with transaction.atomic():
        member = User.objects.select_for_update().get(pk=member.pk)
        if member.is_former:
            raise RuleBroken(_("This member has left."))
        if member.is_hidden != (hidden_at is not None):
            member.hidden_at = hidden_at
            member.save(update_fields=["hidden_at"])
    return member
