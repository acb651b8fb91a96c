"""Merging is a link: what counts where while it stands, and that undoing it gives everything back."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audience.actions.tiers import create_tier
from core.audience.models import Way
from core.errors import Refused
from core.members.actions.erasing import erase_member
from core.notices.actions.following import follow
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.judging import place_ideas, publish_idea, publish_many
from ideas.actions.merging import merge_into, undo_merge
from ideas.actions.submitting import add_note, edit_idea, withdraw_idea
from ideas.actions.telling import people_of
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.crowd import since
from ideas.importing import import_ideas, read_lines
from ideas.measuring import answered, launched, supports
from ideas.models import BoardStatus, Idea, Merge, Tally, Vote
from tests.factories import make_board, make_idea, somebody
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.merges import drifted, now, snapshot, supporters

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """An idea, and another one that says the same; one person supports both."""
    root, duplicate = make_idea(title="Open at six"), make_idea(title="Open an hour earlier")
    both = somebody()
    for idea in (root, duplicate):
        cast_vote(idea, by=both)
    cast_vote(duplicate, by=somebody())
    return now(root), now(duplicate)


def test_supporters_of_both_are_counted_once(bea, pair):
    root, duplicate = pair
    everybody = supporters(root) | supporters(duplicate)
    merge_into(duplicate, root, by=bea)
    assert supporters(root) == everybody
    assert now(root).vote_count == len(everybody) == 4
    assert now(duplicate).merged_into == root
    assert drifted() == []


def test_undoing_gives_everything_back(bea, pair):
    root, duplicate = pair
    before = snapshot(root, duplicate)
    merge_into(duplicate, root, by=bea)
    undo_merge(duplicate, by=bea)
    assert snapshot(root, duplicate) == before
    assert [now(idea).hot_score for idea in pair] == pytest.approx([idea.hot_score for idea in pair], abs=1e-6)
    assert drifted() == []


def test_votes_of_meanwhile_were_cast_for_the_root_and_stay_there(bea, tom, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    voted_for = cast_vote(now(duplicate), by=tom)
    assert voted_for.pk == root.pk
    assert voted_for.vote_count == now(root).vote_count == 5
    undo_merge(duplicate, by=bea)
    assert tom.pk in supporters(root)
    assert tom.pk not in supporters(duplicate)
    assert (now(root).vote_count, now(duplicate).vote_count) == (3, 3)
    assert drifted() == []


def test_a_page_that_was_open_before_the_merge_votes_for_the_root(bea, tom, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    assert duplicate.merged_into_id is None  # as that page knows it
    assert cast_vote(duplicate, by=tom).pk == root.pk
    assert withdraw_vote(duplicate, by=tom).pk == root.pk
    assert drifted() == []


def test_a_carried_vote_stands_since_the_day_on_which_it_was_cast(bea, pair):
    root, duplicate = pair
    early, voter = timezone.now() - timedelta(days=40), somebody()
    cast_vote(duplicate, by=voter, at=early)
    merge_into(duplicate, root, by=bea)
    assert Vote.objects.get(idea=root, voter=voter).at == early
    assert since(now(root))["supporter"][voter.pk] == early


def test_taking_ones_support_back_takes_it_from_the_whole_group(bea, pair):
    root, duplicate = pair
    both = (supporters(root) & supporters(duplicate)).pop()
    merge_into(duplicate, root, by=bea)
    withdraw_vote(now(root), by=Vote.objects.filter(voter=both).first().voter)
    assert not Vote.objects.filter(voter=both).exists()
    assert (now(root).vote_count, now(duplicate).vote_count) == (3, 2)
    undo_merge(duplicate, by=bea)
    assert both not in supporters(root) | supporters(duplicate)
    assert drifted() == []


def test_merging_twice_is_merging_once(bea, ada, pair):
    root, duplicate = pair
    assert merge_into(duplicate, root, by=bea) == merge_into(duplicate, root, by=ada)
    assert Merge.objects.count() == 1


def test_undoing_twice_is_undoing_once_and_it_can_be_merged_again(bea, pair):
    root, duplicate = pair
    assert undo_merge(duplicate, by=bea) is None
    merge = merge_into(duplicate, root, by=bea)
    undone = undo_merge(duplicate, by=bea)
    assert undone == undo_merge(duplicate, by=bea)
    assert undone.undoes == merge
    assert merge_into(duplicate, root, by=bea) != merge
    assert list(Merge.objects.standing()) == [Merge.objects.latest("pk")]
    assert drifted() == []


def test_chains_lead_to_the_root_and_an_undo_gives_back_what_was_brought_along(bea):
    first, second, third = (make_idea(title=f"The same, said {n} times") for n in (1, 2, 3))
    merge_into(first, second, by=bea)
    between = snapshot(first, second, third)
    merge_into(second, third, by=bea)
    assert now(first).merged_into == now(second).merged_into == third
    assert now(third).vote_count == 3
    assert not Vote.objects.filter(is_carried=True).exclude(idea=third).exists()
    undo_merge(second, by=bea)
    assert snapshot(first, second, third) == between
    assert now(first).merged_into == second
    assert drifted() == []


def test_undoing_after_the_root_was_merged_on_leaves_the_group_alone(bea):
    first, second, third = (make_idea(title=f"The same, said {n} times") for n in (1, 2, 3))
    merge_into(first, second, by=bea)
    merge_into(second, third, by=bea)
    undo_merge(first, by=bea)
    assert (now(first).merged_into, now(second).merged_into) == (None, third)
    assert (now(first).vote_count, now(third).vote_count) == (1, 2)
    undo_merge(second, by=bea)
    assert (now(first).merged_into, now(second).merged_into) == (None, None)
    assert [now(idea).vote_count for idea in (first, second, third)] == [1, 1, 1]
    assert drifted() == []


def test_a_root_that_is_merged_stands_for_the_one_that_is_meant(bea):
    first, second, third = (make_idea(title=f"The same, said {n} times") for n in (1, 2, 3))
    merge_into(second, third, by=bea)
    assert merge_into(first, second, by=bea).into == third
    assert now(first).merged_into == third


def refusal(duplicate, root, *, by) -> str:
    with pytest.raises(Refused) as refused:
        merge_into(duplicate, root, by=by)
    assert not Merge.objects.filter(duplicate=duplicate, into=root).exists()
    return str(refused.value)


def test_an_idea_is_not_merged_into_itself_nor_into_its_own_duplicate(bea, pair):
    root, duplicate = pair
    assert "into itself" in refusal(root, root, by=bea)
    merge_into(duplicate, root, by=bea)
    assert "is merged into this one already" in refusal(root, duplicate, by=bea)


def test_the_database_holds_nothing_that_is_merged_into_itself(pair):
    root, _duplicate = pair
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=root.pk).update(merged_into=root.pk)


def test_ideas_of_two_boards_are_not_merged(ada):
    here, there = make_idea(board=make_board()), make_idea(board=make_board())
    assert "different boards" in refusal(here, there, by=ada)


def test_what_is_merged_already_is_parted_first(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    assert "Undo that first" in refusal(duplicate, make_idea(), by=bea)


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.WITHDRAWN, "withdrawn by its author"),
        (State.WAITING, "still waits for a moderator"),
        (State.RETURNED, "still waits for a moderator"),
        (State.HIDDEN, "a moderator’s decision"),
        (State.REJECTED, "a moderator’s decision"),
    ],
)
def test_only_what_stands_on_the_board_is_merged(bea, state, why):
    shown, not_shown = make_idea(), make_idea(title="Not for everybody", state=state)
    assert why in refusal(shown, not_shown, by=bea)
    assert why in refusal(not_shown, shown, by=bea)


def test_a_root_whose_voting_has_ended_is_allowed_and_counts(bea, tom):
    root, duplicate = make_idea(status="launched"), make_idea()
    merge_into(duplicate, root, by=bea)
    assert now(root).vote_count == 2
    with pytest.raises(Refused, match="ended"):
        cast_vote(now(duplicate), by=tom)


def test_what_is_launched_keeps_its_story_and_its_page(bea):
    done, wish = make_idea(title="A rail of cups", status="launched"), make_idea()
    assert refusal(done, wish, by=bea) == "“A rail of cups” is launched. Merge the other idea into it instead."


def test_only_the_team_with_the_board_on_its_desk_merges(tom, mo, pair):
    root, duplicate = pair
    elsewhere = give_team_rights(somebody(), make_board())
    for person, why in ((tom, "Only the brand"), (mo, "Only the brand"), (elsewhere, "not on your desk")):
        assert why in refusal(duplicate, root, by=person)
    merge_into(duplicate, root, by=give_team_rights(somebody(), root.board))
    for person in (tom, elsewhere):
        with pytest.raises(Refused):
            undo_merge(duplicate, by=person)


def test_what_a_moderator_hides_carries_nothing_until_it_is_shown_again(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    place_ideas([duplicate.pk], State.HIDDEN, at=timezone.now())
    assert now(root).vote_count == 2
    assert duplicate.author_id not in people_of(now(root))["author"]
    assert drifted() == []
    publish_many([duplicate.pk], at=timezone.now())
    assert now(root).vote_count == 4
    place_ideas([duplicate.pk], State.REJECTED, at=timezone.now())
    publish_idea(duplicate)
    assert now(root).vote_count == 4
    assert drifted() == []


def test_tallies_leave_out_what_is_merged_and_take_it_back(bea, pair):
    root, duplicate = pair
    assert on_board(root.board) == 2
    merge_into(duplicate, root, by=bea)
    assert on_board(root.board) == 1
    undo_merge(duplicate, by=bea)
    assert on_board(root.board) == 2


def on_board(board) -> int:
    return sum(Tally.objects.filter(board=board).values_list("ideas", flat=True))


def test_authors_supporters_and_followers_of_a_duplicate_are_people_of_the_root(bea, tom, ines, pair):
    root, duplicate = pair
    follow("idea", duplicate.pk, by=tom)
    add_comment(duplicate, by=ines, body="Yes, please.")
    before = people_of(root)
    merge_into(duplicate, root, by=bea)
    people, moments = people_of(now(root)), since(now(root))
    assert people["author"] == [root.author_id, duplicate.author_id]
    assert people["follower"] == [tom.pk]
    assert {role: set(ids) for role, ids in people.items()} == {
        role: set(ids) for role, ids in moments.items() if role != "commenter"
    }
    assert ines.pk in moments["commenter"]
    undo_merge(duplicate, by=bea)
    assert people_of(now(root)) == before


def test_imported_support_is_added(bea):
    root, duplicate = make_idea(), make_idea()
    for idea, count in ((root, 5), (duplicate, 7)):
        Idea.objects.filter(pk=idea.pk).update(imported_support=count, vote_count=count + 1)
    call_command("recount", verbosity=0)
    merge_into(duplicate, root, by=bea)
    assert now(root).vote_count == 2 + 12
    assert drifted() == []
    undo_merge(duplicate, by=bea)
    assert (now(root).vote_count, now(duplicate).vote_count) == (6, 8)
    assert drifted() == []


def test_a_merged_idea_is_answered_by_its_root_and_counts_for_its_author(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    answer, at = Answer(note="We do it from the first of May."), timezone.now() + timedelta(days=1)
    status = BoardStatus.objects.get(board=root.board, slug="launched")
    with pytest.raises(Refused, match="merged into another one"):
        change_status(now(duplicate), status, by=bea, answer=answer)
    assert duplicate not in answered(at)
    change_status(now(root), status, by=bea, answer=answer)
    assert {root, duplicate} <= {*answered(at)}
    assert {root, duplicate} <= {*launched(at)}


def test_an_author_of_what_comes_along_is_in_what_the_answer_earns(bea, tom, pair, django_capture_on_commit_callbacks):
    root, duplicate = pair
    merge_into(make_idea(title="Earlier, please", by=tom), duplicate, by=bea)
    heard = create_tier("Heard", by=bea, way=Way.EARNED, criteria="Be answered.", conditions=[("ideas-answered", 1)])
    change_status(now(root), root.status, by=bea, answer=Answer(note="We look at the hours of all shops in May."))
    assert not heard.memberships.filter(member=tom).exists()
    with django_capture_on_commit_callbacks(execute=True):
        merge_into(duplicate, root, by=bea)
    assert heard.memberships.filter(member=tom).exists()


def test_what_is_carried_is_not_counted_as_another_support(bea, pair):
    root, duplicate = pair
    before = supports(timezone.now()).count()
    merge_into(duplicate, root, by=bea)
    assert supports(timezone.now()).count() == before


def test_its_author_neither_edits_nor_withdraws_what_is_merged_and_says_more_at_the_root(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    words = {"title": "Other words", "body": "Indeed.", "category": None, "version": 1}
    for act in (
        lambda: edit_idea(duplicate, by=duplicate.author, **words),
        lambda: add_note(now(duplicate), by=duplicate.author, body="And on Sundays."),
        lambda: withdraw_idea(duplicate, by=duplicate.author),
        lambda: add_comment(now(duplicate), by=duplicate.author, body="And on Sundays."),
    ):
        with pytest.raises(Refused, match="merged into another"):
            act()


def test_the_author_of_a_root_cannot_withdraw_what_others_stand_behind(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    with pytest.raises(Refused, match="Other ideas were merged into it"):
        withdraw_idea(root, by=root.author)
    undo_merge(duplicate, by=bea)
    withdraw_idea(root, by=root.author)


def test_a_root_that_leaves_with_its_author_gives_its_duplicates_back(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    place_ideas([root.pk], State.REJECTED, at=timezone.now())
    erase_member(root.author, by=root.author)
    assert not Idea.objects.filter(pk=root.pk).exists()
    assert now(duplicate).merged_into is None
    assert drifted() == []


def test_a_file_that_is_imported_again_keeps_the_roots_figure_right(bea, tmp_path):
    board = make_board()
    head = "external_id,title,body,category,tags,status,official_response,votes,author,created_at\n"
    rows = "1,Open at six,Please.,,,new,,{},Ann,2026-01-01\n2,Open earlier,Please.,,,new,,{},Bob,2026-01-02\n"
    file = tmp_path / "ideas.csv"
    file.write_text(head + rows.format(5, 7))
    import_ideas(board, read_lines(file))
    root, duplicate = Idea.objects.order_by("external_id")
    merge_into(duplicate, root, by=bea)
    assert now(root).vote_count == 12
    file.write_text(head + rows.format(5, 9))
    import_ideas(board, read_lines(file))
    assert now(root).vote_count == 14
    assert drifted() == []


def test_recount_finds_and_mends_what_does_not_follow_from_the_merges(bea, pair):
    root, duplicate = pair
    merge_into(duplicate, root, by=bea)
    carried = Vote.objects.filter(is_carried=True)
    for damage in (
        lambda: carried.delete(),
        lambda: carried.update(at=timezone.now() + timedelta(days=1)),
        lambda: Vote.objects.create(idea=root, voter=somebody(), is_carried=True),
        lambda: Vote.objects.create(idea=duplicate, voter=somebody(), is_carried=True),
        lambda: Idea.objects.filter(pk=duplicate.pk).update(merged_into=None),
        lambda: Idea.objects.filter(pk=duplicate.pk).update(merged_into=make_idea()),
    ):
        damage()
        assert drifted() != []
        call_command("recount", verbosity=0)
        assert drifted() == []
        assert (now(root).vote_count, now(duplicate).merged_into) == (4, root)
