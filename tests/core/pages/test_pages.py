"""Home, words, news and the search."""

from datetime import date

import pytest
from wagtail.models import Page

from core.audience.groups import INSIDERS
from core.pages.actions import demo_home
from core.pages.demo import erase_pages, write_pages
from core.pages.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from core.pages.registries import HomeSection, SearchSource, home_sections, search_sources
from tests.core.audience.trees import close, make_page
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db


def test_a_new_site_has_a_home_page(client):
    assert HomePage.objects.count() == 1
    assert client.get("/").status_code == 200
    assert not Page.objects.filter(title__contains="Wagtail").exists()


def test_a_new_site_knows_its_own_address(settings):
    assert HomePage.objects.get().full_url == f"{settings.BASE_URL}/"


def test_the_home_page_is_made_where_there_is_none():
    Page.objects.filter(depth=2).first().delete()
    home = demo_home()
    assert demo_home().pk == home.pk
    assert home.get_site().is_default_site


@pytest.fixture
def a_room(register):
    """A room that shows one thing on the home page and takes submissions."""

    def build(request):
        return None if request.user.is_authenticated else ("pages/blocks/heading.html", {"more_url": "/all/"})

    register(home_sections, HomeSection("zz", "Things", build, ask=lambda request: "/things/new/"))


def test_the_ask_begins_a_submission_in_the_first_room_that_takes_one(client, a_room):
    home = demo_home()
    home.ask = "What would make Kaffa better?"
    home.save()
    text = client.get("/").text
    assert 'action="/things/new/"' in text
    assert 'name="title"' in text
    assert "What would make Kaffa better?" in text


def test_nobody_is_asked_where_nothing_can_be_submitted(client):
    assert "ask-box" not in client.get("/").text


def test_a_section_with_nothing_to_show_is_left_out(client, a_room, tom):
    assert 'id="home-zz"' in client.get("/").text
    client.force_login(tom)
    assert 'id="home-zz"' not in client.get("/").text


def test_words_pictures_and_quotations_are_shown_and_markup_is_not_run(client):
    body = [
        ("heading", "A <script>alert(1)</script> heading"),
        ("paragraph", "<p>Some <b>words</b></p>"),
        ("quote", {"text": "Say\nso", "who": "Bea"}),
    ]
    make_page("Rules", body=body, introduction="In short")
    text = client.get("/rules/").text
    assert "<h2>A &lt;script&gt;" in text
    assert "Some <b>words</b>" in text
    assert "Say<br>so" in text


def test_news_are_listed_newest_first_and_only_those_one_may_see(client, ines):
    index = demo_home().add_child(instance=NewsIndexPage(title="News"))
    for day, title in ((1, "Older"), (3, "Newest"), (2, "Zanzibar")):
        piece = index.add_child(instance=NewsPage(title=title, date=date(2026, 11, day)))
        if title == "Zanzibar":
            close(piece, INSIDERS)
    assert [piece.title for piece in client.get("/news/").context["news"]] == ["Newest", "Older"]
    assert client.get("/news/zanzibar/").status_code == 404
    assert client.get("/news/newest/").status_code == 200
    client.force_login(ines)
    assert [piece.title for piece in client.get("/news/").context["news"]] == ["Newest", "Zanzibar", "Older"]


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "\x00"])
def test_a_page_number_that_makes_no_sense_is_no_error(client, page):
    demo_home().add_child(instance=NewsIndexPage(title="News"))
    assert client.get("/news/", {"page": page}).status_code == 200


def found(client, words: str) -> list[str]:
    return [row.title for one in client.get("/search/", {"q": words}).context["found"] for row in one.rows]


def test_pages_are_found_by_the_words_of_their_title(client):
    make_page("House rules")
    make_page("House music")
    assert found(client, "rules house") == ["House rules"]
    assert sorted(found(client, "HOUSE")) == ["House music", "House rules"]


def test_a_closed_page_is_found_by_who_may_enter(client, tom, ines):
    close(make_page("Zanzibar"), INSIDERS)
    assert found(client, "zanzibar") == []
    client.force_login(tom)
    assert found(client, "zanzibar") == []
    client.force_login(ines)
    assert found(client, "zanzibar") == ["Zanzibar"]


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "'", '"', "*", "NEAR(", "a:b", "\x00", "x" * 5000, "🙂" * 300])
def test_whatever_is_searched_is_no_error(client, words):
    make_page("House rules")
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert found(client, words) == []


def test_nothing_found_says_what_to_do_and_a_search_without_words_says_nothing(client):
    assert "Try fewer or other words." in client.get("/search/?q=zanzibar").text
    assert "Try fewer or other words." not in client.get("/search/").text


def test_a_room_adds_what_it_finds(client, register):
    page = make_page("Anything")
    source = SearchSource("zz", "Things", lambda words, user, limit: [page], "pages/found_page.html", order=1)
    register(search_sources, source)
    assert [one.source.key for one in client.get("/search/?q=anything").context["found"]] == ["zz", "pages"]


def test_htmx_gets_the_results_alone(client):
    answer = client.get("/search/?q=x", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="found"')
    assert "HX-Request" in answer["Vary"]


def test_too_many_searches_are_slowed_down(client, rate_limits):
    answers = answers_until_refused(lambda _n: client.get("/search/"), allowed=60)
    assert {answer.status_code for answer in answers[:-1]} == {200}


def test_the_demo_is_written_once_and_can_be_taken_away(client):
    write_pages()
    write_pages()
    assert StandardPage.objects.count() == 1
    assert "Better coffee starts with your say." in client.get("/").text
    assert "Say it kindly" in client.get("/house-rules/").text
    erase_pages()
    assert not StandardPage.objects.exists()
    assert client.get("/").status_code == 200


def test_an_address_that_leads_nowhere_is_answered_alike_for_all(client, tom):
    assert client.get("/nowhere/").status_code == 404
    client.force_login(tom)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_a_foreign_host_name_is_a_plain_bad_request(client, settings):
    settings.ALLOWED_HOSTS = ["known.example"]
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "did not understand" in answer.text


def test_an_error_of_ours_has_a_page_of_its_own(client, register):
    client.raise_request_exception = False
    register(home_sections, HomeSection("zz", "Things", lambda request: 1 / 0))
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
