"""What is made for somebody inside is kept nowhere, and a visitor's answers may be kept as before."""

import pytest
from django.urls import reverse

from gallery.models import MediaItem
from tests.closed.rooms import FRAGMENT, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def inside(made) -> list[str]:
    """One address of every sort of answer: page, fragment, feed, file, captions, JSON."""
    board, contest, idea, entry = made.board, made.contest, made.idea, made.entry
    film = MediaItem.objects.get(pk=made.work.pk)
    pages = [board.url, contest.url, idea.get_absolute_url(), entry.get_absolute_url(), "/", "/search/?q=zanzibar"]
    routes = [f"{board.url}{route}" for route in ("roadmap/", "feed/", "new/", "similar/?q=zanzibar+blend")]
    routes += [f"{contest.url}{route}" for route in ("entries/", "rules/", "feed/", "votes/", "ledger/", "results/")]
    files = [reverse("gallery:file", args=[film.token, "poster-1.webp"])]
    files += [reverse("gallery:captions", args=[film.token, "en"]), reverse("gallery:original", args=[film.token])]
    talks = [reverse("ideas:comments", args=[idea.pk]), reverse("contests:comments", args=[entry.pk])]
    return pages + routes + files + talks + [reverse("gallery:work", args=[film.pk])]


def test_every_answer_to_an_insider_is_kept_nowhere(made, cast):
    client = signed_in(cast["ines"])
    for address in inside(made):
        for headers in ({}, FRAGMENT, {"Range": "bytes=0-3"}):
            answer = client.get(address, headers=headers)
            assert answer.status_code in (200, 206), address
            kept = answer.headers.get("Cache-Control", "")
            assert "private" in kept and "no-store" in kept and "public" not in kept, (address, kept)


def test_posts_are_kept_nowhere_either(made, cast):
    client = signed_in(cast["ines"])
    for address, data in (
        (reverse("ideas:vote", args=[made.idea.pk]), {"vote": "on"}),
        (reverse("ideas:follow", args=[made.idea.pk]), {"wanted": "on"}),
        (reverse("ideas:comments", args=[made.idea.pk]), {"body": ""}),
        (reverse("contests:vote", args=[made.entry.pk]), {"vote": "on"}),
    ):
        answer = client.post(address, data, headers=FRAGMENT)
        assert answer.status_code != 404, address
        assert "no-store" in answer.headers.get("Cache-Control", ""), address


def test_what_is_a_visitors_may_be_kept_though_something_is_closed(made, cast):
    for person in ("vera", "otto"):
        for address in ("/", "/ideas/", made.open_idea.get_absolute_url()):
            answer = signed_in(cast[person]).get(address)
            assert "no-store" not in answer.headers.get("Cache-Control", ""), (person, address)
    assert "max-age" in signed_in(cast["vera"]).get("/robots.txt").headers["Cache-Control"]


def test_a_closed_page_that_was_kept_is_not_confirmed_to_an_outsider(made, cast):
    """Who kept an answer and asks whether it still holds is answered as if it had never been."""
    address = made.idea.get_absolute_url()
    tag = signed_in(cast["ines"]).get(address).headers.get("ETag", '"anything"')
    asked = {"If-None-Match": tag, "If-Modified-Since": "Tue, 01 Jan 2030 00:00:00 GMT"}
    assert signed_in(cast["otto"]).get(address, headers=asked).status_code == 404
    assert signed_in(cast["otto"]).get(address, headers={"If-None-Match": "*"}).status_code == 404


def test_the_browsers_history_keeps_no_copy_of_a_page(made, cast):
    """htmx keeps none; it asks again when somebody goes back, and the gate answers."""
    page = signed_in(cast["ines"]).get(made.idea.get_absolute_url()).text
    assert '"historyCacheSize": 0' in page
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert signed_in(cast["otto"]).get(made.idea.get_absolute_url(), headers=back).status_code == 404


def test_page_and_fragment_at_one_address_are_kept_apart(made, cast):
    for address in (made.board.url, f"{made.contest.url}entries/", "/search/?q=zanzibar"):
        assert "HX-Request" in signed_in(cast["ines"]).get(address).headers["Vary"], address
