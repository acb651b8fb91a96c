"""The list: tabs, filters, order, paging, and what does not exist for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS
from ideas.actions.commenting import add_comment
from moderation import queue
from moderation.actions.claiming import claim
from moderation.actions.opening import open_case
from moderation.models import Act, Case, IllegalNotice, Report
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.moderation.admin.forms import QUEUE, case_url, soup_of, titles_of, words_of
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db


def tabs_of(response):
    """By the key of each tab the number beside it."""
    return {
        tab["data-tab"]: int(words_of(tab.select_one(".queue-count"))) for tab in soup_of(response).select("[data-tab]")
    }


def older(case, **ago):
    Case.objects.filter(pk=case.pk).update(
        opened_at=timezone.now() - timedelta(**ago), urgent_since=timezone.now() - timedelta(**ago)
    )


def test_the_queue_lists_what_is_open_the_most_urgent_first(desk):
    calm, loud = waiting_idea(title="Calm"), reported_idea(title="Loud")
    older(case_of(loud), days=2)
    older(case_of(calm), days=1)
    assert titles_of(desk.get(QUEUE)) == ["Loud", "Calm"]


def test_each_tab_holds_its_own_and_says_how_many(desk, mo):
    waiting_idea(title="Waits")
    reported_idea(title="Reported")
    open_case("idea", make_idea(title="Appealed"), reason="is_appealed")
    illegal = open_case("idea", make_idea(title="Illegal"), reason="is_illegal_notice")
    said = {"address": "https://kaffa.example/", "law": "§1", "why": "It is.", "in_good_faith": True}
    IllegalNotice.objects.create(receipt="N-1", case=illegal, **said)
    Case.objects.filter(pk=open_case("idea", make_idea(title="Passed on")).pk).update(escalated_to="legal")
    decided(waiting_idea(title="Done"), Act.APPROVE, by=mo)
    found = {tab: titles_of(desk.get(QUEUE, {"tab": tab})) for tab in queue.TABS if tab != "open"}
    assert found == {
        "waiting": ["Waits"],
        "reported": ["Reported"],
        "appeals": ["Appealed"],
        "illegal": ["Illegal"],
        "passed": ["Passed on"],
        "decided": ["Done"],
    }
    numbers = {"open": 5, "waiting": 1, "reported": 1, "appeals": 1, "illegal": 1, "passed": 1, "decided": 1}
    assert tabs_of(desk.get(QUEUE)) == numbers


def test_the_numbers_are_asked_for_not_counted_along(desk, mo):
    idea = waiting_idea()
    Case.objects.all().delete()
    assert tabs_of(desk.get(QUEUE))["open"] == 0
    open_case("idea", idea, reason="is_waiting")
    assert tabs_of(desk.get(QUEUE))["open"] == 1


def test_the_filters_narrow_each_for_itself(desk, mo, tom):
    mine, said = waiting_idea(title="Taken by me"), make_idea(title="Talked about")
    comment = add_comment(said, by=tom, body="Quite rude.")
    case = open_case("idea-comment", comment, reason="is_reported")
    Report.objects.create(case=case, by=somebody(), rule=make_rule("safe"), version=1, snapshot={}, weight=1.0)
    claim(case_of(mine), by=mo)
    older(case_of(mine), days=2)
    Case.objects.filter(pk=case.pk).update(escalated_to="legal")
    for narrowed, titles in [
        ({"kind": "idea"}, ["Taken by me"]),
        ({"kind": "idea-comment"}, ["Quite rude."]),
        ({"rule": "safe"}, ["Quite rude."]),
        ({"mine": "on"}, ["Taken by me"]),
        ({"age": "1d"}, ["Taken by me"]),
        ({"passed_to": "legal"}, ["Quite rude."]),
        ({"q": "TOM"}, ["Quite rude."]),
        ({"q": str(mine.pk), "kind": "idea"}, ["Taken by me"]),
        ({"q": "nobody at all"}, []),
    ]:
        assert titles_of(desk.get(QUEUE, narrowed)) == titles, narrowed


def test_a_receipt_leads_to_its_case(desk):
    case = open_case("idea", make_idea(title="Forbidden"), reason="is_illegal_notice")
    IllegalNotice.objects.create(
        receipt="N-2026-7", case=case, address="https://kaffa.example/", law="§1", why="It is.", in_good_faith=True
    )
    waiting_idea()
    assert titles_of(desk.get(QUEUE, {"q": "n-2026-7"})) == ["Forbidden"]


@pytest.mark.parametrize(
    "nonsense",
    [
        {"tab": "nothing"},
        {"kind": "zeppelin"},
        {"rule": "no-such-rule"},
        {"age": "<b>"},
        {"after": "not-a-cursor"},
        {"after": "WzEsMl0"},
        {"q": "\x00" + "9" * 70},
        {"q": "9" * 40},
        {"size": "99999"},
        {"decided": "9" * 30},
        {"decided": "x"},
    ],
)
def test_nonsense_in_the_address_narrows_nothing_and_breaks_nothing(desk, nonsense):
    waiting_idea()
    assert desk.get(QUEUE, nonsense).status_code == 200


def test_further_pages_begin_where_the_last_one_ended(desk, tom):
    ideas = [make_idea(by=tom, title=f"Number {n}") for n in range(53)]
    Case.objects.all().delete()  # what the screening noticed
    now = timezone.now()
    Case.objects.bulk_create(
        Case(kind="idea", subject_id=idea.pk, author=tom, is_waiting=True, urgent_since=now + timedelta(hours=n // 2))
        for n, idea in enumerate(ideas)
    )
    first = desk.get(QUEUE)
    more = soup_of(first).find("a", string="Further cases")["href"]
    seen = titles_of(first) + titles_of(desk.get(more))
    assert seen == [f"Number {n}" for n in range(53)]
    assert len(titles_of(desk.get(QUEUE, {"size": "200"}))) == 53


def test_a_row_says_who_is_on_it(desk, mia):
    idea = waiting_idea()
    claim(case_of(idea), by=mia)
    assert "Mia" in words_of(soup_of(desk.get(QUEUE)).select_one(".queue-who"))


def test_a_lease_that_ran_out_is_nobodys(desk, mia):
    idea = waiting_idea()
    claim(case_of(idea), by=mia, at=timezone.now() - timedelta(minutes=5))
    assert not soup_of(desk.get(QUEUE)).select(".queue-who")


def test_what_is_gone_says_so(desk):
    idea = waiting_idea()
    url = case_url(case_of(idea))
    idea.delete()
    assert titles_of(desk.get(QUEUE)) == ["It is gone"]
    assert "It is gone" in desk.get(url).text


class TestBehindADoor:
    @pytest.fixture
    def secret(self, ines):
        board = make_board(slug="secret-ideas")
        close(board, INSIDERS)
        idea = make_idea(board=board, by=ines, title="Zanzibar")
        comment = add_comment(idea, by=ines, body="Zanzibar is nice.")
        open_case("idea-comment", comment, reason="is_reported")
        return open_case("idea", idea, reason="is_reported")

    def test_a_case_does_not_exist_for_a_moderator_outside(self, desk, mo, secret):
        waiting_idea()
        page = desk.get(QUEUE)
        assert "anzibar" not in page.text
        assert tabs_of(page)["open"] == 1
        for name in ("case", "decide", "claim", "preview"):
            url = f"{QUEUE}{secret.pk}/" + ("" if name == "case" else f"{name}/")
            assert desk.get(url).status_code in (302, 404) if name != "case" else desk.get(url).status_code == 404
            if name != "case":
                assert desk.post(url).status_code == 404
        assert queue.to_pull(queue.Asked(), by=mo).count() == 1

    def test_a_moderator_inside_sees_it(self, desk, mo, secret):
        join(mo, INSIDERS)
        assert "Zanzibar" in desk.get(QUEUE).text
        assert desk.get(case_url(secret)).status_code == 200


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("count", [50, 2000])
def test_the_page_costs_the_same_however_long_the_queue_is(desk, tom, max_queries, count, is_closed):
    ideas = [make_idea(by=tom, title=f"Number {n}") for n in range(50)]
    comments = [add_comment(ideas[0], by=tom, body=f"Comment {n}", tell=False) for n in range(3)]
    now = timezone.now()
    rows = [Case(kind="idea", subject_id=idea.pk, author=tom, is_waiting=True, urgent_since=now) for idea in ideas[5:]]
    rows += [Case(kind="idea-comment", subject_id=one.pk, author=tom, urgent_since=now) for one in comments]
    rows += [
        Case(kind="idea", subject_id=10**6 + n, author=tom, is_reported=True, urgent_since=now + timedelta(hours=1))
        for n in range(count - len(rows))
    ]
    Case.objects.all().delete()  # what the screening noticed
    Case.objects.bulk_create(rows)
    if is_closed:
        close(make_board(slug="secret-ideas"), INSIDERS)
    desk.get(QUEUE)
    for address in (QUEUE, f"{QUEUE}?tab=reported", f"{QUEUE}?rule=be-kind&kind=idea&q=tom"):
        with max_queries(20):
            assert desk.get(address).status_code == 200
