"""What an outsider gets from a closed page: the same as from a page that never was."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from core.audience.gate import asked_once
from core.audience.groups import INSIDERS
from core.audience.policies import may_enter_page
from core.brand.models import BrandDocument
from core.pages.models import StandardPage
from tests.core.audience.trees import close, close_to_visitors, make_page

pytestmark = pytest.mark.django_db
CANARY = "zanzibar"


@pytest.fixture
def room():
    page = make_page(CANARY)
    close(page, INSIDERS)
    return page


def signed_in(user) -> Client:
    client = Client()
    if user.is_authenticated:
        client.force_login(user)
    return client


@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "delete", "trace"])
def test_every_method_is_answered_as_if_nothing_were_there(room, vera, tom, lars, bea, method):
    for user in (vera, tom, lars, bea):
        answer = getattr(signed_in(user), method)(f"/{CANARY}/")
        assert answer.status_code == 404
        assert "Location" not in answer.headers
        assert CANARY not in answer.text.replace(f"/{CANARY}/", "")  # the address that they typed themselves


def test_what_stands_under_it_is_closed_too(room, tom):
    make_page("Shelf", under=room)
    assert signed_in(tom).get(f"/{CANARY}/shelf/").status_code == 404


def test_who_may_enter_gets_it_and_no_cache_on_the_way_keeps_it(room, ines, ada):
    for user in (ines, ada):
        answer = signed_in(user).get(f"/{CANARY}/")
        assert answer.status_code == 200
        assert CANARY in answer.text
        assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(",", " ").split())


def test_a_page_for_members_does_not_lead_a_visitor_to_the_log_in(vera, tom):
    """The log-in's `next` would print the address in its own page and in logs."""
    close_to_visitors(make_page("Club"))
    assert signed_in(vera).get("/club/").status_code == 404
    assert signed_in(tom).get("/club/").status_code == 200


def test_a_shared_password_opens_nothing(vera, ada):
    page = make_page("Old password")
    restriction = close(page, kind=PageViewRestriction.PASSWORD)
    assert signed_in(vera).get("/old-password/").status_code == 404
    assert signed_in(ada).get("/old-password/").status_code == 404
    for path in (
        f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/",
        "/_util/authenticate_with_password/",
    ):
        assert signed_in(vera).post(path, {"password": "x"}).status_code == 404


def test_the_gate_stands_before_every_other_hook():
    """A hook that answers before it would show the body."""
    assert hooks.get_hooks("on_serve_page")[0].__name__ == "gate_page"
    assert hooks.get_hooks("before_serve_page")[0].__name__ == "gate_method"
    assert hooks.get_hooks("before_serve_document")[0].__name__ == "gate_document"


def test_serving_asks_for_privacy_once(vera, ines, max_queries):
    """Our gate, Wagtail's check and every list of the page share one answer."""
    page = make_page("Open")
    close(make_page("Other"), INSIDERS)
    assert may_enter_page(vera, page)
    with asked_once(), max_queries(1):
        assert may_enter_page(vera, page)
        assert list(page.get_view_restrictions()) == []
        assert may_enter_page(vera, page)


def test_wagtail_is_told_of_every_restriction_above(ines):
    outer = make_page("Room")
    inner = make_page("Shelf", under=outer)
    restrictions = {close(outer, INSIDERS), close(inner, "Others")}
    assert set(inner.get_view_restrictions()) == restrictions
    assert set(inner.get_view_restrictions()) == set(Page.get_view_restrictions(inner))
    assert set(outer.get_view_restrictions()) == set(Page.get_view_restrictions(outer))


def test_a_document_of_a_closed_collection_does_not_exist_for_others(vera, tom, ines):
    collection = Collection.get_first_root_node().add_child(name="Insiders")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.set(ines.groups.all())
    document = BrandDocument.objects.create(
        title="Plan", file=ContentFile(b"plan", name=f"{CANARY}.txt"), collection=collection
    )
    for user in (vera, tom):
        answer = signed_in(user).get(document.url)
        assert answer.status_code == 404
        assert "Location" not in answer.headers
    answer = signed_in(ines).get(document.url)
    assert answer.status_code == 200
    assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(",", " ").split())


def test_a_document_is_closed_once_the_membership_is_over(ines):
    """Also before anybody has noticed: they stand in the group still."""
    collection = Collection.get_first_root_node().add_child(name="Insiders")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.set(ines.groups.all())
    document = BrandDocument.objects.create(
        title="Plan", file=ContentFile(b"plan", name="plan.txt"), collection=collection
    )
    assert signed_in(ines).get(document.url).status_code == 200
    over = timezone.now() - timedelta(seconds=1)
    ines.memberships.update(expires_at=over, closes_at=over)
    assert ines.groups.filter(name=INSIDERS).exists()
    assert signed_in(ines).get(document.url).status_code == 404


def test_an_old_address_tells_the_new_one_to_insiders_alone(vera, tom, ines, django_capture_on_commit_callbacks):
    page = make_page("Blend")
    page.slug = CANARY
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert signed_in(vera).get("/blend/")["Location"] == f"/{CANARY}/"
    close(page, INSIDERS)
    for user in (vera, tom):
        for address in ("/blend/", "/blend/?from=mail"):
            answer = signed_in(user).get(address)
            assert answer.status_code == 404
            assert CANARY not in answer.text + str(answer.headers)
    assert signed_in(ines).get("/blend/?from=mail").status_code == 301


def test_an_old_address_that_leads_elsewhere_still_leads_there(vera):
    Redirect.objects.create(old_path="/old", redirect_link="https://kaffa.example/new")
    assert signed_in(vera).get("/old/")["Location"] == "https://kaffa.example/new"


def test_an_address_on_the_site_that_is_asked_for_costs_no_query_more(rf, max_queries):
    page = make_page("Shelf", under=make_page("Room"))
    request = rf.get("/")
    Site.find_for_request(request)  # Wagtail asked it to find the page
    with max_queries(0):
        assert page.get_url(request) == "/room/shelf/"
    assert page.url == "/room/shelf/"


def test_an_address_on_another_site_names_it(rf):
    elsewhere = make_page("Elsewhere")
    Site.objects.create(hostname="other.example", root_page=elsewhere)
    page = make_page("Shelf", under=elsewhere)
    assert page.get_url(rf.get("/", headers={"host": "other.example"})) == "/shelf/"
    other_home = Page.get_first_root_node().add_child(instance=StandardPage(title="Third"))
    Site.objects.create(hostname="third.example", root_page=other_home)
    assert other_home.get_url(rf.get("/")) == "http://third.example/"
