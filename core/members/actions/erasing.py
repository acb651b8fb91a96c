"""Leaving: what is personal goes, what was given to everyone stays under "former member"."""

import logging
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from core.members.handles import former_handle
from core.members.models import RetiredHandle, User
from core.members.policies import may_erase
from core.members.registries import personal_data
from core.policies import ensure

log = logging.getLogger("core.members")


def erase_member(member: User, *, by: User, at: datetime | None = None) -> User:
    """Take away all that is personal and close the account for good. Erasing again changes nothing.

    Sessions end by themselves: the password, which every session is bound to, is gone.
    """
    with transaction.atomic():
        member = User.objects.select_for_update().get(pk=member.pk)
        if member.is_former:
            return member
        ensure(may_erase(by, member))
        at = at or timezone.now()
        for data in personal_data:
            data.erase(member)
        RetiredHandle.objects.filter(member=member).update(member=None)
        RetiredHandle.objects.retire(member.handle, member=None, at=at)
        _forget(member, at=at)
    log.info("Member %s was erased by %s.", member.pk, "themself" if by.pk == member.pk else f"member {by.pk}")
    return member


def _forget(member: User, *, at: datetime) -> None:
    EmailAddress.objects.filter(user=member).delete()
    Authenticator.objects.filter(user=member).delete()
    member.groups.clear()
    member.user_permissions.clear()
    member.handle = former_handle(member.pk)
    member.email = f"{member.handle}@erased.invalid"
    member.display_name = member.bio = member.language = member.portrait = ""
    member.is_active = member.is_superuser = member.is_profile_public = False
    member.last_login, member.erased_at = None, at
    member.set_unusable_password()
    member.save()
