from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from core.members.models import User
from core.notices.actions import notify
from tests.core.notices.smtp_sink import Sink
from tests.core.notices.waving import registrations

TEMPLATES = Path(__file__).parent / "waving" / "templates"


@pytest.fixture(autouse=True)
def _waving(settings) -> Iterator[None]:
    """The room that waves, plugged in for one test."""
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]
    registrations.register()
    yield
    registrations.unregister()


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A real mail server on this machine, and the settings that lead to it."""
    with Sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
        yield server


@pytest.fixture
def crowd(db: None) -> Callable[[int], list[int]]:
    """`crowd(500)`: the ids of so many members who confirmed their addresses."""

    def gather(size: int) -> list[int]:
        members = User.objects.bulk_create(
            User(email=f"m{n}@example.com", handle=f"m{n}", display_name=f"M {n}", is_active=True) for n in range(size)
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in members
        )
        return [member.pk for member in members]

    return gather


@pytest.fixture
def wave() -> Callable[..., int]:
    """`wave(tom, about=bea)`: tom is told that somebody waved at bea's profile."""

    def act(*recipients: User, about: User, number: int = 1, kind: str = "test-wave", **options: Any) -> int:
        ids = [member.pk for member in recipients]
        return notify(ids, kind=kind, about=("profile", about.pk), key=f"wave:{number}", **options)

    return act


@pytest.fixture
def queued(settings) -> None:
    """Tasks wait for a worker, as in production, instead of running in the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
