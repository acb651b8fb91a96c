"""What a moderator reads when somebody was quicker: who, what, and when; and nothing that was typed is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.formats import date_format

from core.comments.actions import edit_comment
from core.errors import Stale
from core.members.actions.settling import change_settings
from core.members.models import User
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import edit_idea, withdraw_idea
from ideas.models import IdeaComment
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import decide
from moderation.actions.opening import lapse_cases, open_case
from moderation.actions.taking_back import reverse
from moderation.actions.telling import tell_due
from moderation.models import Act, Appeal, Case, Decision
from tests.factories import make_idea
from tests.moderation.admin.forms import HTMX, TEXT, soup_of, typed, words_of
from tests.moderation.things import case_of, decided, make_rule, waiting_idea

pytestmark = pytest.mark.django_db


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def conflict(desk: Any, case: Case, data: dict[str, Any], *, headers: Any = None) -> str:
    """What the alert says of a decision that came too late; what was typed is still there."""
    response = desk.post(address_of("moderation_queue:decide", args=[case.pk]), data, headers=headers)
    assert response.status_code == 409
    assert TEXT in response.text
    return words_of(soup_of(response).select_one("[role=alert]"))


@pytest.fixture
def waiting(tom):
    """The case of what waits, and a rejection of it as it is typed."""
    idea = waiting_idea(by=tom)
    return case_of(idea), typed(case_of(idea), "reject", rule=make_rule().pk, text=TEXT), idea


@pytest.mark.parametrize("headers", [None, HTMX])
def test_who_decided_what_and_when(desk, mia, waiting, headers):
    case, data, idea = waiting
    decision = decided(idea, Act.APPROVE, by=mia)
    said = conflict(desk, case, data, headers=headers)
    assert f"Mia decided on this meanwhile: “Approved” ({moment(decision.at)})." in said


def test_ones_own_decision_in_another_window_is_said_to_be_that(desk, mo, waiting):
    case, data, idea = waiting
    decision = decided(idea, Act.APPROVE, by=mo)
    assert f"You have decided on this already: “Approved” ({moment(decision.at)})." in conflict(desk, case, data)


def test_whoever_has_left_since_is_not_named(desk, mia, waiting):
    case, data, idea = waiting
    decided(idea, Act.APPROVE, by=mia)
    Decision.objects.update(by=None)
    assert "This was decided meanwhile: “Approved”" in conflict(desk, case, data)


def test_a_name_is_no_markup(desk, mia, waiting):
    case, data, idea = waiting
    User.objects.filter(pk=mia.pk).update(display_name="<i>Mia</i>")
    decided(idea, Act.APPROVE, by=User.objects.get(pk=mia.pk))
    assert "<i>Mia</i> decided on this" in conflict(desk, case, data)  # the words, of which the page made no element


def test_when_its_author_took_it_away(desk, tom, waiting):
    case, data, idea = waiting
    withdraw_idea(idea, by=tom)
    closed = Case.objects.get(pk=case.pk).closed_at
    assert f"It is gone: its author took it away meanwhile ({moment(closed)})." in conflict(desk, case, data)


def test_when_it_was_found_to_be_gone(mo, waiting):
    case, _data, idea = waiting
    idea.delete()
    lapse_cases()
    with pytest.raises(Stale, match="It is gone"):
        decide(case, Act.APPROVE, by=mo, version=1)


def test_when_its_author_edited_it(desk, tom, waiting):
    case, data, idea = waiting
    an_hour_ago = timezone.now() - timedelta(hours=1)
    edit_idea(idea, by=tom, title="A bench and a roof", body="Please.", category=None, version=1, at=an_hour_ago)
    assert f"Its author edited it meanwhile ({moment(an_hour_ago)}). Read it again." in conflict(desk, case, data)


def test_when_a_comment_was_edited(desk, tom):
    comment = add_comment(make_idea(), by=tom, body="Yes.", tell=False)
    case = open_case(comment.kind, comment, reason="is_reported")
    data = typed(case, "reject", rule=make_rule().pk, text=TEXT)
    edit_comment(comment, by=tom, body="No.")
    edited = IdeaComment.objects.get().edited_at
    assert f"Its author edited it meanwhile ({moment(edited)})." in conflict(desk, case, data)


def test_of_a_name_nobody_knows_when_it_was_changed(desk, tom):
    case = open_case("member", tom, reason="is_reported")
    data = typed(case, "hide", rule=make_rule().pk, text=TEXT)
    change_settings(tom, by=tom, display_name="Big Tom", bio="", is_profile_public=True)
    assert "Its author edited it meanwhile. Read it again." in conflict(desk, case, data)


@pytest.mark.parametrize("overturn", [True, False])
def test_who_answered_the_appeal_how_and_when(desk, tom, mo, mia, ada, waiting, overturn):
    _case, _data, idea = waiting
    decision = decided(idea, Act.REJECT, by=mia)
    tell_due(at=timezone.now() + timedelta(minutes=1))
    made = appeal(decision, by=tom, text="No.")
    case = case_of(idea)
    outcome = decide_appeal(made, by=ada, overturn=overturn, text="So it is.", version=1)
    act = "Overturned on appeal" if overturn else "Upheld on appeal"
    expected = f"Ada decided on the appeal meanwhile: “{act}” ({moment(outcome.at)})."
    data = {"act": "uphold", "version": 1, "text": TEXT}
    assert expected in conflict(desk, case, data)
    with pytest.raises(Stale) as stale:
        decide_appeal(Appeal.objects.get(), by=mo, overturn=True, text="Yes.", version=1)
    assert str(stale.value) == expected


def test_who_took_the_decision_back_already_and_when(mo, mia, waiting):
    _case, _data, idea = waiting
    decision = decided(idea, Act.REJECT, by=mo)
    back = reverse(decision, by=mia, text="We were wrong.")
    with pytest.raises(Stale) as stale:
        reverse(decision, by=mo, text="I was wrong.")
    assert str(stale.value) == f"Mia took this decision back already: “Reversed” ({moment(back.at)})."


def test_what_cannot_be_claimed_says_why(desk, mia, waiting):
    case, _data, idea = waiting
    decided(idea, Act.APPROVE, by=mia)
    response = desk.post(address_of("moderation_queue:claim", args=[case.pk]), {"claim": "on"}, headers=HTMX)
    assert "Mia decided on this meanwhile: “Approved”" in soup_of(response).select_one("#desk")["data-said"]
