"""Pictures that are made when somebody asks for them: one at a time, kept for a week or two."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.utils import timezone

from gallery.keeping import Busy, forget_old, kept
from gallery.registrations import forget_old as chore
from tests.gallery.things import files_kept


def test_two_at_once_make_it_once():
    asked, goes_on, made = Event(), Event(), []

    def make() -> bytes:
        made.append(1)
        asked.set()
        assert goes_on.wait(10)
        return b"a picture"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept, "name", make)
        assert asked.wait(10)
        second = pool.submit(kept, "name", make)
        with pytest.raises(Busy):
            kept("other", make, patience=0)
        goes_on.set()
        assert (first.result(10), second.result(10), made) == (b"a picture", b"a picture", [1])


def test_a_picture_that_cannot_be_made_keeps_no_other_from_being_made():
    def fail() -> bytes:
        raise OSError

    with pytest.raises(OSError):
        kept("name", fail)
    assert kept("name", lambda: b"now it can") == b"now it can"


def test_what_was_made_before_last_week_is_forgotten():
    now = timezone.now()
    for weeks in (0, 1, 2, 9):
        kept(f"name{weeks}", lambda: b"a picture", at=now - timedelta(weeks=weeks))
    assert forget_old(at=now) == 2
    assert [path.stem for path in files_kept()] == ["name1", "name0"]
    assert (chore(), forget_old(at=now + timedelta(weeks=20))) == (0, 2)
    assert files_kept() == []


def test_nothing_to_forget_is_no_error():
    assert forget_old() == 0
