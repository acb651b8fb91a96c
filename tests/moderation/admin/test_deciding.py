"""Deciding by the one form: what it does, what it refuses, and what is never lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audience.groups import MODERATORS
from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from moderation.actions.claiming import claim
from moderation.models import Act, Case, Decision, HouseRuleWords, Report, Suspension
from tests.cast import make_member, with_role
from tests.moderation.admin.forms import HTMX, QUEUE, TEXT, case_url, send, soup_of, typed, words_of
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def state_of(idea) -> str:
    return str(Idea.objects.values_list("state", flat=True).get(pk=idea.pk))


def problem_beside(response, name: str) -> str:
    """The error in the same wrapper as the field of this name."""
    field = soup_of(response).select_one(f"#decision-form [data-asks={name}]")
    found = field.select_one(".error-message")
    return words_of(found) if found else ""


def backdate(decision, **ago):
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(**ago))


def test_approving_leads_to_the_next_case_with_the_last_one_still_to_be_undone(desk, mo):
    first, second = waiting_idea(title="First"), waiting_idea(title="Second")
    response = send(desk, case_of(first), "approve")
    decision = Decision.objects.get()
    assert response.url == f"{case_url(case_of(second))}?decided={decision.pk}"
    page = soup_of(desk.get(response.url))
    assert "First" in words_of(page.select_one("#undo-bar"))
    assert "Second" in words_of(page.select_one("#case-heading"))
    assert "Yours until" in words_of(page.select_one("#claim-line"))
    assert state_of(first) == "published"


def test_the_pages_script_gets_the_next_case_in_one_answer(desk):
    first, second = waiting_idea(title="First"), waiting_idea(title="Second")
    response = send(desk, case_of(first), "approve", headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Push-Url"] == case_url(case_of(second))
    root = soup_of(response).select_one("#desk")
    assert root["data-said"] == "Approved: “First”."
    assert root["data-decided-case"] == str(Case.objects.get(subject_id=first.pk).pk)
    assert "Second" in words_of(root.select_one("#case-heading"))
    assert "<html" not in response.text


def test_the_last_case_leads_to_rest(desk):
    response = send(desk, case_of(waiting_idea()), "approve", headers=HTMX)
    assert "Nothing here waits for you." in words_of(soup_of(response))
    page = desk.get(send(desk, case_of(waiting_idea()), "approve").url)
    assert soup_of(page).select_one("#undo-bar")


def test_a_rejection_keeps_rule_text_and_note(desk, mo):
    idea, rule = waiting_idea(), make_rule()
    send(desk, case_of(idea), "reject", rule=rule.pk, text=TEXT, note="Third time.")
    decision = Decision.objects.get()
    assert (decision.act, decision.rule, decision.text, decision.note) == (Act.REJECT, rule, TEXT, "Third time.")
    assert (decision.by, state_of(idea)) == (mo, "rejected")


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize(
    ("act", "given", "field", "words"),
    [
        ("reject", {"text": TEXT}, "rule", "Name the house rule."),
        ("reject", {"text": TEXT, "rule": "999999"}, "rule", "no longer in force"),
        ("reject", {"text": TEXT, "rule": "x"}, "rule", "no longer in force"),
        ("ask", {}, "text", "the author reads this"),
        ("ask", {"text": "\u200b \u200b"}, "text", "the author reads this"),
        ("ask", {"text": "x" * 4001}, "text", "at most 4000"),
        ("warn", {}, "text", "the author reads this"),
        ("suspend", {"text": TEXT}, "until", "Say until when."),
        ("suspend", {"text": TEXT, "until": "2020-01-01"}, "until", "Say until when."),
        ("suspend", {"text": TEXT, "until": "9999-12-31"}, "until", "A year is the longest."),
        ("suspend", {"text": TEXT, "until": "soon"}, "until", "Enter a valid date."),
        ("escalate", {}, "passed_to", "Say who"),
        ("escalate", {"passed_to": "the-pope"}, "passed_to", "Select a valid choice"),
        ("escalate", {"passed_to": "legal", "note": "", "text": "My note."}, "note", "Say what they should look at."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(desk, headers, act, given, field, words):
    idea = waiting_idea()
    response = send(desk, case_of(idea), act, headers=headers, **{"note": "My note.", **given})
    assert response.status_code == (422 if headers else 200)
    assert words in problem_beside(response, field)
    assert "My note." in response.text
    assert soup_of(response).select_one("#problems")
    assert not Decision.objects.exists()
    assert state_of(idea) == "waiting"


@pytest.mark.parametrize("act", ["", "burn", "undo", "reverse"])
def test_an_act_that_makes_no_sense_here_is_refused(desk, act):
    idea, rule = waiting_idea(), make_rule()
    response = send(desk, case_of(idea), act, rule=rule.pk, text=TEXT)
    assert soup_of(response).select_one("#problems")
    assert TEXT in response.text
    assert not Decision.objects.exists()


def test_a_version_that_is_none_is_an_error_not_a_crash(desk):
    for version in ("", "x", "-1", "9" * 40):
        response = send(desk, case_of(waiting_idea()), "approve", version=version)
        assert response.status_code in (200, 409)
    assert not Decision.objects.exists()


def test_a_rule_without_a_text_puts_the_ready_one_into_the_field(desk):
    rule = make_rule("kindness")
    response = send(desk, case_of(waiting_idea()), "reject", rule=rule.pk)
    assert words_of(soup_of(response).select_one("[name=text]")) == "This broke our rule “Be kind”."
    assert not Decision.objects.exists()


def test_ready_texts_are_in_the_language_of_the_author(desk):
    rule = make_rule("kindness")
    HouseRuleWords.objects.create(rule=rule, language="nb", name="Vær snill", text="Ja.", ready_text="Dette brøt.")
    idea = waiting_idea(by=make_member("nora", language="nb"))
    page = soup_of(desk.get(case_url(case_of(idea))))
    assert page.select_one(f"input[name=rule][value='{rule.pk}']")["data-ready"] == "Dette brøt."
    response = desk.post(
        reverse("moderation_queue:preview", args=[case_of(idea).pk]),
        typed(case_of(idea), "reject", rule=rule.pk, text="Dette brøt."),
    )
    shown = soup_of(response).select_one("#statement")
    assert shown["lang"] == "nb"
    assert "Vær snill" in words_of(shown)
    assert "Dette brøt." in words_of(shown)
    assert not Decision.objects.exists()


def test_without_a_script_the_preview_is_a_page_and_keeps_what_was_typed(desk):
    idea, rule = waiting_idea(), make_rule("kindness")
    data = typed(case_of(idea), "", rule=rule.pk, note="Mine.", do="preview")
    page = soup_of(desk.post(reverse("moderation_queue:decide", args=[case_of(idea).pk]), data))
    assert "This broke our rule “Be kind”." in words_of(page.select_one("#statement"))
    assert words_of(page.select_one("[name=note]")) == "Mine."
    assert not page.select_one("#problems")
    assert not Decision.objects.exists()


def test_a_warning_and_a_suspension_leave_the_case_on_the_desk(desk):
    idea = waiting_idea(title="A bench")
    waiting_idea(title="Another")
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    for act in ("warn", "suspend"):
        response = send(desk, case_of(idea), act, rule=make_rule().pk, text=TEXT, until=day, headers=HTMX)
        assert "A bench" in words_of(soup_of(response).select_one("#case-heading"))
    until = timezone.localtime(Suspension.objects.get().until)
    assert (until.date().isoformat(), until.hour) == ((timezone.localdate() + timedelta(days=4)).isoformat(), 0)


def test_what_is_escalated_is_not_pulled_again(desk):
    idea = waiting_idea()
    response = send(desk, case_of(idea), "escalate", passed_to="legal", note="Whose is it?", headers=HTMX)
    assert "Nothing here waits for you." in words_of(soup_of(response))
    assert case_of(idea).escalated_to == "legal"
    assert "With legal" in desk.get(QUEUE).text


def test_published_things_are_kept_or_hidden_and_hidden_ones_restored(desk):
    idea = reported_idea()
    labels = words_of(soup_of(desk.get(case_url(case_of(idea)))).select_one(".queue-rail"))
    assert "Keep it" in labels
    send(desk, case_of(idea), "hide", rule=make_rule().pk, text=TEXT)
    assert state_of(idea) == "hidden"


class TestSomebodyElseWasThere:
    @pytest.mark.parametrize("headers", [None, HTMX])
    def test_an_edit_meanwhile_is_shown_and_can_be_decided_on(self, desk, headers):
        idea, rule = waiting_idea(), make_rule()
        case = case_of(idea)
        old = typed(case, "reject", rule=rule.pk, text=TEXT)
        edit_idea(idea, by=idea.author, title="Quite another bench", body="Please.", category=None, version=1)
        response = desk.post(reverse("moderation_queue:decide", args=[case.pk]), old, headers=headers)
        assert response.status_code == 409
        page = soup_of(response)
        assert "edited it meanwhile" in words_of(page.select_one("[role=alert]"))
        assert "Quite another bench" in words_of(page.select_one("#thing"))
        assert words_of(page.select_one("[name=text]")) == TEXT
        assert page.select_one(f"input[name=rule][value='{rule.pk}']").has_attr("checked")
        new = {**old, "version": page.select_one("[name=version]")["value"]}
        desk.post(reverse("moderation_queue:decide", args=[case.pk]), new)
        assert state_of(idea) == "rejected"

    def test_a_decision_meanwhile_stands_beside_what_was_typed(self, desk, mia):
        idea = waiting_idea()
        case = case_of(idea)
        data = typed(case, "reject", rule=make_rule().pk, text=TEXT, note="Mine.")
        decided(idea, Act.APPROVE, by=mia, text="Fine with us.")
        response = desk.post(reverse("moderation_queue:decide", args=[case.pk]), data)
        assert response.status_code == 409
        page = soup_of(response)
        assert "Mia decided on this meanwhile" in words_of(page.select_one("[role=alert]"))
        assert words_of(page.select_one("#typed-text")) == TEXT
        assert words_of(page.select_one("#typed-note")) == "Mine."
        assert "Approved" in words_of(page.select_one(".queue-context"))
        assert "Mia" in words_of(page.select_one(".queue-context"))
        assert not page.select_one("#decision-form")
        assert Decision.objects.count() == 1

    def test_deciding_twice_is_one_decision(self, desk):
        idea = waiting_idea()
        case = case_of(idea)
        data = typed(case, "approve")
        url = reverse("moderation_queue:decide", args=[case.pk])
        assert [desk.post(url, data).status_code for _ in range(2)] == [302, 409]
        assert Decision.objects.count() == 1

    def test_a_claim_of_somebody_else_refuses_and_keeps_the_words(self, desk, mia):
        idea = waiting_idea()
        data = typed(case_of(idea), "ask", text=TEXT)
        claim(case_of(idea), by=mia)
        response = desk.post(reverse("moderation_queue:decide", args=[case_of(idea).pk]), data)
        assert response.status_code == 409
        assert "Mia is working on this." in response.text
        assert TEXT in response.text

    def test_a_thing_that_is_gone_is_said_to_be(self, desk):
        idea = waiting_idea()
        case, data = case_of(idea), typed(case_of(idea), "approve")
        idea.delete()
        response = desk.post(reverse("moderation_queue:decide", args=[case.pk]), data)
        assert response.status_code == 409
        assert "It is gone" in response.text


def test_ones_own_thing_can_be_read_but_not_decided(desk, mo):
    idea = reported_idea(by=mo)
    page = soup_of(desk.get(case_url(case_of(idea))))
    assert not page.select_one("#decision-form")
    assert "This is yours: somebody else decides on it." in words_of(page.select_one(".queue-case"))
    response = send(desk, case_of(idea), "approve")
    assert response.status_code == 403
    assert not Decision.objects.exists()


class TestUndo:
    def test_within_ten_seconds_all_is_as_it_was_and_the_case_is_ones_own_again(self, desk, mo):
        idea = waiting_idea(title="A bench")
        send(desk, case_of(idea), "approve")
        url = reverse("moderation_queue:undo", args=[Decision.objects.get().pk])
        response = desk.post(url, headers=HTMX)
        assert response.status_code == 200
        assert "Taken back" in soup_of(response).select_one("#desk")["data-said"]
        assert "A bench" in words_of(soup_of(response).select_one("#case-heading"))
        assert state_of(idea) == "waiting"
        assert case_of(idea).is_claimed()
        assert case_of(idea).claimed_by == mo

    def test_without_a_script_it_leads_back_to_the_case(self, desk):
        idea = waiting_idea()
        send(desk, case_of(idea), "approve")
        response = desk.post(reverse("moderation_queue:undo", args=[Decision.objects.get().pk]))
        assert response.url == case_url(case_of(idea))

    def test_afterwards_it_says_that_the_time_is_over(self, desk):
        idea = waiting_idea()
        send(desk, case_of(idea), "approve")
        decision = Decision.objects.get()
        backdate(decision, seconds=11)
        response = desk.post(reverse("moderation_queue:undo", args=[decision.pk]))
        assert response.status_code == 409
        assert "The time for undoing is over." in response.text
        assert state_of(idea) == "published"
        assert not soup_of(desk.get(QUEUE, {"decided": decision.pk})).select_one("#undo-bar")

    def test_nobody_undoes_what_somebody_else_decided(self, desk, mia):
        decision = decided(waiting_idea(), Act.APPROVE, by=mia)
        response = desk.post(reverse("moderation_queue:undo", args=[decision.pk]))
        assert "Only who decided can undo it." in response.text
        assert not soup_of(desk.get(QUEUE, {"decided": decision.pk})).select_one("#undo-bar")

    @pytest.mark.parametrize("act", ["warn", "suspend", "escalate"])
    def test_what_left_the_case_open_can_be_undone_too(self, desk, act):
        idea = waiting_idea()
        day = (timezone.localdate() + timedelta(days=3)).isoformat()
        send(desk, case_of(idea), act, rule=make_rule().pk, text=TEXT, until=day, passed_to="legal", note="Look.")
        desk.post(reverse("moderation_queue:undo", args=[Decision.objects.get().pk]))
        assert case_of(idea).escalated_to == ""
        assert not Suspension.objects.filter(ended_at=None).exists()


class TestReversing:
    def test_a_decision_is_reversed_with_a_text(self, desk, mia):
        idea = waiting_idea()
        decision = decided(idea, Act.REJECT, by=mia)
        backdate(decision, minutes=5)
        page = soup_of(desk.get(case_url(Case.objects.get())))
        url = page.select_one("#reverse-form")["action"]
        assert "Say why" in desk.post(url, {"text": " "}).text
        desk.post(url, {"text": "We misread it."})
        assert Decision.objects.get(takes_back=decision).text == "We misread it."
        assert state_of(idea) == "waiting"
        assert not soup_of(desk.get(case_url(Case.objects.get(pk=decision.case_id)))).select_one("#reverse-form")

    def test_twice_is_said_to_be_done(self, desk, mia):
        decision = decided(waiting_idea(), Act.REJECT, by=mia)
        backdate(decision, minutes=5)
        url = reverse("moderation_queue:reverse", args=[decision.pk])
        desk.post(url, {"text": "We misread it."})
        response = desk.post(url, {"text": "We misread it again."})
        assert response.status_code == 409
        assert "We misread it again." in response.text or "taken back already" in response.text

    def test_not_of_ones_own_thing(self, desk, mo, mia):
        decision = decided(reported_idea(by=mo), Act.HIDE, by=mia)
        backdate(decision, minutes=5)
        assert desk.post(reverse("moderation_queue:reverse", args=[decision.pk]), {"text": "No."}).status_code == 403


def test_html_in_what_was_written_stays_text(desk, tom):
    evil = "<script>alert(1)</script>"
    case = case_of(reported_idea(by=tom, title=f"T {evil}", body=f"B {evil}"))
    Report.objects.create(
        case=case, by=tom, note=f"N {evil}", version=7, weight=1, snapshot={"title": evil, "body": evil}
    )
    response = send(desk, case, "reject", text=f"X {evil}", note=f"Y {evil}")
    for page in (desk.get(case_url(case)), desk.get(QUEUE), response):
        assert "<script>alert" not in page.text


def test_administrators_decide_too_and_another_group_does_not(client, ada, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    idea = waiting_idea()
    client.force_login(bea)
    assert send(client, case_of(idea), "approve").status_code == 403
    client.force_login(ada)
    assert send(client, case_of(idea), "approve").status_code == 302


def test_a_moderator_without_a_second_factor_is_led_to_set_it_up(client, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    client.force_login(with_role(make_member("mona"), MODERATORS))
    for url in (QUEUE, case_url(case_of(waiting_idea()))):
        response = client.get(url)
        assert response.status_code == 302
        assert "2fa" in response.url
    assert send(client, Case.objects.get(), "approve").status_code == 302
    assert not Decision.objects.exists()
