"""Who gets what, address by address. An address of ours that has no row here fails the test.

A row is the name of a URL, or the path of a page, and the status that each of the cast gets to a GET. Addresses that
only take a POST answer 405 to a GET from everybody who may know them. Third-party addresses have a row per prefix.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from itertools import product
from pathlib import PurePath
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, include, path, resolve, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from contests.actions.commenting import add_comment as comment_on_entry
from core.audience.groups import INSIDERS
from core.brand.models import BrandDocument
from core.members.models import User
from core.pages.actions import demo_home
from core.pages.models import NewsIndexPage, NewsPage
from core.pages.views.machines import healthz
from core.publication import State
from gallery.actions.uploading import begin_upload
from gallery.models import GalleryPage, MediaItem
from gallery.storages import private
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaBoardPage, ImpactPage, LaunchOpinion
from insiders.actions.commenting import add_comment as comment_on_early_access
from moderation.actions.deciding import Reasons, decide
from moderation.actions.illegal import file_notice
from moderation.actions.opening import open_case
from moderation.actions.reporting import report
from moderation.models import Act, Decision
from tests.access import ACCESS, ALL_200, ALL_404, CAST, PREFIXES
from tests.contests.juries import judged_contest, make_judge
from tests.contests.streets import make_picture, make_scene
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close, close_to_visitors, make_page
from tests.factories import make_board, make_idea
from tests.gallery.things import make_captions, make_gallery, make_media
from tests.ideas.launching import make_story
from tests.ideas.told import tell_story
from tests.insiders.things import make_document, make_early

pytestmark = pytest.mark.django_db

WAGTAIL_SERVES = "wagtail_serve"  # the rows that are paths


@pytest.fixture
def cast(request: pytest.FixtureRequest, settings: Any) -> dict[str, Any]:
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def world(cast: dict[str, Any]) -> SimpleNamespace:
    """One thing of every kind, open; and boards and pages that are closed to all but insiders."""
    home = demo_home()
    make_page("Rules")
    make_page("Draft", live=False)
    close_to_visitors(make_page("Club"))
    blend = make_page("Blend")
    make_page("Shelf", under=blend)
    close(blend, INSIDERS)
    news = home.add_child(instance=NewsIndexPage(title="News"))
    picture = make_picture()
    news.add_child(instance=NewsPage(title="Open", picture=picture))
    close(news.add_child(instance=NewsPage(title="Secret")), INSIDERS)
    secret_board = make_board(slug="secret-ideas")
    close(secret_board, INSIDERS)
    document = BrandDocument.objects.create(title="Plan", file=ContentFile(b"plan", name="plan.txt"))
    idea = make_idea(board=make_board(slug="ideas"), by=cast["tom"])
    secret = make_idea(board=secret_board, by=cast["ines"], title="Zanzibar")
    make_gallery()
    close(make_gallery(slug="secret-gallery"), INSIDERS)
    make_story(make_idea(by=cast["tom"], title="A third"), by=cast["bea"], slug="open-story")
    close(make_story(make_idea(by=cast["tom"], title="Another"), by=cast["bea"], slug="secret-story"), INSIDERS)
    return SimpleNamespace(
        **contests(cast) | early_access(cast) | launched(cast),
        idea=idea,
        comment=add_comment(idea, by=cast["lars"], body="Yes please, and soon."),
        work=captioned(under=idea, by=cast["tom"]),
        secret=secret,
        membership=cast["ines"].memberships.get(),
        secret_work=captioned(under=secret, by=cast["ines"], is_public=False),
        secret_comment=add_comment(secret, by=cast["ines"], body="Zanzibar is nice."),
        document=document.url,
        document_file=PurePath(document.file.name),
        picture=PurePath(picture.get_rendition("width-400").file.name),
        decision=warned(idea, by=cast["mo"]),
        report=report(cast["mo"], by=cast["ines"], rule=None, note="This is not his name."),
        upload=begin_upload(by=cast["tom"], purpose="picture", name="cup.jpg", size=9),
        notice=file_notice(address="/", law="None", why="Only to see.", name="", email="", in_good_faith=True),
    )


def contests(cast: dict[str, Any]) -> dict[str, Any]:
    """One that is open, one that is closed to all but insiders, and one that tom judges."""
    make_judge(judged_contest(slug="judged-cup"), cast["tom"])
    entry = make_entry(make_contest(slug="cup", kind="billboard"), by=cast["tom"])
    closed = make_contest(slug="secret-cup", kind="billboard")
    close(closed, INSIDERS)
    secret = make_entry(closed, by=cast["ines"], title="Zanzibar")
    return {
        "entry": entry,
        "entry_comment": comment_on_entry(entry, by=cast["lars"], body="Lovely."),
        "secret_entry": secret,
        "secret_entry_comment": comment_on_entry(secret, by=cast["ines"], body="Zanzibar is nice."),
        "scene": make_scene(),
    }


def early_access(cast: dict[str, Any]) -> dict[str, Any]:
    """A page for insiders, with a comment and a document."""
    early = make_early()
    return {
        "early_comment": comment_on_early_access(early, by=cast["ines"], body="It tastes of plums."),
        "paper": make_document(early, by=cast["bea"]),
    }


def launched(cast: dict[str, Any]) -> dict[str, Any]:
    """What tom said of a launch of his; the page of all figures stands beside it."""
    demo_home().add_child(instance=ImpactPage(title="Impact"))
    story = tell_story(make_idea(by=cast["tom"]))
    said = {"verdict": "yes", "body": "One can sit now.", "state": State.PUBLISHED, "said_at": timezone.now()}
    return {"opinion": LaunchOpinion.objects.create(page=story, member=cast["tom"], **said)}


def captioned(**fields: Any) -> MediaItem:
    """A film with captions, its poster and its original."""
    work = make_media(purpose="video", **fields, widths=(320,), formats=("webp",))
    make_captions(work)
    private().save(work.key, ContentFile(b"as it came"))
    return work


def warned(idea: Idea, *, by: User) -> Decision:
    """A decision that its author has been told of; the idea stays as it is."""
    a_minute_ago, reasons = timezone.now() - timedelta(minutes=1), Reasons(text="Please be kind.")
    return decide(open_case("idea", idea), Act.WARN, by=by, version=1, reasons=reasons, at=a_minute_ago)


def signed_in(user: Any) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


def arguments(world: SimpleNamespace, *, secret: bool = False) -> dict[str, Any]:
    idea, comment = (world.secret, world.secret_comment) if secret else (world.idea, world.comment)
    return {
        "handle": "tom",
        "kind": "terms",
        "version": 1,
        "section": "pages",
        "token": "nonsense",
        "slug": idea.slug,
        "comment_pk": comment.pk,
        "pk": idea.pk,
        "decision_pk": world.decision.pk,
        "report_pk": world.report.pk,
        "receipt": world.notice.receipt,
        "work_pk": (world.secret_work if secret else world.work).pk,
        "language": "en",
        "membership_pk": world.membership.pk,
    }


def insiders_arguments(world: SimpleNamespace) -> dict[str, Any]:
    early, paper = world.early_comment.subject, world.paper
    return {
        "pk": early.pk,
        "comment_pk": world.early_comment.pk,
        "token": paper.token,
        "page_pk": early.page_id,
        "file_pk": paper.pk,
    }


def leaves(
    resolver: URLResolver, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address of the site: its path, its full name and its pattern."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from leaves(entry, address, (*spaces, *([entry.namespace] if entry.namespace else [])))
        else:
            yield address, ":".join((*spaces, entry.name or "")), entry


@cache
def patterns() -> dict[str, URLPattern]:
    """By full name, the first of its name."""
    return {full: pattern for _path, full, pattern in reversed([*leaves(get_resolver())])}


def address_of(name: str, world: SimpleNamespace, *, secret: bool = False) -> str:
    if name.startswith("/"):
        return name
    wanted = patterns()[name].pattern.converters
    alone = name in ("contests:mine", "contests:jury-invitation")
    below_one = ("ideas:", "contests:", "insiders:comment")
    above = {"pk"} if name.startswith(below_one) and not alone else set()  # of what includes it
    given = arguments(world, secret=secret)
    if name.startswith("contests:"):
        entry = world.secret_entry if secret else world.entry
        comment = world.secret_entry_comment if secret else world.entry_comment
        given |= {"pk": entry.pk, "slug": entry.slug, "comment_pk": comment.pk, "scene_pk": world.scene.pk}
    if name == "contests:design-scene":
        given["pk"] = MediaItem.objects.of(entry, kind="entry").get().pk
    if name in ("ideas:opinion", "ideas:films"):
        given["pk"] = world.opinion.page_id
    if name == "ideas:opinion-report":
        given["pk"] = world.opinion.pk
    if name == "comments:block":
        given["pk"] = world.idea.author_id
    if name.startswith("insiders:"):
        given |= insiders_arguments(world)
    if name == "insiders:membership":
        given |= {"pk": world.membership.pk}
    if name.startswith("gallery:"):
        work = world.secret_work if secret else world.work
        given |= {"token": work.token, "name": "poster-1.webp" if name == "gallery:file" else work.renditions.get().key}
    if name.startswith("brand:"):
        file = world.document_file if name.endswith("document") else world.picture
        given |= {"word": file.stem, "ending": file.suffix[1:]}
    if name.startswith("gallery:upload"):
        given = {"token": world.upload.token, "number": 1}
    return reverse(name, kwargs={key: given[key] for key in {*wanted, *above}})


def differences(rows: list[tuple[str, str, tuple[int, ...]]], cast: dict[str, Any]) -> list[str]:
    """Rows that are not what the table says, readable: who got what."""
    found = []
    for place, person in enumerate(CAST):
        client = signed_in(cast[person])
        for name, address, expected in rows:
            if (got := client.get(address).status_code) != expected[place]:
                found.append(f"{name}: {person} got {got}, the table says {expected[place]}")
    return found


def test_each_of_the_cast_gets_what_the_table_says(world, cast):
    assert differences([(name, address_of(name, world), expected) for name, expected in ACCESS], cast) == []


@pytest.mark.once
def test_third_party_addresses_keep_to_their_row(world, cast):
    rows = [
        (address, address.format(document=world.document), row) for all_ in PREFIXES.values() for address, row in all_
    ]
    assert differences(rows, cast) == []


def test_a_row_that_is_wrong_is_found(world, cast):
    wrong = [("/rules/", "/rules/", ALL_404), ("/club/", "/club/", ALL_200)]
    assert len(differences(wrong, cast)) == 8


def without_a_row(resolver: URLResolver) -> list[str]:
    rows = {name for name, _statuses in ACCESS}
    return [
        f"{address} ({name})"
        for address, name, _pattern in leaves(resolver)
        if name not in {*rows, WAGTAIL_SERVES} and not address.startswith(tuple(PREFIXES))
    ]


def test_every_address_of_ours_has_a_row():
    assert without_a_row(get_resolver()) == []


def test_an_address_without_a_row_is_found():
    """A planted one, named and unnamed, at the top and in a part."""
    planted = [path("new/", healthz, name="new"), path("part/", include([path("inner/", healthz)]))]
    found = without_a_row(URLResolver(RegexPattern(r"^/"), [*planted, *get_resolver().url_patterns]))
    assert found == ["new/ (new)", "part/inner/ ()"]


def test_every_route_of_a_board_has_a_row_open_and_closed():
    rows = {name for name, _statuses in ACCESS}
    for _path, _name, route in leaves(URLResolver(RegexPattern(""), IdeaBoardPage.get_subpage_urls())):
        assert {f"/ideas/{route.pattern}", f"/secret-ideas/{route.pattern}"} <= rows


def test_every_screen_of_contests_in_the_admin_has_a_row():
    rows = {resolve(address).view_name for address, _statuses in PREFIXES["admin/"]}
    ours = [name for path, name, _pattern in leaves(get_resolver()) if path.startswith("admin/") and "contest" in name]
    assert len(ours) > 20
    assert [name for name in ours if name not in rows] == []


def test_no_row_is_left_over():
    """A row whose address is gone would say that something is tested which is not."""
    names = {name for _path, name, _pattern in leaves(get_resolver())}
    assert [name for name, _statuses in ACCESS if not name.startswith("/") and name not in names] == []


OF_A_STORY = ("ideas:films", "ideas:opinion", "ideas:opinion-report")
METHODS = ("get", "head", "options", "post")
OUTSIDERS = ("vera", "tom", "lars", "mo", "bea")
OF_ONE_IDEA = [name for name, _statuses in ACCESS if name.startswith("ideas:") and name not in OF_A_STORY]


@pytest.mark.once
def test_a_closed_idea_answers_an_outsider_as_one_that_never_was(world, cast):
    """The same status, no word of it and no redirect that would name it, for a guessed number."""
    for person in OUTSIDERS:
        client = signed_in(cast[person])
        for name, method in product(OF_ONE_IDEA, METHODS):
            closed = address_of(name, world, secret=True)
            theirs = getattr(client, method)(closed)
            nothing = closed.replace(f"/{world.secret.pk}", "/987654")
            none = getattr(client, method)(nothing)
            assert theirs.status_code == none.status_code, (person, name, method)
            assert "anzibar" not in theirs.text.replace(closed, ""), (person, name, method)
            leads_to = unquote(theirs.headers.get("Location", "")).replace(closed, nothing)
            assert leads_to == unquote(none.headers.get("Location", "")), (person, name)


OF_ONE_ENTRY = [name for name, _statuses in ACCESS if name.startswith("contests:") and name != "contests:mine"]


@pytest.mark.once
def test_an_entry_of_a_closed_contest_answers_an_outsider_as_one_that_never_was(world, cast):
    for person in OUTSIDERS:
        client = signed_in(cast[person])
        for name, method in product(OF_ONE_ENTRY, METHODS):
            closed = address_of(name, world, secret=True)
            nothing = closed.replace(f"/{world.secret_entry.pk}", "/987654")
            theirs, none = getattr(client, method)(closed), getattr(client, method)(nothing)
            assert theirs.status_code == none.status_code, (person, name, method)
            assert "anzibar" not in theirs.text.replace(closed, ""), (person, name, method)


OF_ONE_WORK = ["gallery:work", "gallery:report", "gallery:captions", "gallery:file", "gallery:original"]
OF_ONE_WORK += ["gallery:caption-film", "gallery:remove-captions"]


@pytest.mark.once
def test_work_of_a_closed_board_answers_an_outsider_as_one_that_never_was(world, cast):
    for person in OUTSIDERS:
        client = signed_in(cast[person])
        for name, method in product(OF_ONE_WORK, METHODS):
            closed = address_of(name, world, secret=True)
            nothing = closed.replace(f"/{world.secret_work.pk}/", "/987654/")
            nothing = nothing.replace(str(world.secret_work.token), str(uuid4()))
            theirs, none = getattr(client, method)(closed), getattr(client, method)(nothing)
            assert theirs.status_code == none.status_code, (person, name, method)
            assert theirs.status_code in (404, 405)
            assert "anzibar" not in theirs.text
            assert "WEBVTT" not in theirs.text


def test_every_route_of_a_gallery_has_a_row_open_and_closed():
    rows = {name for name, _statuses in ACCESS}
    for _path, _name, route in leaves(URLResolver(RegexPattern(""), GalleryPage.get_subpage_urls())):
        assert {f"/gallery/{route.pattern}", f"/secret-gallery/{route.pattern}"} <= rows


def test_nothing_of_a_closed_board_is_in_a_list_for_an_outsider(world, cast):
    lists = [
        "/",
        "/gallery/",
        "/ideas/",
        "/ideas/?q=zanzibar",
        "/ideas/?sort=new",
        "/ideas/feed/",
        "/search/?q=zanzibar",
        "/news/",
    ]
    lists += [
        "/ideas/similar/?q=zanzibar",
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-ideas.xml",
        "/sitemap-entries.xml",
        "/members/ines/",
    ]
    for person in CAST:
        inside = person in ("ines", "ada")
        client = signed_in(cast[person])
        seen = "".join(client.get(address).text for address in lists)
        shown = seen.replace("zanzibar", "")  # the word that was searched is said again; the title has a capital
        assert ("Zanzibar" in shown) is inside
        assert ("/secret-ideas/" in seen) is inside
