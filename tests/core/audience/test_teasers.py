"""What outsiders meet at a closed page that has a teaser: the teaser alone, at its own address alone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction

from core.audience.actions.groups import join, make_tier
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, Teaser, Tier
from core.audience.teasers import teasers_for
from core.brand.models import BrandImage
from ideas.models import IdeaBoardPage
from tests.core.audience.test_serving import signed_in
from tests.core.audience.trees import climb, close, close_to_visitors, make_page, tease

pytestmark = pytest.mark.django_db
CANARY = "zanzibar"
HOUR = timedelta(hours=1)
PROMISE = "Something is roasting"


def _png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (60, 80), "red").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def room():
    page = make_page(CANARY, slug="lab", introduction=CANARY, search_description=CANARY, seo_title=CANARY)
    climb(page, INSIDERS)
    tease(page, text="A few people taste it first.")
    return page


@pytest.mark.parametrize("method", ["get", "head"])
def test_visitors_and_members_meet_the_teaser_alone(room, vera, tom, lars, mo, bea, method):
    for user in (vera, tom, lars, mo, bea):
        answer = getattr(signed_in(user), method)("/lab/")
        assert answer.status_code == 200
        assert CANARY not in answer.text + str(answer.headers)
        assert answer["X-Robots-Tag"] == "noindex"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(",", " ").split())
        assert {"Cookie", "HX-Request"} <= set(answer["Vary"].replace(",", " ").split())
        assert (PROMISE in answer.text) == (method == "get")


def test_its_head_and_its_share_card_are_the_teaser_s(room, vera):
    text = signed_in(vera).get("/lab/").text
    assert '<meta name="robots" content="noindex">' in text
    assert f'<meta property="og:title" content="{PROMISE}">' in text
    assert '<meta property="og:description" content="A few people taste it first.">' in text
    assert '<meta property="og:url" content="http://testserver/lab/">' in text


def test_its_picture_is_for_everybody(room, vera):
    picture = BrandImage.objects.create(title="Door", file=ContentFile(_png(), name="door.png"))
    Teaser.objects.update(picture=picture)
    text = signed_in(vera).get("/lab/").text
    assert '<meta property="og:image" content="http' in text
    [art] = re.findall(r'class="door-art" data-fill src="([^"]+)', text)
    assert signed_in(vera).get(art).status_code == 200


def test_signing_in_leads_back_and_says_nothing_that_the_address_does_not(room, vera):
    text = signed_in(vera).get("/lab/?from=mail").text
    assert 'href="/accounts/login/?next=/lab/"' in text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_every_other_method_is_404(room, vera, tom, method):
    for user in (vera, tom):
        answer = getattr(signed_in(user), method)("/lab/")
        assert answer.status_code == 404
        assert PROMISE not in answer.text


def test_fragments_and_what_lies_under_it_are_404(room, vera, tom):
    make_page("Shelf", under=room)
    for user in (vera, tom):
        assert signed_in(user).get("/lab/", headers={"hx-request": "true"}).status_code == 404
        assert signed_in(user).get("/lab/shelf/").status_code == 404


def test_routes_of_a_closed_board_are_404(vera):
    home = make_page("Anything").get_parent()
    board = home.add_child(instance=IdeaBoardPage(title="Secret", slug="secret"))
    climb(board, INSIDERS)
    tease(board)
    assert signed_in(vera).get("/secret/").status_code == 200
    for path in ("/secret/roadmap/", "/secret/feed/", "/secret/submit/", "/secret/similar/"):
        assert signed_in(vera).get(path).status_code == 404


def test_insiders_get_the_page(room, ines, ada):
    for user in (ines, ada):
        answer = signed_in(user).get("/lab/")
        assert CANARY in answer.text
        assert "X-Robots-Tag" not in answer.headers


def test_who_is_past_the_moment_gets_the_page(room, tom, vera):
    AudienceWindow.objects.update(members_from=timezone.now() + HOUR)
    assert CANARY not in signed_in(tom).get("/lab/").text
    AudienceWindow.objects.update(members_from=timezone.now())
    assert CANARY in signed_in(tom).get("/lab/").text
    assert CANARY not in signed_in(vera).get("/lab/").text
    AudienceWindow.objects.update(public_from=timezone.now())
    assert CANARY in signed_in(vera).get("/lab/").text


def test_it_says_how_one_gets_in_and_how_many_are(room, vera, ines):
    tier = Tier.objects.get(group__name=INSIDERS)
    tier.stands_for, tier.criteria = "The first cup", "Ten supported ideas"
    tier.save()
    text = signed_in(vera).get("/lab/").text
    for words in ("The first cup", "Ten supported ideas", "By a personal invitation", "One person is in."):
        assert words in text


def test_a_hidden_tier_is_not_named_beside_a_listed_one(room, vera, tom):
    hidden = make_tier("Cabal", is_hidden=True)
    AudienceWindow.objects.get().tiers.through.objects.create(audiencewindow=AudienceWindow.objects.get(), tier=hidden)
    join(tom, "Cabal")
    text = signed_in(vera).get("/lab/").text
    assert "Cabal" not in text
    assert "Nobody is in yet." in text  # whoever is in by the hidden tier is not counted


def test_where_only_hidden_tiers_open_it_there_is_nothing(room, vera):
    Tier.objects.update(is_hidden=True)
    for method in ("get", "head", "post", "options"):
        assert getattr(signed_in(vera), method)("/lab/").status_code == 404
    assert teasers_for(vera) == []
    AudienceWindow.objects.update(public_from=timezone.now() + HOUR)
    text = signed_in(vera).get("/lab/").text
    assert PROMISE in text
    assert INSIDERS not in text.replace("For insiders", "")


def test_a_restriction_of_a_hidden_tier_beside_a_ladder_hides_it_all(room, vera):
    """As after a move: the steps come, and open nothing."""
    AudienceWindow.objects.update(public_from=timezone.now() + HOUR)
    close(room, "Cabal")
    assert "Everyone from" not in signed_in(vera).get("/lab/").text
    make_tier("Cabal", is_hidden=True)
    assert signed_in(vera).get("/lab/").status_code == 404


def test_steps_that_come_are_told(room, vera):
    AudienceWindow.objects.update(
        members_from=timezone.now() + timedelta(days=400), public_from=timezone.now() + timedelta(days=401)
    )
    text = signed_in(vera).get("/lab/").text
    assert "Members from <strong>" in text
    assert "Everyone from <strong>" in text


def test_a_page_without_a_teaser_and_one_below_a_closed_one_do_not_exist(vera, ines):
    climb(make_page("Bare"), INSIDERS)
    outer = make_page("Outer")
    close(outer, INSIDERS)
    inner = make_page("Inner", under=outer)
    climb(inner, INSIDERS)
    tease(inner)
    assert signed_in(vera).get("/bare/").status_code == 404
    assert signed_in(vera).get("/outer/inner/").status_code == 404
    assert signed_in(ines).get("/outer/inner/").status_code == 200
    assert teasers_for(vera) == []


def test_a_restriction_of_wagtail_has_its_teaser_too(vera, tom):
    page = make_page("Club")
    close_to_visitors(page)
    tease(page)
    assert PROMISE in signed_in(vera).get("/club/").text
    assert PROMISE not in signed_in(tom).get("/club/").text


def test_a_shared_password_has_none(vera):
    page = make_page("Old")
    close(page, kind=PageViewRestriction.PASSWORD)
    tease(page)
    assert signed_in(vera).get("/old/").status_code == 404


def test_drafts_and_pages_whose_time_is_over_have_none(room, vera):
    room.unpublish()
    assert signed_in(vera).get("/lab/").status_code == 404
    assert teasers_for(vera) == []
    room.save_revision().publish()
    assert signed_in(vera).get("/lab/").status_code == 200
    type(room).objects.update(expire_at=timezone.now())
    assert signed_in(vera).get("/lab/").status_code == 404
    assert teasers_for(vera) == []


def test_doors_for_lists_are_those_that_are_closed_to_the_person(room, vera, tom, ines, ada):
    now = timezone.now()
    later, sooner = make_page("Later"), make_page("Sooner")
    climb(later, public_from=now + 2 * HOUR)
    climb(sooner, members_from=now + HOUR)
    tease(later, "Later")
    tease(sooner, "Sooner")
    assert [door.title for door in teasers_for(vera)] == ["Sooner", "Later", PROMISE]
    assert [door.title for door in teasers_for(tom, at=now + HOUR)] == ["Later", PROMISE]
    assert [door.title for door in teasers_for(ines)] == ["Sooner", "Later"]
    assert teasers_for(ada) == []
    assert [door.address for door in teasers_for(vera)] == ["/sooner/", "/later/", "/lab/"]


@pytest.mark.parametrize("pages", [1, 30])
def test_lists_of_doors_cost_the_same_however_many(rf, vera, count_queries, pages):
    for number in range(pages):
        page = make_page(f"Blend {number}")
        climb(page, INSIDERS)
        tease(page, f"Door {number}")
    request = rf.get("/")
    teasers_for(vera, request=request)
    assert count_queries(lambda: len(teasers_for(vera, request=request)) == pages) <= 4
