"""The author's own page of a decision, and the appeal that is sent from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from ideas.models import Idea
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.taking_back import reverse, undo
from moderation.actions.telling import tell_due
from moderation.models import Act, Appeal, Decision, Telling
from moderation.models.appeal import WITHIN
from tests.cast import make_member, with_role
from tests.limits import answers_until_refused
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)
NASTY = '<b>You</b> & <script>alert("x")</script>'


@pytest.fixture
def mia():
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def told(decision: Decision) -> Decision:
    """The decision an hour later: its people have been told."""
    Decision.objects.filter(pk=decision.pk).update(at=decision.at - timedelta(hours=1))
    Telling.objects.filter(decision=decision).update(due_at=decision.at - timedelta(hours=1))
    tell_due()
    return Decision.objects.get(pk=decision.pk)


@pytest.fixture
def decision(tom, mo) -> Decision:
    idea = waiting_idea(by=tom)
    return told(decided(idea, Act.REJECT, by=mo, text="Please say it shorter.", note="SECRET-NOTE"))


def page(client: Any, decision: Decision, *, by: Any, status: int = 200) -> str:
    client.force_login(by)
    answer = client.get(decision.get_absolute_url())
    assert answer.status_code == status
    return str(answer.text)


def send(client: Any, decision: Decision, *, by: Any, text: str = "I meant it kindly.", **options: Any) -> Any:
    client.force_login(by)
    return client.post(f"{decision.get_absolute_url()}appeal/", {"text": text}, **options)


def test_the_author_reads_what_was_decided_why_and_of_which_words(client, tom, decision):
    html = page(client, decision, by=tom)
    for words in ("<h1>Not published</h1>", "Please say it shorter.", "Be kind", "A person decided this.", "version 1"):
        assert words in html
    assert "<p>Please.</p>" in html  # the idea's own words
    assert f'href="{Idea.objects.get().get_absolute_url()}"' in html
    assert "SECRET-NOTE" not in html
    assert "Mo</" not in html


def test_for_everybody_else_it_is_not_there(client, ines, mo, ada, decision):
    for other in (ines, mo, ada):
        theirs = page(client, decision, by=other, status=404)
        assert "bench" not in theirs
        assert send(client, decision, by=other).status_code == 404
    client.logout()
    for path in (decision.get_absolute_url(), "/me/decisions/987654/"):
        assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"
        answer = client.post(f"{path}appeal/", {"text": "Hm."})
        assert answer.headers["Location"] == f"/accounts/login/?next={path}"
    assert not Appeal.objects.exists()


def test_it_is_not_there_while_it_can_be_undone_nor_afterwards(client, tom, mo):
    fresh = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    page(client, fresh, by=tom, status=404)
    undone = undo(fresh, by=mo)
    Telling.objects.all().delete()
    page(client, fresh, by=tom, status=404)
    page(client, undone, by=tom, status=404)


def test_an_escalation_has_no_page(client, tom, mo):
    passed_on = told(decided(waiting_idea(by=tom), Act.ESCALATE, by=mo, passed_to="legal"))
    page(client, passed_on, by=tom, status=404)


def test_a_thing_that_is_gone_leaves_its_words(client, tom, decision):
    Idea.objects.all().delete()
    html = page(client, decision, by=tom)
    assert "<p>Please.</p>" in html
    assert "Where it stands now" not in html


def test_what_was_typed_is_escaped(client, tom, mo):
    idea = reported_idea(by=tom, title="A <i>bench</i>", body=NASTY)
    rule = make_rule("be-brief", name="Be <b>brief</b>")
    rule.translations.update(text=NASTY)
    hidden = told(decided(idea, Act.HIDE, by=mo, text=NASTY, rule=rule))
    assert send(client, hidden, by=tom, text=NASTY).status_code == 302
    html = page(client, hidden, by=tom)
    for raw in ("<script>alert", "<b>You", "<b>brief", "<i>bench"):
        assert raw not in html
    assert html.count("&lt;script&gt;alert") == 4  # the author's words, the moderator's, the rule's, the appeal


def test_an_appeal_is_sent_and_its_state_is_shown(client, tom, mia, decision):
    assert "Send the appeal" in page(client, decision, by=tom)
    answer = send(client, decision, by=tom)
    assert answer.headers["Location"] == decision.get_absolute_url()
    html = page(client, decision, by=tom)
    assert "Another moderator will decide" in html
    assert "I meant it kindly." in html
    assert "Send the appeal" not in html
    outcome = decide_appeal(Appeal.objects.get(), by=mia, overturn=False, text="It stays so.", version=1)
    assert "It stays so." not in page(client, decision, by=tom)  # until it is told
    told(outcome)
    html = page(client, decision, by=tom)
    assert "Your appeal is decided" in html
    assert "It stays so." in html
    html = page(client, outcome, by=tom)
    assert "The decision “Not published” stands." in html
    assert decision.get_absolute_url() in html


def test_an_overturned_decision_says_so(client, tom, mia, decision):
    outcome = told(
        decide_appeal(appeal(decision, by=tom, text="Hm."), by=mia, overturn=True, text="You were right.", version=1)
    )
    html = page(client, decision, by=tom)
    assert "This decision was taken back." in html
    assert outcome.get_absolute_url() in html
    assert "You were right." in html
    assert "Waiting for a moderator" in html
    assert "Your appeal has succeeded." in page(client, outcome, by=tom)


def test_a_reversed_decision_says_so_and_takes_no_appeal(client, tom, mia, decision):
    back = told(reverse(decision, by=mia, text="We were wrong."))
    html = page(client, decision, by=tom)
    assert back.get_absolute_url() in html
    assert "Send the appeal" not in html
    answer = send(client, decision, by=tom)
    assert answer.status_code == 403
    assert "taken back" in answer.text


@pytest.mark.parametrize("text", ["", " \u200b "])
def test_an_empty_appeal_is_asked_for_again(client, tom, decision, text):
    answer = send(client, decision, by=tom, text=text)
    assert answer.status_code == 200
    assert "This needs another look." in answer.text
    assert send(client, decision, by=tom, text=text, headers={"HX-Request": "true"}).status_code == 422


def test_too_long_an_appeal_is_not_lost(client, tom, decision):
    answer = send(client, decision, by=tom, text="Because. " * 1_000)
    assert answer.status_code == 200
    assert "Because. Because." in answer.text
    assert not Appeal.objects.exists()


def test_too_late_and_twice_are_refused_with_the_reason(client, tom, decision):
    send(client, decision, by=tom)
    again = send(client, decision, by=tom)
    assert again.status_code == 403
    assert "already" in again.text
    Appeal.objects.all().delete()
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - WITHIN - timedelta(days=1))
    late = send(client, decision, by=tom)
    assert late.status_code == 403
    assert "six months" in late.text
    assert "six months" in page(client, decision, by=tom)
    assert not Appeal.objects.exists()


@pytest.mark.once
def test_too_many_appeals_are_slowed_down(client, tom, decision, rate_limits):
    answers_until_refused(lambda _n: send(client, decision, by=tom, text=""), allowed=20)


def test_an_appeal_whose_thing_is_gone_says_that_nobody_decides_it(client, tom, decision):
    send(client, decision, by=tom)
    Idea.objects.all().delete()
    call_command("sweep")
    assert "nobody decides" in page(client, decision, by=tom)


def test_a_suspension_says_until_when(client, tom, mo):
    until = timezone.now() + timedelta(days=3)
    suspended = told(decided(waiting_idea(by=tom), Act.SUSPEND, by=mo, until=until))
    html = page(client, suspended, by=tom)
    assert f"Until {timezone.localtime(until):%b}" in html
    assert send(client, suspended, by=tom).status_code == 302
    assert case_of(Idea.objects.get()).is_appealed


def test_the_page_costs_a_few_queries(client, tom, decision, count_queries):
    client.force_login(tom)
    client.get(decision.get_absolute_url())
    assert count_queries(lambda: client.get(decision.get_absolute_url())) <= 20
