"""Which pages a person may see."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from core.audience.actions.groups import join, leave
from core.audience.gate import asked_once, closed_paths
from core.audience.groups import INSIDERS
from core.audience.models import visible_pages
from core.audience.policies import may_enter_page
from core.pages.models import StandardPage
from tests.core.audience.trees import close, close_to_visitors, make_page

pytestmark = pytest.mark.django_db


def titles(user) -> set[str]:
    return set(StandardPage.objects.visible_to(user).values_list("title", flat=True))


def test_an_open_page_is_for_everybody(vera, tom, ada):
    make_page("Open")
    assert titles(vera) == titles(tom) == titles(ada) == {"Open"}


def test_a_draft_is_for_nobody(vera, ada):
    make_page("Draft", live=False)
    assert titles(vera) == titles(ada) == set()


def test_a_page_ends_with_its_time_though_no_job_ran(vera):
    page = make_page("Offer", expire_at=timezone.now() + timedelta(hours=1))
    assert titles(vera) == {"Offer"}
    later = timezone.now() + timedelta(hours=2)
    assert not StandardPage.objects.visible_to(vera, at=later).exists()
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    page.refresh_from_db()
    assert titles(vera) == set()
    assert not may_enter_page(vera, page)


def test_a_page_for_members_is_closed_to_visitors(vera, tom):
    close_to_visitors(make_page("For members"))
    assert titles(vera) == set()
    assert titles(tom) == {"For members"}


def test_a_page_of_a_group_is_closed_to_all_others(vera, tom, ines, lars, mo, bea, ada):
    close(make_page("Blend"), INSIDERS)
    assert [bool(titles(user)) for user in (vera, tom, ines, lars, mo, bea, ada)] == [
        *(False, False, True, False, False, False),
        True,
    ]


def test_who_leaves_the_group_is_outside_at_once(ines):
    close(make_page("Blend"), INSIDERS)
    leave(ines, INSIDERS)
    assert titles(ines) == set()


def test_privacy_closes_all_that_is_under_it(vera, tom, ines):
    room = make_page("Room")
    shelf = make_page("Shelf", under=room)
    make_page("Box", under=shelf)
    close(room, INSIDERS)
    assert titles(vera) == titles(tom) == set()
    assert titles(ines) == {"Room", "Shelf", "Box"}


def test_a_closed_page_under_a_closed_page_asks_for_both(tom, ines, ada):
    room = make_page("Room")
    close_to_visitors(room)
    close(make_page("Inner", under=room), INSIDERS)
    assert titles(tom) == {"Room"}
    assert titles(ines) == titles(ada) == {"Room", "Inner"}


def test_an_inner_group_does_not_open_an_outer_one(ines):
    room = make_page("Room")
    close(room, "Somebody else")
    close(make_page("Inner", under=room), INSIDERS)
    assert titles(ines) == set()


def test_one_of_several_groups_is_enough(ines):
    close(make_page("Blend"), "Somebody else", INSIDERS)
    assert titles(ines) == {"Blend"}


def test_a_restriction_without_groups_is_for_administrators_alone(ines, ada):
    close(make_page("Nobody's"))
    assert titles(ines) == set()
    assert titles(ada) == {"Nobody's"}


def test_a_shared_password_closes_to_everybody(vera, ines, ada):
    close(make_page("Old password"), kind=PageViewRestriction.PASSWORD)
    assert titles(vera) == titles(ines) == titles(ada) == set()


def test_the_neighbour_of_a_closed_page_stays_open(vera):
    """Its path begins with other steps, though the text of both begins alike."""
    pages = [make_page(f"Page {number}") for number in range(12)]
    close(pages[0], INSIDERS)
    assert titles(vera) == {f"Page {number}" for number in range(1, 12)}


def test_an_alias_of_what_stands_under_a_closed_page_is_closed(vera, ines):
    room = make_page("Room")
    shelf = make_page("Shelf", under=room)
    alias = shelf.create_alias(update_slug="elsewhere", parent=make_page("Open room"))
    close(room, INSIDERS)
    assert alias.title not in titles(vera)
    assert not may_enter_page(vera, Page.objects.get(pk=alias.pk).specific)
    assert may_enter_page(ines, Page.objects.get(pk=alias.pk).specific)


def test_an_alias_of_an_open_page_is_open_while_others_are_closed(vera):
    close(make_page("Room"), INSIDERS)
    make_page("Shelf").create_alias(update_slug="elsewhere", parent=make_page("Open room"))
    assert titles(vera) == {"Shelf", "Open room"}
    assert StandardPage.objects.visible_to(vera).filter(title="Shelf").count() == 2


def test_pages_of_every_type_come_through_the_same_gate(vera, ines):
    close(make_page("Blend"), INSIDERS)
    assert "Blend" not in visible_pages(vera).values_list("title", flat=True)
    assert "Blend" in visible_pages(ines).values_list("title", flat=True)


def test_the_gate_nests_in_another_query(vera, ines):
    close(make_page("Blend"), INSIDERS)
    inside = Page.objects.filter(pk__in=StandardPage.objects.visible_to(ines))
    outside = Page.objects.filter(pk__in=StandardPage.objects.visible_to(vera))
    assert inside.count() == 1
    assert outside.count() == 0


@pytest.mark.parametrize("closed", [0, 40])
def test_it_costs_at_most_two_queries_for_a_visitor_and_four_for_a_member(vera, ines, max_queries, closed):
    pages = [make_page(f"Page {number}") for number in range(closed + 1)]
    for number, page in enumerate(pages[1:]):
        close(page, INSIDERS if number % 2 else "Others")
    with max_queries(1 + 2):  # the list, and the gate after a change
        assert len(titles(vera)) == 1
    with max_queries(1 + 1):
        assert len(titles(vera)) == 1
    with max_queries(1 + 2):
        assert len(titles(ines)) == 1 + closed // 2


def test_the_policy_says_what_the_list_says(vera, tom, ines, bea, ada):
    """For every kind of page in one tree, asked one by one and all at once."""
    room = make_page("Room")
    pages = [
        room,
        make_page("Shelf", under=room),
        make_page("Open"),
        make_page("For members"),
        make_page("Old password"),
    ]
    inner = make_page("Inner", under=pages[3])
    close(room, INSIDERS)
    close_to_visitors(pages[3])
    close(inner, "Others", INSIDERS)
    close(pages[4], kind=PageViewRestriction.PASSWORD)
    for user in (vera, tom, ines, bea, ada):
        one_by_one = {
            page.title
            for page in StandardPage.objects.filter(pk__in=[page.pk for page in (*pages, inner)])
            if may_enter_page(user, page)
        }
        assert one_by_one == titles(user)


def test_within_a_request_privacy_is_asked_once_and_again_when_it_changes(vera, ines, count_queries):
    page = make_page("Blend")
    with asked_once():
        assert closed_paths(vera) == ()
        assert count_queries(lambda: closed_paths(vera)) == 0
        restriction = close(page, "Others")
        assert closed_paths(vera) == closed_paths(ines) == (page.path,)
        restriction.groups.add(Group.objects.get(name=INSIDERS))
        assert closed_paths(ines) == ()
        leave(ines, INSIDERS)
        assert closed_paths(ines) == (page.path,)
        join(ines, INSIDERS)
        assert closed_paths(ines) == ()
        restriction.delete()
        assert closed_paths(vera) == ()


def test_outside_a_request_nothing_is_kept(vera):
    page = make_page("Blend")
    assert closed_paths(vera) == ()
    close(page, INSIDERS)
    assert closed_paths(vera) == (page.path,)


def test_a_thousand_closed_pages_are_no_burden(vera, tom, max_queries):
    """One condition a restriction does not run on SQLite."""
    room = make_page("Room")
    pages = [StandardPage(title=f"P{number}", slug=f"p-{number}") for number in range(1000)]
    copies = []
    for number, page in enumerate(pages):
        page.path, page.depth = f"{room.path}{number:04d}", room.depth + 1
        page.set_url_path(room)
        page.content_type_id, page.locale_id = room.content_type_id, room.locale_id
        page.draft_title = page.title
        copies.append(Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}))
    Page.objects.bulk_create(copies)
    stored = Page.objects.filter(path__startswith=room.path, depth=room.depth + 1)
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN) for page in stored
    )
    with max_queries(1 + 2):
        assert not visible_pages(vera).filter(title__startswith="P").exists()
    with max_queries(1 + 1):
        assert visible_pages(tom).filter(title__startswith="P").count() == 1000
