"""Who is outside of a closed room, each in another way."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from core.audience.actions.groups import join, make_tier
from core.audience.actions.memberships import admit
from core.audience.models import Entrance
from core.members.models import User
from tests.cast import make_member
from tests.closed.rooms import KINDS, close_rooms, rooms


@pytest.fixture
def otto(db: None) -> User:
    """An insider of another tier."""
    otto = make_member("otto")
    make_tier("Others")
    join(otto, "Others")
    return otto


@pytest.fixture
def lena(ines: User, bea: User) -> User:
    """Her time in the tier and the grace are over, and no job has run since: she stands in its group still."""
    lena = make_member("lena")
    tier = make_tier("Insiders")
    long_ago = timezone.now() - timedelta(days=90)
    admit(lena, tier, entrance=Entrance.INVITED, by=bea, until=long_ago + timedelta(days=30), at=long_ago)
    return lena


@pytest.fixture
def cast(
    vera: Any, tom: User, ines: User, lars: User, otto: User, lena: User, mo: User, bea: User, settings: Any
) -> dict[str, Any]:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return {"vera": vera, "tom": tom, "ines": ines, "lars": lars, "otto": otto, "lena": lena, "mo": mo, "bea": bea}


@pytest.fixture
def still_open(cast: dict[str, Any], django_capture_on_commit_callbacks: Any) -> SimpleNamespace:
    """Everybody was told of what happened there."""
    with django_capture_on_commit_callbacks(execute=True):
        return rooms(cast)


@pytest.fixture(params=KINDS)
def made(still_open: SimpleNamespace, request: pytest.FixtureRequest) -> SimpleNamespace:
    close_rooms(still_open, request.param)
    return still_open
