"""Every idea that is not final has a day for its next update and, where a rule names one, an owner."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.utils.formats import date_format

from core.audience.actions.groups import leave
from core.audience.groups import EDITORS
from core.errors import Refused, Stale
from core.members.actions.erasing import erase_member
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.desk import answer_from_desk
from ideas.actions.owning import give_owners, take_idea
from ideas.actions.promising import follow_board, give_dates, look_after_promises
from ideas.actions.submitting import edit_idea, submit_idea
from ideas.days import day_of
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage
from ideas.promises import COUNTERS
from tests.cast import make_member, with_role
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
NOTE = "We open at six from the second of December, as a trial."
PROMISES = COUNTERS[0]


@pytest.fixture
def board():
    return make_board(slug="ideas")


@pytest.fixture
def berit(db):
    """She answers, too."""
    return with_role(make_member("berit"), EDITORS)


def status(board, slug):
    return BoardStatus.objects.get(board=board, slug=slug)


def owned_by(board, *, category=None, itself=None):
    """The owner of the category `shops`, and the owner of the board."""
    Category.objects.filter(board=board, slug="shops").update(owner=category)
    IdeaBoardPage.objects.filter(pk=board.pk).update(idea_owner=itself)
    return IdeaBoardPage.objects.get(pk=board.pk)


def owner_of(idea):
    return Idea.objects.get(pk=idea.pk).owner


def drifted():
    return sorted({drift.what.rpartition(" ")[2] for drift in PROMISES.find()})


# --- by when


def test_a_new_board_promises_more_often_while_an_idea_is_open(board):
    days = dict(board.statuses.values_list("slug", "update_days"))
    assert (days["new"], days["under-review"], days["planned"], days["in-the-works"]) == (30, 30, 60, 60)


def test_the_day_that_nobody_names_is_the_statuss(board, bea):
    BoardStatus.objects.filter(board=board, slug="planned").update(update_days=11)
    idea, at = make_idea(board=board), datetime(2026, 5, 3, 12, tzinfo=UTC)
    change = change_status(idea, status(board, "planned"), by=bea, answer=Answer(note=NOTE), at=at)
    assert change.next_update_by == Idea.objects.get().next_update_by == date(2026, 5, 14)
    named = Answer(note=NOTE, next_update_by=date(2026, 6, 1))
    assert change_status(idea, status(board, "planned"), by=bea, answer=named, at=at).next_update_by == date(2026, 6, 1)
    decline = Answer(note=NOTE, reason="cost", change_our_mind="Cheaper beans.")
    assert change_status(idea, status(board, "not-planned"), by=bea, answer=decline, at=at).next_update_by is None


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("Pacific/Auckland", datetime(2026, 5, 3, 12, tzinfo=UTC), date(2026, 5, 11)),  # there it is the fourth
        ("America/New_York", datetime(2026, 5, 4, 2, tzinfo=UTC), date(2026, 5, 10)),  # there it is the third still
        # The clock goes back on 25 October: seven days later, at half past midnight, are an hour more.
        ("Europe/Oslo", datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 11, 1)),
        # It goes forward on 29 March: seven times 24 hours would be a quarter past midnight of the eighth day.
        ("Europe/Oslo", datetime(2026, 3, 28, 22, 15, tzinfo=UTC), date(2026, 4, 4)),
    ],
)
def test_a_day_is_a_day_where_the_site_is_whatever_the_clock_does(board, tom, settings, zone, at, expected):
    settings.TIME_ZONE = zone
    idea = submit_idea(board, by=tom, title="A bench", body="To sit on.", at=at)
    assert idea.next_update_by == expected
    late = datetime.combine(expected, datetime.min.time(), tzinfo=ZoneInfo(zone))
    assert not Idea.objects.overdue(at=late + timedelta(hours=22)).exists()
    assert Idea.objects.overdue(at=late + timedelta(hours=25, minutes=30)).get() == idea


def test_what_is_final_hidden_or_merged_waits_for_nothing(board):
    past = {"board": board, "next_update_by": date(2026, 1, 1)}
    waits = make_idea(**past)
    make_idea(**past, status="launched")
    make_idea(**past, state=State.HIDDEN)
    make_idea(**past, merged_into=waits)
    assert list(Idea.objects.awaiting()) == list(Idea.objects.overdue()) == [waits]


def test_a_missing_day_is_counted_from_now(board):
    idea, planned = make_idea(board=board), make_idea(board=board, status="planned")
    done = make_idea(board=board, status="launched")
    Idea.objects.update(next_update_by=None)
    assert drifted() == ["next_update_by"]
    assert give_dates(at=datetime(2026, 5, 3, tzinfo=UTC)) == 2
    days = dict(Idea.objects.values_list("pk", "next_update_by"))
    assert days == {idea.pk: date(2026, 6, 2), planned.pk: date(2026, 7, 2), done.pk: None}
    assert drifted() == []
    assert give_dates() == 0


def test_a_status_that_is_final_no_more_promises_again(board):
    idea = make_idea(board=board, status="launched", next_update_by=None)
    BoardStatus.objects.filter(board=board, slug="launched").update(stage="planned")
    follow_board(board)
    assert Idea.objects.get(pk=idea.pk).next_update_by is not None


# --- whose


def test_an_idea_falls_to_its_category_else_to_its_board_else_to_nobody(board, bea, berit, tom):
    board = owned_by(board, category=bea, itself=berit)
    assert make_idea(board=board, category="shops").owner == bea
    assert make_idea(board=board, category="menu").owner == berit
    assert make_idea(board=owned_by(board, itself=tom), category="menu").owner is None  # he may not answer
    assert make_idea(board=owned_by(board)).owner is None


def test_who_changes_what_an_idea_is_about_changes_whose_it_is_unless_somebody_took_it(board, bea, berit, ada, tom):
    Category.objects.filter(board=board, slug="shops").update(owner=bea)
    Category.objects.filter(board=board, slug="menu").update(owner=berit)
    menu = Category.objects.get(board=board, slug="menu")
    words = {"title": "A bench", "body": "To sit on.", "category": menu, "version": 1}
    assert edit_idea(make_idea(board=board, by=tom, category="shops"), by=tom, **words).owner == berit
    taken = make_idea(board=board, by=tom, category="shops", owner=ada)
    assert edit_idea(taken, by=tom, **words).owner == ada
    board = owned_by(board, itself=bea)  # the category `shops` has no owner any more
    assert edit_idea(make_idea(board=board, by=tom, category="shops"), by=tom, **words).owner == berit


def test_who_is_erased_hands_over_what_they_had(board, bea, berit):
    board = owned_by(board, category=bea, itself=berit)
    idea, final = make_idea(board=board, category="shops"), make_idea(board=board, status="launched", owner=bea)
    erase_member(bea, by=bea)
    assert (owner_of(idea), owner_of(final)) == (berit, None)
    assert not Category.objects.filter(owner=bea).exists()
    erase_member(berit, by=berit)
    assert owner_of(idea) is None
    assert IdeaBoardPage.objects.get().idea_owner is None


@pytest.mark.parametrize("loses", ["the role", "the account"])
def test_who_may_answer_no_more_loses_theirs_within_the_hour(board, bea, berit, loses):
    board = owned_by(board, itself=berit)
    idea = make_idea(board=board, owner=bea)
    assert give_owners() == 0
    if loses == "the role":
        leave(bea, EDITORS)
    else:
        type(bea).objects.filter(pk=bea.pk).update(is_active=False)
    assert drifted() == ["owner"]
    assert look_after_promises() == 1
    assert owner_of(idea) == berit
    Group.objects.get(name=EDITORS).user_set.clear()
    assert look_after_promises() == 0  # it looked just now
    assert look_after_promises(at=idea.created_at + timedelta(hours=2)) == 1
    assert owner_of(idea) is None
    assert drifted() == []


def test_who_may_answer_takes_what_is_nobodys(board, bea, berit, tom):
    idea = make_idea(board=board)
    assert take_idea(idea, by=bea).owner == take_idea(idea, by=bea).owner == bea
    with pytest.raises(Stale, match="Bea looks after this idea already"):
        take_idea(idea, by=berit)
    with pytest.raises(Refused):
        take_idea(idea, by=tom)
    Idea.objects.update(owner=tom)  # who may not answer has nothing
    assert take_idea(idea, by=berit).owner == owner_of(idea) == berit


def test_an_answer_that_names_nobody_leaves_the_idea_to_its_board(board, bea, berit):
    board = owned_by(board, itself=berit)
    idea = make_idea(board=board, owner=bea)
    answer_from_desk(idea, status(board, "planned"), by=bea, answer=Answer(note=NOTE), owner=None, after=0)
    assert owner_of(idea) == berit


def test_giving_owners_and_days_takes_as_many_queries_for_many_as_for_one(board, bea, count_queries):
    board = owned_by(board, category=bea)
    for _ in range(2):
        make_idea(board=board, category="shops")
    Idea.objects.update(owner=None, next_update_by=None)
    first = count_queries(lambda: (give_owners(), give_dates()))
    Idea.objects.update(owner=None, next_update_by=None)
    for _ in range(6):
        make_idea(board=board, category="shops", owner=None, next_update_by=None)
    assert count_queries(lambda: (give_owners(), give_dates())) == first
    assert set(Idea.objects.values_list("owner", flat=True)) == {bea.pk}


# --- what stood before


def test_migrating_gives_what_was_missing_and_changes_nothing_else(board, bea, berit):
    Category.objects.filter(board=board, slug="shops").update(owner=bea)
    bare = make_idea(board=board, category="shops", owner=None, next_update_by=None)
    planned = make_idea(board=board, status="planned", owner=None, next_update_by=None)
    kept = make_idea(board=board, category="shops", owner=berit, next_update_by=date(2026, 1, 1))
    final = make_idea(board=board, category="shops", status="launched", owner=None, next_update_by=None)
    import_module("ideas.migrations.0005_promise_clock_dates").give_dates_and_owners(apps, None)
    rows = {pk: (day, owner) for pk, day, owner in Idea.objects.values_list("pk", "next_update_by", "owner")}
    assert rows[bare.pk] == (day_of() + timedelta(days=30), bea.pk)
    assert rows[planned.pk] == (day_of() + timedelta(days=60), None)
    assert rows[kept.pk] == (date(2026, 1, 1), berit.pk)
    assert rows[final.pk] == (None, None)
    assert drifted() == []


# --- in public


def test_after_the_grace_time_the_idea_says_what_was_promised(board, client):
    late, day = make_idea(board=board), day_of() - timedelta(days=board.grace_days + 1)
    Idea.objects.update(next_update_by=day)
    said = client.get(late.get_absolute_url()).text
    words = f"An answer was promised for {date_format(day)}."
    assert said.count(words) == 2  # beside the status and at the end of the timeline
    assert "It has not come yet." in said
    Idea.objects.update(is_answered=True)
    assert "An update was promised for" in client.get(late.get_absolute_url()).text
    Idea.objects.update(next_update_by=day + timedelta(days=1))
    within = client.get(late.get_absolute_url()).text
    assert "was promised for" not in within
    assert "Next update" in within
