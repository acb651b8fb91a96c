"""What was read of privacy is read again after each change of it, by whatever route it came."""

from threading import Thread

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page, PageViewRestriction

from core.audience import marks
from core.audience.gate import closed_paths
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.pages.models import StandardPage
from tests.core.audience.trees import climb, close, close_to_visitors, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def blend():
    return make_page("Blend")


def by_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def shift_by_a_sibling(page: Page) -> None:
    """The tree moves the paths of those to the right, and tells nobody."""
    page.add_sibling(pos="left", instance=StandardPage(title="Before it"))


ROUTES = {
    "a row": lambda page: close_to_visitors(page),
    "many rows": lambda page: PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page)]),
    "SQL": lambda page: by_sql(
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, password, restriction_type) VALUES (%s, '', 'login')",
        page.pk,
    ),
    "a ladder": lambda page: climb(page, INSIDERS),
}


@pytest.mark.parametrize("route", ROUTES)
def test_closing_it_by_any_route_is_seen_at_the_next_request(vera, blend, route):
    assert closed_paths(vera) == ()
    ROUTES[route](blend)
    assert closed_paths(vera) == (blend.path,)


CHANGES = {
    "an update": lambda page: PageViewRestriction.objects.update(restriction_type=PageViewRestriction.LOGIN),
    "its groups": lambda page: PageViewRestriction.groups.through.objects.all().delete(),
    "gone by SQL": lambda page: (
        by_sql("DELETE FROM wagtailcore_pageviewrestriction_groups"),
        by_sql("DELETE FROM wagtailcore_pageviewrestriction"),
    ),
    "gone with its page": lambda page: page.delete(),
    "a sibling before it": shift_by_a_sibling,
    "an alias on its own": lambda page: (
        Page.objects.filter(pk=make_page("Followed").pk).update(alias_of=page.pk),
        Page.objects.filter(alias_of=page.pk).update(alias_of=None),
    ),
    "moved": lambda page: page.move(Page.objects.get(pk=make_page("Elsewhere").pk), pos="first-child"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_of_a_restriction_or_a_path_is_marked(blend, change):
    close(blend, INSIDERS)
    before = marks.newest()
    CHANGES[change](Page.objects.get(pk=blend.pk))
    assert marks.newest() != before


def test_the_tiers_of_a_ladder_are_marked(blend):
    window = climb(blend, INSIDERS)
    before = marks.newest()
    AudienceWindow.tiers.through.objects.filter(audiencewindow=window).delete()
    assert marks.newest() != before


def test_a_group_that_is_added_is_marked(blend):
    """Django adds it with a clause on conflicts, which on SQLite is then the trigger's too."""
    restriction = close(blend, INSIDERS)
    before = marks.newest()
    restriction.groups.add(Group.objects.create(name="Others"))
    assert marks.newest() != before


def test_what_stays_closed_follows_its_page(vera, blend):
    close_to_visitors(blend)
    assert closed_paths(vera) == (blend.path,)
    shift_by_a_sibling(Page.objects.get(pk=blend.pk))
    blend.refresh_from_db()
    assert closed_paths(vera) == (blend.path,)


def test_writing_a_page_marks_nothing(blend):
    close_to_visitors(blend)
    before = marks.newest()
    StandardPage.objects.filter(pk=blend.pk).update(title="Another")
    make_page("New")
    assert marks.newest() == before


def test_what_was_rolled_back_is_never_taken_for_what_came_after(vera, blend):
    other = make_page("Other")
    for page in (blend, other):
        with transaction.atomic():
            close_to_visitors(page)
            assert closed_paths(vera) == (page.path,)
            transaction.set_rollback(True)
        assert closed_paths(vera) == ()


def test_what_is_unchanged_is_not_read_again(vera, blend, max_queries):
    close_to_visitors(blend)
    closed_paths(vera)
    with max_queries(1):
        assert closed_paths(vera) == (blend.path,)


def test_triggers_that_are_gone_are_told_and_made_again(vera, blend):
    closed_paths(vera)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'audience_marks_0_%%'")
            cursor.execute(f"DROP TRIGGER {cursor.fetchone()[0]} ON wagtailcore_pageviewrestriction")
        else:
            cursor.execute("DROP TRIGGER audience_marks_0_insert")
    assert not marks.stands(connection)
    close_to_visitors(blend)  # nobody marks it
    call_command("migrate", verbosity=0)
    assert marks.stands(connection)
    assert closed_paths(vera) == (blend.path,)


def test_a_site_of_before_that_has_no_marks_can_be_migrated(vera, blend, capsys):
    """`migrate` checks the database first."""
    drop_all_marks()
    close_to_visitors(blend)
    call_command("migrate", verbosity=0, skip_checks=False)
    assert "audience.W001" in capsys.readouterr().err
    assert marks.stands(connection)
    assert closed_paths(vera) == (blend.path,)


def drop_all_marks() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION audience_marks_mark, audience_marks_mark_page CASCADE")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audience_marks_%%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DROP TABLE audience_marks")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoWriters:
    def test_none_waits_for_the_other_and_both_are_seen(self, vera, blend):
        other = make_page("Other")
        with transaction.atomic():
            close_to_visitors(blend)
            writer = Thread(target=close_in_own_connection, args=(other.pk,))
            writer.start()
            writer.join(timeout=20)
            assert not writer.is_alive()
            assert set(closed_paths(vera)) == {blend.path, other.path}
        assert set(closed_paths(vera)) == {blend.path, other.path}

    def test_many_marks_become_one_and_all_is_read_again(self, vera, blend):
        for _ in range(marks.MANY + 1):
            PageViewRestriction.objects.update(password="")
        close_to_visitors(blend)
        before = marks.newest()
        assert marks.prune() > marks.MANY
        assert marks.newest() not in (None, before)
        assert marks.prune() == 0
        assert closed_paths(vera) == (blend.path,)


def close_in_own_connection(pk: int) -> None:
    try:
        close_to_visitors(Page.objects.get(pk=pk))
    finally:
        connection.close()
