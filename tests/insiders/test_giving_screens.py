"""The screen on a page's side on which an editor gives access to the people behind an idea."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.audience.groups import INSIDERS
from core.audience.models import Membership
from insiders.models import Giving
from tests.core.audience.trees import close, make_page
from tests.factories import make_board, make_idea, support
from tests.insiders.inviting import tasters

pytestmark = pytest.mark.django_db
INDEX = "/admin/givings/"


@pytest.fixture
def admin(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    bea.groups.add(tasters().group)
    return client


@pytest.fixture
def page():
    page = make_page("Blend")
    close(page, "Tasters")
    return page


@pytest.fixture
def idea(tom):
    idea = make_idea(by=tom, title="A bench at the tram stop")
    support(idea, 4)
    return idea


def screen(page):
    return reverse("givings:give", args=[page.pk])


def words_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text().split())


def test_an_idea_is_found_by_its_title_and_by_its_address(admin, page, idea):
    for words in ("bench tram", idea.get_absolute_url(), f"https://anything.example{idea.get_absolute_url()}"):
        hits = BeautifulSoup(admin.get(screen(page), {"q": words}).text, "html.parser").select(".insiders-hits a")
        assert [hit["href"] for hit in hits] == [f"?thing=idea:{idea.pk}"]
    assert "Nothing was found" in words_of(admin.get(screen(page), {"q": "zanzibar"}))


def test_an_idea_that_the_editor_may_not_see_is_not_there(admin, page, tom):
    board = make_board(slug="secret")
    idea = make_idea(board=board, by=tom, title="Zanzibar bench")
    close(board, INSIDERS)
    for words in ("Zanzibar", idea.get_absolute_url()):
        assert "Nothing was found" in words_of(admin.get(screen(page), {"q": words}))
    answer = admin.get(screen(page), {"thing": f"idea:{idea.pk}"})
    assert "Zanzibar" not in answer.text
    assert admin.post(screen(page), {"thing": f"idea:{idea.pk}", "tier": 1, "roles": "author"}).status_code == 302
    assert not Giving.objects.exists()


@pytest.mark.parametrize("thing", ["", "idea", "idea:", "idea:x", "nothing:1", "idea:99999999999999999999", "page:1"])
def test_a_damaged_address_shows_the_search(admin, page, thing):
    answer = admin.get(screen(page), {"thing": thing})
    assert answer.status_code == 200
    assert "Title or address" in words_of(answer)


def test_what_it_comes_to_is_shown_before_anything_happens(admin, page, idea):
    tier = tasters(seats=4)
    sent = {"thing": f"idea:{idea.pk}", "tier": tier.pk, "roles": ["author", "supporter"], "preview": "1"}
    said = words_of(admin.post(screen(page), sent))
    for words in ("Wrote it: 1", "Supported it: 5", "3 members come in", "no places left for 2", "Give access"):
        assert words in said
    assert not Giving.objects.exists()


def test_a_tier_that_does_not_open_the_page_is_said(admin, page, idea):
    shelf = make_page("Shelf", under=page)
    close(shelf, "Others", "Tasters")
    other = make_page("Deep", under=shelf)
    sent = {"thing": f"idea:{idea.pk}", "tier": tasters().pk, "roles": ["author"], "preview": "1"}
    assert "stay closed" not in words_of(admin.post(screen(other), sent))
    page.view_restrictions.all().delete()
    close(page, "Others")
    Giving.objects.all().delete()
    assert admin.post(screen(other), sent).status_code == 404  # closed to the editor, too


def test_it_is_given_and_taken_back(admin, page, idea, django_capture_on_commit_callbacks):
    sent = {"thing": f"idea:{idea.pk}", "tier": tasters().pk, "roles": ["author", "supporter"]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(screen(page), sent, follow=True)
    assert "take it back within an hour" in words_of(answer)
    giving = Giving.objects.get()
    assert (giving.page_id, giving.because_id, giving.roles) == (page.pk, idea.pk, ["author", "supporter"])
    assert Membership.objects.filter(entrance="given").count() == 5
    said = words_of(admin.get(INDEX))
    assert "A bench at the tram stop" in said
    assert "5 let in" in said
    answer = admin.post(reverse("givings:undo", args=[giving.pk]), follow=True)
    assert "5 members are out again" in words_of(answer)
    assert "already" in words_of(admin.post(reverse("givings:undo", args=[giving.pk]), follow=True))


@pytest.mark.parametrize(("fields", "why"), [({"roles": []}, "at least one role"), ({"tier": ""}, "required")])
def test_bad_input_is_said_and_nothing_is_given(admin, page, idea, fields, why):
    sent = {"thing": f"idea:{idea.pk}", "tier": tasters().pk, "roles": ["author"]} | fields
    assert why in words_of(admin.post(screen(page), sent))
    assert not Giving.objects.exists()


def test_the_way_there_stands_on_pages_that_name_a_tier(admin, page):
    edit = "wagtailadmin_pages:edit"
    assert screen(page) in admin.get(reverse(edit, args=[page.pk])).text
    plain = make_page("Plain")
    assert screen(plain) not in admin.get(reverse(edit, args=[plain.pk])).text


def test_moderators_may_not(client, mo, page, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(mo)
    assert client.get(INDEX).status_code == 403
    assert client.get(screen(page)).status_code == 403
