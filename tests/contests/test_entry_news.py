"""What entrants read of moderators' decisions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.phases import Phase
from core.notices.actions import deliver_waiting
from moderation.actions.deciding import Reasons, decide
from moderation.actions.telling import tell_due
from moderation.models import Act, Case, HouseRule
from moderation.registries import Review
from tests.contests.test_entering import enter
from tests.contests.test_own_entries import OTHER, approved, edited, version_of
from tests.contests.things import make_contest

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict():
    return make_contest(Phase.ENTRIES, review=Review.EVERYTHING)


def told_of(kind, act, mo, mailoutbox, **reasons):
    """The letter about this decision, as plain text."""
    case = Case.objects.open().get(kind=kind)
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    decide(case, act, by=mo, version=version_of(case), reasons=Reasons(**reasons), at=a_minute_ago)
    tell_due()
    mailoutbox.clear()
    deliver_waiting()
    return "\n".join(f"{mail.subject}\n{mail.body}" for mail in mailoutbox if "receipt" not in mail.subject)


def test_an_approved_entry_is_told_of_as_being_in_the_contest(tom, mo, strict, mailoutbox):
    enter(strict, tom)
    letter = told_of("entry", Act.APPROVE, mo, mailoutbox)
    assert "Steam" in letter
    assert "Your entry is in the contest now." in letter


def test_a_rejected_entry_is_told_of_with_the_rule(tom, mo, strict, mailoutbox):
    enter(strict, tom)
    rule = HouseRule.objects.first()
    letter = told_of("entry", Act.REJECT, mo, mailoutbox, rule=rule, text="It shows a child.")
    assert "Your entry is not in the contest. Only you can see it." in letter
    assert "It shows a child." in letter


def test_new_words_are_told_of_by_the_name_of_their_entry(tom, mo, strict, mailoutbox):
    edited(approved(strict, tom, mo), tom, OTHER)
    rule = HouseRule.objects.first()
    letter = told_of("entry-revision", Act.REJECT, mo, mailoutbox, rule=rule, text="Be kind.")
    assert "your new words for “Steam”" in letter
    assert "Everybody reads the former ones." in letter
