"""Reporting as a page and as a fragment, and what became of one's reports."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.models import Idea
from moderation.actions.reporting import report
from moderation.models import Act, Case, HouseRuleWords, Report
from tests.cast import make_member
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.limits import answers_until_refused
from tests.moderation.test_reporting import established, report_by_proven, state_of
from tests.moderation.things import decided, make_rule

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
EVIL = "<script>alert(1)</script>"
REASON = {"reason": "be-kind", "note": ""}


@pytest.fixture(autouse=True)
def _a_rule():
    make_rule()


def address_of(idea):
    return reverse("ideas:report", args=[idea.pk])


@pytest.fixture
def signed_in(client, tom):
    client.force_login(tom)
    return client


# --- the form


def test_the_form_offers_the_rules_in_force_in_the_readers_language(signed_in, tom):
    rule = make_rule("no-bells", name="No bells")
    HouseRuleWords.objects.create(rule=rule, language="el", name="Ευγένεια", text="Πάντα.", ready_text="-")
    retired = make_rule("old", name="An old rule")
    retired.is_retired = True
    retired.save()
    page = signed_in.get(address_of(make_idea())).text
    assert "No bells, please." in page
    assert "Something else" in page
    assert "An old rule" not in page
    tom.language = "el"
    tom.save()
    assert "Ευγένεια" in signed_in.get(address_of(make_idea())).text


def test_looking_writes_nothing(signed_in):
    idea = make_idea()
    for method in (signed_in.get, signed_in.head, signed_in.options):
        method(address_of(idea))
    signed_in.get(address_of(idea), REASON)
    assert not Case.objects.exists()


def test_a_browser_is_led_to_its_thanks_and_htmx_gets_them(signed_in):
    answer = signed_in.post(address_of(make_idea()), REASON, follow=True)
    assert answer.redirect_chain == [(Report.objects.get().get_absolute_url(), 302)]
    assert "Thank you" in answer.text
    fragment = signed_in.post(address_of(make_idea()), REASON, headers=HTMX)
    assert (fragment.status_code, "<html" in fragment.text) == (200, False)
    assert 'id="report"' in fragment.text
    assert "Thank you" in fragment.text
    form = signed_in.get(address_of(make_idea()), headers=HTMX)
    assert "<html" not in form.text


def test_whoever_reported_already_sees_that_and_a_second_click_is_harmless(signed_in):
    idea = make_idea()
    for _click in range(3):
        assert "Thank you" in signed_in.post(address_of(idea), REASON, follow=True).text
    assert Report.objects.count() == 1
    assert "Thank you" in signed_in.get(address_of(idea), follow=True).text


def test_a_report_that_hides_the_thing_still_says_thank_you(client):
    idea, last = make_idea(), established("last")
    report_by_proven(idea, 2)
    client.force_login(last)
    answer = client.post(address_of(idea), REASON, follow=True)
    assert state_of(idea) == State.HIDDEN
    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert client.get(address_of(idea)).status_code == 404


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({}, "Choose a reason."),
        ({"reason": "no-such"}, "Choose one of these reasons."),
        ({"reason": "be-kind\x00"}, "Choose one of these reasons."),
        ({"reason": "other", "note": ""}, "Say what is wrong with it."),
        ({"reason": "other", "note": "\u200b\u3164"}, "Write something that can be read."),
        ({"reason": "other", "note": "x" * 1_000_000}, "1000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in, said, problem):
    idea = make_idea()
    browser = signed_in.post(address_of(idea), said)
    fragment = signed_in.post(address_of(idea), said, headers=HTMX)
    assert (browser.status_code, fragment.status_code) == (200, 422)
    assert problem in browser.text
    assert said.get("note", "") in browser.text
    assert "<html" not in fragment.text
    assert not Report.objects.exists()


def test_html_and_null_bytes_are_only_text(signed_in):
    idea = make_idea(title=f"{EVIL} Title", body=EVIL)
    assert EVIL not in signed_in.get(address_of(idea)).text
    page = signed_in.post(address_of(idea), {"reason": "other", "note": f"a\x00b {EVIL}"}, follow=True).text
    assert Report.objects.get().note == f"ab {EVIL}"
    assert EVIL not in page
    assert EVIL not in signed_in.get(reverse("moderation:my-reports")).text


def test_a_form_from_elsewhere_is_refused(tom):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(tom)
    assert strict.post(address_of(make_idea()), REASON).status_code == 403
    assert not Report.objects.exists()


# --- who may


def test_a_visitor_signs_in_and_comes_back_with_what_was_chosen(client, tom):
    idea = make_idea()
    said = {"reason": "other", "note": "An advertisement"}
    answer = client.post(address_of(idea), said)
    assert answer.headers["Location"] == f"/accounts/login/?next={quote(address_of(idea))}"
    assert client.get(address_of(idea)).headers["Location"] == answer.headers["Location"]
    assert not Report.objects.exists()
    client.force_login(tom)
    page = client.get(address_of(idea)).text
    assert "An advertisement</textarea>" in page
    assert 'value="other"' in page
    assert "An advertisement" not in client.get(address_of(make_idea())).text


def test_what_the_reporter_may_not_see_is_not_there(signed_in, ines):
    board = make_board(slug="insiders-only")
    secret = make_idea(board=board, by=ines)
    comment = add_comment(secret, by=ines, body="Zanzibar")
    close(board, "Insiders")
    hidden = make_idea(state=State.HIDDEN)
    open_comment = add_comment(make_idea(), by=ines, body="Elsewhere")
    gone = [
        address_of(secret),
        reverse("ideas:comment-report", args=[secret.pk, comment.pk]),
        reverse("ideas:comment-report", args=[make_idea().pk, open_comment.pk]),
        address_of(hidden),
        reverse("moderation:report-member", args=[make_member("shy", is_profile_public=False).handle]),
        "/idea/987654321/report/",
    ]
    for url in gone:
        assert signed_in.get(url).status_code == signed_in.post(url, REASON).status_code == 404, url
    assert not Case.objects.exists()


def test_own_things_and_a_suspension_are_explained(signed_in, tom, mo):
    own = make_idea(by=tom)
    answer = signed_in.post(address_of(own), REASON)
    assert (answer.status_code, "This is yours" in answer.text) == (403, True)
    assert 'role="alert"' in answer.text
    report(own, by=somebody(), rule=make_rule(), note="")
    decided(own, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=1))
    answer = signed_in.post(address_of(make_idea()), REASON)
    assert (answer.status_code, "suspended" in answer.text) == (403, True)


def test_a_member_and_a_comment_have_their_page_too(signed_in, lars):
    comment = add_comment(make_idea(), by=lars, body="Rude words")
    assert "Rude words" in signed_in.get(comment.get_report_url()).text
    signed_in.post(comment.get_report_url(), REASON)
    signed_in.post(reverse("moderation:report-member", args=["LARS"]), REASON)
    assert set(Case.objects.values_list("kind", flat=True)) == {"idea-comment", "member"}


def test_the_pages_lead_there_except_from_what_is_ones_own(signed_in, client, tom, lars):
    idea = make_idea(by=tom)
    mine, theirs = add_comment(idea, by=tom, body="Mine"), add_comment(idea, by=lars, body="Theirs")
    page = signed_in.get(idea.get_absolute_url()).text
    assert address_of(idea) not in page
    assert mine.get_report_url() not in page
    assert theirs.get_report_url() in page
    assert "/members/lars/report/" in signed_in.get("/members/lars/").text
    assert "/members/tom/report/" not in signed_in.get("/members/tom/").text
    visitors = Client().get(idea.get_absolute_url()).text
    assert all(url in visitors for url in (address_of(idea), mine.get_report_url(), theirs.get_report_url()))


def test_thirty_reports_an_hour_are_enough(signed_in, rate_limits):
    idea = make_idea()
    answers = answers_until_refused(lambda _n: signed_in.post(address_of(idea), REASON), allowed=30)
    assert {answer.status_code for answer in answers[:-1]} == {302}
    assert signed_in.get(address_of(make_idea())).status_code == 200


# --- what became of them


def test_outcomes_in_words(signed_in, tom, mo):
    waits, agreed, fine, gone = (make_idea(title=f"Idea number {n}") for n in range(4))
    for idea in (waits, agreed, fine, gone):
        report(idea, by=tom, rule=make_rule(), note="")
    decided(agreed, Act.HIDE, by=mo)
    decided(fine, Act.APPROVE, by=mo)
    Case.objects.about("idea", gone.pk).update(state="lapsed")
    gone.delete()
    page = signed_in.get(reverse("moderation:my-reports")).text
    for words in ("has not decided yet", "something was done", "No breach of our rules", "taken away before"):
        assert page.count(words) == 1
    assert page.count("It cannot be seen now.") == 2
    assert "Idea number 1" not in page  # hidden: a snapshot does not tell what may not be seen
    for one in Report.objects.all():
        assert str(one.outcome.label) in signed_in.get(one.get_absolute_url()).text or one.outcome == "waits"


def test_reports_are_their_reporters_own(signed_in, lars):
    other = report(make_idea(), by=lars, rule=make_rule(), note="Private words")
    assert signed_in.get(other.get_absolute_url()).status_code == 404
    page = signed_in.get(reverse("moderation:my-reports")).text
    assert "Private words" not in page
    assert "You have reported nothing" in page


def test_many_reports_come_in_pages_and_cost_no_more(signed_in, tom, count_queries):
    url = reverse("moderation:my-reports")
    report(make_idea(), by=tom, rule=make_rule(), note="")
    one = count_queries(lambda: signed_in.get(url))
    for _n in range(24):
        report(make_idea(), by=tom, rule=make_rule(), note="")
    assert count_queries(lambda: signed_in.get(url)) <= one
    first = signed_in.get(url)
    assert first.text.count("data-report=") == 20
    rest = signed_in.get(f"{url}?after={first.context['more'].partition('after=')[2]}", headers=HTMX)
    assert (rest.text.count("data-report="), "<html" in rest.text) == (5, False)
    assert signed_in.get(f"{url}?after=nonsense").status_code == 422


def test_the_author_is_not_told_who_reported(client, tom, lars):
    idea = make_idea(by=lars)
    report(idea, by=tom, rule=make_rule(), note="Tom says so")
    client.force_login(lars)
    assert "Tom" not in client.get(Idea.objects.get(pk=idea.pk).get_absolute_url()).text
