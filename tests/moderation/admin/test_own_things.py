"""What a moderator may know of the case of their own thing: no more than any author does."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from moderation.actions.appealing import appeal
from moderation.actions.claiming import claim
from moderation.actions.opening import open_case, weigh
from moderation.actions.telling import tell_due
from moderation.models import Act, Case, Decision, IllegalNotice, Report
from tests.moderation.admin.forms import HTMX, QUEUE, TEXT, case_url, soup_of, titles_of, typed, words_of
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
PASSED = {"tab": "passed"}
SECRETS = ("Tom", "It-insults-me", "Paragraph 185", "Insulting-in-law", "Shouts-a-lot", "Third-time-note", "legal-note")


def all_said_of(idea: Idea, *, by: Any, noted_by: Any) -> Case:
    """Reported, noticed by a check, called illegal, warned of and passed on, each with words for moderators alone."""
    case = open_case("idea", idea, reason="is_reported")
    Report.objects.create(
        case=case, by=by, rule=make_rule("safe"), note="It-insults-me", version=7, weight=0.5, snapshot={"body": "Old."}
    )
    case.findings.create(check_key="caps", words="Shouts-a-lot", weight=0.5, version=1)
    open_case("idea", idea, reason="is_illegal_notice")
    IllegalNotice.objects.create(
        receipt="N-2026-7", case=case, address="/", law="Paragraph 185", why="Insulting-in-law", in_good_faith=True
    )
    weigh(case, idea)
    decided(idea, Act.WARN, by=noted_by, note="Third-time-note")
    decided(idea, Act.ESCALATE, by=noted_by, passed_to="legal", note="legal-note")
    tell_due(at=timezone.now() + timedelta(minutes=1))
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def own(mo, mia, tom) -> Case:
    """The case of mo's own idea; the desk is mo's."""
    return all_said_of(reported_idea(by=mo, title="Mine"), by=tom, noted_by=mia)


def test_a_colleague_reads_all_of_it(other_desk, own):
    page = other_desk.get(case_url(own)).text
    for secret in SECRETS:
        assert secret in page, secret
    assert "weight 0.5" in page


def test_who_reported_ones_own_thing_and_what_is_said_of_it_is_not_shown(desk, own):
    for response in (desk.get(case_url(own)), desk.get(case_url(own), headers=HTMX)):
        context = soup_of(response).select_one(".queue-context")
        for secret in (*SECRETS, "Mia", "weight", "Passed to", "As it was when it was reported"):
            assert secret not in response.text, secret
        assert not soup_of(response).select_one(".queue-passed")
        assert "Passed on" not in words_of(context)
        assert not context.select_one(".queue-notice, #urgency-heading, #reports-heading, #findings-heading")
        assert "what every author reads" in words_of(context)
        assert "It broke a rule." in words_of(context)  # the warning, as its author was told


def test_an_administrator_who_wrote_it_reads_no_more(client, ada, mia, tom, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    own = all_said_of(reported_idea(by=ada), by=tom, noted_by=mia)
    client.force_login(ada)
    page = client.get(case_url(own)).text
    for secret in SECRETS:
        assert secret not in page, secret


def test_after_it_is_decided_it_stays_so(desk, own, mia):
    idea = Idea.objects.get()
    decided(idea, Act.HIDE, by=mia, note="Third-time-note")
    page = desk.get(case_url(own)).text
    for secret in SECRETS:
        assert secret not in page, secret


def test_who_decided_is_not_named_beside_ones_own_appeal(desk, other_desk, mo, mia, ada):
    idea = reported_idea(by=mo)
    decision = decided(idea, Act.HIDE, by=ada, text="It names a person.")
    tell_due(at=timezone.now() + timedelta(minutes=1))
    appeal(decision, by=mo, text="It names a street.")
    assert "Ada" in words_of(soup_of(other_desk.get(case_url(case_of(idea)))).select_one(".queue-appeal"))
    shown = words_of(soup_of(desk.get(case_url(case_of(idea)))).select_one(".queue-appeal"))
    assert "It names a person." in shown
    assert "Ada" not in shown


@pytest.mark.parametrize(
    "asked",
    [{"rule": "safe"}, {"q": "N-2026-7"}, {"passed_to": "legal"}, PASSED],
)
def test_no_filter_of_the_queue_tells_it(desk, other_desk, own, asked):
    assert titles_of(other_desk.get(QUEUE, asked)) == ["Mine"]
    assert titles_of(desk.get(QUEUE, asked)) == []


def test_the_row_says_neither_how_urgent_it_is_nor_who_has_it_now(desk, other_desk, own):
    theirs = words_of(soup_of(other_desk.get(QUEUE)).select_one(".queue-row"))
    assert "urgent as" in theirs
    assert "With legal" in theirs
    mine = words_of(soup_of(desk.get(QUEUE)).select_one(".queue-row"))
    assert "urgent as" not in mine
    assert "With legal" not in mine


def test_no_answer_to_what_its_author_sends_tells_it(desk, own):
    notice, decision = IllegalNotice.objects.get(), Decision.objects.filter(act=Act.WARN).get()
    sent = [
        ("decide", own.pk, typed(own, "approve")),
        ("decide", own.pk, typed(own, "reject")),
        ("decide", own.pk, typed(own, "reject", text=TEXT, do="preview")),
        ("decide", own.pk, {"act": "nonsense"}),
        ("preview", own.pk, typed(own, "reject", text=TEXT)),
        ("claim", own.pk, {"claim": "on"}),
        ("claim", own.pk, {"claim": "on", "beat": "1"}),
        ("reverse", decision.pk, {"text": " "}),
        ("reverse", decision.pk, {"text": TEXT}),
        ("undo", decision.pk, {}),
        ("answer-notice", notice.pk, {"text": " "}),
        ("answer-notice", notice.pk, {"text": TEXT}),
    ]
    for name, pk, data in sent:
        for headers in (None, HTMX):
            response = desk.post(reverse(f"moderation_queue:{name}", args=[pk]), data, headers=headers, follow=True)
            for secret in (*SECRETS, "Somebody reported it", "N-2026-7"):
                assert secret not in response.text, (name, data, secret)
    assert Decision.objects.count() == 2
    assert not IllegalNotice.objects.exclude(answer="").exists()


@pytest.mark.parametrize("name", ["decide", "preview"])
def test_its_author_is_refused_before_anything_of_it_is_looked_at(desk, own, name):
    response = desk.post(reverse(f"moderation_queue:{name}", args=[own.pk]), typed(own, "reject", do="preview"))
    assert response.status_code == 403
    assert "This is yours" in response.text


def test_nobody_takes_their_own_case_so_that_others_cannot(desk, mo, mia):
    case = case_of(reported_idea(by=mo))
    response = desk.post(reverse("moderation_queue:claim", args=[case.pk]), {"claim": "on"}, headers=HTMX)
    assert response.status_code == 403
    assert "This is yours" in response.text
    assert claim(case, by=mia)


def test_the_file_leaves_out_what_was_decided_about_its_reader(desk, other_desk, mo, own, mia):
    decided(waiting_idea(title="Theirs"), Act.APPROVE, by=mo, note="About somebody else.")

    def rows_of(reader: Any) -> list[dict[str, str]]:
        answer = reader.get("/admin/moderation/decisions.csv")
        return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))

    assert [row["decided"] for row in rows_of(other_desk)] == ["warn", "escalate", "approve"]
    assert [row["note"] for row in rows_of(desk)] == ["About somebody else."]
