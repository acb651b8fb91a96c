"""The people of every test. One name, one role: vera visits, tom is a member, ines an insider, lars was one, mo
moderates, bea edits for the brand, ada administers."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from core.audience.actions.groups import ensure_groups, join, leave, make_tier
from core.audience.groups import EDITORS, INSIDERS, MODERATORS
from core.members.actions.joining import accept_legal_texts
from core.members.models import LegalText, User

PASSWORD = "sayso-demo"


def make_member(handle: str, *, password: str | None = None, verified: bool = True, **fields: Any) -> User:
    """A member who confirmed the address <handle>@example.com and accepted the texts in force.

    Without a password they can only be signed in by `client.force_login`, which is quick.
    """
    fields = {"email": f"{handle}@example.com", "display_name": handle.capitalize(), **fields}
    member = User.objects.create_user(handle=handle, password=password, **fields)
    EmailAddress.objects.create(user=member, email=member.email, verified=verified, primary=True)
    accept_legal_texts(member, LegalText.objects.in_force(), by=member)
    return member


def with_role(member: User, role: str) -> User:
    """The member, in the group of that name."""
    ensure_groups()
    join(member, role)
    return member


@pytest.fixture
def vera() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def tom(db: None) -> User:
    return make_member("tom", password=PASSWORD)


@pytest.fixture
def ines(db: None) -> User:
    return _with_role(make_member("ines", password=PASSWORD), INSIDERS)


@pytest.fixture
def lars(db: None) -> User:
    """He was an insider: the tier let him in and let him go again."""
    lars = _with_role(make_member("lars", password=PASSWORD), INSIDERS)
    leave(lars, INSIDERS)
    return lars


@pytest.fixture
def mo(db: None) -> User:
    return _with_role(make_member("mo", password=PASSWORD), MODERATORS)


@pytest.fixture
def bea(db: None) -> User:
    return _with_role(make_member("bea", password=PASSWORD), EDITORS)


@pytest.fixture
def ada(db: None) -> User:
    return make_member("ada", password=PASSWORD, is_superuser=True)


def _with_role(member: User, role: str) -> User:
    ensure_groups()
    make_tier(INSIDERS, order=10)
    join(member, role)
    return member
