"""What an editor without the tier meets in the admin. Whoever edits a page reads what staff wrote on it; whoever edits
another part of the site is told nothing of it."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    ReferenceIndex,
)

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS
from core.brand.models import BrandImage
from core.members.models import User
from core.pages.models import StandardPage
from tests.cast import make_member
from tests.core.audience.trees import climb, close, make_page, tease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def hall() -> StandardPage:
    return make_page("Hall")


@pytest.fixture
def pia(hall: StandardPage) -> User:
    """She edits and publishes one part of the site, and chooses among all pictures."""
    group = Group.objects.create(name="Editors of the hall")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=hall.pk), permission=permission)
    for codename in ("add_image", "change_image", "choose_image"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailimages")
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    pia = make_member("pia")
    pia.groups.add(group)
    return pia


@pytest.fixture
def desk(pia: User) -> Client:
    client = Client()
    client.force_login(pia)
    return client


def png() -> ContentFile:
    made = BytesIO()
    Image.new("RGB", (60, 80), "red").save(made, "PNG")
    return ContentFile(made.getvalue(), name="door.png")


@pytest.fixture
def shut(bea: User, hall: StandardPage) -> StandardPage:
    """Closed, with a picture that others may choose, too, and just edited."""
    page = make_page("Zanzibar blend", slug="zanzibar", search_description="Zanzibar")
    climb(page, INSIDERS)
    shelf = make_page("Zanzibar shelf", under=page)
    close(shelf, INSIDERS)
    picture = BrandImage.objects.create(title="Door", file=png())
    tease(page, picture=picture)
    page = StandardPage.objects.get(pk=page.pk)
    page.save_revision(user=bea, log_action=True).publish(user=bea)
    page.title = "Zanzibar blend of tomorrow"
    page.save_revision(user=bea, log_action=True)
    ReferenceIndex.create_or_update_for_object(page)
    page.picture_pk = picture.pk
    return page


def screens(page: StandardPage) -> list[str]:
    """All of the admin that lists pages, searches them, tells what happened to them, or names one by its number."""
    home, one = page.get_parent().pk, f"/admin/pages/{page.pk}/"
    acts = ("edit", "view_draft", "history", "usage", "copy", "move", "delete", "unpublish", "privacy", "convert_alias")
    found = ["/admin/", "/admin/pages/", f"/admin/pages/{home}/", one, *(f"{one}{act}/" for act in acts)]
    found += ["/admin/pages/search/?q=zanzibar", "/admin/choose-page/", "/admin/choose-page/search/?q=zanzibar"]
    found += [
        f"/admin/choose-page/{pk}/{more}" for pk in (home, page.pk) for more in ("", "?page_type=pages.standardpage")
    ]
    found += [f"/admin/choose-page/chosen-multiple/?id={page.pk}", f"/admin/api/main/pages/{page.pk}/"]
    found += [f"/admin/api/main/pages/?{asked}" for asked in ("", f"child_of={home}", "search=zanzibar")]
    reports = ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages", "page-types-usage")
    found += [f"/admin/reports/{name}/" for name in reports]
    found += [f"/admin/images/{page.picture_pk}/{more}" for more in ("", "delete/")]
    found += [f"/admin/images/usage/{page.picture_pk}/", "/admin/workflows/list/", "/admin/redirects/"]
    for act in ("move", "publish", "unpublish", "delete"):
        for asked in (f"id={page.pk}", f"id=all&childOf={home}", "id=all"):
            found.append(f"/admin/bulk/wagtailcore/page/{act}/?{asked}&next=/admin/")
    return found


def naming(desk: Client, page: StandardPage) -> set[str]:
    """The screens that name the page, or one below it."""
    answers = {address: desk.get(address) for address in screens(page)}
    assert not {address for address, answer in answers.items() if answer.status_code == 500}
    told = {address: f"{one.headers} {'' if one.streaming else one.text}" for address, one in answers.items()}
    return {address for address, text in told.items() if "Zanzibar blend" in text or "Zanzibar shelf" in text}


def test_who_edits_another_part_is_told_of_it_nowhere(desk, shut):
    assert naming(desk, shut) == set()


def test_in_the_tier_they_may_choose_it_like_every_page_that_they_see(desk, pia, shut):
    join(pia, INSIDERS)
    assert {f"/admin/choose-page/{shut.get_parent().pk}/", f"/admin/choose-page/{shut.pk}/"} <= naming(desk, shut)


def test_their_own_part_is_theirs_though_it_is_closed_to_them(desk, shut, hall):
    close(hall, INSIDERS)
    room = make_page("Room", under=hall)
    assert "Room" in desk.get(f"/admin/choose-page/{hall.pk}/").text
    assert "Room" in desk.get(f"/admin/bulk/wagtailcore/page/publish/?id={room.pk}&next=/admin/").text


def test_who_edits_all_pages_reads_what_staff_wrote(shut, bea):
    """An editor without the tier works on it; at its own address they are outside."""
    client = Client()
    client.force_login(bea)
    home = shut.get_parent().pk
    wanted = {f"/admin/pages/{home}/", f"/admin/pages/{shut.pk}/edit/", f"/admin/pages/{shut.pk}/history/"}
    wanted |= {
        "/admin/choose-page/search/?q=zanzibar",
        "/admin/reports/site-history/",
        "/admin/reports/page-types-usage/",
    }
    assert wanted <= naming(client, shut)
    assert "Zanzibar" not in client.get("/zanzibar/").text
