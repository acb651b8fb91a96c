"""What was closed stays closed: moved, copied, translated, aliased, created in code."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageViewRestriction

from core.audience.actions.groups import join, make_tier
from core.audience.gate import is_closed
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from tests.core.audience.trees import climb, close, close_to_visitors, make_page, tease

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def room():
    page = make_page("Room")
    close(page, INSIDERS)
    return page


@pytest.fixture
def hall():
    return make_page("Hall")


def fresh(page) -> StandardPage:
    return StandardPage.objects.get(pk=page.pk)


def seen(page, *people) -> list[bool]:
    return [not is_closed(fresh(page).path, one) for one in people]


def restrictions(page) -> list[tuple[str, set[str]]]:
    found = PageViewRestriction.objects.filter(page=page.pk)
    return [(one.restriction_type, set(one.groups.values_list("name", flat=True))) for one in found]


def test_moved_out_of_a_closed_page_it_stays_closed(room, hall, vera, tom, ines):
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert fresh(page).get_parent().pk == hall.pk
    assert seen(page, vera, tom, ines) == [False, False, True]
    assert restrictions(page) == [("groups", {INSIDERS})]


def test_a_move_within_what_is_closed_adds_nothing(room, hall):
    shelf = make_page("Shelf", under=room)
    page = make_page("Blend", under=room)
    fresh(page).move(fresh(shelf), pos="last-child")
    assert restrictions(page) == []


def test_a_move_to_where_the_same_closes_it_adds_nothing(room, hall):
    close(hall, INSIDERS)
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert restrictions(page) == []


def test_a_ladder_there_that_opens_one_day_is_no_answer(room, hall, vera):
    climb(hall, INSIDERS, public_from=timezone.now() + HOUR)
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert restrictions(page) == [("groups", {INSIDERS})]
    assert is_closed(fresh(page).path, vera, timezone.now() + 2 * HOUR)


def test_out_of_a_ladder_it_stays_as_it_stood(hall, vera, tom, ines):
    room = make_page("Room")
    climb(room, INSIDERS, members_from=timezone.now() + HOUR, public_from=timezone.now() + 2 * HOUR)
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert seen(page, vera, tom, ines) == [False, False, True]
    assert is_closed(fresh(page).path, tom, timezone.now() + 3 * HOUR)  # until somebody opens it


def test_before_insiders_come_in_they_do_not(hall, ines, ada):
    room = make_page("Room")
    climb(room, INSIDERS, insiders_from=timezone.now() + HOUR)
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert seen(page, ines, ada) == [False, True]


def test_once_members_are_in_they_stay_in(hall, vera, tom):
    room = make_page("Room")
    climb(room, members_from=timezone.now() - HOUR)
    page = make_page("Blend", under=room)
    page.move(hall, pos="last-child")
    assert restrictions(page) == [("login", set())]
    assert seen(page, vera, tom) == [False, True]


def test_two_doors_become_the_narrower_one(hall, vera, tom, ines):
    outer = make_page("Outer")
    close_to_visitors(outer)
    inner = make_page("Inner", under=outer)
    close(inner, INSIDERS, "Others")
    page = make_page("Blend", under=inner)
    close(page, INSIDERS, "More")
    page.move(hall, pos="last-child")
    assert restrictions(page) == [("groups", {INSIDERS})]
    assert seen(page, vera, tom, ines) == [False, False, True]


def test_groups_with_nobody_in_common_let_nobody_in(room, hall, ines, ada):
    page = make_page("Blend", under=room)
    close(page, "Others")
    page.move(hall, pos="last-child")
    assert restrictions(page) == [("groups", set())]
    assert seen(page, ines, ada) == [False, True]


def test_its_own_ladder_goes_with_it_and_opens_nothing_more(room, hall, vera, ines):
    page = make_page("Blend", under=room)
    climb(page, INSIDERS, public_from=timezone.now() + HOUR)
    page.move(hall, pos="last-child")
    assert AudienceWindow.objects.filter(page=page.pk).count() == 1
    assert is_closed(fresh(page).path, vera, timezone.now() + 2 * HOUR)
    assert seen(page, ines) == [True]


def test_what_lies_below_moves_with_its_own_doors(hall, vera, tom):
    shelf = make_page("Shelf")
    box = make_page("Box", under=shelf)
    close_to_visitors(box)
    fresh(shelf).move(hall, pos="last-child")
    assert seen(shelf, vera) == [True]
    assert seen(box, vera, tom) == [False, True]
    assert restrictions(shelf) == []


@pytest.mark.parametrize("live", [True, False])
def test_a_copy_is_closed_as_its_original_is(room, hall, vera, tom, ines, live):
    copy = fresh(room).copy(to=hall, keep_live=live)
    assert seen(copy, vera, tom, ines) == [False, False, True]
    assert restrictions(copy) == [("groups", {INSIDERS})]
    beside = fresh(room).copy(update_attrs={"slug": "room-2"}, keep_live=live)
    assert restrictions(beside) == [("groups", {INSIDERS})]


def test_a_copy_out_of_a_closed_page_is_closed(room, hall, vera, ines):
    page = make_page("Blend", under=room)
    copy = page.copy(to=hall)
    assert seen(copy, vera, ines) == [False, True]
    assert copy.came_closed is not None


def test_a_copy_into_a_page_for_members_keeps_its_own_door(room, hall, tom, ines):
    """Wagtail leaves the restriction out where the destination has any."""
    close_to_visitors(hall)
    copy = fresh(room).copy(to=hall)
    assert seen(copy, tom, ines) == [False, True]


def test_copied_with_its_subpages_each_keeps_its_door(hall, vera, tom, ines):
    shelf = make_page("Shelf")
    box = make_page("Box", under=shelf)
    close(box, INSIDERS)
    climb(make_page("Tin", under=fresh(shelf)), members_from=timezone.now() - HOUR)
    fresh(shelf).copy(to=hall, recursive=True)
    copies = {page.title: page for page in fresh(hall).get_descendants()}
    assert seen(copies["Shelf"], vera) == [True]
    assert seen(copies["Box"], vera, tom, ines) == [False, False, True]
    assert seen(copies["Tin"], vera, tom) == [False, True]


def test_copied_with_its_subpages_they_follow_the_copied_ladder(hall, vera):
    shelf = make_page("Shelf")
    climb(shelf, INSIDERS, public_from=timezone.now() + HOUR)
    make_page("Box", under=shelf)
    copy = fresh(shelf).copy(to=hall, recursive=True)
    box = copy.get_children().get()
    assert restrictions(box) == restrictions(copy) == []
    assert seen(box, vera) == [False]
    assert not is_closed(box.path, vera, timezone.now() + 2 * HOUR)


def test_ladder_tiers_and_teaser_are_copied_with_the_page(hall, ines):
    page = make_page("Blend")
    climb(page, INSIDERS)
    tease(page, "Door")
    copy = fresh(page).copy(to=hall)
    assert [tier.name for tier in AudienceWindow.objects.get(page=copy.pk).tiers.all()] == [INSIDERS]
    assert [teaser.title for teaser in fresh(copy).teasers.all()] == ["Door"]
    fresh(copy).get_latest_revision().publish()
    assert [tier.name for tier in AudienceWindow.objects.get(page=copy.pk).tiers.all()] == [INSIDERS]


def test_the_action_that_the_admin_uses_is_no_way_around(room, hall, vera, tom):
    page = make_page("Blend", under=room)
    copy = CopyPageAction(Page.objects.get(pk=page.pk), to=hall, keep_live=True).execute()
    assert seen(copy, vera, tom) == [False, False]


def test_there_is_no_moment_in_which_a_copy_is_open(room, hall):
    with CaptureQueriesContext(connection) as asked:
        fresh(room).copy(to=hall)
    said = [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "SAVEPOINT", "RELEASE"))]
    row = next(n for n, sql in enumerate(said) if "INTO" in sql and 'wagtailcore_page"' in sql.split("(")[0])
    door = next(n for n, sql in enumerate(said) if "wagtailcore_pageviewrestriction" in sql.split("(")[0])
    outermost = said[0]
    assert outermost.startswith("SAVEPOINT")
    assert f"RELEASE {outermost}" not in said[:door]
    assert row < door


def test_a_closed_page_cannot_have_an_alias(room, hall):
    page = make_page("Blend", under=room)
    for closed in (room, page):
        with pytest.raises(ValidationError, match="alias"):
            fresh(closed).create_alias(parent=hall)
        with pytest.raises(ValidationError, match="alias"):
            CreatePageAliasAction(fresh(closed), parent=hall).execute()
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_nor_can_a_branch_with_a_closed_page_in_it(hall):
    shelf = make_page("Shelf")
    close(make_page("Box", under=shelf), INSIDERS)
    with pytest.raises(ValidationError, match="alias"):
        fresh(shelf).create_alias(parent=hall, recursive=True)
    assert not Page.objects.filter(alias_of__isnull=False).exists()
    assert fresh(shelf).create_alias(parent=hall).pk


def test_what_was_an_alias_stays_closed_when_it_goes_its_own_way(hall, vera, tom, ines):
    page = make_page("Blend")
    alias = page.create_alias(parent=hall)
    close(page, INSIDERS)
    ConvertAliasPageAction(fresh(alias)).execute()
    assert fresh(alias).alias_of_id is None
    assert seen(alias, vera, tom, ines) == [False, False, True]


def test_an_alias_is_closed_with_the_page_that_it_follows_and_takes_nothing_from_it(hall, vera, tom, client):
    page = make_page("Blend")
    alias = page.create_alias(parent=hall)
    assert client.get("/hall/blend/").status_code == 200
    page = fresh(page)
    page.audience_windows = [AudienceWindow(members_from=timezone.now() - HOUR)]
    page.teasers = [page.teasers.model(title="A door")]
    page.save_revision().publish()
    assert seen(page, vera, tom) == [False, True]
    assert client.get("/blend/").status_code == 200  # its teaser
    assert client.get("/hall/blend/").status_code == 404
    fresh(page).get_latest_revision().publish()
    assert seen(page, vera, tom) == [False, True]
    assert fresh(page).teasers.count() == 1
    ConvertAliasPageAction(fresh(alias)).execute()
    assert seen(alias, vera, tom) == [False, True]


def test_a_draft_that_names_a_tier_that_is_gone_is_published_without_it(vera, tom, ines):
    page = make_page("Blend")
    make_tier("Second")
    window = AudienceWindow()
    window.tiers = [make_tier("Second"), make_tier(INSIDERS)]
    page.audience_windows = [window]
    revision = page.save_revision()
    make_tier("Second").delete()
    revision.publish()
    assert seen(page, vera, tom, ines) == [False, False, True]


def test_a_page_created_in_code_appears_with_its_ladder(vera):
    page = StandardPage(title="Blend")
    page.audience_windows = [AudienceWindow(members_from=timezone.now() - HOUR)]
    demo_home().add_child(instance=page)
    assert seen(page, vera) == [False]


def test_unpublished_renamed_and_published_again_it_is_closed_all_the_while(vera, ines, client):
    page = make_page("Blend")
    climb(page, INSIDERS)
    page = fresh(page)
    page.unpublish()
    page.slug = "quiet"
    page.save_revision().publish()
    assert seen(page, vera, ines) == [False, True]
    assert client.get("/quiet/").status_code == 404
    assert client.get("/blend/").status_code == 404  # no redirect tells the new address


def test_what_is_scheduled_is_published_with_its_ladder(vera, client):
    page = StandardPage(title="Blend", live=False)
    page.audience_windows = [AudienceWindow(public_from=timezone.now() + HOUR)]
    demo_home().add_child(instance=page)
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    assert client.get("/blend/").status_code == 404
    scheduled = page.revisions.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now() - HOUR
    scheduled.content["go_live_at"] = scheduled.approved_go_live_at.isoformat()
    scheduled.save()
    call_command("publish_scheduled", stdout=StringIO())
    assert fresh(page).live
    assert seen(page, vera) == [False]
    assert client.get("/blend/").status_code == 404


def test_what_is_scheduled_is_published_though_a_restriction_came_between(client):
    page = make_page("Blend")
    page.audience_windows = [AudienceWindow(members_from=timezone.now())]
    page.go_live_at = timezone.now() + HOUR
    page.save_revision().publish()
    close(page, INSIDERS)
    scheduled = page.revisions.get(approved_go_live_at__isnull=False)
    scheduled.approved_go_live_at = timezone.now() - HOUR
    scheduled.content["go_live_at"] = scheduled.approved_go_live_at.isoformat()
    scheduled.save()
    call_command("publish_scheduled", stdout=StringIO())
    assert AudienceWindow.objects.filter(page=page.pk).exists()
    assert client.get("/blend/").status_code == 404


def test_menus_that_were_remembered_forget_a_page_that_was_closed(client, django_capture_on_commit_callbacks):
    page = make_page("Zanzibar", show_in_menus=True)
    assert "/zanzibar/" in client.get("/").text
    with django_capture_on_commit_callbacks(execute=True):
        window = climb(page, INSIDERS)
    assert "/zanzibar/" not in client.get("/").text
    AudienceWindow.objects.update(public_from=timezone.now())  # the clock alone
    assert "/zanzibar/" in client.get("/").text
    with django_capture_on_commit_callbacks(execute=True):
        AudienceWindow.objects.get(pk=window.pk).delete()
        close(page, INSIDERS)
    assert "/zanzibar/" not in client.get("/").text


def test_a_ladder_taken_away_by_an_older_revision_is_seen_at_once(vera, client, django_capture_on_commit_callbacks):
    page = make_page("Blend")
    first = page.save_revision()
    page.audience_windows = [AudienceWindow(members_from=timezone.now() - HOUR)]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get("/blend/").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        first.publish()
    assert client.get("/blend/").status_code == 200


def test_a_tier_that_is_deleted_lets_nobody_in_any_more(vera, ines, tom):
    make_tier("Second")
    join(tom, "Second")
    page = make_page("Blend")
    window = climb(page, "Second")
    assert seen(page, tom) == [True]
    window.tiers.all()[0].delete()
    assert seen(page, vera, ines, tom) == [False, False, False]
