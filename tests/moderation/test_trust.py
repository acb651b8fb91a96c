"""When a member is trusted to publish at once, and what they are told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from core.subjects import subjects
from ideas.actions.submitting import edit_idea, submit_idea
from ideas.models import Idea
from moderation import trust
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse, undo
from moderation.models import Act, Case, CaseState, Decision, HouseRule, ModerationSettings
from moderation.registries import Review
from moderation.trust import approved_of, expected_words, is_staff, is_trusted, reason_to_wait
from tests.factories import make_board

pytestmark = pytest.mark.django_db

FIRST = "Your first 3 contributions are checked before they appear."
ALL = "A moderator reads everything before it appears here."


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.NEW_MEMBERS)


@pytest.fixture
def rule(db):
    return HouseRule.objects.first() or HouseRule.objects.create(slug="kindness")


def house(**fields):
    ModerationSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=fields)


def say(board, by, title="A sixth bench"):
    return submit_idea(board, by=by, title=title, body="Because.")


def judged(idea, act, by, rule=None):
    case = Case.objects.filter(subject_id=idea.pk, kind="idea", state=CaseState.OPEN).first() or open_case("idea", idea)
    reasons = Reasons(rule=rule, text="Not like this.") if act != Act.APPROVE else None
    return decide(case, act, by=by, version=Idea.objects.get(pk=idea.pk).version, reasons=reasons)


def test_three_approved_contributions_make_trust(board, tom, mo):
    for n in range(3):
        assert not is_trusted(tom)
        idea = say(board, tom, f"Bench number {n}")
        assert idea.is_waiting
        judged(idea, Act.APPROVE, mo)
    assert is_trusted(tom)
    assert say(board, tom).is_published


@pytest.mark.parametrize("act", [Act.REJECT, Act.HIDE])
def test_a_rejection_begins_the_count_again(board, tom, mo, rule, act):
    for n in range(3):
        judged(say(board, tom, f"Bench number {n}"), Act.APPROVE, mo)
    judged(Idea.objects.first(), act, mo, rule)
    assert (approved_of(tom), is_trusted(tom)) == (0, False)
    assert say(board, tom).is_waiting


def test_changes_asked_for_are_no_rejection(board, tom, mo):
    judged(say(board, tom), Act.APPROVE, mo)
    judged(say(board, tom, "Another bench"), Act.ASK, mo)
    assert approved_of(tom) == 1


def test_one_thing_approved_twice_counts_once(board, tom, mo):
    idea = say(board, tom)
    judged(idea, Act.APPROVE, mo)
    edit_idea(idea, by=tom, title="A seventh bench", body="Because.", category=None, version=1)
    judged(idea, Act.APPROVE, mo)
    assert approved_of(tom) == 1


def test_what_was_undone_or_reversed_counts_neither_way(board, tom, mo, ada, rule):
    kept = judged(say(board, tom), Act.APPROVE, mo)
    undo(judged(say(board, tom, "Another bench"), Act.APPROVE, mo), by=mo)
    assert approved_of(tom) == 1
    reverse(judged(Idea.objects.get(pk=kept.subject_id), Act.HIDE, mo, rule), by=ada, text="It was fine.")
    assert approved_of(tom) == 1


def test_what_was_hidden_by_reports_alone_is_no_rejection(board, tom, mo):
    first = judged(say(board, tom), Act.APPROVE, mo)
    facts = {"kind": "idea", "subject_id": first.subject_id, "author": tom, "version": 1, "snapshot": {}}
    Decision.objects.create(case=first.case, act=Act.HIDE, by=None, state_before="published", **facts)
    assert approved_of(tom) == 1


def test_a_name_that_was_looked_at_is_no_contribution(tom, mo):
    decide(open_case("member", tom), Act.APPROVE, by=mo, version=version_of(tom))
    assert approved_of(tom) == 0


def version_of(member):
    return subjects["member"].version(member)


def test_one_persons_trust_is_not_anothers(board, tom, ines, mo):
    for n in range(3):
        judged(say(board, tom, f"Bench number {n}"), Act.APPROVE, mo)
    assert not is_trusted(ines)


def test_the_house_says_how_many(board, tom, mo):
    house(first_contributions=1)
    assert reason_to_wait(tom, Review.NEW_MEMBERS) == "Your first contribution is checked before it appears."
    judged(say(board, tom), Act.APPROVE, mo)
    assert is_trusted(tom)
    house(first_contributions=0)
    assert say(board, tom, "At once").is_published


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (Review.NOTHING, {"vera": "", "tom": "", "mo": "", "bea": "", "ada": ""}),
        (Review.NEW_MEMBERS, {"vera": FIRST, "tom": FIRST, "ines": FIRST, "mo": "", "bea": "", "ada": ""}),
        (Review.EVERYTHING, {"vera": ALL, "tom": ALL, "ines": ALL, "mo": "", "bea": "", "ada": ""}),
    ],
)
def test_what_each_is_told(request, review, expected):
    for name, reason in expected.items():
        assert reason_to_wait(request.getfixturevalue(name), review) == reason, name


def test_staff_are_whoever_may_open_the_admin(tom, mo, bea, ada):
    assert [is_staff(person) for person in (tom, mo, bea, ada)] == [False, True, True, True]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "This usually takes less than 1 hour."),
        (24, "This usually takes less than 24 hours."),
        (36, "This usually takes less than 36 hours."),
        (72, "This usually takes less than 3 days."),
    ],
)
def test_the_expected_time(db, hours, words):
    house(expected_hours=hours)
    assert expected_words() == words


def test_it_is_asked_in_two_queries(tom, max_queries):
    with max_queries(2):
        is_trusted(tom)


def test_a_suspension_begins_the_count_again(board, tom, mo, rule):
    idea = say(board, tom)
    judged(idea, Act.APPROVE, mo)
    case = open_case("idea", Idea.objects.get(pk=idea.pk), reason="is_reported")
    until = timezone.now() + timedelta(days=2)
    decide(case, Act.SUSPEND, by=mo, version=1, reasons=Reasons(rule=rule, text="Enough.", until=until))
    assert approved_of(tom) == 0


def test_the_settings_of_the_house_are_asked_for_once(django_assert_num_queries):
    house(expected_hours=5)
    assert trust.house().expected_hours == 5
    with django_assert_num_queries(0):
        assert trust.house().expected_hours == 5
    house(expected_hours=7)
    assert trust.house().expected_hours == 7
