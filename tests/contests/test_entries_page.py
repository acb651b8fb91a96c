"""The entries of a contest, as visitors and members meet them."""

import pytest

from contests.phases import Phase
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db


def test_x(client):
    c = make_contest(Phase.ENTRIES)
    a = somebody()
    [make_entry(c, by=a, title=f"E {n}", media=n < 2) for n in range(30)]
    r = client.get(c.url + "entries/")
    assert r.status_code == 200

    assert r.text.count("data-entry=") == 24
