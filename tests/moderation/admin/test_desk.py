"""What stands on the desk beside the thing, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.members.models import User
from ideas.actions.submitting import submit_idea
from moderation.actions.opening import weigh
from moderation.actions.reporting import report
from moderation.models import Act, Report
from moderation.registries import Review
from tests.cast import make_member
from tests.factories import make_board, make_idea, somebody
from tests.moderation.admin.forms import HTMX, TEXT, case_url, send, soup_of, typed, words_of
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def test_the_context_tells_what_is_known(desk, mo, tom):
    rule = make_rule()
    decided(waiting_idea(by=tom, title="An older one"), Act.APPROVE, by=mo)
    idea = reported_idea(by=tom, title="As it is now")
    type(idea).objects.filter(pk=idea.pk).update(version=2)
    case = case_of(idea)
    Report.objects.create(
        case=case,
        by=make_member("rita"),
        rule=rule,
        note="Look at this.",
        version=1,
        weight=0.5,
        snapshot={"title": "As it was", "body": "Then."},
    )
    case.findings.create(check_key="links", words="It has two links.", weight=0.5, version=2)
    weigh(case, type(idea).objects.get(pk=idea.pk))
    page = soup_of(desk.get(case_url(case)))
    context = words_of(page.select_one(".queue-context"))
    for words in ("Tom", "Be kind", "Look at this.", "Rita", "weight 0.5", "It has two links.", "An older one"):
        assert words in context, words
    assert "As it was" in words_of(page.select_one(".queue-before"))


def test_the_script_of_the_page_fetches_the_context_by_itself(desk, tom):
    """The thing, which is read first, does not wait for it."""
    case = case_of(reported_idea(by=tom))
    later = soup_of(desk.get(case_url(case), headers=HTMX)).select_one("#queue-context")["data-later"]
    context = soup_of(desk.get(later, headers=HTMX)).select_one("#queue-context")
    assert "data-later" not in context.attrs
    assert "Tom" in words_of(context)


def test_a_decision_and_the_next_case_cost_few_queries(desk):
    board, author = make_board(review=Review.EVERYTHING), somebody()
    ideas = [submit_idea(board, by=author, title=f"A bench, number {n}", body="Please.") for n in range(5)]
    for idea in ideas[:3]:
        send(desk, case_of(idea), "approve", headers=HTMX)
    case = case_of(ideas[3])
    data, url = typed(case, "approve"), reverse("moderation_queue:decide", args=[case.pk])
    assert_few_queries(lambda: desk.post(url, data, headers=HTMX))


def assert_few_queries(send_it):
    with CaptureQueriesContext(connection) as seen:
        assert send_it().status_code == 200
    asked = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]  # the test's own transaction makes them
    assert len(asked) <= 30, "\n".join(asked)


def test_so_do_a_rejection_and_a_next_case_of_which_much_was_said(desk, mo, mia, tom):
    """Reported and rejected; the next one was reported, edited, noticed by a check, and decided on before."""
    rule, first, second = make_rule(), reported_idea(by=tom), make_idea(by=tom, title="B")
    for thing in (first, second):
        for name in ("rita", "ron", "rolf"):
            report(thing, by=User.objects.filter(handle=name).first() or make_member(name), rule=rule, note="Look.")
    decided(second, Act.WARN, by=mia)
    case_of(second).findings.create(check_key="links", words="It has two links.", weight=0.5, version=2)
    type(second).objects.filter(pk=second.pk).update(version=2)
    case = case_of(first)
    data, url = typed(case, "reject", rule=rule.pk, text=TEXT), reverse("moderation_queue:decide", args=[case.pk])
    assert_few_queries(lambda: desk.post(url, data, headers=HTMX))
    assert case_of(second).claimed_by == mo
