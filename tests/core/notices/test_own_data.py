import json
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder

from core.members.registries import personal_data
from core.notices.actions import follow, plan_digests, set_preference
from core.notices.models import Deferral, Digest, Follow, Message, Notice, Preference
from tests.core.notices.waving.registrations import WAVE


def test_a_member_gets_what_is_theirs_as_json(tom, ines, bea, wave):
    wave(tom, ines, about=bea)
    follow("profile", bea.pk, by=tom)
    set_preference(WAVE, "never", by=tom)
    data = json.loads(json.dumps(personal_data["notices"].export(tom), cls=DjangoJSONEncoder))
    assert [notice["kind"] for notice in data["notices"]] == ["test-wave"]
    assert [thing["subject_id"] for thing in data["follows"]] == [bea.pk]
    assert data["preferences"] == {"test-wave": "never"}


def test_their_digests_are_theirs_and_go_with_them(tom, ines, bea, wave):
    for member in (tom, ines):
        set_preference(WAVE, "daily", by=member)
    at = datetime(2026, 3, 4, tzinfo=UTC)
    wave(tom, ines, about=bea, at=at)
    plan_digests()
    data = json.loads(json.dumps(personal_data["notices"].export(tom), cls=DjangoJSONEncoder))
    assert data["digests"] == [{"rhythm": "daily", "until": "2026-03-04T08:00:00Z", "sent_at": None}]
    personal_data["notices"].erase(tom)
    assert Digest.objects.get().recipient == Message.objects.get().recipient == Deferral.objects.get().recipient == ines


def test_erasing_takes_away_all_of_it_and_the_name_from_others(tom, ines, bea, wave):
    wave(tom, about=bea)
    wave(ines, about=bea, number=2, by=tom)
    follow("profile", bea.pk, by=tom)
    set_preference(WAVE, "never", by=tom)
    personal_data["notices"].erase(tom)
    assert not Follow.objects.exists() and not Preference.objects.exists()
    assert Notice.objects.get().recipient == ines
    assert Notice.objects.get().actor is None
    assert Message.objects.get().recipient == ines
