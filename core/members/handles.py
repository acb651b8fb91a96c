"""Handles: the short name in a profile's address."""

import hashlib
import re
from datetime import timedelta

from django.core.validators import RegexValidator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.searching import fold

MAX_LENGTH = 30
RETIRED_FOR = timedelta(days=180)
# Names that would let a member speak as the house.
RESERVED = frozenset(
    {"admin", "administrator", "brand", "everyone", "help", "me", "member", "members", "moderation", "moderator"}
    | {"moderators", "official", "root", "sayso", "security", "staff", "support", "system", "team"}
)
FORMER = re.compile(r"(?:former(?:-|$))+")  # what members who left are called
is_handle = RegexValidator(
    r"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z",
    _("Use letters a to z, digits and hyphens; begin and end with a letter or a digit."),
)


def is_reserved(handle: str) -> bool:
    return handle in RESERVED or FORMER.match(handle) is not None


def proposed_handle(display_name: str) -> str:
    """A handle made of a name in any script: "Zoë Šimić" becomes "zoe-simic"."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(display_name)).strip("-")
    return FORMER.sub("", words)[: MAX_LENGTH - 6].strip("-") or "member"


def former_handle(pk: int) -> str:
    """The handle of a member who left: says nothing about the old one."""
    return f"former-{hashlib.sha256(f'former {pk}'.encode()).hexdigest()[:12]}"


def digest(handle: str) -> str:
    """What is kept of a retired handle: enough to refuse it, not enough to read it."""
    return salted_hmac("core.members.retired-handle", handle.lower(), algorithm="sha256").hexdigest()
