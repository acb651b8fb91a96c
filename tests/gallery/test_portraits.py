"""The picture beside a member's name: whose it is, when it shows, and that it goes with them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from wagtail.models import Site

from core.members.actions.erasing import erase_member
from core.members.models import User
from core.publication import State
from gallery.actions.placing import place_many, settle
from gallery.actions.portraits import portrait_of, remove_portrait, set_portrait
from gallery.actions.preparing import prepare
from gallery.models import MediaItem
from moderation.models import Case, ModerationSettings
from tests.gallery.sending import files_under
from tests.gallery.test_preparing import photo
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db
PAGE = "/me/portrait/"


@pytest.fixture
def trusting():
    """A house that checks nobody's first contributions."""
    settings = ModerationSettings.for_site(Site.objects.get(is_default_site=True))
    settings.first_contributions = 0
    settings.save()


def fresh(by):
    return make_media(by=by, purpose="avatar", is_public=False, state=State.WAITING, published_at=None, widths=(256,))


def settled(*items):
    with TestCase.captureOnCommitCallbacks(execute=True):
        settle([item.pk for item in items])


def shown(member) -> str:
    return User.objects.get(pk=member.pk).shown_portrait


def test_it_stands_beside_the_name_once_everybody_may_see_it(tom, trusting, client):
    item = fresh(tom)
    set_portrait(by=tom, token=str(item.token))
    assert shown(tom) == ""
    settled(item)
    made = item.renditions.get(role="w256", format="webp")
    assert shown(tom) == f"/media/{made.key}"
    assert client.get(shown(tom)).status_code == 200
    assert shown(tom) in client.get(tom.get_absolute_url()).text


def test_of_a_new_member_it_waits_for_a_moderator(tom, mo, client):
    item = fresh(tom)
    set_portrait(by=tom, token=str(item.token))
    settled(item)
    assert shown(tom) == ""
    assert Case.objects.get(kind="media").subject_id == item.pk
    with TestCase.captureOnCommitCallbacks(execute=True):
        place_many([item.pk], State.PUBLISHED, at=item.created_at)
    settled(item)
    assert shown(tom)


def test_taken_down_it_leaves_the_name_and_its_address(tom, trusting, client):
    item = fresh(tom)
    set_portrait(by=tom, token=str(item.token))
    settled(item)
    url = shown(tom)
    place_many([item.pk], State.HIDDEN, at=item.created_at)
    settled(item)
    assert shown(tom) == ""
    assert client.get(url).status_code == 410


def test_another_takes_its_place_and_removing_leaves_no_file(tom, trusting, own_storages):
    first, second = fresh(tom), fresh(tom)
    with TestCase.captureOnCommitCallbacks(execute=True):
        set_portrait(by=tom, token=str(first.token))
        set_portrait(by=tom, token=str(second.token))
    assert portrait_of(tom) == second
    assert not MediaItem.objects.filter(pk=first.pk).exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        remove_portrait(by=tom)
        remove_portrait(by=tom)
    assert portrait_of(tom) is None
    assert shown(tom) == ""
    assert files_under(own_storages.parent) == []


def test_a_hidden_profile_hides_it(tom, trusting):
    item = fresh(tom)
    set_portrait(by=tom, token=str(item.token))
    settled(item)
    User.objects.filter(pk=tom.pk).update(is_profile_public=False)
    settled(item)
    assert shown(tom) == ""


def test_it_goes_with_the_account(tom, trusting, own_storages):
    item = fresh(tom)
    with TestCase.captureOnCommitCallbacks(execute=True):
        set_portrait(by=tom, token=str(item.token))
    settled(item)
    with TestCase.captureOnCommitCallbacks(execute=True):
        erase_member(tom, by=tom)
    assert User.objects.get(pk=tom.pk).portrait == ""
    assert not MediaItem.objects.filter(pk=item.pk).exists()
    assert files_under(own_storages.parent) == []


def test_without_javascript_the_form_brings_the_file(client, tom, kept_tasks):
    client.force_login(tom)
    answer = client.post(PAGE, {"file": SimpleUploadedFile("me.jpg", photo())}, follow=True)
    assert "being checked" in answer.text
    item = portrait_of(tom)
    assert item.purpose == "avatar"
    prepare(item.pk)
    item.refresh_from_db()
    assert item.is_ready


def test_nothing_chosen_and_nothing_usable_are_said(client, tom):
    client.force_login(tom)
    assert "Choose a picture first." in client.post(PAGE, {}).text
    assert "The file is empty." in client.post(PAGE, {"file": SimpleUploadedFile("me.jpg", b"")}).text
    assert "missing" in client.post(PAGE, {"uploads": "00000000-0000-4000-8000-000000000000"}).text


def test_it_is_ones_own(client, tom, ines):
    item = fresh(ines)
    client.force_login(tom)
    assert "missing" in client.post(PAGE, {"uploads": str(item.token)}).text
    assert portrait_of(tom) is None
