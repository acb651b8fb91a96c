"""Who sent feedback is told that the team has answered: once an answer, and only while they may see the page."""

import pytest
from django.core import mail
from django.urls import reverse

from core.audience.actions.memberships import take_out
from core.audience.models import Membership
from core.members.actions.erasing import erase_member
from core.notices.actions.delivering import deliver_waiting
from core.notices.models import Message, Notice
from insiders.actions.advising import Advice, answer_feedback, give_feedback, take_feedback_back
from insiders.feedback_news import ANSWERED
from insiders.models import Feedback
from tests.insiders.things import make_early

pytestmark = pytest.mark.django_db
SAID = Advice(rating=4, words="Too sour for me.")


@pytest.fixture
def said(ines):
    return give_feedback(make_early("Zanzibar No. 4"), SAID, by=ines)


def answered(said, by, words="We roast it longer."):
    return answer_feedback(said, by=by, answer=words, words=said.words)


def told(member):
    return Notice.objects.filter(recipient=member, kind=ANSWERED).count()


def test_they_have_a_notice_and_a_letter_with_the_answer_as_it_stands(said, ines, bea, client):
    answered(said, bea)
    answered(said, bea, "We roast it much longer.")
    assert told(ines) == 1
    deliver_waiting()
    [letter] = mail.outbox
    assert letter.to == [ines.email]
    assert "Zanzibar" not in letter.subject
    for part in (letter.body, letter.alternatives[0][0]):
        assert "Zanzibar No. 4" in part
        assert "We roast it much longer." in part
        assert "#feedback" in part
    client.force_login(ines)
    assert "has answered what you said of <bdi>Zanzibar No. 4</bdi>" in client.get(reverse("notices:inbox")).text
    assert "answers what you told it" in client.get(reverse("notices:preferences")).text


@pytest.mark.parametrize("when", ["before it is answered", "before it is sent"])
def test_who_may_no_longer_see_the_page_is_told_nothing(said, ines, bea, when, client):
    if when == "before it is sent":
        answered(said, bea)
    take_out(Membership.objects.get(member=ines), by=bea)
    if when == "before it is answered":
        answered(said, bea)
        assert told(ines) == 0
    deliver_waiting()
    assert not [letter for letter in mail.outbox if "answered you" in letter.subject]
    client.force_login(ines)
    assert "Zanzibar" not in client.get(reverse("notices:inbox")).text


def test_an_answer_that_is_gone_takes_its_notice_and_mail_along_and_the_next_is_told(said, ines, bea):
    for over in (
        lambda: answered(Feedback.objects.get(), bea, ""),
        lambda: give_feedback(said.early, Advice(words="Better now."), by=ines),
        lambda: take_feedback_back(said.early, by=ines),
    ):
        answered(Feedback.objects.get(), bea)
        assert told(ines) == Message.objects.count() == 1
        over()
        assert told(ines) == Message.objects.count() == 0


def test_a_former_member_and_the_team_itself_are_told_nothing(said, ines, bea):
    own = give_feedback(said.early, SAID, by=bea)
    answered(own, bea)
    erase_member(ines, by=ines)
    answered(Feedback.objects.get(pk=said.pk), bea)
    assert not Notice.objects.filter(kind=ANSWERED).exists()
