"""What is closed is found again: decided or lapsed, and by whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.actions.commenting import add_comment
from ideas.actions.submitting import withdraw_idea
from ideas.models import Idea
from moderation.actions.claiming import release_all
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse, undo
from moderation.models import Act, Case
from tests.factories import make_idea
from tests.moderation.admin.forms import QUEUE, case_url, soup_of, titles_of, words_of
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def listed(desk: Any, **asked: Any) -> list[str]:
    return titles_of(desk.get(QUEUE, {"tab": "decided", **asked}))


@pytest.fixture
def lapsed(tom) -> Case:
    idea = waiting_idea(by=tom, title="Taken away")
    withdraw_idea(idea, by=tom)
    return Case.objects.get(subject_id=idea.pk)


def test_what_lapsed_stands_among_what_was_decided_and_is_marked(desk, mo, lapsed):
    Case.objects.filter(pk=lapsed.pk).update(closed_at=timezone.now() - timedelta(hours=1))
    decided(waiting_idea(title="Done"), Act.APPROVE, by=mo)
    assert listed(desk) == ["Done", "Taken away"]
    done, gone = soup_of(desk.get(QUEUE, {"tab": "decided"})).select(".queue-row")
    assert "Lapsed" in words_of(gone)
    assert "decided" not in words_of(gone)
    assert "Lapsed" not in words_of(done)
    assert words_of(soup_of(desk.get(QUEUE)).select_one("[data-tab=decided] .queue-count")) == "2"


def test_further_pages_go_on_with_both(desk, tom):
    now = timezone.now()
    idea = make_idea(by=tom)
    for n in range(60):
        state = "lapsed" if n % 2 else "decided"
        Case.objects.create(kind="idea", subject_id=idea.pk, state=state, closed_at=now - timedelta(hours=n % 7))
    first = desk.get(QUEUE, {"tab": "decided"})
    second = desk.get(soup_of(first).find("a", string="Further cases")["href"])
    seen = [row["data-case"] for page in (first, second) for row in soup_of(page).select(".queue-row")]
    assert len(seen) == len(set(seen)) == 60


def test_decisions_of_one_moderator_are_found_by_the_handle(desk, mo, mia):
    decided(waiting_idea(title="By mo"), Act.APPROVE, by=mo)
    decided(waiting_idea(title="By mia"), Act.APPROVE, by=mia)
    warned = reported_idea(title="By both")
    decided(warned, Act.WARN, by=mia)
    decided(warned, Act.HIDE, by=mo)
    assert listed(desk, decided_by="mia") == ["By both", "By mia"]
    assert listed(desk, decided_by="@MIA ") == ["By both", "By mia"]
    assert listed(desk, decided_by="mi") == []
    assert desk.get(QUEUE, {"tab": "decided", "decided_by": "\x00"}).status_code == 200


def test_what_was_undone_is_nobodys_decision(desk, mo, mia):
    idea = waiting_idea(title="Undone")
    undo(decided(idea, Act.REJECT, by=mia), by=mia)
    release_all(by=mia)
    decided(idea, Act.APPROVE, by=mo)
    assert listed(desk, decided_by="mia") == []
    assert listed(desk, decided_by="mo") == ["Undone"]


def test_the_filter_is_offered_and_holds_where_something_is_decided(desk, mia):
    decided(waiting_idea(), Act.APPROVE, by=mia)
    waiting_idea(title="Open")
    assert soup_of(desk.get(QUEUE, {"tab": "decided"})).select_one("input[name=decided_by]")
    assert not soup_of(desk.get(QUEUE)).select_one("input[name=decided_by]")
    assert titles_of(desk.get(QUEUE, {"decided_by": "nobody"})) == ["Open"]


def test_the_filter_stays_in_the_links(desk, mia):
    decided(waiting_idea(title="By mia"), Act.APPROVE, by=mia)
    page = soup_of(desk.get(QUEUE, {"tab": "decided", "decided_by": "mia"}))
    assert "decided_by=mia" in page.select_one(".queue-row a")["href"]
    assert page.select_one("input[name=decided_by]")["value"] == "mia"


def test_who_decided_on_ones_own_thing_is_not_found_out(desk, other_desk, mo, ada):
    decided(reported_idea(by=mo, title="Mine"), Act.HIDE, by=ada)
    assert listed(other_desk, decided_by="ada") == ["Mine"]
    assert listed(desk, decided_by="ada") == []


def test_each_row_of_the_history_leads_to_its_case(desk, tom, mia):
    idea = reported_idea(by=tom)
    earlier = decided(idea, Act.HIDE, by=mia).case
    now_open = open_case("idea", Idea.objects.get(pk=idea.pk), reason="is_reported")
    decided(idea, Act.WARN, by=mia)
    rows = soup_of(desk.get(case_url(now_open))).select("[aria-labelledby=history-heading] li")
    found = [[link["href"] for link in row.select("a[data-case-of]")] for row in rows]
    assert found == [[], [case_url(earlier)]]  # the warning is of this very case


@pytest.mark.parametrize("count", [50, 1000])
def test_the_page_costs_the_same_however_much_is_closed(desk, tom, mo, max_queries, count):
    ideas = [make_idea(by=tom, title=f"Number {n}") for n in range(40)]
    comments = [add_comment(ideas[0], by=tom, body=f"Comment {n}", tell=False) for n in range(10)]
    things = [("idea", idea.pk) for idea in ideas] + [("idea-comment", comment.pk) for comment in comments]
    now = timezone.now()
    Case.objects.bulk_create(
        Case(
            kind=things[n % 50][0],
            subject_id=things[n % 50][1],
            author=tom,
            state="lapsed" if n % 3 else "decided",
            closed_at=now - timedelta(minutes=n),
        )
        for n in range(count)
    )
    decided(waiting_idea(), Act.APPROVE, by=mo)
    last = case_url(Case.objects.filter(kind="idea").latest("pk"))
    desk.get(QUEUE)
    for address in (f"{QUEUE}?tab=decided", f"{QUEUE}?tab=decided&decided_by=mo", f"{last}?tab=decided"):
        with max_queries(30 if address.startswith(last) else 20):
            assert desk.get(address).status_code == 200


def test_the_open_case_has_no_way_to_itself(desk, mo):
    idea = reported_idea()
    decided(idea, Act.WARN, by=mo)
    assert not soup_of(desk.get(case_url(case_of(idea)))).select("a[data-case-of]")


def test_a_row_says_what_was_decided(desk, mo, mia, tom):
    decided(waiting_idea(title="Good"), Act.APPROVE, by=mo)
    hidden = decided(reported_idea(title="Looked at twice"), Act.HIDE, by=mo)
    reverse(hidden, by=mia, text="It was fine.")
    rows = [words_of(row) for row in soup_of(desk.get(QUEUE, {"tab": "decided"})).select(".queue-row")]
    assert "Reversed · decided" in next(row for row in rows if "Looked at twice" in row)
    assert "Approved · decided" in next(row for row in rows if "Good" in row)
    assert "· decided" not in words_of(soup_of(desk.get(QUEUE)))
