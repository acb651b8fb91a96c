from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from core.commands import chapters, chores
from core.members.demo import CAST, PASSWORD
from core.members.models import User
from tests.cast import make_member


def test_the_cast_can_sign_in_at_once(client, db):
    chapters["members"].write()
    for name in CAST:
        answer = client.post("/accounts/login/", {"login": f"{name}@example.com", "password": PASSWORD})
        assert answer.headers["Location"] == "/"
        client.post("/accounts/logout/")
    assert list(User.objects.filter(is_superuser=True).values_list("handle", flat=True)) == ["ada"]


def test_writing_the_cast_twice_changes_nothing(db):
    chapters["members"].write()
    before = list(User.objects.order_by("pk").values())
    chapters["members"].write()
    assert list(User.objects.order_by("pk").values()) == before


def test_somebody_else_may_have_the_handle(db):
    make_member("tom", email="other@example.com")
    chapters["members"].write()
    assert User.objects.get(email="tom@example.com").handle == "tom-2"


def test_the_cast_can_be_taken_away(db):
    make_member("kim")
    chapters["members"].write()
    chapters["members"].erase()
    assert list(User.objects.values_list("handle", flat=True)) == ["kim"]


def test_ended_sessions_are_swept(db):
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    assert chores["sessions"].run() == 1
    assert chores["sessions"].run() == 0
    assert Session.objects.get().session_key == "new"
