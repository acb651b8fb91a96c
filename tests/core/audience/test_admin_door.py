"""Who is let into the admin, and how far."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page

from core.audience.actions.groups import ensure_groups
from core.audience.admin_screens import AdminScreens, admin_screens
from core.audience.groups import INSIDERS
from tests.core.audience.trees import close, make_page

pytestmark = pytest.mark.django_db
SCREENS = [
    "/admin/",
    "/admin/pages/",
    "/admin/choose-page/",
    "/admin/users/",
    "/admin/reports/site-history/",
    "/admin/zz/",
]


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def as_(client):
    def sign_in(user) -> Client:
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize("path", SCREENS)
def test_a_visitor_is_led_to_our_log_in(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/admin/")


@pytest.mark.parametrize("path", [*SCREENS, "/admin/account/", "/admin/sprite/", "/admin/jsi18n/"])
def test_a_member_is_refused_with_a_reason(as_, tom, path):
    answer = as_(tom).get(path)
    assert answer.status_code == 403
    assert "people who run it" in answer.text


@pytest.mark.parametrize("path", ["/admin/", "/admin/account/", "/admin/sprite/", "/admin/jsi18n/"])
def test_a_moderator_has_the_first_screen_and_an_account(as_, mo, path):
    assert as_(mo).get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *SCREENS[1:],
        *("/admin/choose-page/1/", "/admin/api/main/pages/", "/admin/images/", "/admin/documents/", "/admin/snippets/"),
    ],
)
def test_a_moderator_sees_nothing_of_the_tree(as_, mo, path):
    assert as_(mo).get(path).status_code == 403


def test_no_title_of_a_closed_page_reaches_a_moderator(as_, mo):
    page = make_page("Zanzibar")
    close(page, INSIDERS)
    client = as_(mo)
    for path in ("/admin/", "/admin/choose-page/", f"/admin/pages/{page.pk}/edit/", "/admin/pages/search/?q=zan"):
        assert "anzibar" not in client.get(path).text


def test_a_room_opens_its_screens_to_staff_by_prefix(as_, mo, register):
    client = as_(mo)
    assert client.get("/admin/zz/").status_code == 403
    register(admin_screens, AdminScreens("zz", "/admin/zz/"))
    assert client.get("/admin/zz/").status_code == 404  # let in; there is nothing
    assert client.get("/admin/zzz/").status_code == 403


@pytest.mark.parametrize("path", ["/admin/pages/", "/admin/choose-page/", "/admin/images/", "/admin/documents/"])
def test_an_editor_works_with_pages_pictures_and_documents(as_, bea, path):
    assert as_(bea).get(path).status_code == 200


def test_an_editor_changes_the_brand_but_not_the_members(as_, bea):
    client = as_(bea)
    assert client.get("/admin/settings/brand/brandsettings/", follow=True).status_code == 200
    assert client.get("/admin/users/").status_code == 302


def test_staff_without_a_second_factor_are_led_to_set_one_up(as_, bea, tom, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    answer = as_(bea).get("/admin/pages/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/2fa/totp/activate/"
    assert as_(tom).get("/admin/pages/").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/admin/login/", "/accounts/login/?next=/admin/"),
        ("/admin/login/?next=/admin/pages/", "/accounts/login/?next=/admin/pages/"),
        ("/admin/login/?next=https://evil.example/", "/accounts/login/?next=/admin/"),
        ("/_util/login/", "/accounts/login/?next=/admin/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/accounts/password/reset/"),
    ],
)
def test_the_log_ins_beside_ours_lead_to_ours(client, method, path, leads_to):
    answer = getattr(client, method)(path)
    assert answer.status_code == 302
    assert answer["Location"] == leads_to


def test_the_roles_are_made_once_and_then_left_alone(db):
    from_migrate = ensure_groups()
    assert from_migrate == []


def test_our_moderators_have_no_permission_on_any_page(mo, bea):
    assert not mo.groups.filter(page_permissions__isnull=False).exists()
    assert not mo.groups.filter(name="Moderators").exists()
    assert bea.groups.get().page_permissions.filter(page=Page.get_first_root_node()).count() == 4


def admin_addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Every address of the admin, with a 1 wherever it asks for something."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from admin_addresses(entry, address)
        elif address.startswith("/admin/"):
            yield re.sub(r"<[^>]*>|\(\?P?[^)]*\)", "1", address).rstrip("$").replace("\\", "")


def test_every_screen_but_a_few_is_closed_to_who_has_no_permission_on_pages(as_, mo):
    client = as_(mo)
    theirs = tuple(screen.prefix for screen in admin_screens)  # each with checks of its own: see tests/test_access.py
    every = [
        found for found in admin_addresses(get_resolver()) if "logout" not in found and not found.startswith(theirs)
    ]
    open_ = {address for address in every if client.get(address).status_code != 403}
    assert len(every) > 150
    assert {address for address in open_ if "/login/" not in address and "/password_reset/" not in address} == {
        *("/admin/", "/admin/account/", "/admin/sprite/", "/admin/jsi18n/", "/admin/dismissibles/")
    }


def test_staff_choose_how_the_admin_looks_and_their_name_is_not_asked_twice(as_, mo):
    client = as_(mo)
    text = client.get("/admin/account/").text
    assert "theme-theme" in text
    assert "first_name" not in text
    form = {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
    answer = client.post("/admin/account/", form | {"locale-preferred_language": "", "locale-current_time_zone": "UTC"})
    assert answer.status_code == 302
    mo.wagtail_userprofile.refresh_from_db()
    assert mo.wagtail_userprofile.theme == "dark"


def test_the_door_stands_below_a_proxys_prefix_too(client, tom):
    client.force_login(tom)
    assert client.get("/admin/", SCRIPT_NAME="/sayso").status_code == 403


def test_the_way_out_of_the_admin_clears_the_browser_too(client, ada):
    client.force_login(ada)
    answer = client.post(reverse("wagtailadmin_logout"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_nobody_is_signed_out_by_a_link(client, ada, method):
    client.force_login(ada)
    assert getattr(client, method)(reverse("wagtailadmin_logout")).status_code == 405
    assert client.get("/admin/").status_code == 200
