"""The page behind the link in a digest: one click stops a rhythm, another one takes that back."""

import re

import pytest

from core.notices.actions import set_preference
from core.notices.models import Preference
from core.notices.models.digest import Rhythm
from core.notices.tokens import UNDO_WITHIN, undo_token, undoing, unsubscribe_path
from tests.core.notices.waving.registrations import QUIET, URGENT, WAVE


@pytest.fixture
def weekly(tom):
    set_preference(WAVE, "weekly", by=tom)
    set_preference(QUIET, "daily", by=tom)
    return tom


def undo_of(page) -> str:
    return re.search(r'name="undo" value="([^"]+)"', page.text)[1]


def test_it_says_what_it_stops_and_looking_stops_nothing(client, weekly):
    page = client.get(unsubscribe_path(weekly.pk, Rhythm.WEEKLY))
    assert "weekly e-mail" in page.text and '<form method="post"' in page.text
    assert Preference.objects.chosen_by(weekly) == {"test-wave": "weekly", "test-quiet": "daily"}


def test_it_stops_one_rhythm_and_can_be_taken_back(client, weekly):
    address = unsubscribe_path(weekly.pk, Rhythm.WEEKLY)
    page = client.post(address)
    assert "We send you no more weekly e-mail." in page.text
    assert Preference.objects.chosen_by(weekly) == {"test-wave": "never", "test-quiet": "daily"}
    back = client.post(address, {"undo": undo_of(page)})
    assert "as before" in back.text
    assert Preference.objects.chosen_by(weekly) == {"test-wave": "weekly", "test-quiet": "daily"}


def test_the_second_click_changes_nothing_and_offers_nothing_to_take_back(client, weekly):
    address = unsubscribe_path(weekly.pk, Rhythm.WEEKLY)
    client.post(address)
    assert 'name="undo"' not in client.post(address).text
    assert Preference.objects.chosen_by(weekly)["test-wave"] == "never"


def test_stopping_one_kind_is_taken_back_to_what_it_was(client, tom):
    address = unsubscribe_path(tom.pk, URGENT)
    page = client.post(address)
    client.post(address, {"undo": undo_of(page)})
    assert Preference.objects.chosen_by(tom) == {"test-urgent": "at-once"}


def test_what_was_chosen_since_stays(client, weekly):
    address = unsubscribe_path(weekly.pk, Rhythm.WEEKLY)
    page = client.post(address)
    set_preference(WAVE, "at-once", by=weekly)
    client.post(address, {"undo": undo_of(page)})
    assert Preference.objects.chosen_by(weekly)["test-wave"] == "at-once"


def test_what_is_not_ours_or_too_old_takes_nothing_back(client, weekly):
    address = unsubscribe_path(weekly.pk, Rhythm.WEEKLY)
    good = undo_of(client.post(address))
    old = undoing.__class__(salt="notices.resubscribe")
    old.timestamp = lambda: "1abcde"
    forged = [
        "nonsense",
        "a\x00b",
        "9" * 30,
        "\U0001f525" * 1_000,
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        old.sign_object([weekly.pk, {"test-wave": "weekly"}]),
        undo_token(987_654_321, {"test-wave": "weekly"}),
        undoing.sign_object("a text"),
    ]
    for undo in forged:
        page = client.post(address, {"undo": undo})
        assert page.status_code == 404, undo
        assert 'role="alert"' in page.text
    assert Preference.objects.chosen_by(weekly)["test-wave"] == "never"
    assert UNDO_WITHIN.days == 1
