"""What everybody may read of moderation: the rules in their language, and figures that mean something."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from core.members.models import User
from core.validators import validate_top_level_slug
from moderation.figures import FEWEST, figures, spoken
from moderation.models import Act, Appeal, Case, CaseState, Decision, HouseRule
from tests.factories import make_board, somebody
from tests.moderation.things import decided, make_rule, waiting_idea

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def closed_case(subject_id: int, *, took: timedelta = timedelta(hours=1), at: datetime = NOW) -> Case:
    return Case.objects.create(
        kind="idea", subject_id=subject_id, state=CaseState.DECIDED, opened_at=at - took, closed_at=at
    )


def decision(case: Case, act: Act, *, rule: HouseRule | None = None, at: datetime = NOW, **more: object) -> Decision:
    fields = {"version": 1, "snapshot": {"title": "Zanzibar"}, "state_before": "published", **more}
    fields.setdefault("by", User.objects.first() or somebody())
    return Decision.objects.create(
        case=case, kind="idea", subject_id=case.subject_id, act=act, at=at, rule=rule, text="Zanzibar", **fields
    )


def test_the_rules_are_read_in_the_readers_language(client):
    page = client.get(reverse("moderation:rules"))
    assert 'id="be-kind"' in page.text
    assert "Nobody’s private data" in page.text
    with translation.override("he"):
        client.cookies["django_language"] = "he"
        page = client.get(reverse("moderation:rules"))
    assert 'lang="he"' in page.text
    assert "בלי פרסומות" in page.text


def test_a_language_that_a_rule_lacks_falls_back_and_says_which_it_is(client):
    make_rule("no-shouting", name="No shouting")
    client.cookies["django_language"] = "el"
    assert '<li id="no-shouting" lang="en" dir="auto">' in client.get(reverse("moderation:rules")).text


def test_a_retired_rule_leaves_the_page_unless_a_decision_names_it(client, mo):
    made = decided(waiting_idea(), Act.REJECT, by=mo, rule=make_rule())
    HouseRule.objects.filter(slug__in=["be-kind", "say-it-once"]).update(is_retired=True)
    page = client.get(reverse("moderation:rules")).text
    assert "Say it once" not in page
    assert page.index("Earlier rules") < page.index(f'id="{made.rule.slug}"')


def test_without_rules_the_page_says_what_holds(client):
    HouseRule.objects.all().delete()
    assert "There are no house rules yet" in client.get(reverse("moderation:rules")).text


def test_markup_in_a_rule_is_shown_as_it_was_typed(client):
    rule = make_rule("angle", name="<b>No</b> brackets")
    rule.translations.update(text="<script>alert(1)</script>")
    page = client.get(reverse("moderation:rules")).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>No" not in page


def test_the_rules_are_linked_from_the_foot_and_where_one_writes(client):
    board = make_board(slug="ideas")
    assert f'href="{reverse("moderation:rules")}"' in client.get("/").text
    assert client.get(f"{board.url}new/").text.count(f'href="{reverse("moderation:rules")}"') == 2


def test_no_page_can_take_the_address():
    with pytest.raises(ValidationError, match="/moderation/"):
        validate_top_level_slug("moderation")


def test_too_few_say_so(client):
    found = figures()
    assert (found.by_rule, found.median_words, found.overturned) == ([], "", None)
    assert client.get(reverse("moderation:transparency")).text.count("too few to mean anything") == 3


def test_decisions_are_counted_by_rule_over_all_against_authors():
    kind, ads = make_rule("be-kind"), make_rule("no-advertising")
    cases = [closed_case(number) for number in range(40)]
    for case in cases[:12]:
        decision(case, Act.REJECT, rule=kind)
    for case in cases[12:18]:
        decision(case, Act.HIDE, rule=ads)
    for case in cases[18:20]:
        decision(case, Act.ASK)
    decision(cases[20], Act.APPROVE)  # not against anybody
    decision(cases[21], Act.HIDE, rule=ads, at=NOW - timedelta(days=366))  # too long ago
    undone = decision(cases[22], Act.HIDE, rule=ads)
    decision(cases[22], Act.UNDO, takes_back=undone)  # nobody was told
    decision(cases[0], Act.REVERSE, takes_back=Decision.objects.filter(case=cases[0]).get())  # it had been decided
    found = figures(at=NOW)
    assert [(row.rule, row.count, row.percent) for row in found.by_rule] == [
        (kind, 12, 60),
        (ads, 6, 30),
        (None, 2, 10),
    ]
    assert found.decisions == 20


@pytest.mark.parametrize(("hours", "median"), [(range(1, 22), 11), (range(1, 23), 11.5)])
def test_the_median_is_of_cases_decided_within_the_year(hours, median):
    for hour in hours:
        closed_case(hour, took=timedelta(hours=hour))
    closed_case(98, took=timedelta(days=90), at=NOW - timedelta(days=366))
    Case.objects.create(kind="idea", subject_id=99, state=CaseState.LAPSED, opened_at=NOW, closed_at=NOW)
    Case.objects.create(kind="idea", subject_id=100, opened_at=NOW - timedelta(days=30))
    found = figures(at=NOW)
    assert (found.cases, found.median) == (len(hours), timedelta(hours=median))


def test_appeals_overturned_are_of_those_decided():
    for number in range(22):
        case = closed_case(number)
        act = Act.OVERTURN if number % 4 == 0 else Act.UPHOLD
        outcome = decision(case, act) if number < FEWEST else None
        Appeal.objects.create(decision=decision(case, Act.HIDE), text="Please.", outcome=outcome)
    found = figures(at=NOW)
    assert (found.appeals, found.overturned, found.overturned_percent) == (20, 5, 25)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(), "1 minute"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(minutes=91), "2 hours"),
        (timedelta(hours=48), "48 hours"),
        (timedelta(hours=48, minutes=1), "3 days"),
    ],
)
def test_times_are_said_in_the_unit_that_people_use(time, words):
    assert spoken(time) == words


def test_the_page_names_nobody_and_nothing_and_costs_little(client, max_queries, mo):
    rule = make_rule()
    for number in range(30):
        case = closed_case(number)
        made = decision(case, Act.HIDE, rule=rule, by=mo, author=mo)
        outcome = decision(case, Act.OVERTURN)
        Appeal.objects.create(decision=made, text="Zanzibar", outcome=outcome)
    address = reverse("moderation:transparency")
    client.get("/")
    with max_queries(8):
        page = client.get(address)
    with max_queries(4):  # the counts are kept for a while
        client.get(address)
    assert "Zanzibar" not in page.text
    assert "Be kind" in page.text
    assert "30 (100 %)" in page.text
    assert "<strong>30 of 30</strong>" in page.text
    for word in ("of 30 decisions", "30 decided cases"):
        assert word.lower() in page.text.lower()


def test_what_reports_hid_by_themselves_is_no_decision_of_the_house(db):
    for n in range(FEWEST):
        decision(closed_case(n), Act.HIDE, by=None)
    assert figures(at=NOW).decisions == 0
