"""The canary: it finds nothing in this house, and it sings when a defence is taken away."""

import gzip
import json
import zipfile
import zlib
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageViewRestriction

from core.audience.canary.crawl import check
from core.audience.canary.words import EDITORIAL, Words
from core.audience.grounds import grounds
from core.brand.models import BrandImage
from core.brand.registries import Showing, showings
from core.commands import Surface, surfaces
from core.pages.registries import SearchSource, search_sources
from core.subjects import subjects
from tests.core.audience import leaks
from tests.core.audience.singing import sings, with_template, without_hooks

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LEAKS = leaks.__name__


@pytest.mark.slow
def test_nothing_leaks_out_of_this_house():
    report = check(surfaces)
    assert report.is_clean, "\n".join(report.lines())
    assert len(report.clean) > 30


QUIET = ("page", "errors", "search", "documents")


@pytest.mark.parametrize("door", ["restriction", "ladder"])
def test_it_is_silent_while_all_defences_stand(door):
    assert sings("page", door=door, people=("visitor", "lapsed"), within=QUIET) == []


def test_without_the_hook_that_gates_pages_a_ladder_opens():
    with without_hooks(("on_serve_page", "gate_page"), ("before_serve_page", "gate_method")):
        found = sings("page", door="ladder", within=("page behind",))
    assert any("pagebody" in leak.word for leak in found)


def test_without_the_hook_that_gates_methods_options_tells():
    with without_hooks(("before_serve_page", "gate_method")):
        found = sings("page", door="ladder", within=("page behind",), thorough=True)
    assert {leak.way.split()[0] for leak in found} == {"OPTIONS"}


def test_without_the_hook_that_gates_documents_the_log_in_names_the_file():
    with without_hooks(("before_serve_document", "gate_document")):
        found = sings("page", within=("page behind",))
    assert any(leak.address.startswith("/documents/") and leak.where.startswith("302") for leak in found)
    assert any("loosebytes" in leak.word for leak in found)  # no collection closes that one, but its page


def test_without_the_gate_on_redirects_an_old_address_tells_the_new_one(settings):
    ours = "core.audience.middleware.GatedRedirects"
    plain = "wagtail.contrib.redirects.middleware.RedirectMiddleware"
    settings.MIDDLEWARE = [plain if name == ours else name for name in settings.MIDDLEWARE]
    found = sings("page", within=("page behind",))
    assert any(leak.where == "Location" and "pageslug" in leak.word for leak in found)


def test_without_the_door_of_the_admin_moderators_choose_among_closed_pages(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(".AdminDoor")]
    found = sings("page", people=("moderator",), within=("/admin/choose-page",))
    assert any("pagetitle" in leak.word for leak in found)


def test_without_the_shadow_a_shared_password_page_is_there(settings):
    settings.ROOT_URLCONF = LEAKS
    found = sings("page", within=("_util",))
    assert any("authenticate_with_password" in leak.address for leak in found)


def test_a_template_that_lists_all_children_is_heard(settings, tmp_path):
    told = "{% for one in site.root_page.get_children %}{{ one }} {% endfor %}"
    told = "{% load wagtailcore_tags %}{% wagtail_site as site %}" + told
    with_template(settings, tmp_path, "404.html", told)
    assert any("pagetitle" in leak.word for leak in sings("page", within=("errors",)))


def test_a_search_that_asks_nobody_is_heard(register):
    register(search_sources, SearchSource("all", "All", leaks.everything, "pages/found_page.html"))
    assert any("pagemore" in leak.word or "pagetitle" in leak.word for leak in sings("page", within=("search",)))


def test_a_view_that_asks_nobody_is_heard(settings):
    settings.ROOT_URLCONF = LEAKS
    found = sings("board", within=("stray", "ours"))
    assert any("boardideabody" in leak.word for leak in found)


def test_a_subject_that_asks_nobody_is_heard_in_letters_notices_and_files():
    kept, ground = subjects["idea"], grounds._things.pop("idea")
    subjects._things["idea"] = leaks.BlindSubject()
    try:
        found = sings("board", people=("visitor", "lapsed"), within=("/me/notices/", "board behind", "files"))
    finally:
        subjects._things["idea"], grounds._things["idea"] = kept, ground
    assert {"letter", "word"} <= {leak.what for leak in found}
    assert any(leak.who == "lapsed" and leak.address == "/me/notices/" for leak in found)
    assert any("picturebytes" in leak.word for leak in found)


@pytest.mark.parametrize("key", ["page", "news", "contest"])
def test_a_picture_that_is_shown_to_whoever_asks_is_heard(register, key):
    register(showings, Showing("all", lambda user, picture: BrandImage.objects.filter(pk=picture)))
    found = sings(key, within=(f"{key} behind",))
    assert any("bytes" in leak.word and leak.address.startswith("/picture/") for leak in found)


def test_pictures_in_the_public_storage_are_heard(register):
    """As they lay before they had names of ours."""
    register(surfaces, Surface("former", leaks.plant_as_before))
    found = sings("former", within=("former behind",))
    assert all(leak.address.startswith("/media/former/") for leak in found)
    assert {"pictureoriginal", "picturebytes"} <= {leak.word.partition("former")[2] for leak in found}


def test_a_cache_that_keeps_one_answer_for_all_is_heard(settings):
    settings.MIDDLEWARE = [f"{LEAKS}.OneAnswerForAll", *settings.MIDDLEWARE]
    found = sings("page", within=("page behind",))
    assert any("from the cache" in leak.way and "pagebody" in leak.word for leak in found)


def test_a_header_that_names_the_page_is_heard(settings):
    settings.MIDDLEWARE = [f"{LEAKS}.NamesInHeaders", *settings.MIDDLEWARE]
    assert any(leak.where == "Link" for leak in sings("page", within=("page behind",)))


def test_an_answer_that_nothing_has_changed_is_heard(settings):
    settings.MIDDLEWARE = [f"{LEAKS}.NotModified", *settings.MIDDLEWARE]
    found = sings("page", within=("page behind",))
    assert any(leak.where.startswith("304") for leak in found)


def test_what_is_not_shown_to_an_insider_proves_nothing(settings, tmp_path):
    with_template(settings, tmp_path, "pages/standard.html", "closed for works")
    within = ("page behind",)
    report = check([surfaces["page"]], doors=["ladder"], people=("visitor",), within=within, thorough=False)
    assert report.leaks == []
    assert report.dead == ["page behind ladder"]
    assert not report.is_clean


def test_words_are_found_in_what_is_packed():
    words = Words()
    word = words.make(EDITORIAL, "here")
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("one.txt", f"say {word}")
    text = b"Comment\0\0" + zlib.compress(word.encode())
    png = b"\x89PNG\r\n\x1a\n" + len(text).to_bytes(4) + b"zTXt" + text + b"\0\0\0\0"
    for body in (word.upper().encode(), gzip.compress(word.encode()), held.getvalue(), png):
        assert words.told_in(body) == {word}
    assert words.told_in(b"nothing of the kind") == set()
    assert words.told_in(b"\x1f\x8bnot gzip") == words.told_in(b"PK\x03\x04no zip") == set()


NARROW = ("--surface", "page", "--door", "restriction", "--within", "page behind", "--without-admin")


def test_the_command_prints_what_it_crawled_and_leaves_nothing_behind():
    there = [model.objects.count() for model in (Page, PageViewRestriction, get_user_model())]
    out = StringIO()
    call_command("check_gate", *NARROW, stdout=out)
    assert "clean." in out.getvalue()
    assert "page behind restriction" in out.getvalue()
    assert [model.objects.count() for model in (Page, PageViewRestriction, get_user_model())] == there
    assert mail.outbox == []


def test_the_command_fails_on_a_leak_and_says_where(settings):
    settings.MIDDLEWARE = [f"{LEAKS}.NamesInHeaders", *settings.MIDDLEWARE]
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_gate", *NARROW, "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert not told["is_clean"]
    assert {leak["where"] for leak in told["findings"]} == {"Link"}
