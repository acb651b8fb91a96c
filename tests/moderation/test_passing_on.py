"""Passing a case on: who is told of it, when, and how it comes back into the queue."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.models import Site

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS, MODERATORS
from core.errors import Refused, RuleBroken, Stale
from core.notices.actions import deliver_waiting
from core.notices.models import Notice
from moderation.actions.appealing import appeal
from moderation.actions.deciding import decide
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.actions.telling import tell_due
from moderation.exporting import csv_lines, decisions_of
from moderation.models import Act, Case, Decision, ModerationSettings
from moderation.policies import may_decide, may_return
from moderation.teams import is_listener, listeners, moderators
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)


@pytest.fixture
def lea(db):
    """She moderates, and knows the law."""
    return with_role(make_member("lea"), MODERATORS)


def set_group(team: str, *members: Any) -> Group:
    """The settings name a group of these for the team."""
    group = Group.objects.create(name=f"For {team}")
    group.user_set.set(members)
    house = ModerationSettings.for_site(Site.objects.get(is_default_site=True))
    setattr(house, f"{team}_group", group)
    house.save()
    return group


def pass_on(thing: Any, *, by: Any, to: str = "legal", note: str = "Is this a quotation?") -> Decision:
    return decided(thing, Act.ESCALATE, by=by, passed_to=to, note=note)


def told(decision: Decision) -> set[str]:
    """Who has a notice of this, once the ten seconds are over."""
    tell_due(at=decision.at + LATER)
    rows = Notice.objects.filter(key=f"decision:{decision.pk}", kind="moderation-passed-on")
    return set(rows.values_list("recipient__handle", flat=True))


class TestWhoIsTold:
    def test_those_of_the_group_who_moderate_and_not_before_the_time_for_undoing_is_over(self, mo, mia, lea, tom):
        set_group("legal", lea, tom)  # tom may not moderate
        decision = pass_on(waiting_idea(), by=mo)
        assert tell_due(at=decision.at + timedelta(seconds=9)) == 0
        assert tell_due(at=decision.at + LATER) == 1
        assert told(decision) == {"lea"}
        assert tell_due(at=decision.at + LATER) == 0

    def test_never_whoever_passed_it_on(self, mo, lea):
        set_group("legal", mo, lea)
        assert told(pass_on(waiting_idea(), by=mo)) == {"lea"}

    def test_all_who_moderate_but_the_escalator_while_no_group_is_set(self, mo, mia, lea, ada, tom, bea):
        assert told(pass_on(waiting_idea(), by=mo)) == {"mia", "lea", "ada"}

    def test_all_when_the_group_is_of_another_team(self, mo, mia, lea):
        set_group("safety", lea)
        assert told(pass_on(waiting_idea(), by=mo)) == {"mia", "lea"}

    @pytest.mark.parametrize("who", ["nobody", "a member", "whoever passes it on", "a moderator who left"])
    def test_all_when_nobody_in_the_group_can_act(self, mo, mia, lea, tom, who):
        gone = with_role(make_member("gone", is_active=False), MODERATORS)
        people = {"nobody": [], "a member": [tom], "whoever passes it on": [mo], "a moderator who left": [gone]}
        set_group("legal", *people[who])
        assert told(pass_on(waiting_idea(), by=mo)) == {"mia", "lea"}

    def test_a_group_that_was_deleted_is_none(self, mo, mia, lea):
        set_group("legal", lea).delete()
        assert told(pass_on(waiting_idea(), by=mo)) == {"mia", "lea"}

    def test_never_the_author_of_the_thing(self, mo, mia, lea):
        set_group("legal", lea)
        assert told(pass_on(reported_idea(by=lea), by=mo)) == {"mia"}

    def test_nobody_to_whom_the_case_does_not_exist(self, mo, mia, lea, ines):
        board = make_board(slug="secret-ideas")
        close(board, INSIDERS)
        for member in (mo, mia):
            join(member, INSIDERS)
        set_group("legal", lea)
        idea = make_idea(board=board, by=ines)
        open_case("idea", idea, reason="is_reported")
        assert told(pass_on(idea, by=mo)) == {"mia"}

    def test_nobody_who_decided_what_is_appealed(self, mo, mia, lea):
        idea = waiting_idea()
        first = decided(idea, Act.REJECT, by=lea)
        tell_due(at=first.at + LATER)
        appeal(first, by=idea.author, text="It names a street.")
        set_group("legal", lea)
        decision = pass_on(idea, by=mo)
        assert told(decision) == {"mia"}
        case = case_of(idea)
        assert {member.pk for member in moderators() if may_decide(member, case) and member != mo} == {mia.pk}

    def test_each_who_is_told_is_one_to_whom_it_was_passed(self, mo, mia, lea):
        decision = pass_on(waiting_idea(), by=mo)
        case = Case.objects.get()
        assert listeners(case, decision) == [mia, lea]
        assert is_listener(mia, case, decision)
        set_group("legal", lea)
        assert listeners(case, decision) == [lea]
        assert (is_listener(lea, case, decision), is_listener(mia, case, decision)) == (True, False)

    def test_nobody_of_what_was_undone(self, mo, lea):
        decision = pass_on(waiting_idea(), by=mo)
        undo(decision, by=mo, at=decision.at)
        assert told(decision) == set()

    def test_only_where_it_is_at_last(self, mo, mia, lea):
        set_group("legal", lea)
        set_group("brand", mia)
        idea = waiting_idea()
        first, second = pass_on(idea, by=mo), pass_on(idea, by=mo, to="brand")
        assert (told(first), told(second)) == (set(), {"mia"})

    def test_nobody_of_what_was_decided_meanwhile(self, mo, mia, lea):
        idea = waiting_idea()
        decision = pass_on(idea, by=mo)
        decided(idea, Act.APPROVE, by=mia)
        assert told(decision) == set()

    def test_neither_author_nor_reporter_hears_of_it(self, mo, lea, tom):
        idea = waiting_idea(by=tom)
        decision = pass_on(idea, by=mo)
        back = decided(idea, Act.RETURN, by=mo)
        for made in (decision, back):
            tell_due(at=made.at + LATER)
        assert not Notice.objects.filter(recipient=tom).exists()
        assert not Decision.objects.visible_to(tom).exists()


class TestWhatTheyRead:
    def test_the_mail_leads_to_the_case_and_names_neither_the_thing_nor_the_note(self, mo, lea):
        decision = pass_on(waiting_idea(title="Zanzibar"), by=mo, note="Is Zanzibar a mark?")
        told(decision)
        deliver_waiting(at=decision.at + LATER)
        [letter] = mail.outbox
        assert (letter.to, letter.subject) == (["lea@example.com"], "A case was passed to you")
        for body in (letter.body, letter.alternatives[0][0]):
            assert "Zanzibar" not in body
            assert f"/admin/moderation/{decision.case_id}/" in body
            assert "to legal" in body
            assert "Mo" in body

    def test_whoever_moderates_no_more_reads_nothing(self, client, mo, lea):
        decision = pass_on(waiting_idea(title="Zanzibar"), by=mo)
        told(decision)
        client.force_login(lea)
        assert "Passed on by" in client.get("/me/notices/").text
        lea.groups.clear()
        assert "not open to you now" in client.get("/me/notices/").text
        deliver_waiting(at=decision.at + LATER)
        assert mail.outbox == []

    def test_only_moderators_are_asked_how_to_hear_of_it(self, client, mo, tom):
        kinds = {"moderation-passed-on", "moderation-late"}
        for member, asked in ((mo, kinds), (tom, set())):
            client.force_login(member)
            assert kinds & set(client.get("/me/notices/preferences/").context["form"].fields) == asked


class TestComingBack:
    def test_whoever_passed_it_on_and_those_to_whom_it_was_passed_take_it_back(self, mo, mia, lea):
        set_group("legal", lea)
        for who in (mo, lea):
            idea = waiting_idea()
            pass_on(idea, by=mo)
            back = decided(idea, Act.RETURN, by=who, note="Nothing for us.")
            case = case_of(idea)
            assert (case.escalated_to, case.is_open, case.claimed_by) == ("", True, None)
            assert (back.act, back.note, back.by) == ("return", "Nothing for us.", who)

    def test_others_do_not(self, mo, mia, lea, tom):
        set_group("legal", lea)
        idea = waiting_idea()
        pass_on(idea, by=mo)
        with pytest.raises(Refused, match="passed to others"):
            decided(idea, Act.RETURN, by=mia)
        with pytest.raises(Refused):
            decided(idea, Act.RETURN, by=tom)
        assert case_of(idea).escalated_to == "legal"
        assert Decision.objects.count() == 1

    def test_not_its_author_even_of_the_team(self, mo, mia, lea):
        set_group("legal", lea)
        idea = reported_idea(by=lea)
        pass_on(idea, by=mo)
        assert not may_return(lea, case_of(idea))
        assert may_return(mia, case_of(idea))  # lea cannot act, so it was passed to all

    def test_twice_at_once_is_one_return_and_later_it_is_said_to_be_done(self, mo):
        idea = waiting_idea()
        pass_on(idea, by=mo)
        back = decided(idea, Act.RETURN, by=mo)
        assert decided(idea, Act.RETURN, by=mo) == back
        with pytest.raises(Stale, match="already"):
            decide(case_of(idea), Act.RETURN, by=mo, version=1, at=back.at + LATER)
        assert Decision.objects.filter(act=Act.RETURN).count() == 1

    def test_what_was_never_passed_on_cannot_come_back(self, mo):
        idea = waiting_idea()
        assert may_return(mo, case_of(idea)).reason == "This was not passed on."
        with pytest.raises(Stale):
            decided(idea, Act.RETURN, by=mo)

    def test_passing_it_to_others_takes_it_there_and_keeps_the_first_row(self, mo, mia):
        idea = waiting_idea()
        pass_on(idea, by=mo)
        pass_on(idea, by=mia, to="brand", note="It is about us.")
        assert case_of(idea).escalated_to == "brand"
        rows = Decision.objects.order_by("pk").values_list("act", "passed_to", "by__handle")
        assert list(rows) == [("escalate", "legal", "mo"), ("escalate", "brand", "mia")]

    def test_passing_it_twice_to_the_same_is_one_escalation_or_refused(self, mo):
        idea = waiting_idea()
        assert pass_on(idea, by=mo) == pass_on(idea, by=mo)
        with pytest.raises(RuleBroken) as broken:
            pass_on(idea, by=mo, note="Something else.")
        assert list(broken.value.message_dict) == ["passed_to"]
        assert Decision.objects.count() == 1

    def test_there_and_back_and_there_again_within_seconds_is_not_a_double_click(self, mo):
        idea = waiting_idea()
        for act in (Act.ESCALATE, Act.RETURN, Act.ESCALATE, Act.RETURN):
            decided(idea, act, by=mo, **({"passed_to": "legal"} if act == Act.ESCALATE else {}))
        pass_on(idea, by=mo)
        pass_on(idea, by=mo, to="brand")
        assert case_of(idea).escalated_to == "brand"
        assert Decision.objects.count() == 6

    def test_undoing_puts_it_where_it_was(self, mo, mia):
        idea = waiting_idea()
        pass_on(idea, by=mo)
        for act, more in ((Act.ESCALATE, {"passed_to": "brand"}), (Act.RETURN, {}), (Act.APPROVE, {})):
            undo(decided(idea, act, by=mo, **more), by=mo)
            assert case_of(idea).escalated_to == "legal", act

    def test_a_note_says_what_to_look_at(self, mo):
        with pytest.raises(RuleBroken) as broken:
            pass_on(waiting_idea(), by=mo, note=" ")
        assert list(broken.value.message_dict) == ["note"]

    def test_after_a_return_it_can_be_passed_to_the_same_again(self, mo, lea):
        idea = waiting_idea()
        first = pass_on(idea, by=mo)
        decided(idea, Act.RETURN, by=mo)
        second = pass_on(idea, by=mo)
        assert (told(first), told(second)) == (set(), {"lea"})


def test_the_export_says_to_whom(mo):
    pass_on(waiting_idea(), by=mo)
    head, line = csv.reader(csv_lines(decisions_of(mo)))
    assert dict(zip(head, line, strict=True))["passed_to"] == "legal"
