"""A member's own settings."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.members.handles import is_reserved
from core.members.models import RetiredHandle, User
from core.members.policies import may_change_settings
from core.policies import ensure
from core.publication import admit, arrived

SAID_IN_PUBLIC = frozenset({"display_name", "handle", "bio"})
OWN = frozenset({"display_name", "handle", "language", "bio", "is_profile_public"})


def change_settings(member: User, *, by: User, at: datetime | None = None, **values: Any) -> User:
    """Set what a member may set: display_name, handle, language, bio, is_profile_public; what is not given stays.

    A handle that is given up rests. The gatekeeper looks at a new name, handle or bio, which hold at once. Raises
    Refused, and RuleBroken on a handle that somebody has or lately had.
    """
    ensure(may_change_settings(by, member))
    if unknown := set(values) - OWN:
        raise TypeError(f"Not settings of a member: {sorted(unknown)}.")
    at = at or timezone.now()
    with transaction.atomic():
        member = User.objects.select_for_update().get(pk=member.pk)
        old = member.handle
        says_new = any(getattr(member, name) != values[name] for name in SAID_IN_PUBLIC & set(values))
        if says_new:
            admit(member, by=by)
        for name, value in values.items():
            setattr(member, name, value)
        if member.handle != old:
            _hand_over(member, old, at=at)
        _save(member, list(values))
        if says_new:
            arrived(member, by=by, at=at)
    return member


def choose_language(member: User, language: str, *, by: User) -> User:
    """Speak this language to the member from now on; empty means: as their browser asks."""
    if language and language not in dict(settings.LANGUAGES):
        raise RuleBroken({"language": _("Choose one of the languages.")})
    return change_settings(member, by=by, language=language)


def _hand_over(member: User, old: str, *, at: datetime) -> None:
    if is_reserved(member.handle) or RetiredHandle.objects.barring(member.handle, member, at=at).exists():
        raise RuleBroken({"handle": _("This handle is taken.")})
    RetiredHandle.objects.retire(old, member=member, at=at)


def _save(member: User, names: list[str]) -> None:
    try:
        with transaction.atomic():
            member.save(update_fields=names)
    except IntegrityError as error:
        raise RuleBroken({"handle": _("This handle is taken.")}) from error
