"""Two sweeps at the same moment, and a worker between them."""

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from core.notices.actions import deliver_waiting, plan_digests
from core.notices.models import Deferral, Digest, Message, Preference
from tests.cast import make_member
from tests.core.notices.test_two_workers import at_once, nothing_enqueued  # noqa: F401

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WEDNESDAY, MONDAY = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_sweeps_share_the_planning_and_everyone_has_one(nothing_enqueued, crowd, wave, sink):  # noqa: F811
    ids, bea = crowd(60), make_member("bea")
    Preference.objects.bulk_create(Preference(member_id=pk, kind="test-wave", by_email="weekly") for pk in ids)
    for number in range(2):
        wave(*(SimpleNamespace(pk=pk) for pk in ids), about=bea, number=number, at=WEDNESDAY)

    made = at_once(4, lambda: plan_digests(at=MONDAY, chunk=10))
    assert sum(made) == Digest.objects.count() == Message.objects.count() == 60
    assert not Deferral.objects.waiting().exists()
    assert sum(at_once(3, deliver_waiting)) == 60
    assert set(Counter(letter.recipient for letter in sink.arrived).values()) == {1}
