"""Becoming a member, and accepting the texts that hold."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.members.models import Acceptance, LegalText, User
from core.publication import arrived

TRIES = 10


def sign_up(
    member: User, *, email: str, password: str | None, display_name: str, language: str = "", at: datetime | None = None
) -> User:
    """Store this new member with a handle of their own and their acceptance of the texts in force.

    Raises RuleBroken when the address was taken in the very same moment.
    """
    member.email, member.display_name = email.lower(), display_name
    member.language = language if language in dict(settings.LANGUAGES) else ""
    member.date_joined = at or timezone.now()
    member.set_password(password)
    for _attempt in range(TRIES):
        member.handle = User.objects.free_handle(display_name)
        try:
            with transaction.atomic():
                member.save()
                accept_legal_texts(member, LegalText.objects.in_force(at=at), by=member, at=at)
                arrived(member, by=member, at=at)
                return member
        except IntegrityError:
            member.pk = None  # somebody took the handle, or the address, a moment ago
            if User.objects.with_email(email).exists():
                break
    raise RuleBroken(_("This was sent twice. Look into your inbox before you try again."))


def accept_legal_texts(
    member: User, texts: Iterable[LegalText], *, by: User, at: datetime | None = None
) -> list[Acceptance]:
    """Record that the member accepted these versions. Accepting again changes nothing."""
    at = at or timezone.now()
    if by.pk != member.pk:
        raise RuleBroken(_("Nobody can accept for somebody else."))
    return Acceptance.objects.bulk_create(
        [Acceptance(member=member, text=text, at=at) for text in texts], ignore_conflicts=True
    )
