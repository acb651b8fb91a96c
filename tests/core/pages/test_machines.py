"""What machines ask for."""

from datetime import timedelta
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.notices.models import Heartbeat
from core.pages import readiness
from core.pages.registries import SearchSource, search_sources
from tests.core.audience.trees import close, make_page

NAMES = {"sm": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(text: str) -> list[str]:
    return [loc.text or "" for loc in ElementTree.fromstring(text).findall(".//sm:loc", NAMES)]


def test_alive_asks_nothing(client, max_queries):
    assert client.get("/healthz").json() == {"alive": True}


@pytest.fixture
def alive(db):
    for name in ("worker", "sweep"):
        Heartbeat.objects.beat(name)


def test_ready_when_every_part_works(client, alive):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "cache": True,
        "storage": True,
        "worker": True,
        "sweep": True,
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("name", "minutes"), [("worker", 21), ("sweep", 11)])
def test_not_ready_when_a_heart_has_stopped(client, alive, name, minutes):
    Heartbeat.objects.beat(name, at=timezone.now() - timedelta(minutes=minutes))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [part for part, works in answer.json().items() if not works] == ["ready", name]


def test_not_ready_before_anything_ran(client, db):
    assert client.get("/readyz").json()["worker"] is False


def test_not_ready_when_files_cannot_be_stored(client, alive, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = str(tmp_path / "file")
    assert default_storage.base_location == settings.MEDIA_ROOT
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, False)


def test_a_media_folder_that_is_not_made_yet_is_fine(client, alive, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "to" / "come")
    assert client.get("/readyz").json()["storage"] is True


def test_not_ready_when_the_cache_forgets(client, alive, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert cache.get("readyz") is None
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (503, False)


def test_not_ready_when_the_database_does_not_answer(client, alive, caplog):
    """A statement that fails stands for a server that does: the answer is no, not an error page."""

    def broken(execute, sql, params, many, context):
        raise connection.Database.OperationalError("gone")

    with connection.execute_wrapper(broken):
        answer = readiness.readiness()
    assert answer == {"database": False, "cache": True, "storage": True, "worker": False, "sweep": False}
    assert "The part database does not answer." in caplog.text


def test_robots_are_kept_out_of_what_is_not_for_them(client, db):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/\n" in answer.text
    assert answer.text.endswith("/sitemap.xml\n")


def test_the_sitemap_lists_what_a_visitor_may_see(client, db):
    make_page("Open")
    room = make_page("Zanzibar")
    make_page("Shelf", under=room)
    make_page("Draft", live=False)
    close(room, INSIDERS)
    index = client.get("/sitemap.xml")
    assert "http://testserver/sitemap-pages.xml" in addresses(index.text)
    listed = client.get("/sitemap-pages.xml")
    assert addresses(listed.text) == ["http://testserver/", "http://testserver/open/"]
    assert client.get("/robots.txt").text.find("zanzibar") == -1


def test_the_sitemap_is_a_visitors_for_everybody(client, ada):
    close(make_page("Zanzibar"), INSIDERS)
    client.force_login(ada)
    assert "zanzibar" not in client.get("/sitemap-pages.xml").text


def test_a_room_adds_its_own_part_to_the_sitemap(client, db, register):
    thing = SimpleNamespace(get_absolute_url=lambda: "/thing/1/")
    source = SearchSource("zz", "ZZ", lambda *_: [], "pages/found_page.html", sitemap=lambda: [thing])
    register(search_sources, source)
    assert "http://testserver/sitemap-zz.xml" in addresses(client.get("/sitemap.xml").text)
    assert addresses(client.get("/sitemap-zz.xml").text) == ["http://testserver/thing/1/"]


def test_a_part_that_nobody_added_is_not_there(client, db):
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_mark_is_found_where_browsers_look(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith("core/icons/favicon.ico")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/favicon.ico"])
def test_they_are_only_read(client, db, path):
    assert client.post(path).status_code == 405
