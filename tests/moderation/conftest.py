import pytest

from core.audience.groups import MODERATORS
from core.members.models import User
from tests.cast import make_member, with_role


@pytest.fixture
def mia(db: None) -> User:
    """The second moderator."""
    return with_role(make_member("mia"), MODERATORS)
