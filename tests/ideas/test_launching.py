"""Publishing a story launches its ideas once; what was wrong is put right openly, and what leaves is taken back."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import RuleBroken
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.launching import launch, take_back
from ideas.actions.mending import mend_launches
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.completeness import reasons_against
from ideas.models import Act, BoardStatus, Idea, Launch, Launching, LaunchPage, StatusChange, Tally
from ideas.statuses import Credit, Stage
from tests.factories import make_board, make_idea, somebody
from tests.ideas.launching import NOTE, draft_story, fresh, make_story, named, publish, rewrite

pytestmark = pytest.mark.django_db
WRONG = "We said too much: it was our own plan."


def entries_of(idea):
    return list(StatusChange.objects.filter(idea=idea).order_by("pk"))


def again(idea):
    return Idea.objects.select_related("status").get(pk=idea.pk)


def tallies_are_right():
    """What boards count is what their ideas say."""
    counted = Counter(Idea.objects.published().values_list("board", "status", "category"))
    kept = Tally.objects.exclude(ideas=0).values_list("board", "status", "category", "ideas")
    return {tuple(place): n for *place, n in kept} == counted


def test_a_published_story_moves_its_ideas_ends_voting_and_says_why(bea, tom):
    idea = make_idea(by=tom)
    cast_vote(idea, by=somebody())
    story = make_story(idea, by=bea)
    now = again(idea)
    assert (now.status.stage, now.open_to_votes, now.vote_count, now.next_update_by) == (Stage.LAUNCHED, False, 2, None)
    assert now.is_answered
    (entry,) = entries_of(idea)
    assert (entry.old.stage, entry.new.stage, entry.by, entry.note) == (Stage.OPEN, Stage.LAUNCHED, bea, NOTE)
    row = Launching.objects.get()
    assert (row.page, row.idea, row.entry, row.act, row.credit) == (story, idea, entry, Act.LAUNCHED, Credit.YOURS)
    assert (row.stands, row.launched_on) == (True, story.launched_on)
    assert tallies_are_right()


def test_a_story_that_is_published_again_and_again_launches_once(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    for title in ("It is really there", "And still"):
        story = fresh(story)
        story.title = title
        story.save_revision(user=bea).publish(user=bea)
    assert launch(fresh(story), by=bea) == []
    assert len(entries_of(idea)) == Launching.objects.count() == Launch.objects.count() == 1


def test_an_idea_that_joins_a_public_story_is_launched_alone(bea):
    first, second = make_idea(), make_idea(title="A second one")
    story = make_story(first, by=bea)
    rewrite(story, named(first), named(second), by=bea)
    assert [len(entries_of(idea)) for idea in (first, second)] == [1, 1]
    assert [one.act for one in Launch.objects.order_by("pk")] == [Act.LAUNCHED, Act.LAUNCHED]
    assert Launch.objects.order_by("pk").last().launchings.get().idea == second


def test_credit_that_changes_is_a_correction_with_a_reason(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    planned = timezone.localdate() - timedelta(days=30)
    rewrite(story, named(idea, Credit.PLANNED, planned), by=bea, correction_note=WRONG)
    launched, corrected = entries_of(idea)
    assert (corrected.old, corrected.new, corrected.note, corrected.corrects) == (
        launched.new,
        launched.new,
        WRONG,
        launched,
    )
    standing = Launching.objects.standing().get()
    assert (standing.act, standing.credit, standing.credit_date) == (Act.CORRECTED, Credit.PLANNED, planned)
    assert again(idea).status.stage == Stage.LAUNCHED


def test_an_idea_that_is_taken_out_goes_back_to_where_it_stood(bea):
    kept, wrong = make_idea(), make_idea(title="Not this one", status="planned")
    story = make_story(kept, wrong, by=bea)
    rewrite(story, named(kept), by=bea, correction_note=WRONG)
    back = again(wrong)
    assert (back.status.slug, back.open_to_votes) == ("planned", True)
    assert back.next_update_by is not None
    entry = entries_of(wrong)[-1]
    assert (entry.note, entry.corrects) == (WRONG, entries_of(wrong)[0])
    assert again(kept).status.stage == Stage.LAUNCHED
    assert tallies_are_right()
    assert withdraw_vote(back, by=back.author).vote_count == 0  # voting is open again


def test_a_story_that_corrects_says_why(bea):
    idea = make_idea()
    story = make_story(idea, make_idea(title="Another"), by=bea)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        rewrite(story, named(idea), by=bea)
    assert Launching.objects.standing().count() == 2


def test_words_alone_are_no_correction(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    rewrite(story, named(idea, note="Every shop has it now, and it works just as you said."), by=bea)
    assert len(entries_of(idea)) == 1


def test_unpublishing_takes_everything_back_and_publishing_launches_anew(bea):
    idea = make_idea(status="planned")
    story = make_story(idea, by=bea)
    fresh(story).unpublish(user=bea)
    assert (again(idea).status.slug, Launching.objects.standing().count()) == ("planned", 0)
    assert entries_of(idea)[-1].note == "We have taken back that this is launched."
    publish(fresh(story), bea)
    assert [one.act for one in Launch.objects.order_by("pk")] == [Act.LAUNCHED, Act.TAKEN_BACK, Act.LAUNCHED]
    assert again(idea).status.stage == Stage.LAUNCHED
    assert tallies_are_right()


def test_taking_back_twice_changes_nothing(bea):
    story = make_story(make_idea(), by=bea)
    assert len(take_back(story, by=bea, reason="It broke.")) == 1
    assert take_back(story, by=bea, reason="It broke.") == []


def test_what_the_team_has_moved_since_stays_there(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    works = BoardStatus.objects.get(board=idea.board, slug="in-the-works")
    answer = Answer(note="The oven is broken, so wait for a week.", corrects=entries_of(idea)[0])
    change_status(again(idea), works, by=bea, answer=answer)
    fresh(story).unpublish(user=bea)
    assert again(idea).status == works


def test_what_was_said_to_be_launched_before_gets_its_credit_where_it_stands(bea):
    idea = make_idea(status="launched")
    story = make_story(idea, by=bea)
    (entry,) = entries_of(idea)
    assert entry.old == entry.new == idea.status
    fresh(story).unpublish(user=bea)
    assert again(idea).status == idea.status


def test_a_story_that_is_deleted_takes_back_what_it_launched(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    story.delete()
    assert again(idea).status.stage == Stage.OPEN
    assert [(row.act, row.page, row.stands) for row in Launching.objects.order_by("pk")] == [
        (Act.LAUNCHED, None, False),
        (Act.TAKEN_BACK, None, False),
    ]


def test_a_story_that_is_moved_stays_as_it_is(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    other = make_story(make_idea(title="Another"), by=bea).get_parent()
    story.move(other, pos="first-child")
    assert (len(entries_of(idea)), Launching.objects.standing().filter(page=story.pk).count()) == (1, 1)


def test_a_copy_launches_nothing_and_is_told_why(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    copy = story.copy(update_attrs={"slug": "copy", "title": "A copy"}, keep_live=False, user=bea)
    with pytest.raises(RuleBroken, match="“It is there” has launched it already"):
        fresh(copy).get_latest_revision().publish(user=bea)
    assert not fresh(copy).live
    assert len(entries_of(idea)) == 1


def test_a_copy_that_is_made_public_at_once_is_taken_off_again(bea):
    idea = make_idea()
    copy = make_story(idea, by=bea).copy(update_attrs={"slug": "copy"}, user=bea)
    assert not fresh(copy).live
    assert Launching.objects.get().page_id != copy.pk


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": State.HIDDEN}, "Nobody but its author can read this idea"),
        ({"state": State.WAITING}, "Nobody but its author can read this idea"),
        ({"state": State.WITHDRAWN}, "Its author withdrew this idea."),
    ],
)
def test_an_idea_that_others_cannot_read_cannot_be_launched(bea, fields, words):
    idea = make_idea()
    Idea.objects.filter(pk=idea.pk).update(**fields)
    with pytest.raises(RuleBroken, match=words):
        make_story(idea, by=bea)
    assert not LaunchPage.objects.filter(live=True).exists()


@pytest.mark.parametrize(
    ("credit", "day", "words"),
    [
        ("", None, "Give credit, honestly."),
        (Credit.PLANNED, None, "Say the day of the plan: that shows that you had it."),
        (Credit.PUSHED, None, "Say since when it was on your list: that shows how far people pushed it."),
        (Credit.YOURS, -400, "On that day nobody had said it here yet, so you had it before: it is not “your idea”."),
        (Credit.PLANNED, -9, "By that day it had been said here, so it was not in your plans already."),
        (Credit.PLANNED, 1, "That day is still to come."),
        (Credit.PARTLY, 1, "That day is still to come."),
        (Credit.PUSHED, -9, None),
        (Credit.PLANNED, -400, None),
        (Credit.YOURS, -9, None),
        (Credit.YOURS, None, None),
        (Credit.PARTLY, None, None),
    ],
)
def test_credit_is_honest(bea, credit, day, words):
    idea = make_idea(title="A cup", at=timezone.now() - timedelta(days=30))
    date = timezone.localdate() + timedelta(days=day) if day is not None else None
    found = reasons_against(draft_story(named(idea, credit, date), by=bea))
    assert found == ([f"“A cup”: {words}"] if words else [])


def test_nothing_is_launched_on_a_day_to_come(bea):
    story = draft_story(make_idea(), by=bea, launched_on=timezone.localdate() + timedelta(days=1))
    words = "That day is still to come. Publish the story when people can have it."
    assert reasons_against(story) == [f"Launched on: {words}"]


def test_somebody_without_a_portrait_needs_a_face(bea):
    story = draft_story(make_idea(), by=bea)
    story.signed_by.portrait = ""
    assert [words[:5] for words in reasons_against(story)] == ["Face:"]


def test_a_merged_idea_sends_to_the_one_it_was_merged_into(bea):
    root, duplicate = make_idea(), make_idea(title="The same")
    Idea.objects.filter(pk=duplicate.pk).update(merged_into=root)
    with pytest.raises(RuleBroken, match="It was merged into another idea"):
        make_story(duplicate, by=bea)


def test_a_board_without_a_launched_status_is_said(bea):
    board = make_board()
    BoardStatus.objects.filter(board=board, stage=Stage.LAUNCHED).delete()
    with pytest.raises(RuleBroken, match="no status of the stage “Launched”"):
        make_story(make_idea(board=board), by=bea)


def test_an_idea_that_is_hidden_after_its_launch_does_not_lock_the_story(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    story.title = "New words"
    story.save_revision(user=bea).publish(user=bea)
    assert fresh(story).title == "New words"


def test_what_happens_between_looking_and_launching_undoes_the_publication(bea):
    """Between the check and the lock another story launches the same idea."""
    idea = make_idea()
    story = draft_story(idea, by=bea)
    make_story(idea, by=bea, title="The other one")
    LaunchPage.objects.filter(pk=story.pk).update(live=True)
    with pytest.raises(RuleBroken, match="“The other one” has launched"):
        launch(fresh(story), by=bea)
    assert len(entries_of(idea)) == 1


def test_the_chore_finishes_what_a_crash_has_left(bea):
    idea, other = make_idea(), make_idea(title="Another")
    never = draft_story(idea, by=bea)
    gone = make_story(other, by=bea)
    LaunchPage.objects.filter(pk=never.pk).update(live=True)
    LaunchPage.objects.filter(pk=gone.pk).update(live=False)
    assert mend_launches() == 2
    assert (again(idea).status.stage, again(other).status.stage) == (Stage.LAUNCHED, Stage.OPEN)
    assert mend_launches() == 0


def test_the_chore_lets_be_what_cannot_be_launched(bea):
    idea = make_idea()
    story = draft_story(idea, by=bea)
    LaunchPage.objects.filter(pk=story.pk).update(live=True)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert mend_launches() == 0


def test_a_long_story_asks_as_often_as_a_short_one(bea, count_queries):
    def launching(many):
        ideas = [make_idea(title=f"Number {n}") for n in range(many)]
        story = draft_story(*ideas, by=bea)
        LaunchPage.objects.filter(pk=story.pk).update(live=True)
        return count_queries(lambda: launch(fresh(story), by=bea, tell=False))

    launching(1)
    few, many = launching(2), launching(6)
    assert many == few
