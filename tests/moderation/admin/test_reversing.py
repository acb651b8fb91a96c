"""Taking a decision back later: from the history of any case, and from the list of who is suspended."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse as address_of
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.errors import Refused
from ideas.models import Idea
from moderation.actions.appealing import appeal
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse
from moderation.models import Act, Case, Decision, Suspension, Telling
from moderation.policies import may_reverse
from tests.cast import make_member
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.admin.forms import HTMX, QUEUE, TEXT, case_url, soup_of, words_of
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LIST = f"{QUEUE}suspended/"


def an_hour_ago(decision: Decision) -> Decision:
    """Decided then, and told."""
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(hours=1))
    Telling.objects.filter(decision=decision).update(due_at=timezone.now() - timedelta(minutes=59))
    return Decision.objects.get(pk=decision.pk)


def suspended(thing: Any, *, by: Any, days: int = 3, **more: Any) -> Decision:
    return an_hour_ago(decided(thing, Act.SUSPEND, by=by, until=timezone.now() + timedelta(days=days), **more))


def links(page: Any) -> list[str]:
    return [link["href"].split("?")[0] for link in page.select(".queue-context a[data-reverses]")]


def url_of(decision: Decision) -> str:
    return address_of("moderation_queue:reverse", args=[decision.pk])


def test_a_suspension_is_lifted_from_the_history_of_a_case_that_is_still_open(desk, tom, mia):
    idea = reported_idea(by=tom)
    decision = suspended(idea, by=mia)
    page = soup_of(desk.get(case_url(case_of(idea))))
    assert links(page) == [url_of(decision)]
    form = soup_of(desk.get(url_of(decision))).select_one("#reverse-form")
    assert "The suspension ends at once" in words_of(form)
    assert Suspension.objects.of(tom)
    response = desk.post(form["action"], {"text": "We misread it."})
    assert response.url == case_url(case_of(idea))
    assert Suspension.objects.of(tom) is None
    assert Decision.objects.get(takes_back=decision).text == "We misread it."
    assert links(soup_of(desk.get(response.url))) == []


def test_the_script_gets_the_form_as_the_desk(desk, tom, mia):
    decision = suspended(reported_idea(by=tom), by=mia)
    response = desk.get(url_of(decision), headers=HTMX)
    root = soup_of(response).select_one("#desk")
    assert root.select_one("#reverse-form")
    assert not root.select_one("#decision-form")
    assert len(root.select("[data-focus]")) == 1
    assert "<html" not in response.text


@pytest.mark.parametrize("headers", [None, HTMX])
def test_without_a_text_it_is_not_reversed_and_the_form_stays(desk, tom, mia, headers):
    decision = an_hour_ago(decided(reported_idea(by=tom), Act.WARN, by=mia))
    response = desk.post(url_of(decision), {"text": " \u200b"}, headers=headers)
    assert response.status_code == (422 if headers else 200)
    assert "Say why" in words_of(soup_of(response).select_one("#reverse-form"))
    assert not Decision.objects.filter(takes_back=decision).exists()


def test_what_an_earlier_case_ended_with_is_reversed_from_the_open_one(desk, tom, mia):
    idea = reported_idea(by=tom)
    decision = an_hour_ago(decided(idea, Act.HIDE, by=mia))
    now_open = open_case("idea", Idea.objects.get(pk=idea.pk), reason="is_reported")
    assert links(soup_of(desk.get(case_url(now_open)))) == [url_of(decision)]
    response = desk.post(url_of(decision), {"text": "We misread it."})
    assert response.url == case_url(now_open)
    assert Idea.objects.get().state == "published"


def test_what_stands_no_more_or_is_no_decision_on_anything_is_not_offered(desk, tom, mia):
    idea = reported_idea(by=tom)
    reverse(an_hour_ago(decided(idea, Act.WARN, by=mia)), by=mia, text="No.")
    an_hour_ago(decided(idea, Act.ESCALATE, by=mia, passed_to="legal"))
    fresh = decided(idea, Act.WARN, by=mia)
    assert links(soup_of(desk.get(case_url(case_of(idea))))) == []
    assert fresh.telling  # it can still be undone


@pytest.mark.parametrize("act", [Act.ESCALATE, Act.REVERSE])
def test_what_takes_nothing_from_anybody_cannot_be_reversed(desk, tom, mo, mia, act):
    idea = reported_idea(by=tom)
    if act == Act.REVERSE:
        decision = reverse(decided(idea, Act.HIDE, by=mia), by=mia, text="No.")
    else:
        decision = decided(idea, act, by=mia, passed_to="legal")
    assert desk.get(url_of(decision)).status_code == 403
    assert desk.post(url_of(decision), {"text": TEXT}).status_code == 403
    with pytest.raises(Refused, match="reversed"):
        reverse(decision, by=mo, text=TEXT)


def test_nobody_reverses_what_was_decided_about_themselves(desk, mo, ada):
    decision = suspended(reported_idea(by=mo), by=ada)
    assert links(soup_of(desk.get(case_url(Case.objects.get())))) == []
    assert desk.get(url_of(decision)).status_code == 403
    assert desk.post(url_of(decision), {"text": TEXT}).status_code == 403


def test_whoever_decided_leaves_it_to_others_while_the_author_appeals(desk, other_desk, tom, mo, mia):
    idea = reported_idea(by=tom)
    decision = an_hour_ago(decided(idea, Act.HIDE, by=mo))
    assert may_reverse(mo, decision)
    appeal(decision, by=tom, text="I meant it kindly.")
    decision = Decision.objects.get(pk=decision.pk)
    assert "appealed" in may_reverse(mo, decision).reason
    for case in (decision.case, case_of(idea)):
        assert links(soup_of(desk.get(case_url(case)))) == []
    response = desk.post(url_of(decision), {"text": "I was wrong."})
    assert response.status_code == 403
    assert "appealed against your decision" in response.text
    assert not Decision.objects.filter(takes_back=decision).exists()
    assert url_of(decision) in links(soup_of(other_desk.get(case_url(case_of(idea)))))
    other_desk.post(url_of(decision), {"text": "My colleague was wrong."})
    assert Decision.objects.get(takes_back=decision).decides.decision == decision


def test_the_history_costs_no_more_with_many_decisions(desk, tom, mia, count_queries):
    idea = reported_idea(by=tom)
    an_hour_ago(decided(idea, Act.WARN, by=mia))
    few = count_queries(lambda: desk.get(case_url(case_of(idea)), headers=HTMX))
    for _ in range(12):
        an_hour_ago(decided(idea, Act.WARN, by=mia))
    assert count_queries(lambda: desk.get(case_url(case_of(idea)), headers=HTMX)) <= few
    assert len(links(soup_of(desk.get(case_url(case_of(idea)))))) == 13


class TestSuspendedNow:
    def test_it_says_who_until_when_by_whom_and_why(self, desk, tom, mia):
        idea = reported_idea(by=tom)
        decision = suspended(idea, by=mia, text="Third insult in a week.", rule=make_rule("safe", name="Keep it safe"))
        page = soup_of(desk.get(LIST))
        words = words_of(page.select_one("#suspended"))
        until = timezone.localtime(decision.until)
        for said in ("Tom", "Mia", "Keep it safe", "Third insult in a week.", str(until.year)):
            assert said in words, said
        assert [a["href"] for a in page.select("#suspended a")] == [case_url(decision.case), url_of(decision)]

    def test_the_queue_leads_there(self, desk):
        assert soup_of(desk.get(QUEUE)).select_one(f"a[href='{LIST}']")

    def test_what_is_over_lifted_or_ones_own_is_not_in_it(self, desk, ines, lars, mo, mia, ada):
        over = suspended(reported_idea(by=ines), by=mia, days=1)
        Suspension.objects.filter(decision=over).update(until=timezone.now() - timedelta(minutes=1))
        reverse(suspended(reported_idea(by=lars), by=mia), by=mia, text="No.")
        suspended(reported_idea(by=mo), by=ada)
        assert "Nobody is suspended" in words_of(soup_of(desk.get(LIST)))

    def test_what_happened_behind_a_closed_door_is_not_in_it(self, desk, ines, ada):
        board = make_board(slug="secret-ideas")
        close(board, INSIDERS)
        idea = make_idea(board=board, by=ines)
        open_case("idea", idea, reason="is_reported")
        suspended(idea, by=ada)
        assert "Nobody is suspended" in words_of(soup_of(desk.get(LIST)))

    def test_while_an_appeal_waits_whoever_decided_reads_why_not(self, desk, other_desk, tom, mo):
        decision = suspended(reported_idea(by=tom), by=mo)
        appeal(decision, by=tom, text="I meant it kindly.")
        page = soup_of(desk.get(LIST)).select_one("#suspended")
        assert "appealed against your decision" in words_of(page)
        assert not page.select(f"a[href='{url_of(decision)}']")
        assert soup_of(other_desk.get(LIST)).select(f"#suspended a[href='{url_of(decision)}']")

    @pytest.mark.parametrize("count", [1, 40])
    def test_it_is_paged_and_costs_the_same(self, desk, mia, max_queries, count):
        names = [f"member-{n:02}" for n in range(count)]
        for name in names:
            suspended(reported_idea(by=make_member(name, display_name=name)), by=mia)
        desk.get(LIST)
        with max_queries(12):
            first = desk.get(LIST)
        seen = [words_of(row) for row in soup_of(first).select("#suspended > li")]
        more = soup_of(first).select_one("a[rel=next]")
        assert bool(more) is (count > 30)
        if more:
            seen += [words_of(row) for row in soup_of(desk.get(f"{LIST}{more['href']}")).select("#suspended > li")]
        assert [name for name in names if any(name in row for row in seen)] == names
        assert len(seen) == count

    def test_a_damaged_link_shows_the_first_page(self, desk, tom, mia):
        suspended(reported_idea(by=tom), by=mia)
        assert "Tom" in desk.get(LIST, {"after": "nonsense"}).text


def test_a_hidden_thing_is_reversed_without_a_script_by_the_form_on_its_page(desk, mia):
    decision = an_hour_ago(decided(waiting_idea(), Act.REJECT, by=mia))
    assert soup_of(desk.get(case_url(decision.case))).select_one("#reverse-form")["action"] == url_of(decision)
