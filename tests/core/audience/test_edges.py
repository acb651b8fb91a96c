"""The gate where two rules meet. Told by people without rights of their own: an administrator would hide a mistake."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.audience.actions.groups import join, make_tier
from core.audience.actions.memberships import admit
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, Entrance, Membership, visible_pages
from core.audience.policies import may_enter_page
from core.pages.models import StandardPage
from ideas.models import Idea
from tests.cast import make_member
from tests.core.audience.test_ladder import climb
from tests.core.audience.trees import close, close_to_visitors, make_page
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def sees(user, title="Blend", at=None) -> bool:
    """As a list and as the page itself say it; they never differ."""
    listed = StandardPage.objects.visible_to(user, at).filter(title=title).exists()
    page = StandardPage.objects.get(title=title)
    assert at is not None or bool(may_enter_page(user, page)) == listed
    return listed


@pytest.fixture
def otto(ines):
    """An insider of another tier."""
    otto = make_member("otto")
    admit(otto, make_tier("Others"), entrance=Entrance.INVITED)
    return otto


@pytest.fixture
def both(otto):
    """In both tiers."""
    both = make_member("both")
    for name in (INSIDERS, "Others"):
        admit(both, make_tier(name), entrance=Entrance.INVITED)
    return both


def test_two_barriers_of_two_tiers_ask_for_both(tom, ines, otto, both):
    room = make_page("Room")
    close(room, INSIDERS)
    climb(make_page("Blend", under=room), "Others", public_from=timezone.now() + HOUR)
    assert [sees(one) for one in (tom, ines, otto, both)] == [False, False, False, True]


def test_a_ladder_that_was_climbed_leaves_the_log_in_above_it(vera, tom):
    room = make_page("Club")
    close_to_visitors(room)
    climb(make_page("Blend", under=room), INSIDERS, public_from=timezone.now() - HOUR)
    assert [sees(vera), sees(tom)] == [False, True]


def test_a_log_in_above_lets_nobody_past_the_ladder_below_it(tom, ines):
    room = make_page("Club")
    close_to_visitors(room)
    climb(make_page("Blend", under=room), INSIDERS)
    assert [sees(tom), sees(ines)] == [False, True]


def test_any_of_several_tiers_and_groups_is_enough(tom, ines, otto):
    close(make_page("Blend"), INSIDERS, "Others", "Press")
    press = make_member("press")
    join(press, "Press")
    assert [sees(one) for one in (tom, ines, otto, press)] == [False, True, True, True]


def test_a_membership_that_lapsed_closes_no_door_of_another_group(ines):
    close(make_page("Blend"), INSIDERS, "Press")
    Membership.objects.filter(member=ines).update(expires_at=timezone.now() - HOUR, closes_at=timezone.now() - HOUR)
    assert not sees(ines)
    ines.groups.add(Group.objects.get(name="Press"))
    assert sees(ines)


def test_a_group_that_becomes_a_tier_keeps_its_people(tom):
    """They were put in by hand, and have a membership from then on."""
    Group.objects.create(name="Press").user_set.add(tom)
    close(make_page("Blend"), "Press")
    assert sees(tom)
    make_tier("Press")
    assert sees(tom)
    assert Membership.objects.active().get(member=tom).entrance == Entrance.BY_HAND


def test_a_group_that_is_deleted_leaves_closed_what_it_opened(tom, ines):
    close(make_page("Blend"), INSIDERS)
    climb(make_page("Bean"), INSIDERS)
    Group.objects.get(name=INSIDERS).delete()
    assert [sees(ines), sees(ines, "Bean"), sees(tom), sees(tom, "Bean")] == [False] * 4
    assert PageViewRestriction.objects.exists()
    assert AudienceWindow.objects.exists()


def test_an_account_that_was_switched_off_enters_nothing(ines):
    page, client = make_page("Blend"), Client()
    close(page, INSIDERS)
    client.force_login(ines)
    assert client.get(page.url).status_code == 200
    ines.is_active = False
    ines.save()
    assert not sees(ines)
    assert client.get(page.url).status_code == 404


def test_another_time_than_now_holds_for_lists_of_things_too(tom, ines):
    board, now = make_board(slug="blend"), timezone.now()
    idea = make_idea(board=board)
    climb(board, INSIDERS, insiders_from=now + HOUR, members_from=now + 2 * HOUR)
    seen = [[Idea.objects.visible_to(one, at=now + n * HOUR).contains(idea) for n in (0, 1, 2)] for one in (tom, ines)]
    assert seen == [[False, False, True], [False, True, True]]


def test_a_membership_is_looked_up_at_the_time_that_is_asked_for(tom):
    tier, now = make_tier(INSIDERS), timezone.now()
    climb(make_page("Blend"), INSIDERS)
    admit(tom, tier, entrance=Entrance.INVITED, until=now + HOUR)
    closes = Membership.objects.get(member=tom).closes_at
    assert sees(tom, at=closes - timedelta(seconds=1))
    assert not sees(tom, at=closes)


def test_an_alias_is_as_closed_as_its_original_and_as_its_own_place(vera, ines, otto, both):
    blend, room = make_page("Blend"), make_page("Room")
    alias = Page.objects.get(pk=blend.create_alias(update_slug="elsewhere", parent=room).pk)
    climb(blend, INSIDERS)
    close(room, "Others")
    found = [visible_pages(one).filter(pk=alias.pk).exists() for one in (vera, ines, otto, both)]
    assert found == [False, False, False, True]
    assert [bool(may_enter_page(one, alias)) for one in (vera, ines, otto, both)] == found


def test_what_is_closed_on_one_site_is_open_on_another(vera, ines, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    make_page("Blend")
    root = Page.objects.get(depth=1)
    other = root.add_child(instance=StandardPage(title="Other home", slug="other-home"))
    other.add_child(instance=StandardPage(title="Bean", slug="bean"))
    Site.objects.create(hostname="other.example", root_page=other)
    close(other, INSIDERS)
    assert [sees(vera), sees(vera, "Bean"), sees(ines, "Bean")] == [True, False, True]
    assert Client().get("/bean/", headers={"host": "other.example"}).status_code == 404
    inside = Client()
    inside.force_login(ines)
    assert inside.get("/bean/", headers={"host": "other.example"}).status_code == 200


@pytest.mark.parametrize("pages", [10, 1000])
def test_it_costs_two_queries_for_a_visitor_and_at_most_four_for_a_member_of_three_tiers(vera, max_queries, pages):
    member, tiers = make_member("member"), [make_tier(f"Tier {n}") for n in range(3)]
    for tier in tiers:
        admit(member, tier, entrance=Entrance.INVITED)
    room, kept = make_page("Room"), []
    for n in range(pages):
        page = StandardPage(title=f"Bean {n}", slug=f"bean-{n}", depth=room.depth + 1, path=f"{room.path}{n:04d}")
        page.draft_title, page.content_type_id, page.locale_id = page.title, room.content_type_id, room.locale_id
        page.set_url_path(room)
        kept.append(Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}))
    Page.objects.bulk_create(kept)
    ids = list(Page.objects.filter(path__startswith=room.path, depth=room.depth + 1).values_list("pk", flat=True))
    rows = PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page_id=pk, restriction_type=PageViewRestriction.GROUPS) for pk in ids[::2]
    )
    named = PageViewRestriction.groups.through
    named.objects.bulk_create(
        named(pageviewrestriction_id=row.pk, group_id=tiers[n % 3].group_id) for n, row in enumerate(rows)
    )
    windows = AudienceWindow.objects.bulk_create(
        AudienceWindow(page_id=pk, public_from=timezone.now() + HOUR) for pk in ids[1::2]
    )
    of = AudienceWindow.tiers.through
    of.objects.bulk_create(of(audiencewindow_id=one.pk, tier_id=tiers[n % 3].pk) for n, one in enumerate(windows))
    with max_queries(1 + 2):  # the count, and the gate after a change
        assert visible_pages(vera).filter(title__startswith="Bean").count() == 0
    with max_queries(1 + 1):
        assert visible_pages(vera).filter(title__startswith="Bean").count() == 0
    with max_queries(4):
        assert visible_pages(member).filter(title__startswith="Bean").count() == pages


def test_what_is_kept_of_an_earlier_question_holds_only_while_the_rows_and_the_step_are_the_same(vera, tom, ines):
    """Rows that were changed behind the back of every signal count at once."""
    now = timezone.now()
    climb(make_page("Blend"), INSIDERS, members_from=now + HOUR)
    assert [sees(one) for one in (vera, tom, ines)] == [False, False, True]
    for steps, expected in (
        ({"members_from": now - HOUR}, [False, True, True]),
        ({"members_from": now - 2 * HOUR, "public_from": now - HOUR}, [True, True, True]),
        ({"members_from": None, "public_from": None}, [False, False, True]),
        ({"insiders_from": now + HOUR}, [False, False, False]),
    ):
        AudienceWindow.objects.update(**steps)
        assert [sees(one) for one in (vera, tom, ines)] == expected
    seen = [sees(ines, at=now + n * HOUR) for n in (0, 1, 2)]
    assert seen == [False, True, True]
    AudienceWindow.objects.all().delete()
    assert sees(vera)
