"""The site is remembered between requests, and never longer than it is true."""

import pytest
from wagtail.models import Site

from core.audience.sites import site_of
from core.pages.actions import demo_home
from core.pages.models import HomePage
from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db


def test_a_second_request_asks_for_no_site(rf, max_queries):
    site = site_of(rf.get("/"))
    with max_queries(0):
        assert site_of(rf.get("/anything/")) == site
        assert isinstance(site.root_page, HomePage)


def test_what_an_editor_publishes_is_seen_at_once(client, django_capture_on_commit_callbacks):
    home = demo_home()
    client.get("/")
    home.headline = "Better coffee for all."
    with django_capture_on_commit_callbacks(execute=True):
        home.save_revision().publish()
    assert "Better coffee for all." in client.get("/").text


def test_another_home_page_is_the_sites_at_once(client, django_capture_on_commit_callbacks):
    other = make_page("Elsewhere", under=demo_home())
    make_page("Below", under=other, slug="below")
    assert client.get("/below/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.get()
        site.root_page = other
        site.save()
    assert client.get("/below/").status_code == 200


def test_two_hosts_have_two_sites(rf, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    other = Site.objects.create(hostname="two.example", port=80, root_page=make_page("Two"))
    assert site_of(rf.get("/", headers={"host": "one.example"})) == Site.objects.get(is_default_site=True)
    assert site_of(rf.get("/", headers={"host": "two.example"})) == other
