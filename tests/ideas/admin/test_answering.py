from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from ideas.actions.answering import Answer, change_status
from ideas.actions.voting import cast_vote
from ideas.models import Idea, StaffNote, StatusChange
from tests.factories import make_board, make_idea, somebody
from tests.ideas.admin.forms import NOTE, answer_url, newest, problem_beside, send, status_of, typed

pytestmark = pytest.mark.django_db


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_screen_shows_the_idea_its_statuses_and_how_many_will_be_told(desk, tom):
    idea = make_idea(by=tom, title="A bench at the tram stop", body="So that one can sit.")
    for _ in range(2):
        cast_vote(idea, by=somebody())
    page = BeautifulSoup(desk.get(answer_url(idea)).text, "html.parser")
    assert page.select_one("#idea-title").get_text() == "A bench at the tram stop"
    assert "So that one can sit." in page.get_text()
    assert len(page.select("input[name=status]")) == 6
    assert "We will do it." in page.select_one(".idea-desk-choice").get_text()
    assert not page.select("input[name=status][checked]")  # a first answer is a choice
    told = " ".join(page.select_one("#told").get_text().split())
    assert told.startswith("3 people will be told 3 supporters · 0 followers · the author.")


def test_an_answer_moves_the_idea_and_says_how_many_are_told(desk, editor, tom):
    idea = make_idea(by=tom)
    cast_vote(idea, by=somebody())
    day = timezone.now().date() + timedelta(days=9)
    response = desk.post(answer_url(idea), typed(idea, next_update_by=day.isoformat(), owner=editor.pk), follow=True)
    entry = StatusChange.objects.get()
    idea.refresh_from_db()
    assert (entry.note, entry.by, entry.new.slug) == (NOTE, editor, "planned")
    assert (idea.status.slug, idea.next_update_by, idea.owner) == ("planned", day, editor)
    assert "2 people are told now." in messages_of(response)
    assert idea.get_absolute_url() in messages_of(response)
    assert response.redirect_chain == [(answer_url(idea), 302)]


def test_the_same_status_again_is_a_plain_answer(desk):
    idea = make_idea(status="under-review")
    send(desk, idea, status="under-review")
    entry = StatusChange.objects.get()
    assert not entry.is_move
    assert Idea.objects.get().is_answered


def test_a_decline_keeps_its_reason_and_what_would_change_our_mind(desk):
    idea = make_idea()
    send(desk, idea, status="not-planned", reason="cost", change_our_mind="Cheaper beans.")
    entry = StatusChange.objects.get()
    assert (entry.reason, entry.change_our_mind) == ("cost", "Cheaper beans.")


def test_words_for_a_decline_are_dropped_when_the_idea_is_not_declined(desk):
    """They may stand in fields that are hidden by then."""
    send(desk, make_idea(), status="planned", reason="cost", change_our_mind="Cheaper beans.")
    entry = StatusChange.objects.get()
    assert (entry.reason, entry.change_our_mind) == ("", "")


@pytest.mark.parametrize(
    ("field", "change", "words"),
    [
        ("note", {"note": "Too short."}, "at least 20 characters"),
        ("note", {"note": ""}, "at least 20 characters"),
        ("note", {"note": "\u200b" * 30}, "at least 20 characters"),
        ("status", {"status": ""}, "Choose a status"),
        ("status", {"status": "999999"}, "another board, or is gone"),
        ("reason", {"status": "not-planned", "change_our_mind": "Cheaper beans."}, "Choose the reason"),
        ("reason", {"status": "not-planned", "reason": "bribe"}, "Select a valid choice"),
        ("change_our_mind", {"status": "not-planned", "reason": "cost"}, "what would change our mind"),
        ("next_update_by", {"next_update_by": "2020-01-01"}, "still to come"),
        ("next_update_by", {"next_update_by": "soon"}, "Enter a valid date"),
        ("evidence_url", {"evidence_url": "not a link"}, "Enter a valid URL"),
        ("evidence_image", {"evidence_image": "999999"}, "Select a valid choice"),
        ("owner", {"owner": "999999"}, "Select a valid choice"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(desk, field, change, words):
    idea = make_idea()
    if change.get("status") == "not-planned":
        change = {**change, "status": status_of(idea, "not-planned").pk}
    response = desk.post(answer_url(idea), {**typed(idea), "change_our_mind": "", **change})
    assert response.status_code == 200
    assert words in problem_beside(response, field)
    assert 'id="problems"' in response.text
    if "note" not in change:
        assert NOTE in response.text
    assert not StatusChange.objects.exists()


def test_every_problem_is_said_at_once(desk):
    idea = make_idea()
    data = {"status": status_of(idea, "not-planned").pk, "note": "no", "next_update_by": "2020-01-01", "after": 0}
    response = desk.post(answer_url(idea), data)
    said = [problem_beside(response, name) for name in ("note", "reason", "change_our_mind", "next_update_by")]
    assert all(said)


def test_a_status_of_another_board_is_refused(desk):
    idea, other = make_idea(), make_board()
    response = desk.post(answer_url(idea), typed(idea, status="planned") | {"status": other.statuses.first().pk})
    assert "another board" in problem_beside(response, "status")


def test_leaving_a_final_status_names_what_it_corrects(desk, editor):
    idea = make_idea()
    launched = change_status(idea, status_of(idea, "launched"), by=editor, answer=Answer(note=NOTE))
    idea.refresh_from_db()
    refused = send(desk, idea, status="planned")
    assert "name the entry that it corrects" in problem_beside(refused, "corrects")
    send(desk, idea, status="planned", corrects=launched.pk)
    assert StatusChange.objects.latest("pk").corrects == launched
    assert StatusChange.objects.count() == 2


def test_an_entry_of_another_idea_cannot_be_corrected(desk, editor):
    idea, other = make_idea(), make_idea(title="Another")
    change_status(idea, status_of(idea, "planned"), by=editor, answer=Answer(note=NOTE))
    foreign = change_status(other, status_of(other, "planned"), by=editor, answer=Answer(note=NOTE))
    idea.refresh_from_db()
    response = send(desk, idea, status="launched", corrects=foreign.pk)
    assert "Select a valid choice" in problem_beside(response, "corrects")


def test_a_double_click_is_one_answer(desk):
    idea = make_idea()
    data = typed(idea)
    answers = [desk.post(answer_url(idea), data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert StatusChange.objects.count() == 1


def test_an_answer_to_an_old_state_is_a_conflict_that_keeps_the_words(desk, ada):
    idea = make_idea()
    mine = typed(idea)
    theirs = "We are having a closer look at this one already."
    change_status(idea, status_of(idea, "under-review"), by=ada, answer=Answer(note=theirs))
    response = desk.post(answer_url(idea), mine)
    assert response.status_code == 409
    page = BeautifulSoup(response.text, "html.parser")
    assert "Somebody answered this idea" in page.select_one("[role=alert]").get_text()
    assert theirs in page.select_one("#timeline").get_text()
    assert page.select_one("textarea[name=note]").get_text().strip() == NOTE
    assert StatusChange.objects.count() == 1
    again = desk.post(answer_url(idea), {**mine, "after": page.select_one("input[name=after]")["value"]})
    assert again.status_code == 302
    assert StatusChange.objects.count() == 2


def test_sending_on_to_the_next_idea_leads_to_the_one_that_needs_it_most(desk):
    first, second = make_idea(title="First"), make_idea(title="Second")
    Idea.objects.filter(pk=second.pk).update(next_update_by=date(2020, 1, 1))
    response = desk.post(answer_url(first), {**typed(first), "then": "next"}, follow=True)
    assert response.redirect_chain[-1][0] == answer_url(second)
    response = desk.post(answer_url(second), {**typed(second), "then": "next"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("idea_answers:index")
    assert "No idea is waiting" in messages_of(response)


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40])
def test_a_strange_place_to_go_on_from_is_no_error(desk, after):
    idea = make_idea()
    response = desk.get(reverse("idea_answers:next"), {"after": after})
    assert response.url == answer_url(idea)


def test_a_private_note_is_kept_and_nobody_is_told(desk, editor):
    idea = make_idea()
    response = desk.post(answer_url(idea), {"do": "note", "staff_note": "Ask the landlord.", "after": 0})
    assert response.url.startswith(answer_url(idea))
    note = StaffNote.objects.get()
    assert (note.body, note.by) == ("Ask the landlord.", editor)
    assert "Ask the landlord." in desk.get(answer_url(idea)).text
    assert "Ask the landlord." not in desk.get(idea.get_absolute_url()).text
    assert not StatusChange.objects.exists()


def test_keeping_a_note_does_not_lose_the_answer_that_is_being_written(desk):
    idea = make_idea()
    response = desk.post(answer_url(idea), {**typed(idea, note="Half an"), "do": "note", "staff_note": "Ask first."})
    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    assert page.select_one("textarea[name=note]").get_text().strip() == "Half an"
    assert page.select_one("input[name=status][checked]")["value"] == str(status_of(idea, "planned").pk)
    assert not page.select(".error-message")
    assert StaffNote.objects.count() == 1


def test_an_empty_note_is_refused_and_a_repeated_one_kept_once(desk):
    idea = make_idea()
    refused = desk.post(answer_url(idea), {"do": "note", "staff_note": " ", "after": 0})
    assert "Write the note first." in refused.text
    for _ in range(2):
        desk.post(answer_url(idea), {"do": "note", "staff_note": "Ask the landlord.", "after": 0})
    assert StaffNote.objects.count() == 1


def test_the_preview_shows_the_public_answer_and_stores_nothing(desk):
    idea = make_idea()
    page = desk.post(answer_url(idea), {**typed(idea), "do": "preview"})
    alone = desk.post(reverse("idea_answers:preview", args=[idea.pk]), typed(idea))
    for response in (page, alone):
        answer = BeautifulSoup(response.text, "html.parser").select_one(".answer")
        assert NOTE in answer.get_text()
        assert "Bea" in answer.get_text()
    assert not StatusChange.objects.exists()


def test_what_was_typed_is_shown_as_text(desk):
    idea = make_idea(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")
    response = desk.post(answer_url(idea), {**typed(idea, note="<b>" + NOTE), "do": "preview"})
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    assert "<b>" + NOTE not in response.text


def test_an_imported_entry_without_a_date_is_shown(desk):
    idea = make_idea(status="planned", author_name="Kari")
    StatusChange.objects.create(idea=idea, new=idea.status, note="Long ago.", at=None, is_imported=True)
    page = desk.get(answer_url(idea))
    assert "date not recorded" in page.text
    assert newest(idea) == StatusChange.objects.get().pk


def test_the_screen_costs_the_same_for_much_history(desk, editor, count_queries):
    idea = make_idea()
    few = count_queries(lambda: desk.get(answer_url(idea)))
    for _ in range(6):
        idea.refresh_from_db()
        change_status(idea, status_of(idea, "planned"), by=editor, answer=Answer(note=NOTE))
        StaffNote.objects.create(idea=idea, by=editor, body="Private.")
    assert count_queries(lambda: desk.get(answer_url(idea))) <= few + 1


def test_a_picture_of_the_site_is_evidence_and_stands_in_the_preview(desk):
    idea = make_idea()
    picture = get_image_model().objects.create(title="The bench", file=get_test_image_file())
    preview = desk.post(reverse("idea_answers:preview", args=[idea.pk]), typed(idea, evidence_image=picture.pk))
    assert BeautifulSoup(preview.text, "html.parser").select_one(".answer-evidence")["src"]
    assert send(desk, idea, evidence_image=picture.pk).status_code == 302
    assert StatusChange.objects.get().evidence_image == picture
    assert "The bench" in desk.get(answer_url(idea)).text
