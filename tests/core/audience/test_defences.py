"""One defence at a time is taken away, and the canary sings. docs/canary.md says what each test takes away."""

from contextlib import ExitStack

import pytest
from django.apps import apps
from django.db.models.signals import post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import pre_page_move

from core.audience import listeners
from core.audience.closed_types import closed_types
from core.audience.signals import alias_wanted, page_copied, privacy_changed
from core.commands import Surface, surfaces
from core.members.registries import ProfileSection, profile_sections
from core.subjects import subjects
from gallery.actions.placing import settle_soon
from insiders.models import KIND
from tests.core.audience import leaks, undefended
from tests.core.audience.singing import looked, sings, with_context, with_template, without_hooks, without_receiver

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LEAKS, UNDEFENDED = leaks.__name__, undefended.__name__
ONE_GATE = "core.audience.middleware.OneGate"
GATE = (("on_serve_page", "gate_page"), ("before_serve_page", "gate_method"))
CARRIED = ("page carried",)


def told(found, *words):
    """Whether these fields were heard."""
    return all(any(word in leak.word for leak in found) for word in words)


def test_it_is_silent_about_early_access_and_letters_while_all_defences_stand():
    report = looked("early", "letters", door="later", people=("visitor", "lapsed"))
    assert report.is_clean, "\n".join(report.lines())
    for word in ("earlybody", "earlypaper", "earlyfeedback", "earlycomment", "lettersletter", "letterssignature"):
        assert any(word in alive for alive in report.alive), word


def test_it_is_silent_about_what_an_editor_carries_out():
    report = looked("page", door="ancestor", within=CARRIED, carry=True)
    assert report.is_clean, "\n".join(report.lines())
    assert report.asked["page carried from ancestor"] > 4


def test_without_its_closed_type_early_access_that_lost_its_steps_is_open(register):
    register(surfaces, Surface("forgotten", leaks.plant_forgotten))
    assert sings("forgotten", within=("forgotten behind",)) == []
    kept = closed_types._things.pop(KIND)
    try:
        found = sings("forgotten", within=("forgotten behind",))
    finally:
        closed_types._things[KIND] = kept
    assert told(found, "forgottentitle", "forgottenintroduction")


# --- what leaves a closed page


@pytest.mark.parametrize(
    ("signal", "receiver", "endings"),
    [(page_copied, listeners.close_copy, ("-copy", "-he")), (pre_page_move, listeners.take_along, ("-moved",))],
)
def test_without_what_closes_it_a_page_that_left_is_open(signal, receiver, endings):
    with without_receiver(signal, receiver):
        found = sings("page", door="ancestor", within=CARRIED, carry=True)
    assert told(found, "pagebody")
    assert {ending for ending in endings if any(ending in leak.address for leak in found)} == set(endings)


def test_without_the_refusal_there_are_aliases_and_without_the_gate_they_are_open():
    with without_receiver(alias_wanted, listeners.refuse_alias), without_hooks(*GATE):
        found = sings("page", door="ancestor", within=CARRIED, carry=True)
    assert any("-alias" in leak.address and "pagebody" in leak.word for leak in found)


# --- doors


def test_a_share_card_that_is_made_of_the_page_is_heard(settings, tmp_path):
    card = '<meta name="robots" content="noindex"><meta property="og:description" content="{{ there.introduction }}">'
    door = '{% extends "layouts/site.html" %}{% block head %}' + card + "{% endblock %}"
    with_template(settings, tmp_path, "audience/door.html", door)
    with_context(settings, "", f"{LEAKS}.page_there")
    assert told(sings("page", door="teaser", within=("page behind",)), "pageintroduction")


def test_a_door_that_search_engines_may_take_up_is_heard(settings):
    settings.MIDDLEWARE = [f"{LEAKS}.ForgetsNotToIndex", *settings.MIDDLEWARE]
    found = sings("page", door="teaser", within=("page behind",))
    assert "search engines may take it up" in {leak.where for leak in found}


@pytest.mark.parametrize("address", ["/admin/login/", "/accounts/login/"])
def test_a_log_in_beside_ours_is_heard_and_ours_is_not(settings, address):
    settings.ROOT_URLCONF = UNDEFENDED
    found = {leak.where for leak in sings("page", within=(address,), plant=())}
    assert found == ({"a sign-in beside ours"} if address.startswith("/admin/") else set())


def test_without_the_shadow_wagtails_page_for_shared_passwords_of_documents_is_there(settings):
    settings.ROOT_URLCONF = UNDEFENDED
    found = sings("page", within=("documents",))
    assert any("authenticate_with_password" in leak.address for leak in found)


# --- files


def test_pictures_of_any_size_under_their_number_are_heard(settings):
    picture = Surface("picture", leaks.plant_wagtails_picture)
    assert sings(within=("picture behind",), plant=[picture]) == []
    settings.ROOT_URLCONF = UNDEFENDED
    assert any(leak.where.startswith("200") for leak in sings(within=("picture behind",), plant=[picture]))


def test_without_what_settles_media_a_picture_stays_public_when_its_page_is_closed():
    with without_receiver(privacy_changed, settle_soon, dispatch_uid="gallery.settle"):
        found = sings("board", door="later", within=("board behind",))
    assert any(leak.address.startswith("/media/") and "picturebytes" in leak.word for leak in found)


def test_without_the_listener_nobody_hears_that_a_page_was_closed():
    with ExitStack() as quiet:
        for signal in (post_save, listeners.m2m_changed):
            for sender in (PageViewRestriction, PageViewRestriction.groups.through):
                if signal.disconnect(listeners.privacy_changed, sender=sender):
                    quiet.callback(signal.connect, listeners.privacy_changed, sender=sender)
        found = sings("board", door="later", within=("board behind",))
    assert any(leak.address.startswith("/media/") for leak in found)


# --- lists, menus, figures


def test_a_menu_that_is_remembered_for_all_alike_is_heard(settings):
    with_context(settings, "core.pages.context.site_nav", f"{LEAKS}.one_menu")
    assert told(sings("page", door="later", within=("errors", "lists", "pages of the site")), "pagetitle")


def test_a_figure_that_counts_what_is_closed_is_heard(settings, tmp_path):
    with_template(settings, tmp_path, "pages/news_index.html", "{{ page.get_children.live.count }} pieces")
    found = sings("news", within=("lists",))
    assert {leak.where for leak in found} == {"another answer without what is closed"}
    assert "1 pieces" in found[0].excerpt


def test_a_section_of_a_profile_that_asks_nobody_is_heard(settings, tmp_path, register):
    register(profile_sections, ProfileSection("leak", "All", leaks.all_ideas))
    with_template(settings, tmp_path, "all_ideas.html", "{% for idea in ideas %}{{ idea.title }}{% endfor %}")
    assert told(sings("board", within=("profiles",)), "boardideatitle")


def test_a_hidden_tier_that_is_not_hidden_is_heard():
    assert sings("early", door="hidden", within=("lists",)) == []
    named = Surface("early", leaks.plant_named_tier)
    assert told(sings(door="hidden", within=("lists",), plant=[named]), "hiddentiername")


def test_nothing_promotes_pages_in_the_search():
    assert not apps.is_installed("wagtail.contrib.search_promotions")


# --- what is kept


KEEPING = {
    "cache": "Cache-Control: ",
    "referrer": "other sites are told the address",
    "history": "the history of htmx keeps it",
    "fragment": "no Vary: HX-Request",
    "browser": "no Clear-Site-Data",
}


@pytest.mark.parametrize("kept", KEEPING)
def test_what_an_insider_was_shown_and_something_keeps_is_heard(settings, tmp_path, kept):
    surface, within = "page", ("page behind",)
    if kept == "cache":
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != ONE_GATE]
    elif kept == "referrer":
        settings.SECURE_REFERRER_POLICY = "unsafe-url"
    elif kept == "history":
        with_template(settings, tmp_path, "layouts/base.html", "<html>{% block body %}{% endblock %}</html>")
    elif kept == "fragment":
        settings.MIDDLEWARE = [f"{LEAKS}.ForgetsFragments", *settings.MIDDLEWARE]
        surface, within = "board", ("board behind",)
    else:
        settings.ROOT_URLCONF = UNDEFENDED
        within = ("/accounts/logout/",)
    found = sings(surface, within=within)
    assert {leak.what for leak in found} == {"kept"}
    assert any(leak.where.startswith(KEEPING[kept]) for leak in found)


# --- letters


def test_a_letter_that_waited_until_its_reader_was_out_is_heard():
    """New ones are not even written then: `grounds` keeps them out. This one was."""
    kept = subjects["idea"]
    subjects._things["idea"] = leaks.BlindSubject()
    try:
        found = sings("board", "mail", people=("lapsed",), within=("nothing",))
    finally:
        subjects._things["idea"] = kept
    assert {(leak.what, leak.who) for leak in found} == {("letter", "lapsed")}
    assert any("moved this week" in leak.address for leak in found)  # the digest; the others are letters
    assert "mail" in {surface.key for surface in surfaces}
