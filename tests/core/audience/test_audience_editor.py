"""Who sees a page, as an editor says it: the panel, its summary, what it refuses, and the screens around it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core.audience.audience_words import AudienceWords, ladder_words
from core.audience.gate import asked_once
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, GatedPage, Tier
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from tests.core.audience.trees import climb, close, close_to_visitors, make_page, tease

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def staff(bea):
    client = Client()
    client.force_login(bea)
    return client


def typed(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def form_of(title="Blend", *, ladder=None, teaser=None, **more):
    ladder = ladder and dict(ladder)
    tiers = {"audience_windows-0-tiers": ladder.pop("tiers", [])} if ladder else {}
    rows = [{"insiders_from": "", "members_from": "", "public_from": "", **ladder}] if ladder is not None else []
    return tiers | nested_form_data(
        {
            "title": title,
            "slug": title.lower(),
            "introduction": "",
            "body": {"count": "0"},
            "audience_windows": inline_formset(rows),
            "teasers": inline_formset([{"text": "", "picture": "", **teaser}] if teaser else []),
            "comments": inline_formset([]),
            **more,
        }
    )


def edit(client, page, **form):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(**form))


def errors_of(answer, field) -> list[str]:
    return [
        error
        for form in answer.context["form"].formsets["audience_windows"].forms
        for error in form.errors.get(field, [])
    ]


def gated_models() -> list[type]:
    from django.apps import apps

    return [model for model in apps.get_models() if issubclass(model, GatedPage)]


@pytest.mark.parametrize("model", gated_models(), ids=lambda model: model.__name__)
def test_every_page_of_ours_has_the_panel(model):
    form = model.get_edit_handler().get_form_class()
    assert {"audience_windows", "teasers"} <= set(form.formsets or form._meta.formsets)


def test_a_new_page_appears_with_its_ladder(staff, bea, vera, client):
    tier = Tier.objects.get_or_create(group=bea.groups.first(), name="Team")[0]
    url = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", demo_home().pk])
    later = timezone.now() + HOUR
    form = form_of(ladder={"tiers": [str(tier.pk)], "members_from": typed(later)}, teaser={"title": "Door"}) | {
        "action-publish": "1"
    }
    assert staff.post(url, form).status_code == 302
    page = StandardPage.objects.get(title="Blend")
    assert page.live
    window = AudienceWindow.objects.get(page=page.pk)
    assert list(window.tiers.all()) == [tier]
    assert typed(window.members_from) == typed(later)
    assert "Door" in client.get("/blend/").text


def test_a_draft_changes_nothing_for_anybody(staff, client):
    page = make_page("Blend")
    assert edit(staff, page, ladder={"members_from": typed(timezone.now())}).status_code == 302
    assert client.get("/blend/").status_code == 200
    assert (
        edit(staff, page, ladder={"members_from": typed(timezone.now())}, **{"action-publish": "1"}).status_code == 302
    )
    assert client.get("/blend/").status_code == 404


def test_the_order_of_steps_is_refused_beside_the_step(staff):
    page = make_page("Blend")
    now = timezone.now()
    answer = edit(staff, page, ladder={"members_from": typed(now + 2 * HOUR), "public_from": typed(now + HOUR)})
    assert errors_of(answer, "public_from") == ["This comes before the step that lets fewer people in."]


@pytest.mark.parametrize(
    ("shut", "refused"),
    [
        (lambda page: close(page, INSIDERS), {"members_from", "public_from"}),
        (close_to_visitors, {"public_from"}),
        (lambda page: climb(page, INSIDERS), {"members_from", "public_from"}),
        (lambda page: climb(page, members_from=timezone.now()), {"public_from"}),
        (lambda page: climb(page, public_from=timezone.now() + 9 * HOUR), set()),
    ],
)
def test_a_ladder_below_a_closed_page_can_only_narrow(staff, shut, refused):
    room = make_page("Room")
    shut(room)
    page = make_page("Blend", under=room)
    now = timezone.now()
    answer = edit(staff, page, ladder={"members_from": typed(now + HOUR), "public_from": typed(now + 2 * HOUR)})
    if not refused:
        assert answer.status_code == 302
        return
    assert {name for name in ("members_from", "public_from") if errors_of(answer, name)} == refused


def test_a_page_with_a_restriction_gets_no_ladder(staff):
    page = make_page("Blend")
    close(page, INSIDERS)
    answer = edit(staff, page, ladder={"members_from": typed(timezone.now())})
    assert "one or the other" in str(errors_of(answer, "__all__"))
    window = climb(page, INSIDERS, members_from=timezone.now())  # as after a move
    page = StandardPage.objects.get(pk=page.pk)
    rows = {"audience_windows-INITIAL_FORMS": "1", "audience_windows-0-id": window.pk}
    kept = {"tiers": [tier.pk for tier in window.tiers.all()], "members_from": typed(window.members_from)}
    page.save_revision()
    answer = edit(staff, page, ladder=kept, **rows)
    assert answer.status_code == 302
    assert "Privacy closes this page as well" in str(AudienceWords.of_draft(page).warnings)
    with pytest.raises(ValidationError, match="one or the other"):
        AudienceWindow(page=page).clean()


def test_one_ladder_a_page(staff):
    page = make_page("Blend")
    form = form_of() | nested_form_data(
        {"audience_windows": inline_formset([{"public_from": ""}, {"public_from": ""}])}
    )
    answer = staff.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 200


def test_the_privacy_screen_puts_nothing_beside_a_ladder(staff, bea):
    page = make_page("Blend")
    climb(page, INSIDERS)
    url = f"/admin/pages/{page.pk}/privacy/"
    assert reverse("wagtailadmin_pages:set_privacy", args=[page.pk]) == url
    assert "never both" in staff.get(url).json()["html"]
    answer = staff.post(url, {"restriction_type": "login"})
    assert "never both" in answer.json()["html"]
    assert not PageViewRestriction.objects.exists()


def test_nor_beside_one_that_is_drafted(staff):
    page = make_page("Blend")
    page.audience_windows = [AudienceWindow(members_from=timezone.now())]
    page.save_revision()
    answer = staff.post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"})
    assert "never both" in answer.json()["html"]


def test_without_a_ladder_it_works_as_it_did(staff, vera, client):
    page = make_page("Blend")
    url = f"/admin/pages/{page.pk}/privacy/"
    assert staff.post(url, {"restriction_type": "login"}).json()["step"] == "set_privacy_done"
    assert client.get("/blend/").status_code == 404
    assert staff.post(url, {"restriction_type": "none"}).json()["is_public"] is True
    assert client.get("/blend/").status_code == 200


def test_the_editor_reads_what_is_saved(staff):
    page = make_page("Blend")
    climb(page, INSIDERS)
    text = staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "Insiders now; nobody else" in text


def test_the_summary_follows_what_is_typed(staff, bea):
    page = make_page("Blend")
    close_to_visitors(page.get_parent())
    asked = {"page": page.pk, "has_ladder": "1", "members_from": "2020-01-01 09:00", "public_from": "half a date"}
    text = staff.get("/admin/audience/summary/", asked).text
    assert "Members now; nobody else" in text
    assert "above it: Members now; nobody else" in text
    assert staff.get("/admin/audience/summary/", {"parent": page.pk}).status_code == 200
    for wrong in ({}, {"page": "x"}, {"page": "9" * 40}, {"parent": 0}):
        assert staff.get("/admin/audience/summary/", wrong).status_code == 404


def test_it_warns_of_what_opens_the_page():
    now = timezone.now()
    page = make_page("Blend")
    page.audience_windows = [AudienceWindow(members_from=now + HOUR)]
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    assert AudienceWords.of_draft(page, at=now).warnings == ()
    page.audience_windows = []
    assert "opens" in AudienceWords.of_draft(page, at=now).warnings[0]
    page.audience_windows = [AudienceWindow(members_from=now + 2 * HOUR)]
    assert AudienceWords.of_draft(page, at=now).warnings == ()


def test_going_back_to_an_open_revision_says_so_first(staff):
    page = make_page("Blend")
    old = page.save_revision()
    page.audience_windows = [AudienceWindow(members_from=timezone.now() + HOUR)]
    page.save_revision().publish()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    assert "Publishing this opens the page" in staff.get(url).text


def test_it_warns_of_a_scheduled_publication_that_opens_the_page():
    page = make_page("Blend")
    page.save_revision().publish()
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    page = StandardPage.objects.get(pk=page.pk)
    AudienceWindow.objects.create(page=page, members_from=timezone.now() + HOUR)
    page = StandardPage.objects.get(pk=page.pk)
    assert "scheduled" in str(AudienceWords.of_draft(page).warnings)


def test_it_warns_of_a_teaser_that_nobody_meets():
    page = make_page("Blend")
    tease(page)
    page = StandardPage.objects.get(pk=page.pk)
    assert "Nobody will meet the teaser" in AudienceWords.of_draft(page).warnings[0]
    close(page, INSIDERS)
    assert AudienceWords.of_draft(page).warnings == ()


def test_the_listing_shows_the_ladder_where_it_shows_the_lock(staff):
    page = make_page("Blend")
    climb(page, INSIDERS)
    make_page("Below", under=page)
    text = staff.get(reverse("wagtailadmin_explore", args=[demo_home().pk])).text
    assert text.count('title="Insiders now; nobody else"') == 1
    text = staff.get(reverse("wagtailadmin_explore", args=[page.pk])).text
    assert 'title="Insiders now; nobody else"' in text


def test_a_list_of_pages_asks_for_ladders_once(max_queries):
    pages = [make_page(f"Blend {number}") for number in range(5)]
    for page in pages:
        climb(page, INSIDERS)
    ladder_words(pages[0])
    with asked_once(), max_queries(2):
        assert {ladder_words(page) for page in pages} == {"Insiders now; nobody else"}


def test_moving_and_copying_say_so_before_and_after(staff):
    room, hall = make_page("Room"), make_page("Hall")
    close(room, INSIDERS)
    page = make_page("Blend", under=room)
    move = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, hall.pk])
    assert "would be open there" in staff.get(move).text
    assert "stays closed: only Insiders see it" in staff.post(move, follow=True).text
    copy = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert "Its copy will be closed" in staff.get(copy).text
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": demo_home().pk, "publish_copies": "on"}
    assert "stays closed: only Insiders see it" in staff.post(copy, form, follow=True).text
    assert PageViewRestriction.objects.filter(page__slug="copy").count() == 1


def test_moving_many_says_so_too(staff):
    room, hall = make_page("Room"), make_page("Hall")
    close(room, INSIDERS)
    pages = [make_page(title, under=Page.objects.get(pk=room.pk)) for title in ("Blend", "Bean")]
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    url += "?next=/admin/account/" + "".join(f"&id={page.pk}" for page in pages)
    assert "goes along" in staff.get(url).text
    text = staff.post(url, {"chooser": hall.pk}, follow=True).text
    assert text.count("stays closed: only Insiders see it") == 2
    assert PageViewRestriction.objects.filter(page__in=pages).count() == 2


def test_copied_with_its_subpages_nothing_below_it_opens(staff, client):
    """Neither what has a door of its own nor what a page above closes, live and published at once."""
    shelf = make_page("Shelf")
    box = make_page("Box", under=shelf)
    close(box, INSIDERS)
    make_page("Tin", under=Page.objects.get(pk=box.pk))
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": demo_home().pk}
    form |= {"copy_subpages": "on", "publish_copies": "on"}
    refused = staff.post(reverse("wagtailadmin_pages:copy", args=[shelf.pk]), form | {"alias": "on"})
    assert "A closed page cannot have an alias" in refused.text
    assert not Page.objects.filter(slug="copy").exists()
    assert staff.post(reverse("wagtailadmin_pages:copy", args=[shelf.pk]), form).status_code == 302
    assert Page.objects.get(slug="copy").get_descendants().live().count() == 2
    assert [client.get(f"/copy/{path}").status_code for path in ("", "box/", "box/tin/")] == [200, 404, 404]


def test_an_alias_that_goes_its_own_way_says_so_before_and_after(staff, client):
    page, hall = make_page("Blend"), make_page("Hall")
    alias = page.create_alias(parent=Page.objects.get(pk=hall.pk))
    convert = reverse("wagtailadmin_pages:convert_alias", args=[alias.pk])
    assert "is closed" not in staff.get(convert).text
    close(page, INSIDERS)
    assert "The page that this one follows is closed" in staff.get(convert).text
    assert "stays closed: only Insiders see it" in staff.post(convert, follow=True).text
    assert client.get("/hall/blend/").status_code == 404


def test_the_copy_screen_refuses_an_alias_in_words(staff):
    page = make_page("Blend")
    close(page, INSIDERS)
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": demo_home().pk, "alias": "on"}
    answer = staff.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    assert "A closed page cannot have an alias" in answer.text
    assert not Page.objects.filter(slug="copy").exists()


def test_an_editor_without_the_tier_edits_and_is_answered_outside_like_anybody(staff):
    page = make_page("Blend")
    climb(page, INSIDERS)
    assert staff.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert staff.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
    assert staff.get("/blend/").status_code == 404
