"""Pictures, films and what is said in them leave the public storage with the room that they stand in."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from contests.models import Entry
from core.audience.gate import begin_epoch
from core.audience.models import AudienceWindow
from gallery.models import MediaItem
from gallery.storages import public
from tests.closed.rooms import OTHERS, close_rooms, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OUTSIDERS = ("vera", "tom", "lars", "otto", "lena", "mo", "bea")


@pytest.fixture(params=["restriction", "ladder above"])
def settled(still_open, request, django_capture_on_commit_callbacks):
    """Closed while everybody had the address of the public file, with no sweep since."""
    keys = list(MediaItem.objects.values_list("renditions__key", flat=True))
    assert all(public().exists(key) for key in keys)
    with django_capture_on_commit_callbacks(execute=True):
        close_rooms(still_open, request.param)
    still_open.keys = keys
    return still_open


def addresses_of(film) -> list[str]:
    found = [reverse("gallery:file", args=[film.token, f"{one.role}.{one.format}"]) for one in film.renditions.all()]
    found += [reverse(f"gallery:{name}", args=[film.token]) for name in ("original", "retry")]
    return [*found, reverse("gallery:captions", args=[film.token, "en"]), reverse("gallery:work", args=[film.pk])]


def test_the_public_address_is_gone_as_soon_as_the_page_is_closed(settled, cast):
    assert not MediaItem.objects.filter(is_public=True).exists()
    for key in settled.keys:
        assert not public().exists(key)
        for person in (*OUTSIDERS, "ines"):
            assert signed_in(cast[person]).get(reverse("gallery:public", args=[key])).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_nobody_outside_has_a_file_nor_a_piece_of_one(settled, cast, method):
    for person in OUTSIDERS:
        client = signed_in(cast[person])
        for address in addresses_of(settled.work):
            for headers in ({}, {"Range": "bytes=0-1"}, {"If-None-Match": "*"}):
                answer = getattr(client, method)(address, headers=headers)
                assert answer.status_code in (404, 405) or "retry" in address, (person, address)
                assert not any(word in text_of(answer) for word in (*OTHERS, "WEBVTT")), (person, address)


def test_an_insider_has_all_of_them(settled, cast):
    client = signed_in(cast["ines"])
    for address in addresses_of(settled.work):
        if "retry" not in address:
            assert client.get(address).status_code == 200, address


def test_share_cards_and_streets_are_gone_for_everybody_outside(settled, cast):
    entry = Entry.objects.get(pk=settled.entry.pk)
    cards = [reverse("contests:card", args=[entry.pk]), f"{settled.contest.url}card/"]
    for person in (*OUTSIDERS, "ines"):  # other sites would show them to everybody
        assert {signed_in(cast[person]).get(card).status_code for card in cards} == {404}


def test_opened_again_they_are_public_again(settled, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.all().delete()
        AudienceWindow.objects.all().delete()
        begin_epoch()
    assert not MediaItem.objects.filter(is_public=False).exists()
