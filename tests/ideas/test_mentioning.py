"""Members whom the brand mentions in an answer."""

import pytest
from django.core import mail

from core.audience.groups import INSIDERS
from core.comments.actions.blocking import block_mentions
from core.errors import RuleBroken
from core.notices.models import Notice
from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.actions.mentioning import tell_mentioned
from ideas.models import BoardStatus, Idea, StatusChange
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db

THANKS = "Thanks to @ines, who measured every table. `@lars` and lars@example.com are something else."


@pytest.fixture
def answered(bea, django_capture_on_commit_callbacks):
    def answer(idea, note=THANKS, *, status="planned", **fields):
        to = BoardStatus.objects.get(board=idea.board_id, slug=status)
        with django_capture_on_commit_callbacks(execute=True):
            return change_status(idea, to, by=bea, answer=Answer(note=note, **fields))

    return answer


def told(change):
    notices = Notice.objects.filter(key=f"status-change:{change.pk}")
    return set(notices.values_list("recipient__handle", "kind"))


def test_whom_an_answer_names_is_told_and_its_people_as_ever(answered, tom, ines, lars):
    assert told(answered(make_idea(by=tom))) == {("tom", "idea-answered"), ("ines", "answer-mention")}


def test_whoever_has_the_answer_anyway_has_it_once(answered, tom, ines):
    idea = make_idea(by=ines)
    assert told(answered(idea, "We thank @ines and @bea for this idea.")) == {("ines", "idea-answered")}
    assert tell_mentioned(StatusChange.objects.get()) == 0


def test_what_would_change_our_mind_can_name_somebody_too(answered, tom, ines):
    change = answered(
        make_idea(by=tom), "We looked at it for a long time.", status="not-planned", reason="cost",
        change_our_mind="Ten more like @ines.",
    )  # fmt: skip
    assert ("ines", "answer-mention") in told(change)


def test_who_blocked_the_writer_or_may_not_see_the_idea_is_not_told(answered, bea, tom, ines, ada):
    block_mentions(bea, by=ines)
    assert told(answered(make_idea(by=tom))) == {("tom", "idea-answered")}
    board = make_board(slug="closed")
    hidden = make_idea(board=board, by=ada)
    close(board, INSIDERS)
    assert told(answered(hidden, "We thank @tom and @ines for this.")) == {("ada", "idea-answered")}
    waiting = make_idea(by=tom, state=State.WAITING)
    assert ("lars", "answer-mention") not in told(answered(waiting, "We thank @lars for this idea."))


def test_more_than_ten_are_refused_beside_the_note(bea, client):
    idea = make_idea()
    note = "We thank " + " ".join(f"@f-{n}" for n in range(500))
    with pytest.raises(RuleBroken, match="here are 500"):
        change_status(idea, idea.status, by=bea, answer=Answer(note=note))
    client.force_login(bea)
    answer = client.post(f"/admin/ideas/{idea.pk}/answer/", {"status": idea.status_id, "note": note, "after": "0"})
    assert "here are 500" in answer.text
    assert "@f-499" in answer.text
    assert not StatusChange.objects.exists()


def test_an_imported_answer_mentions_nobody(answered, client, tom, ines):
    change = answered(make_idea(by=tom))
    Notice.objects.all().delete()
    StatusChange.objects.update(is_imported=True)
    assert tell_mentioned(StatusChange.objects.get()) == 0
    assert 'class="mention"' not in client.get(change.idea.get_absolute_url()).text


def test_answer_and_timeline_lead_to_the_profile_while_it_is_open(answered, client, tom, ines):
    page = answered(make_idea(by=tom)).idea.get_absolute_url()
    shown = client.get(page).text
    assert shown.count('<a class="mention" href="/members/ines/"><bdi>@ines</bdi></a>') == 2
    assert "/members/lars/" not in shown
    ines.is_profile_public = False
    ines.save()
    assert 'class="mention"' not in client.get(page).text


def test_markup_in_an_answer_is_shown_not_obeyed(answered, client, tom, ines):
    page = answered(make_idea(by=tom), "<img src=x onerror=alert(1)> @ines <b>thanks</b>").idea.get_absolute_url()
    shown = client.get(page).text
    assert "<img src=x" not in shown
    assert "&lt;b&gt;thanks" in shown


def test_in_an_idea_only_names_of_members_are_links(client, tom, ines):
    idea = make_idea(by=tom, body="As @ines and @nobody said.")
    shown = client.get(idea.get_absolute_url()).text
    assert 'href="/members/ines/"' in shown
    assert 'href="/members/nobody/"' not in shown


def test_inbox_and_mail_say_it(answered, client, tom, ines):
    answered(make_idea(by=tom, title="Round tables"))
    client.force_login(ines)
    assert "You are mentioned in the answer to <bdi>Round tables</bdi>." in client.get("/me/notices/").text
    letter = next(letter for letter in mail.outbox if letter.to == ["ines@example.com"])
    assert letter.subject == "You are mentioned in the answer to “Round tables”."
    assert "who measured every table" in letter.body
    assert "This answer mentions you." in letter.body


def test_the_preview_says_who_is_told_besides(client, bea, ines):
    idea = make_idea()
    client.force_login(bea)
    typed = {"status": idea.status_id, "note": THANKS, "after": "0"}
    shown = client.post(f"/admin/ideas/{idea.pk}/preview/", typed).text
    assert "It mentions 1 member, who is told as well." in shown
    assert "comments/mentions/" in client.get(f"/admin/ideas/{idea.pk}/answer/").text


def test_mentions_cost_one_query_of_a_page(answered, client, tom, ines, lars, count_queries):
    idea = make_idea(by=tom)
    answered(idea, "We are looking into this idea.")
    client.get(idea.get_absolute_url())
    without = count_queries(lambda: client.get(idea.get_absolute_url()))
    Idea.objects.filter(pk=idea.pk).update(body="@ines @lars")
    StatusChange.objects.update(note=THANKS)
    assert count_queries(lambda: client.get(idea.get_absolute_url())) == without + 1
