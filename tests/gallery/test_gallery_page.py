"""The gallery: what hangs in it for whom, in which order, and one work with its neighbours."""

import itertools
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.views import serve

from core.audience.groups import INSIDERS
from core.pagination import encode
from core.publication import State
from core.subjects import subjects
from gallery.demo import erase, write
from gallery.models import Attachment, GalleryPage, MediaItem, Stage
from gallery.registries import Bearer, bearers
from ideas.models import Idea
from ideas.subjects import IdeaSubject
from moderation.registries import Review
from tests.core.audience.trees import close, make_page
from tests.factories import make_board, make_idea
from tests.gallery.things import make_film, make_gallery, make_media, make_work

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
BARE = {"widths": (320,), "formats": ("webp",)}


@pytest.fixture
def gallery() -> GalleryPage:
    return make_gallery(introduction="What people made.")


def keys(page) -> list[int]:
    return [int(found) for found in re.findall(r'data-work="(\d+)"', page.text)]


def shown(client, address: str = "/gallery/") -> list[int]:
    page = client.get(address)
    assert page.status_code == 200
    return keys(page)


def make_many(tom, count: int) -> list[MediaItem]:
    """Newest last, two at every moment, under one idea."""
    idea, now = make_idea(by=tom), timezone.now()
    times = (now - timedelta(minutes=(count - n) // 2) for n in range(count))
    return [make_media(by=tom, under=idea, at=at, **BARE) for at in times]


def test_published_work_hangs_with_its_title_and_its_author(client, gallery, tom):
    item = make_work("A red bench", by=tom, **BARE)
    page = client.get("/gallery/")
    assert keys(page) == [item.pk]
    assert "A red bench" in page.text
    assert "by <bdi>Tom</bdi>" in page.text
    assert "What people made." in page.text
    assert f'href="/work/{item.pk}/"' in page.text


@pytest.mark.parametrize(
    "fields",
    [
        *({"state": state} for state in State if state != State.PUBLISHED),
        *({"stage": stage} for stage in Stage if stage != Stage.READY),
        {"purpose": "avatar"},
    ],
    ids=str,
)
def test_nothing_else_hangs_not_even_for_its_owner(client, gallery, tom, fields):
    item = make_work(by=tom, **BARE, **fields)
    for user in (None, tom):
        if user:
            client.force_login(user)
        assert shown(client) == []
        assert client.get(f"/work/{item.pk}/").status_code == 404


def test_what_is_attached_to_nothing_does_not_hang(client, gallery, tom):
    item = make_media(by=tom, **BARE)
    client.force_login(tom)
    assert shown(client) == []
    assert client.get(f"/work/{item.pk}/").status_code == 404


def test_work_of_a_closed_board_hangs_for_those_who_may_enter_it(client, gallery, tom, ines, lars):
    board = make_board(slug="secret-ideas")
    close(board, INSIDERS)
    item = make_media(by=lars, under=make_idea(board=board, by=ines, title="Zanzibar"), is_public=False, **BARE)
    for person in (None, tom, lars):
        if person:
            client.force_login(person)
        assert "Zanzibar" not in client.get("/gallery/").text
        assert client.get(f"/work/{item.pk}/").status_code == 404
    client.force_login(ines)
    assert shown(client) == [item.pk]
    assert "Zanzibar" in client.get(f"/work/{item.pk}/").text


def test_of_several_things_the_first_that_one_may_see_is_named(client, gallery, tom, ines):
    board = make_board(slug="secret-ideas")
    close(board, INSIDERS)
    item = make_media(by=ines, under=make_idea(board=board, by=ines, title="Zanzibar"), **BARE)
    open_idea = make_idea(board=make_board(slug="ideas"), by=ines, title="An open door")
    Attachment.objects.create(item=item, kind="idea", subject_id=open_idea.pk)
    for address in ("/gallery/", f"/work/{item.pk}/"):
        page = client.get(address)
        assert "An open door" in page.text
        assert "Zanzibar" not in page.text
    client.force_login(ines)
    assert "Zanzibar" in client.get(f"/work/{item.pk}/").text


def test_a_closed_gallery_is_not_there_but_its_work_keeps_its_own_address(client, gallery, tom):
    item = make_work(by=tom, **BARE)
    close(gallery, INSIDERS)
    assert client.get("/gallery/").status_code == 404
    page = client.get(f"/work/{item.pk}/")
    assert page.status_code == 200
    assert "/gallery/" not in page.text


def test_the_newest_hangs_first_and_paging_repeats_nothing(client, gallery, tom):
    items = make_many(tom, 50)
    address, pages = "/gallery/", []
    while address:
        page = client.get(address)
        pages.append(keys(page))
        more = re.search(r'href="(\?after=[^"]+)"', page.text)
        address = f"/gallery/{more[1]}" if more else ""
    assert [len(page) for page in pages] == [24, 24, 2]
    assert list(itertools.chain.from_iterable(pages)) == [item.pk for item in reversed(items)]


def test_htmx_is_given_the_next_pieces_alone(client, gallery, tom):
    items = make_many(tom, 26)
    first = client.get("/gallery/", headers=HTMX)
    assert first.text.lstrip().startswith('<section id="work-list"')
    more = re.search(r'hx-get="(\?after=[^"]+)"', first.text)[1]
    rest = client.get(f"/gallery/{more}", headers=HTMX)
    assert rest.text.lstrip().startswith(f'<div id="more-works-{items[1].pk}"')
    assert keys(rest) == [items[1].pk, items[0].pk]
    assert "That is all." in rest.text
    assert "HX-Request" in rest.headers["Vary"]


def test_each_kind_can_be_looked_at_alone(client, gallery, tom):
    idea = make_idea(by=tom)
    made = {
        "pictures": [make_media(under=idea, purpose=purpose, **BARE).pk for purpose in ("picture", "photo")],
        "billboards": [make_media(under=idea, purpose="billboard", size=(1200, 600), **BARE).pk],
        "films": [make_film(under=idea).pk],
    }
    for kind, wanted in made.items():
        assert sorted(shown(client, f"/gallery/?kind={kind}")) == sorted(wanted)
    assert len(shown(client)) == 4
    page = client.get("/gallery/?kind=films")
    assert 'href="?kind=films" aria-current="true"' in page.text
    assert f'href="/work/{made["films"][0]}/?kind=films"' in page.text


class PostcardSubject(IdeaSubject):
    """Another kind of thing that bears work: ideas that say so in their title."""

    key = "postcard"
    label = _("postcard")

    def visible_to(self, user) -> QuerySet[Idea]:
        return super().visible_to(user).filter(title__startswith="Postcard")


@pytest.fixture
def postcards(register):
    register(subjects, PostcardSubject())
    register(bearers, Bearer("postcard", Review.NOTHING))


def test_work_can_be_narrowed_to_what_it_belongs_to(client, gallery, tom, postcards):
    of_idea, of_card = make_work(by=tom, **BARE), make_media(by=tom, **BARE)
    card = make_idea(by=tom, title="Postcard from the tram")
    Attachment.objects.create(item=of_card, kind="postcard", subject_id=card.pk)
    assert shown(client, "/gallery/?of=idea") == [of_idea.pk]
    assert shown(client, "/gallery/?of=postcard") == [of_card.pk]
    assert shown(client, "/gallery/?of=postcard&kind=films") == []
    page = client.get("/gallery/?of=postcard")
    assert "Postcard from the tram" in page.text
    assert re.search(r'href="\?of=postcard" aria-current="true">Postcard</a>', page.text)


def test_work_of_ideas_and_of_contests_can_be_told_apart(client, gallery):
    page = client.get("/gallery/").text
    assert "What it belongs to" in page
    assert [of for of in ("idea", "entry") if f"?of={of}" in page] == ["idea", "entry"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=sculptures", "There is no such kind of work."),
        ("of=zeppelin", "Work does not belong to such a thing."),
        ("after=nonsense", "This link to a further page is damaged."),
        (f"after={encode(['yesterday', 1])}", "This link to a further page is damaged."),
        (f"after={encode([1, 2, 3])}", "This link to a further page is damaged."),
    ],
)
def test_what_does_not_exist_is_said_in_words(client, gallery, tom, query, words):
    make_work(by=tom, **BARE)
    page = client.get(f"/gallery/?{query}")
    assert page.status_code == 400
    assert words in page.text
    assert keys(page) == []
    assert 'href="/gallery/"' in page.text


def test_an_empty_gallery_says_why(client, gallery):
    assert "Nothing hangs here yet" in client.get("/gallery/").text
    page = client.get("/gallery/?kind=films")
    assert "Nothing of this kind here" in page.text
    assert "noindex" in page.text


def test_one_work_is_shown_large_with_what_it_belongs_to(client, gallery, tom):
    item = make_work("A red bench", by=tom, alt="A bench, red")
    page = client.get(f"/work/{item.pk}/")
    idea = Idea.objects.get(title="A red bench")
    assert f'<a href="{idea.get_absolute_url()}">A red bench</a></h1>' in page.text
    assert 'alt="A bench, red"' in page.text
    assert 'fetchpriority="high"' in page.text
    assert f'href="{tom.get_absolute_url()}"' in page.text
    assert '<a class="button" data-kind="plain" href="/gallery/" data-close>Gallery</a>' in page.text
    assert f'<link rel="canonical" href="http://testserver/work/{item.pk}/">' in page.text
    assert f'data-url="http://testserver/work/{item.pk}/"' in page.text
    assert "<title>A red bench, by Tom</title>" in page.text


def test_a_film_is_shown_with_its_controls(client, gallery, tom):
    item = make_film(by=tom, under=make_idea(by=tom))
    page = client.get(f"/work/{item.pk}/")
    assert "<video" in page.text
    assert " controls " in page.text


def test_work_of_who_has_left_stays_without_a_name(client, gallery, tom):
    item = make_work(by=tom, **BARE)
    MediaItem.objects.filter(pk=item.pk).update(owner=None)
    for address in ("/gallery/", f"/work/{item.pk}/"):
        page = client.get(address)
        assert "Former member" in page.text
        assert "Tom" not in page.text


def neighbours(client, address: str) -> tuple[str, str]:
    page = client.get(address)
    assert page.status_code == 200
    before, after = (re.search(rf'href="([^"]+)" rel="{rel}"', page.text) for rel in ("prev", "next"))
    return (before[1] if before else "", after[1] if after else "")


def test_next_and_previous_walk_through_the_same_list(client, gallery, tom):
    items = make_many(tom, 5)
    MediaItem.objects.filter(pk=items[2].pk).update(purpose="billboard")
    everything = [item.pk for item in reversed(items)]
    for query, wanted in (("", everything), ("?kind=pictures", [pk for pk in everything if pk != items[2].pk])):
        addresses = [f"/work/{pk}/{query}" for pk in wanted]
        assert [neighbours(client, address) for address in addresses] == [
            *zip(["", *addresses[:-1]], [*addresses[1:], ""], strict=True)
        ]


def test_a_work_outside_the_list_that_is_named_has_neighbours_in_it(client, gallery, tom):
    items = make_many(tom, 3)
    MediaItem.objects.filter(pk=items[1].pk).update(purpose="video")
    expected = (f"/work/{items[2].pk}/?kind=pictures", f"/work/{items[0].pk}/?kind=pictures")
    assert neighbours(client, f"/work/{items[1].pk}/?kind=pictures") == expected


def test_a_filter_that_does_not_exist_does_not_hide_the_work(client, gallery, tom):
    item = make_work(by=tom, **BARE)
    assert client.get(f"/work/{item.pk}/?kind=sculptures&of=zeppelin").status_code == 200


def test_the_lightbox_is_given_the_work_alone(client, gallery, tom):
    item = make_work('Bench "Rosa" & co', by=tom, **BARE)
    part = client.get(f"/work/{item.pk}/", headers=HTMX)
    assert part.text.lstrip().startswith('<article class="work" id="work"')
    assert 'data-title="Bench &quot;Rosa&quot; &amp; co, by Tom"' in part.text
    assert "</h2>" in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_the_share_card_is_named_to_other_sites_while_everybody_may_see_it(client, gallery, tom):
    from_tests = make_work(by=tom, **BARE)
    assert "og:image" not in client.get(f"/work/{from_tests.pk}/").text
    rendition = from_tests.renditions.get()
    rendition.role, rendition.format = "card", "jpeg"
    rendition.save()
    assert f'content="http://testserver/media/{rendition.key}"' in client.get(f"/work/{from_tests.pk}/").text
    MediaItem.objects.update(is_public=False)
    assert "og:image" not in client.get(f"/work/{from_tests.pk}/").text


def test_a_number_that_nobody_has_is_not_found(client, gallery):
    for number in ("987654", "9" * 30):
        assert client.get(f"/work/{number}/").status_code == 404


@pytest.fixture
def bare_page(rf, count_queries) -> int:
    """Wagtail finds the page and serves it; nothing of ours is asked."""
    page = make_page("Plain")

    def serve_it() -> None:
        request = rf.get(page.url)
        request.user = AnonymousUser()
        serve(request, page.url.lstrip("/"))

    serve_it()
    return count_queries(serve_it)


def asked(client, count_queries, address: str) -> int:
    client.get(address)
    cache.clear()
    return count_queries(lambda: client.get(address))


@pytest.mark.parametrize("query", ["", "?kind=pictures", "?of=idea"])
def test_more_work_costs_no_more_queries(client, gallery, tom, count_queries, bare_page, query):
    idea = make_idea(by=tom)
    for _number in range(3):
        make_media(by=tom, under=idea, **BARE)
    few = asked(client, count_queries, f"/gallery/{query}")
    for _number in range(40):
        make_media(by=tom, under=make_idea(by=tom), **BARE)
    assert asked(client, count_queries, f"/gallery/{query}") == few
    assert few <= bare_page + 8


def test_the_page_of_a_work_costs_the_same_however_many_there_are(client, gallery, tom, count_queries):
    item = make_work(by=tom, **BARE)
    few = asked(client, count_queries, f"/work/{item.pk}/")
    make_many(tom, 30)
    assert asked(client, count_queries, f"/work/{item.pk}/") == few
    assert few <= 14


def test_the_demo_has_one_gallery_however_often_it_is_written():
    write()
    write()
    page = GalleryPage.objects.get()
    assert (page.slug, page.live, page.show_in_menus) == ("gallery", True, True)
    erase()
    assert not GalleryPage.objects.exists()
