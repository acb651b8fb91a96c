"""Name, logo and accent on pages: from the settings of the site, looked up once a while."""

import pytest
from django.core.files.images import ImageFile
from django.test import RequestFactory
from PIL import Image as Picture
from wagtail.models import Site

from core.brand.models import BrandImage, BrandSettings
from core.brand.models.settings import HOUSE_ACCENT
from core.brand.showing import Brand, brand_of
from core.pages.actions import demo_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaffa(django_capture_on_commit_callbacks) -> BrandSettings:
    demo_home()
    with django_capture_on_commit_callbacks(execute=True):
        return BrandSettings.objects.create(site=Site.objects.get(), name="Kaffa", accent="#2255ff")


@pytest.fixture
def request_(rf: RequestFactory):
    return lambda: rf.get("/")


def test_a_site_without_settings_has_a_name_and_an_accent(request_):
    assert brand_of(request_()) == Brand(name="Sayso", accent=HOUSE_ACCENT)


def test_it_costs_two_queries_and_then_none(kaffa, request_, max_queries):
    with max_queries(2):  # the site, which a Wagtail page has asked for already, and the settings
        assert brand_of(request_()).name == "Kaffa"
    with max_queries(0):
        assert brand_of(request_()).name == "Kaffa"


def test_a_change_is_shown_at_once(kaffa, request_, django_capture_on_commit_callbacks):
    assert brand_of(request_()).accent == "#2255ff"
    with django_capture_on_commit_callbacks(execute=True):
        kaffa.accent = "#c8153d"
        kaffa.save()
    assert brand_of(request_()).accent == "#c8153d"
    assert brand_of(request_()).theme_version == "c8153d"


def test_a_change_that_is_rolled_back_is_not_shown(kaffa, request_):
    assert brand_of(request_()).name == "Kaffa"
    kaffa.name = "Other"
    kaffa.save()  # its transaction has not committed
    assert brand_of(request_()).name == "Kaffa"


def test_the_logo_is_shown_small_and_its_loss_is_survived(
    kaffa, request_, tmp_path, client, django_capture_on_commit_callbacks
):
    path = tmp_path / "logo.png"
    Picture.new("RGB", (2000, 500), "red").save(path)
    with path.open("rb") as file, django_capture_on_commit_callbacks(execute=True):
        logo = BrandImage.objects.create(title="Logo", file=ImageFile(file, name="logo.png"))
        kaffa.logo = logo
        kaffa.save()
    shown = brand_of(request_()).logo_url
    assert shown.startswith("/picture/")
    assert client.get(shown).status_code == 200
    assert shown in client.get("/").text
    logo.renditions.all().delete()
    logo.file.delete(save=False)
    with django_capture_on_commit_callbacks(execute=True):
        kaffa.save()
    assert brand_of(request_()).logo_url == ""
    assert "Kaffa" in client.get("/").text


def test_two_sites_have_two_brands(kaffa, rf, django_capture_on_commit_callbacks):
    home = demo_home()
    other = Site.objects.create(hostname="other.example", root_page=home)
    with django_capture_on_commit_callbacks(execute=True):
        BrandSettings.objects.create(site=other, name="Other")
    assert brand_of(rf.get("/", headers={"host": "other.example"})).name == "Other"
    assert brand_of(rf.get("/")).name == "Kaffa"


def test_a_foreign_host_name_gets_the_house_brand_and_no_error(rf, settings):
    settings.ALLOWED_HOSTS = ["known.example"]
    assert brand_of(rf.get("/", headers={"host": "evil.example"})) == Brand()


def test_the_theme_sets_the_accent_and_nothing_else(kaffa, client):
    answer = client.get("/theme.css")
    assert answer["Content-Type"] == "text/css"
    assert answer.text == ":root{--brand:#2255ff}\n"


def test_the_theme_is_kept_for_ever_under_its_version_and_shortly_without(kaffa, client):
    assert "immutable" in client.get("/theme.css?v=2255ff")["Cache-Control"]
    for stale in ("/theme.css", "/theme.css?v=c8153d"):
        assert client.get(stale)["Cache-Control"] == "max-age=60"


def test_the_theme_answers_304_to_who_has_it(kaffa, client):
    tag = client.get("/theme.css")["ETag"]
    assert client.get("/theme.css", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/theme.css", headers={"if-none-match": '"other"'}).status_code == 200


def test_the_theme_is_only_read(client):
    assert client.post("/theme.css").status_code == 405


def test_pages_name_the_theme_by_its_version(kaffa, client):
    assert 'href="/theme.css?v=2255ff"' in client.get("/").text


def test_the_editor_is_told_of_an_unreadable_accent(kaffa, client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    address = f"/admin/settings/brand/brandsettings/{kaffa.site_id}/"
    answer = client.post(address, {"name": "Kaffa", "accent": "#ff0000"})
    assert "The nearest that works: #dd0000." in answer.text
    kaffa.refresh_from_db()
    assert kaffa.accent == "#2255ff"
    assert client.post(address, {"name": "Kaffa", "accent": "#DD0000"}).status_code == 302
    kaffa.refresh_from_db()
    assert kaffa.accent == "#dd0000"
