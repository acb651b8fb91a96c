"""What nobody types by accident, sent to every address: never an error of ours, on either database."""

import re
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from core.pages.actions import demo_home
from gallery.actions.uploading import begin_upload
from ideas.actions.commenting import add_comment
from ideas.models import ImpactPage, LaunchOpinion, Twins
from tests.factories import make_board, make_idea
from tests.gallery.things import make_gallery, make_media
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db

VALUES = (
    "a%00b",
    "%ff%fe",  # no UTF-8
    "%ed%a0%80",  # half of a surrogate pair
    "9" * 30,
    "%27%22%29%3C%3B--",
    "x" * 3000,
)
# What each address reads from its query.
READ = {
    "/": ("x",),
    "/ideas/": ("q", "sort", "status", "category", "mine", "after"),
    "/ideas/new/": ("title", "draft"),
    "/ideas/similar/": ("q", "title"),
    "/ideas/roadmap/": ("x",),
    "/me/launches/{story}/": ("verdict",),
    "/launches/story/": ("lines",),
    "/ideas/feed/": ("x",),
    "/ideas/how-promises-work/": ("x",),
    "/idea/{pk}/": ("x",),
    "/idea/{pk}-{slug}/": ("after",),
    "/idea/{pk}/comments/": ("after", "reply"),
    "/idea/{pk}/comments/mentions/": ("q",),
    "/idea/{pk}/edit/": ("x",),
    "/idea/{pk}/merged/": ("x",),
    "/impact/": ("period", "board"),
    "/impact/csv/": ("period", "board"),
    "/gallery/": ("kind", "of", "after"),
    "/work/{work}/": ("kind", "of", "after"),
    "/search/": ("q",),
    "/me/notices/": ("after",),
    "/me/mentions/": ("after",),
    "/me/reports/": ("after",),
    "/moderation/notice/": ("about",),
    "/me/settings/": ("next",),
    "/me/accept/": ("next",),
    "/members/tom/": ("x",),
    "/accounts/login/": ("next",),
    "/accounts/signup/": ("next",),
    "/accounts/password/reset/": ("next",),
    "/_util/login/": ("next",),
    "/sitemap-ideas.xml": ("p",),
    "/theme.css": ("v",),
}
OF_STAFF = {
    "/admin/ideas/": ("q", "p", "status", "board", "ordering"),
    "/admin/ideas/{pk}/merge/": ("q", "root"),
    "/admin/ideas/{pk}/merge/results/": ("q",),
    "/admin/ideas/{pk}/part/": ("x",),
    "/admin/ideas/waiting/": ("who", "when", "board", "p"),
    "/admin/ideas/twins/": ("p", "dismissed"),
    "/admin/ideas/next/": ("after",),
    "/admin/idea-chooser/results/": ("q", "p"),
    "/admin/idea-chooser/chosen-multiple/": ("id",),
    "/admin/bulk/ideas/idea/answer/": ("id", "next"),
}
FORMS_OF_STAFF = {
    "/admin/ideas/{pk}/answer/": ("status", "note", "evidence_image", "next_update_by", "corrects", "after"),
    "/admin/ideas/{pk}/preview/": ("status", "note", "evidence_image", "next_update_by"),
    "/admin/ideas/{pk}/merge/": ("root",),
    "/admin/ideas/{pk}/part/": ("x",),
    "/admin/ideas/waiting/{pk}/": ("status", "insert"),
    "/admin/ideas/waiting/{pk}/take/": ("x",),
    "/admin/ideas/twins/{twins}/": ("same",),
    "/admin/ideas/replies/new/": ("title", "note", "language", "board", "status", "update_days", "place"),
    "/admin/ideas/boards/{board}/pace/": ("pace", "reason", "do"),
    "/admin/bulk/ideas/idea/answer/?id={pk}": ("status", "note", "next_update_by", "owner", "after", "insert"),
    "/admin/launches/{story}/opinions/": ("body",),
    "/admin/pages/{story}/edit/": ("picture", "launched_on", "launched_ideas-0-idea"),
    "/admin/snippets/contests/scene/add/": ("name", "picture", "aspect", "top_left_x"),
}
NUMBER, OTHER = re.compile(r"<(?:int|key):\w+>"), re.compile(r"<[^>]*>")
OTHERS = ("wagtail", "django", "allauth")
BAD = ("a%00b", "%ff", "%2e%2e%2f", "9" * 30, "9223372036854775808", "-1", "x" * 2000)
PATHS = (
    "/{bad}/",
    "/ideas/{bad}/",
    "/idea/{bad}/",
    "/idea/{bad}-slug/",
    "/idea/{pk}-{bad}/",
    "/idea/{bad}/vote/",
    "/idea/{bad}/follow/",
    "/idea/{bad}/comments/",
    "/idea/{bad}/comments/mentions/",
    "/idea/{pk}/comments/{bad}/",
    "/idea/{pk}/comments/{bad}/edit/",
    "/idea/{pk}/comments/{bad}/delete/",
    "/idea/{pk}/comments/{bad}/report/",
    "/idea/{bad}/report/",
    "/idea/{bad}/edit/",
    "/idea/{bad}/note/",
    "/idea/{bad}/merged/",
    "/impact/{bad}/",
    "/me/launches/{bad}/",
    "/idea/opinion/{bad}/report/",
    "/gallery/{bad}/",
    "/work/{bad}/",
    "/files/{bad}/captions-en.vtt",
    "/members/{bad}/report/",
    "/me/reports/{bad}/",
    "/me/uploads/{bad}/",
    "/me/uploads/{upload}/parts/{bad}/",
    "/me/uploads/{bad}/complete/",
    "/moderation/notice/{bad}/",
    "/members/{bad}/",
    "/me/notices/{bad}/open/",
    "/me/mentions/{bad}/",
    "/unsubscribe/{bad}/",
    "/legal/{bad}/",
    "/legal/terms/{bad}/",
    "/sitemap-{bad}.xml",
    "/documents/{bad}/plan.txt",
    "/documents/1/{bad}",
    "/media/{bad}",
    "/static/{bad}",
    "/accounts/{bad}/",
    "/accounts/password/reset/key/{bad}-{bad}/",
)
FORMS = {
    "/ideas/new/": ("title", "body", "category", "key", "step"),
    "/idea/{pk}/vote/": ("vote", "size"),
    "/idea/{pk}/follow/": ("follow",),
    "/idea/{pk}/comments/": ("body", "parent", "key"),
    "/idea/{pk}/comments/{comment}/edit/": ("body",),
    "/idea/{pk}/edit/": ("title", "body", "category", "version"),
    "/idea/{pk}/note/": ("body",),
    "/idea/{pk}/merged/": ("support",),
    "/me/launches/{story}/": ("verdict", "body"),
    "/moderation/notice/": ("address", "law", "why", "name", "email", "is_exempt", "in_good_faith"),
    "/me/uploads/": ("purpose", "name", "size"),
    "/me/uploads/{upload}/tickets/": ("numbers",),
    "/me/settings/": ("display_name", "handle", "bio", "language", "is_profile_public"),
    "/me/delete/": ("proof",),
    "/me/accept/": ("text", "next"),
    "/me/notices/preferences/": ("idea-answered", "time_zone"),
    "/me/notices/preferences/?all": ("everything",),
    "/i18n/setlang/": ("language", "next"),
    "/accounts/password/change/": ("oldpassword", "password1", "password2"),
    "/accounts/email/": ("email", "action_add"),
}
OF_VISITORS = {
    "/moderation/notice/": ("address", "law", "why", "name", "email", "is_exempt", "in_good_faith"),
    "/idea/{pk}/report/": ("reason", "note"),
    "/ideas/new/": ("title", "body"),
    "/idea/{pk}/vote/": ("vote",),
    "/idea/{pk}/comments/": ("body", "parent"),
    "/accounts/login/": ("login", "password", "next"),
    "/accounts/signup/": ("email", "password1", "display_name", "next"),
    "/accounts/password/reset/": ("email",),
}
SAID_BY_STAFF = ("a\x00b", "\ud800", "9" * 30, "99999-01-01", "x" * 1_000_000)
SAID = ("a\x00b", "\ud800", "9" * 30, "\u202e\u200b", "\U0001f525" * 10_000, "x" * 1_000_000)
GOOD = {
    "title": "Open at six",
    "body": "Please, please.",
    "step": "send",
    "vote": "on",
    "follow": "on",
    "verdict": "yes",
    "purpose": "picture",
    "after": "0",
    "body-count": "0",  # Wagtail's own script counts what stands in a page, and its own code relies on that
    **{f"{rows}-{part}_FORMS": "0" for rows in ("audience_windows", "teasers") for part in ("TOTAL", "INITIAL")},
    "launched_ideas-TOTAL_FORMS": "1",
    "launched_ideas-INITIAL_FORMS": "0",
}
OF_WAGTAIL = [name for name in GOOD if "-" in name]


@pytest.fixture
def world(tom) -> SimpleNamespace:
    demo_home()
    idea = make_idea(board=make_board(slug="ideas"), by=tom)
    story = tell_story(make_idea(by=tom), slug="story")
    LaunchOpinion.objects.create(page=story, member=tom)
    demo_home().add_child(instance=ImpactPage(title="Impact"))
    make_gallery()
    return SimpleNamespace(
        pk=idea.pk,
        board=idea.board_id,
        twins=Twins.objects.create(older=idea, newer=make_idea(board=idea.board), likeness=0.5).pk,
        slug=idea.slug,
        story=story.pk,
        comment=add_comment(idea, by=tom, body="Yes please.").pk,
        work=make_media(by=tom, under=idea, widths=(320,), formats=("webp",)).pk,
        upload=begin_upload(by=tom, purpose="picture", name="cup.jpg", size=9).token,
    )


def browser(who: object = None) -> Client:
    """One that is shown the error page, as people are."""
    client = Client(raise_request_exception=False)
    if who is not None:
        client.force_login(who)  # type: ignore[arg-type]
    return client


def fill(address: str, world: SimpleNamespace, bad: str = "") -> str:
    shown = {"pk": world.pk, "slug": world.slug, "comment": world.comment, "work": world.work, "upload": world.upload}
    shown |= {"story": world.story, "board": world.board, "twins": world.twins}
    return address.format(**shown, bad=bad)


def faults(client: Client, addresses: list[str], *, method: str = "get") -> list[str]:
    return [address[:100] for address in addresses if getattr(client, method)(address).status_code >= 500]


@pytest.mark.parametrize("address", READ)
def test_no_word_in_a_query_is_an_error_of_ours(address, world, tom):
    asked = [f"{fill(address, world)}?{name}={value}" for name in (*READ[address], "%ff%00") for value in VALUES]
    assert faults(browser(), asked) == []
    assert faults(browser(tom), asked) == []


@pytest.mark.parametrize("address", OF_STAFF)
def test_no_word_in_a_query_is_an_error_in_the_admin(address, world, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    there = fill(address, world)
    asked = [f"{there}?{name}={value}" for name in OF_STAFF[address] for value in VALUES]
    assert faults(browser(ada), asked) == []


@pytest.mark.parametrize("address", FORMS_OF_STAFF)
def test_no_word_in_a_form_is_an_error_in_the_admin(address, world, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    fields = FORMS_OF_STAFF[address]
    kept = OF_WAGTAIL if "/pages/" in address else []
    client, there = browser(ada), fill(address, world)
    assert client.get(there).status_code in {200, 302, 405} or address.endswith("/preview/")  # it is an address
    assert list(faulty_forms(client, there, fields, said=SAID_BY_STAFF, kept=kept)) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_number_in_an_address_of_ours_is_an_error(method, ada, settings):
    """Not even one that no database can hold."""
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    numbered = [f"/{NUMBER.sub('9223372036854775808', route)}" for route in sorted(set(our_routes())) if "<" in route]
    assert len(numbered) > 100
    assert faults(browser(ada), [OTHER.sub("x", address) for address in numbered], method=method) == []


def our_routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    for one in patterns or get_resolver().url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from our_routes(one.url_patterns, route)
        elif not (getattr(one.callback, "view_class", None) or one.callback).__module__.startswith(OTHERS):
            yield route


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_path_is_an_error_of_ours(method, world, tom):
    asked = [fill(path, world, bad) for path in PATHS for bad in BAD]
    assert faults(browser(tom), asked, method=method) == []


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
def test_no_method_is_an_error_of_ours(method, world, tom):
    asked = [fill(path, world) for path in {**READ, **FORMS, **OF_VISITORS}]
    assert faults(browser(tom), asked, method=method) == []
    assert faults(browser(), asked, method=method) == []


@pytest.mark.parametrize("address", FORMS)
def test_no_word_in_a_form_is_an_error_of_ours(address, world, tom):
    assert list(faulty_forms(browser(tom), fill(address, world), FORMS[address])) == []


@pytest.mark.parametrize("address", OF_VISITORS)
def test_no_word_of_a_visitor_is_an_error_of_ours(address, world):
    assert list(faulty_forms(browser(), fill(address, world), OF_VISITORS[address])) == []


def faulty_forms(
    client: Client, url: str, fields: tuple[str, ...], *, said: tuple[str, ...] = SAID, kept: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Each field with each bad word, the others with something good."""
    for word in said:
        for bad in fields:
            form = {field: word if field == bad else GOOD.get(field, "x") for field in (*fields, *kept)}
            answer = client.post(url, encoded(form), content_type="application/x-www-form-urlencoded")
            if answer.status_code >= 500:
                yield bad, word[:20]


def encoded(form: dict[str, str]) -> bytes:
    """As a rude client sends it: half of a surrogate pair goes out as it is."""
    said = {name: quote_from_bytes(value.encode("utf-8", "surrogatepass")) for name, value in form.items()}
    return "&".join(f"{name}={value}" for name, value in said.items()).encode()


@pytest.mark.parametrize("address", ["/ideas/new/", "/accounts/login/", "/i18n/setlang/"])
def test_a_body_that_is_too_large_is_refused_with_a_page(address, world, tom):
    answer = browser().post(address, b"title=" + b"x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 413}
    assert "<h1" in answer.text


def test_a_form_of_thousands_of_fields_is_refused_with_a_page(world):
    body = "&".join(f"f{n}=1" for n in range(5000)).encode()
    answer = browser().post("/ideas/new/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "<h1" in answer.text


@pytest.mark.parametrize("sort", ["hot", "new", "top", "fresh", "answered"])
def test_a_cursor_of_another_order_is_a_clear_page(sort, world):
    for cursor in ("WzFd", "WzEsMl0", "WyJhIiwxXQ", "W251bGwsbnVsbF0", "WzFlMzAwLDFd", "WyIyMDI2LTAxLTAxIiwxXQ", "e30"):
        assert browser().get(f"/ideas/?sort={sort}&after={cursor}").status_code in {200, 400}, cursor
