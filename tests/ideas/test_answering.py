from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow
from core.notices.models import Notice
from ideas.actions.answering import Answer, add_staff_note, assign_owner, change_status
from ideas.actions.telling import audience_of, people_of, tell_people
from ideas.actions.voting import cast_vote
from ideas.admin.columns import is_overdue
from ideas.figures import figures_of
from ideas.models import BoardStatus, Idea, StatusChange
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
NOTE = "We open at six from the second of December, as a trial."


def status(idea, slug):
    return BoardStatus.objects.get(board=idea.board_id, slug=slug)


def problems(error):
    return set(error.value.message_dict)


def test_an_answer_moves_the_idea_and_keeps_the_story(bea):
    idea = make_idea()
    due = timezone.now().date() + timedelta(days=14)
    change = change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE, next_update_by=due))
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.status.slug, idea.is_answered, idea.next_update_by) == ("planned", True, due)
    assert idea.first_answered_at == idea.last_answered_at == change.at
    assert (change.old.slug, change.new.slug, change.by, change.note) == ("new", "planned", bea, NOTE)


def test_the_same_status_again_is_a_plain_answer(bea):
    idea = make_idea(status="planned")
    change = change_status(idea, idea.status, by=bea, answer=Answer(note=NOTE))
    assert not change.is_move
    assert Idea.objects.get(pk=idea.pk).status.slug == "planned"


@pytest.mark.parametrize("note", ["", "Too short.", " " * 40, "\u200b" * 40])
def test_a_public_note_of_twenty_characters_is_required(bea, note):
    idea = make_idea()
    with pytest.raises(RuleBroken) as error:
        change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=note))
    assert problems(error) == {"note"}
    assert not StatusChange.objects.exists()


def test_a_decline_needs_a_reason_and_what_would_change_our_mind(bea):
    idea = make_idea()
    with pytest.raises(RuleBroken) as error:
        change_status(idea, status(idea, "not-planned"), by=bea, answer=Answer(note=NOTE))
    assert problems(error) == {"reason", "change_our_mind"}
    answer = Answer(note=NOTE, reason="cost", change_our_mind="A cheaper grinder would.")
    change_status(idea, status(idea, "not-planned"), by=bea, answer=answer)
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.open_to_votes, idea.next_update_by) == (False, None)


def test_leaving_a_final_status_is_a_correction_that_names_its_entry(bea):
    idea = make_idea()
    first = change_status(idea, status(idea, "launched"), by=bea, answer=Answer(note=NOTE))
    idea = Idea.objects.get(pk=idea.pk)
    with pytest.raises(RuleBroken) as error:
        change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE))
    assert problems(error) == {"corrects"}
    second = change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE, corrects=first))
    assert second.corrects == first
    assert StatusChange.objects.filter(idea=idea).count() == 2
    assert Idea.objects.get(pk=idea.pk).open_to_votes


def test_a_correction_names_an_entry_of_the_same_idea(bea):
    other = make_idea()
    entry = change_status(other, status(other, "launched"), by=bea, answer=Answer(note=NOTE))
    idea = make_idea()
    with pytest.raises(RuleBroken) as error:
        change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE, corrects=entry))
    assert problems(error) == {"corrects"}


def test_a_status_of_another_board_and_a_day_that_is_over_are_refused(bea):
    idea = make_idea()
    elsewhere = make_board().statuses.get(slug="planned")
    with pytest.raises(RuleBroken) as error:
        change_status(idea, elsewhere, by=bea, answer=Answer(note=NOTE, next_update_by=date(2020, 1, 1)))
    assert problems(error) == {"status", "next_update_by"}


@pytest.mark.parametrize("who", ["vera", "tom", "ines", "mo"])
def test_only_the_brands_team_answers(request, who):
    idea = make_idea()
    with pytest.raises(Refused, match="Only the brand’s team"):
        change_status(idea, idea.status, by=request.getfixturevalue(who), answer=Answer(note=NOTE))


def test_a_non_final_idea_always_has_a_next_day(bea):
    idea = make_idea()
    change_status(idea, status(idea, "under-review"), by=bea, answer=Answer(note=NOTE))
    assert (Idea.objects.get(pk=idea.pk).next_update_by - timezone.now().date()).days == 30


def test_tallies_move_with_the_idea(bea):
    idea = make_idea()
    change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE))
    counts = {found.slug: found.idea_count for found in figures_of(idea.board).statuses}
    assert (counts["new"], counts["planned"]) == (0, 1)


def test_author_supporters_and_followers_are_told_once_and_the_one_who_answers_not(bea, tom, ines, lars, mailoutbox):
    idea = make_idea(by=tom)
    for supporter in (ines, bea):
        cast_vote(idea, by=supporter)
    for follower in (lars, ines):
        follow("idea", idea.pk, by=follower)
    assert people_of(idea)["author"] == [tom.pk]
    assert audience_of(idea, by=bea) == {tom.pk, ines.pk, lars.pk}
    change = change_status(idea, status(idea, "planned"), by=bea, answer=Answer(note=NOTE))
    tell_people(change)
    assert tell_people(change) == 0
    assert set(Notice.objects.values_list("recipient", flat=True)) == {tom.pk, ines.pk, lars.pk}
    deliver_waiting()
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "ines@example.com",
        "lars@example.com",
        "tom@example.com",
    ]
    letter = mail.outbox[0]
    assert letter.subject == f"Planned: {idea.title}"
    assert NOTE in letter.body
    assert idea.get_absolute_url() in letter.body
    assert "List-Unsubscribe" in letter.extra_headers


def test_the_answer_stands_signed_under_the_idea_and_in_the_timeline(client, bea):
    idea = make_idea()
    first = change_status(
        idea,
        status(idea, "not-planned"),
        by=bea,
        answer=Answer(note=NOTE, reason="cost", change_our_mind="A cheaper grinder."),
    )
    idea = Idea.objects.get(pk=idea.pk)
    change_status(
        idea, status(idea, "planned"), by=bea, answer=Answer(note="We were wrong: it is cheap enough.", corrects=first)
    )
    page = client.get(idea.get_absolute_url()).text
    assert page.count("We were wrong: it is cheap enough.") == 2
    assert "A cheaper grinder." in page
    assert "This corrects the entry" in page
    assert "Bea" in page


def test_an_imported_answer_without_a_date_says_so_and_stays_out_of_the_promise(client):
    idea = make_idea()
    StatusChange.objects.create(idea=idea, old=None, new=idea.status, note=NOTE, at=None, is_imported=True)
    page = client.get(idea.get_absolute_url()).text
    assert "date not recorded" in page
    assert Idea.objects.get(pk=idea.pk).first_answered_at is None


def test_the_mark_of_an_overdue_answer_waits_for_the_grace_time(client):
    today = timezone.now().date()
    late = make_idea(next_update_by=today - timedelta(days=4))
    in_grace = make_idea(next_update_by=today - timedelta(days=2))
    assert "was promised for" in client.get(late.get_absolute_url()).text
    assert "was promised for" not in client.get(in_grace.get_absolute_url()).text
    assert set(Idea.objects.overdue()) == {late, in_grace}


def test_who_has_left_is_not_counted_among_those_who_are_told(tom, ines, bea):
    idea = make_idea(by=tom)
    cast_vote(idea, by=ines)
    erase_member(ines, by=ines)
    assert audience_of(idea, by=bea) == {tom.pk}


def test_nothing_is_owed_to_an_idea_that_was_withdrawn(client):
    gone = make_idea(next_update_by=date(2026, 1, 1), state="withdrawn")
    assert "was promised for" not in client.get(gone.get_absolute_url()).text
    assert not Idea.objects.overdue().exists()


def test_a_promise_holds_while_voting_rests():
    """A board may close a status to votes long before it is final."""
    resting = make_idea(next_update_by=date(2026, 1, 1), open_to_votes=False)
    assert is_overdue(resting)
    assert list(Idea.objects.overdue()) == [resting]


def test_private_notes_and_owners_are_the_teams(client, bea, tom):
    idea = make_idea()
    add_staff_note(idea, by=bea, body="Ask the bakers first.")
    assign_owner(idea, owner=bea, by=bea)
    assert "Ask the bakers first." not in client.get(idea.get_absolute_url()).text
    with pytest.raises(Refused):
        add_staff_note(idea, by=tom, body="Hello")


def test_an_imported_move_without_words_stands_in_the_timeline_and_is_no_answer(client):
    idea = make_idea()
    StatusChange.objects.create(idea=idea, old=None, new=idea.status, note=NOTE, at=None, is_imported=True)
    StatusChange.objects.create(idea=idea, old=idea.status, new=status(idea, "planned"), note="", is_imported=True)
    page = client.get(idea.get_absolute_url()).text
    assert page.count('class="timeline-step"') == 4
    assert NOTE in page.split('id="timeline"')[0]
