"""A picture of the brand is seen by whoever may see something that shows it now, and by nobody else."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from contests.models import Prize
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.brand.models import BrandDocument, BrandImage, BrandSettings
from core.pages.actions.scheduled import publish_due
from core.pages.models import NewsIndexPage, NewsPage, StandardPage
from ideas.models import Idea, StatusChange
from tests.contests.things import make_contest
from tests.core.audience.test_serving import signed_in
from tests.core.audience.trees import climb, close, make_page, tease
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NAME = "zanzibar-launch"


def png(colour: str = "teal") -> bytes:
    made = BytesIO()
    Image.new("RGB", (1300, 700), colour).save(made, "PNG")
    return made.getvalue()


def make_picture(title: str = "Zanzibar", **fields) -> BrandImage:
    return BrandImage.objects.create(title=title, file=ContentFile(png(), name=f"{NAME}.png"), **fields)


def with_picture(picture, title="Blend", **fields) -> StandardPage:
    return make_page(title, body=[("picture", {"picture": picture})], **fields)


def address(picture, spec="width-400") -> str:
    return str(picture.get_rendition(spec).url)


def status(url: str, *people) -> list[int]:
    return [signed_in(person).get(url).status_code for person in people]


@pytest.fixture
def picture():
    return make_picture()


@pytest.fixture
def page(picture):
    return with_picture(picture)


def test_its_addresses_say_nothing_and_its_files_are_private(picture, page, client):
    made = picture.get_rendition("width-400")
    for file in (picture.file, made.file):
        assert NAME not in file.name and "width" not in file.name
        assert client.get(f"/media/{file.name}").status_code == 404
    html = client.get(page.url).text
    assert NAME not in html and "/media/" not in html.split("</header>", 1)[1]
    assert picture.get_rendition("format-avif|width-1200").url in html
    assert client.get(picture.file.url).status_code == 404  # the file as it came is on no page


def test_of_an_open_page_it_is_everybody_s_and_caches_may_keep_it(picture, page, vera, tom):
    url = address(picture)
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert {"public", "max-age=300"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Content-Type-Options"] == "nosniff"
    known = {"If-None-Match": answer["ETag"]}
    assert Client().get(url, headers=known).status_code == 304
    assert Client().get(url, headers={"Range": "bytes=0-9"}).status_code == 206
    assert status(url, vera, tom) == [200, 200]
    assert Client().post(url).status_code == 405


@pytest.mark.parametrize("door", ["restriction", "ladder", "above"])
def test_behind_a_door_it_is_theirs_who_may_enter(door, picture, vera, tom, ines, lars, mo, bea):
    above = make_page("Lab") if door == "above" else None
    page = with_picture(picture, under=above)
    url = address(picture)
    before = Client().get(url)
    known = {"If-None-Match": before["ETag"]}
    climb(page, INSIDERS) if door == "ladder" else close(above or page, INSIDERS)
    assert status(url, vera, tom, lars, mo, bea, ines) == [404] * 5 + [200]
    for asked in (known, {"Range": "bytes=0-9"}, {"HX-Request": "true"}):
        assert Client().get(url, headers=asked).status_code == 404
    theirs = signed_in(ines).get(url, headers=known)
    assert theirs.status_code == 200
    assert {"private", "no-store"} <= set(theirs["Cache-Control"].split(", "))
    assert "ETag" not in theirs
    assert signed_in(ines).head(url).status_code == 200
    outside, none = Client().get(url), Client().get("/picture/nothing.png")
    assert (outside.status_code, outside["Content-Type"]) == (none.status_code, none["Content-Type"])


def test_what_opens_by_the_clock_opens_with_its_pictures(picture, page, vera, tom, ines):
    climb(page, INSIDERS, members_from=timezone.now() + HOUR, public_from=timezone.now() + 2 * HOUR)
    url = address(picture)
    assert status(url, vera, tom, ines) == [404, 404, 200]
    AudienceWindow.objects.update(members_from=timezone.now() - HOUR)  # as if it had passed: nobody is told
    assert status(url, vera, tom, ines) == [404, 200, 200]
    AudienceWindow.objects.update(public_from=timezone.now() - HOUR)
    assert status(url, vera, tom, ines) == [200, 200, 200]


def test_it_goes_with_its_page_and_comes_with_it(picture, page, vera, ada):
    url = address(picture)
    page.unpublish()
    assert status(url, vera, ada) == [404, 404]
    page.save_revision().publish()
    assert status(url, vera) == [200]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    assert status(url, vera) == [404]
    Page.objects.filter(pk=page.pk).update(expire_at=None)
    page.delete()
    assert status(url, vera) == [404]


def test_on_an_open_page_and_a_closed_one_it_is_everybody_s(picture, page, vera):
    close(page, INSIDERS)
    url = address(picture)
    assert status(url, vera) == [404]
    other = with_picture(picture, "Open")
    assert status(url, vera) == [200]
    other.delete()
    assert status(url, vera) == [404]


def test_no_worker_is_waited_for(picture, kept_tasks, vera):
    """A draft's picture is nobody's; with the page it is there, whether an editor publishes it or its hour does."""
    page = with_picture(picture, live=False)
    url = address(picture)
    assert status(url, vera) == [404]
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    assert status(url, vera) == [404]
    scheduled = page.revisions.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now() - HOUR
    scheduled.content["go_live_at"] = scheduled.approved_go_live_at.isoformat()
    scheduled.save()
    assert publish_due() == 1
    assert status(url, vera) == [200]
    other = make_picture()
    page = StandardPage.objects.get(pk=page.pk)
    page.body = [("picture", {"picture": other})]
    draft = page.save_revision()
    assert status(address(other), vera) == [404]
    assert status(url, vera) == [200]
    draft.publish()
    assert status(url, vera) == [404]
    assert status(address(other), vera) == [200]


def test_those_of_a_contest_and_of_its_prizes_go_with_it(picture, kept_tasks, vera, ines):
    prize = make_picture()
    contest = make_contest(picture=picture)
    contest.prizes.add(Prize(name="A year of coffee", picture=prize))
    contest.save()
    urls = [address(picture), address(prize)]
    assert [status(url, vera) for url in urls] == [[200], [200]]
    close(contest, INSIDERS)
    assert [status(url, vera, ines) for url in urls] == [[404, 200], [404, 200]]


def test_what_was_replaced_is_gone(picture, page, client, ada, vera):
    url, former = address(picture), picture.file.name
    client.force_login(ada)
    file = ContentFile(png("red"), name="other.png")
    given = {"title": "Other", "file": file, "collection": picture.collection_id}
    assert client.post(f"/admin/images/{picture.pk}/", given).status_code == 302
    assert not picture.file.storage.exists(former)
    assert status(url, vera) == [404]
    picture = BrandImage.objects.get(pk=picture.pk)
    assert status(address(picture), vera) == [200]


def test_the_logo_is_on_every_page_and_a_teaser_s_picture_before_the_door(picture, page, vera, tom):
    close(page, INSIDERS)
    url = address(picture)
    teaser = tease(page, picture=picture)
    assert status(url, vera, tom) == [200, 200]
    assert status(address(make_picture()), vera) == [404]
    below = with_picture(make_picture(), "Below", under=page)
    hidden = make_picture()
    tease(below, picture=hidden)
    assert status(address(hidden), vera) == [404]  # a page above it is closed: nobody meets that teaser
    teaser.delete()
    assert status(url, vera) == [404]
    BrandSettings.objects.create(site=page.get_site(), logo=picture)
    assert status(url, vera) == [200]


def test_evidence_is_theirs_who_may_see_the_idea(picture, vera, tom, ines):
    idea = make_idea(board=make_board(slug="ideas"), by=tom)
    StatusChange.objects.create(idea=idea, new=idea.status, note="Here it is.", evidence_image=picture)
    url = address(picture)
    assert status(url, vera, ines) == [200, 200]
    close(idea.board, INSIDERS)
    assert status(url, vera, tom, ines) == [404, 404, 200]
    Idea.objects.filter(pk=idea.pk).update(state="hidden")
    assert status(url, vera, ines) == [404, 404]


def test_editors_see_it_in_the_admin_alone_and_in_previews(picture, client, vera, tom, mo, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    page = with_picture(picture, live=False)
    url = address(picture)
    inside = url.replace("/picture/", "/admin/picture/")
    assert status(url, bea) == [404]
    assert status(inside, vera, tom, mo, bea) == [302, 403, 404, 200]
    client.force_login(bea)
    assert {"private", "no-store"} <= set(client.get(inside)["Cache-Control"].split(", "))
    for screen in (f"/admin/images/{picture.pk}/", "/admin/images/", f"/admin/pages/{page.pk}/edit/"):
        html = client.get(screen).text
        assert "/admin/picture/" in html and ' src="/picture/' not in html, screen
    preview = client.get(f"/admin/pages/{page.pk}/view_draft/").text
    assert picture.get_rendition("format-webp|width-800").url.replace("/picture", "/admin/picture") in preview
    original = f"/admin/picture/{picture.file.name.rsplit('/', 1)[1]}"
    assert status(original, mo, bea) == [404, 200]
    assert "/admin/" not in Client().get("/").text  # nothing of it is remembered for others


def test_a_document_is_theirs_who_may_see_a_page_that_leads_to_it(client, kept_tasks, vera, tom, ines, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    document = BrandDocument.objects.create(title="Plan", file=ContentFile(b"plan", name="plan.txt"))
    assert status(document.url, vera) == [200]  # nothing leads to it: whoever has the address was given it
    words = f'<p><a linktype="document" id="{document.pk}">The plan</a></p>'
    page = make_page("Blend", body=[("paragraph", words)], live=False)
    assert status(document.url, vera, bea) == [404, 404]
    client.force_login(bea)
    [inside] = re.findall(r"/admin/document/[\w-]+\.txt", client.get(f"/admin/documents/edit/{document.pk}/").text)
    answer = client.get(inside)
    assert "plan.txt" in answer["Content-Disposition"]
    assert status(inside, tom, vera) == [403, 302]
    page.save_revision().publish()
    assert status(document.url, vera) == [200]
    close(page, INSIDERS)
    assert status(document.url, vera, tom, bea, ines) == [404, 404, 404, 200]
    make_page("Open", body=[("paragraph", words)])
    assert status(document.url, vera) == [200]


@pytest.mark.parametrize("closed", [2, 40])
def test_it_costs_a_visitor_two_questions_however_many_doors_there_are(picture, page, closed):
    news = make_page("News list")
    news = Page.objects.get(pk=news.pk).add_child(instance=NewsIndexPage(title="News"))
    for number in range(closed):
        close(news.add_child(instance=NewsPage(title=f"News {number}", picture=picture)), INSIDERS)
    url = address(picture)
    Client().get(url)
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(url).status_code == 200
    assert len(seen) == 2
    teased = make_picture()
    tease(page, picture=teased)
    Client().get(address(teased))
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(address(teased)).status_code == 200
    assert len(seen) == 3
