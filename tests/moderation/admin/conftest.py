"""Mo and mia moderate; the desk is mo's."""

import pytest
from django.test import Client

from core.members.models import User
from ideas.models import IdeaBoardPage
from tests.factories import make_board


@pytest.fixture
def desk(client: Client, mo: User, settings) -> Client:
    """A browser in which mo is signed in."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(mo)
    return client


@pytest.fixture
def other_desk(mia: User, settings) -> Client:
    """Another, with mia in it."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client = Client()
    client.force_login(mia)
    return client


@pytest.fixture(autouse=True)
def open_board(db: None) -> IdeaBoardPage:
    """The first board of each test: what `make_idea` puts there appears at once."""
    return make_board(slug="ideas")
