"""What a member takes along of moderation, and what is left of them when they leave."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from core.members.registries import personal_data
from ideas.models import Idea
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.claiming import claim
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse
from moderation.actions.telling import tell_due
from moderation.models import Act, Appeal, Case, Decision, IllegalNotice, Report, Suspension
from tests.factories import make_idea
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)


def told(decision: Decision) -> Decision:
    tell_due(at=decision.at + LATER)
    return decision


def report(idea: Idea, *, by: object, note: str = "Look at this!") -> Report:
    case = open_case("idea", idea, reason="is_reported")
    snapshot = {"title": idea.title, "body": idea.body}
    return Report.objects.create(case=case, by=by, version=1, snapshot=snapshot, weight=0.5, note=note)


def notice(*, by: object) -> IllegalNotice:
    contact = {"name": "Tom Anders", "email": "tom@example.com"}
    said = {"address": "https://example.com/idea/1/", "law": "Copyright", "why": "My own photo."}
    return IllegalNotice.objects.create(receipt="ABC", by=by, in_good_faith=True, **contact, **said)


def test_the_export_has_what_is_ones_own_and_nothing_of_others(tom, ines, mo, mia):
    mine = reported_idea(by=tom, title="My own bench", body="My own words.")
    report(mine, by=ines, note="INES-NOTE")
    report(make_idea(by=ines, title="INES-TITLE", body="INES-BODY"), by=tom, note="My own report.")
    notice(by=tom)
    decided(mine, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3))
    decision = decided(mine, Act.HIDE, by=mo, text="Not like this.", note="MO-NOTE")
    tell_due(at=decision.at + LATER)
    appealed = appeal(decision, by=tom, text="My own appeal.", at=decision.at + LATER)
    decide_appeal(appealed, by=mia, overturn=False, text="NOT-YET-TOLD", version=1)
    text = json.dumps(export_member(tom, by=tom), default=str)
    own = ("My own bench", "My own words.", "Not like this.", "My own appeal.", "My own report.", "My own photo.")
    for words in own:
        assert words in text
    for secret in ("INES", "MO-NOTE", "NOT-YET-TOLD", '"mo"', "mo@"):
        assert secret not in text
    data = export_member(tom, by=tom)["moderation"]
    assert [row["act"] for row in data["decisions"]] == ["suspend", "hide"]
    assert data["appeals"][0]["outcome"] == ""
    assert len(data["suspensions"]) == 1
    assert data["reports"][0]["outcome"] == "waits"
    assert [row["act"] for row in export_member(mo, by=mo)["moderation"]["decided_as_moderator"]] == ["suspend", "hide"]


def test_the_export_does_not_tell_of_reports_that_led_to_nothing(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    told(decided(idea, Act.APPROVE, by=mo))
    assert export_member(tom, by=tom)["moderation"]["decisions"] == []


def test_the_export_costs_the_same_however_much_there_is(tom, mo, count_queries):
    [room] = [data for data in personal_data if data.key == "moderation"]

    def decide_on(count: int) -> None:
        for _ in range(count):
            told(decided(waiting_idea(by=tom), Act.REJECT, by=mo))

    decide_on(1)
    few = count_queries(lambda: room.export(tom))
    decide_on(4)
    assert count_queries(lambda: room.export(tom)) == few


def test_leaving_takes_ones_own_words_along_and_leaves_the_history(tom, ines, mo):
    idea = reported_idea(by=tom, title="My own bench", body="My own words.")
    report(idea, by=ines)
    report(make_idea(by=ines), by=tom, note="My own report.")
    decided(idea, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3))
    decision = told(decided(idea, Act.HIDE, by=mo))
    filed = notice(by=tom)
    erase_member(tom, by=tom)
    decision.refresh_from_db()
    assert (decision.act, decision.rule.slug, decision.snapshot) == (Act.HIDE, "be-kind", {})
    assert decision.author.shown_name == "Former member"
    assert Report.objects.get(by=ines).snapshot == {}
    mine = Report.objects.get(by=None)
    assert (mine.note, mine.weight) == ("", 0.5)
    assert not Suspension.objects.exists()
    filed.refresh_from_db()
    assert (filed.by, filed.name, filed.email, filed.why) == (None, "", "", "My own photo.")
    everything = json.dumps([list(model.objects.values()) for model in (Decision, Report, Appeal)], default=str)
    assert "My own" not in everything


def test_leaving_drops_an_appeal_that_nobody_has_decided(tom, mo):
    idea = reported_idea(by=tom)
    decision = told(decided(idea, Act.HIDE, by=mo))
    appeal(decision, by=tom, text="My own appeal.", at=decision.at + LATER)
    assert case_of(idea).is_appealed
    erase_member(tom, by=tom)
    assert not Appeal.objects.exists()
    assert not Case.objects.open().exists()


def test_a_decided_appeal_stays_without_its_words(tom, mo, mia):
    decision = told(decided(reported_idea(by=tom), Act.HIDE, by=mo))
    made = appeal(decision, by=tom, text="My own appeal.", at=decision.at + LATER)
    outcome = decide_appeal(made, by=mia, overturn=False, text="No.", version=1)
    erase_member(tom, by=tom)
    made.refresh_from_db()
    assert (made.by, made.text, made.outcome) == (None, "", outcome)


def test_a_decision_may_be_reversed_after_its_author_left(tom, ines, mo, mia):
    """Reporters are told; there is nobody else to tell."""
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = told(decided(idea, Act.HIDE, by=mo))
    erase_member(tom, by=tom)
    back = reverse(decision, by=mia, text="We were wrong.")
    assert tell_due(at=back.at + LATER) == 1


def test_a_moderator_who_leaves_lets_go_of_their_cases(mo):
    case = case_of(reported_idea())
    assert claim(case, by=mo)
    erase_member(mo, by=mo)
    case.refresh_from_db()
    assert case.claimed_by is None
