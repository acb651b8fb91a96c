"""Every cached figure can be rebuilt from its rows, and `recount --check` finds each one that is wrong."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.commands import counters
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.heat import support_in
from ideas.actions.submitting import withdraw_idea
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.models import BoardStatus, Idea, IdeaComment, StatusChange, Tally
from ideas.recounting import all_counters, support_of
from tests.factories import make_idea, somebody

pytestmark = pytest.mark.django_db


def drifted() -> list[str]:
    return [drift.what for counter in all_counters() for drift in counter.find()]


def mend() -> int:
    return sum(counter.mend() for counter in all_counters())


@pytest.fixture
def lived_in(tom, ada):
    """A board on which everything has happened."""
    first, second, gone = make_idea(by=tom, category="shops"), make_idea(), make_idea(by=tom)
    voters = [somebody() for _ in range(4)]
    for voter in voters:
        cast_vote(first, by=voter)
    withdraw_vote(first, by=voters[0])
    planned = BoardStatus.objects.get(board=first.board, slug="planned")
    change_status(first, planned, by=ada, answer=Answer(note="We begin with it in the spring."))
    withdraw_idea(gone, by=tom)
    for idea, state in ((first, State.PUBLISHED), (first, State.WAITING)):
        IdeaComment.objects.create(subject=idea, author=tom, body="Yes please", state=state)
    Idea.objects.filter(pk=first.pk).update(comment_count=1, imported_support=5)
    Idea.objects.filter(pk=first.pk).update(**support_of([first.pk])[first.pk])
    return Idea.objects.get(pk=first.pk), second


def test_what_the_verbs_counted_is_what_the_rows_say(lived_in):
    assert drifted() == []
    assert mend() == 0


def test_the_heat_of_many_is_the_heat_of_each(lived_in):
    counted = support_of(list(Idea.objects.values_list("pk", flat=True)))
    for pk, fields in counted.items():
        assert fields["hot_score"] == pytest.approx(support_in([pk])[pk]["hot_score"], abs=1e-6)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("vote_count", 99),
        ("hot_score", 1.5),
        ("comment_count", 7),
        ("open_to_votes", False),
        ("is_answered", False),
        ("first_answered_at", None),
        ("last_answered_at", timezone.now() + timedelta(days=3)),
        ("title_folded", "something else"),
        ("search_text", ""),
        ("excerpt", "…"),
    ],
)
def test_each_figure_that_is_wrong_is_found_and_put_right(lived_in, field, wrong):
    idea, _other = lived_in
    right = getattr(idea, field)
    Idea.objects.filter(pk=idea.pk).update(**{field: wrong})
    assert drifted() == [f"idea {idea.pk} {field}"]
    assert mend() == 1
    assert drifted() == []
    mended = getattr(Idea.objects.get(pk=idea.pk), field)
    assert mended == (pytest.approx(right) if isinstance(right, float) else right)


def test_a_status_follows_the_timeline_and_the_tallies_follow_it(lived_in):
    idea, _other = lived_in
    Idea.objects.filter(pk=idea.pk).update(status=BoardStatus.objects.get(board=idea.board, slug="new"))
    assert f"idea {idea.pk} status" in drifted()
    mend()
    assert Idea.objects.get(pk=idea.pk).status.slug == "planned"
    assert drifted() == []


def test_an_idea_without_entries_stays_where_it_was_put():
    idea = make_idea(status="launched")
    assert f"idea {idea.pk} status" not in drifted()


def test_an_undated_entry_comes_before_a_dated_one():
    idea = make_idea()
    planned, declined = (BoardStatus.objects.get(board=idea.board, slug=slug) for slug in ("planned", "not-planned"))
    StatusChange.objects.create(idea=idea, old=idea.status, new=planned, note="Dated", at=timezone.now())
    StatusChange.objects.create(idea=idea, old=idea.status, new=declined, note="Undated", at=None, is_imported=True)
    mend()
    assert Idea.objects.get(pk=idea.pk).status == planned


def test_a_tally_that_is_wrong_missing_or_too_many_is_put_right(lived_in):
    idea, other = lived_in
    right = set(Tally.objects.filter(ideas__gt=0).values_list("status_id", "category_id", "ideas"))
    Tally.objects.filter(status=idea.status).delete()
    Tally.objects.filter(status=other.status).update(ideas=-4)
    Tally.objects.create(board=idea.board, status=idea.status, category=None, ideas=2)
    assert len(drifted()) == 4
    assert mend() == 4
    assert set(Tally.objects.filter(ideas__gt=0).values_list("status_id", "category_id", "ideas")) == right


def test_a_new_half_life_is_a_recount(lived_in):
    idea, _other = lived_in
    idea.board.half_life_days = 30
    idea.board.save()
    assert any("hot_score" in what for what in drifted())
    mend()
    assert Idea.objects.get(pk=idea.pk).hot_score == pytest.approx(
        support_in([idea.pk])[idea.pk]["hot_score"], abs=1e-6
    )


def test_queries_do_not_grow_with_the_ideas(count_queries):
    make_idea()
    few = count_queries(drifted)
    for _ in range(5):
        make_idea()
    assert count_queries(drifted) == few


def test_the_rooms_counters_are_plugged_into_the_command():
    known = {"merges", "votes", "comments", "answers", "words", "tallies"}
    assert [counter.key for counter in all_counters()] == [one.key for one in counters if one.key in known]


def test_check_only_reports_and_fails(lived_in, capsys):
    idea, _other = lived_in
    Idea.objects.filter(pk=idea.pk).update(vote_count=99)
    with pytest.raises(CommandError, match="1 figures have drifted"):
        call_command("recount", "--check")
    assert f"idea {idea.pk} vote_count: cached 99, counted 9" in capsys.readouterr().out
    assert Idea.objects.get(pk=idea.pk).vote_count == 99
    call_command("recount")
    call_command("recount", "--check")
    assert Idea.objects.get(pk=idea.pk).vote_count == 9


@pytest.mark.parametrize("category", ["shops", None])
def test_a_place_without_a_tally_gets_one(category):
    idea = make_idea(category=category)
    place = {"board_id": idea.board_id, "status_id": idea.status_id, "category_id": idea.category_id}
    Tally.objects.all().delete()
    for change in (-1, 4, 2):
        Tally.objects.add(**place, change=change)
    assert list(Tally.objects.values_list(*place, "ideas")) == [(*place.values(), 5)]
