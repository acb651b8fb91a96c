"""A closed board and closed contests are in no list of an outsider, whatever they did there before."""

from typing import Any

import pytest

from tests.closed.rooms import FRAGMENT, OTHERS, OWN, illegal, signed_in, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OUTSIDERS = ("vera", "tom", "lars", "otto", "lena", "mo", "bea")
LISTS = [
    "/",
    "/search/?q=zanzibar",
    "/search/?q=ukulele",
    "/ideas/",
    "/ideas/?q=zanzibar",
    "/ideas/?mine=on",
    "/ideas/similar/?q=zanzibar+blend",
    "/ideas/similar/?q=ukulele+evenings",
    "/ideas/roadmap/",
    "/ideas/feed/",
    "/contests/",
    "/contests/hall-of-fame/",
    "/gallery/",
    "/gallery/?q=zanzibar",
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-ideas.xml",
    "/sitemap-entries.xml",
    "/members/ines/",
    "/members/tom/",
    "/moderation/transparency/",
    "/robots.txt",
    "/nowhere/",
]
OWN_LISTS = ["/me/entries/", "/me/notices/", "/me/reports/", "/me/settings/", "/me/export/", "/me/delete/"]
LISTED = ["/", "/search/?q=zanzibar", "/gallery/", "/sitemap-pages.xml", "/sitemap-ideas.xml", "/sitemap-entries.xml"]
LISTED += ["/members/ines/", "/members/tom/"]
DESKS = [
    "/admin/",
    "/admin/moderation/",
    "/admin/moderation/?q=zanzibar",
    "/admin/moderation/?tab=all",
    "/admin/moderation/tabs/",
    "/admin/moderation/decisions/",
    "/admin/moderation/decisions.csv",
    "/admin/moderation/notices/",
    "/admin/moderation/notices.csv",
    "/admin/ideas/",
    "/admin/contest-votes/",
]
OF_EDITORS = ["/admin/ideas/", "/admin/contest-votes/"]


def found_in(user: Any, addresses: list[str], words: tuple[str, ...]) -> list[str]:
    """Where one of these words reaches this person, as a page or as a fragment."""
    client, found = signed_in(user), []
    for address in addresses:
        for headers in ({}, FRAGMENT):
            text = text_of(client.get(address, headers=headers))
            found += [f"{address} {headers or 'page'}: {word}" for word in words if word in text]
    return found


def test_nothing_is_in_any_list_of_an_outsider(made, cast):
    found = {person: found_in(cast[person], LISTS, OTHERS + OWN) for person in OUTSIDERS}
    assert {person: where for person, where in found.items() if where} == {}


def test_nor_in_what_is_their_own(made, cast):
    """What somebody wrote themselves stays theirs, in the file of their own data alone."""
    found = {person: found_in(cast[person], OWN_LISTS, OTHERS) for person in OUTSIDERS if person != "vera"}
    found["tom's"] = found_in(cast["tom"], [one for one in OWN_LISTS if one != "/me/export/"], OWN)
    assert {person: where for person, where in found.items() if where} == {}


def test_nor_on_any_desk(made, cast):
    illegal(made)
    found = {"mo": found_in(cast["mo"], DESKS, OTHERS + OWN), "bea": found_in(cast["bea"], OF_EDITORS, OTHERS + OWN)}
    assert {person: where for person, where in found.items() if where} == {}


def test_an_insider_finds_all_of_it(made, cast):
    """So that the others would show what leaks."""
    lists = ["/", "/search/?q=zanzibar", "/gallery/", "/members/ines/", "/members/tom/"]
    assert [one for one in lists if not found_in(cast["ines"], [one], OTHERS + OWN)] == []


def test_all_of_it_is_in_the_lists_while_the_rooms_are_open(still_open, cast):
    lists = [*LISTED, "/me/entries/", "/me/reports/", "/me/notices/"]
    assert [one for one in lists if not found_in(cast["tom"], [one], OTHERS + OWN)] == []
    assert found_in(cast["mo"], ["/admin/moderation/?q=zanzibar"], OTHERS)
