"""“Did we get it right?”: who is asked, when, and once."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from core.members.models import User
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow
from core.notices.actions.telling import notify
from core.notices.models import Message, Notice
from core.publication import State
from ideas.actions.asking import ASK_AFTER, BATCH, ask_about_launches
from ideas.actions.launching import launch, take_back
from ideas.actions.voting import cast_vote
from ideas.models import Idea, LaunchedIdea, LaunchOpinion, LaunchQuestion, Vote
from ideas.opinions.subjects import ASKED, QUESTION
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db
LATER = ASK_AFTER + timedelta(hours=1)


@pytest.fixture
def idea(tom, ines, lars):
    """Tom's, supported by ines and followed by lars."""
    idea = make_idea(board=make_board(slug="ideas"), by=tom)
    cast_vote(idea, by=ines)
    follow("idea", idea.pk, by=lars)
    return idea


def ask(after=LATER):
    return ask_about_launches(at=timezone.now() + after)


def asked():
    return {notice.recipient.handle for notice in Notice.objects.filter(kind=ASKED).select_related("recipient")}


def test_author_supporters_and_followers_are_asked_thirty_days_later_and_once(idea, tom):
    tell_story(idea)
    assert ask(timedelta(days=29, hours=23)) == 0
    assert ask() == 3
    assert asked() == {"tom", "ines", "lars"}
    assert LaunchOpinion.objects.count() == 3
    assert ask() == ask(timedelta(days=300)) == 0
    assert Notice.objects.filter(kind=ASKED).count() == 3


def test_whoever_is_all_of_it_on_several_ideas_is_asked_once(idea, tom):
    another = make_idea(board=idea.board, by=tom)
    cast_vote(another, by=tom)
    follow("idea", another.pk, by=tom)
    tell_story(idea, another)
    assert ask() == 3


def test_the_day_stands_when_the_story_has_launched_something(idea, bea):
    story = tell_story(idea, by=bea)
    ask(timedelta(0))
    due = LaunchQuestion.objects.get().due_at
    another = make_idea(board=idea.board)
    LaunchedIdea.objects.create(page=story, idea=another, credit="partly", credit_date=story.launched_on)
    launch(story, by=bea, at=timezone.now() + timedelta(days=20))
    ask(timedelta(days=20))
    assert LaunchQuestion.objects.get().due_at == due
    assert ask() == 4  # with who wrote the other one


def test_a_launch_still_to_come_is_asked_about_after_it(idea):
    day = timezone.localdate() + timedelta(days=60)
    tell_story(idea, on=day)
    assert ask(timedelta(days=89)) == 0
    assert ask(timedelta(days=91)) == 3


@override_settings(TIME_ZONE="Europe/Oslo")
def test_a_change_of_clocks_moves_nothing(idea):
    tell_story(idea)
    ask(timedelta(0))
    question = LaunchQuestion.objects.get()
    assert question.due_at - idea.launchings.get().at == ASK_AFTER


def test_nobody_is_asked_about_a_story_that_was_taken_back(idea, bea):
    story = tell_story(idea)
    take_back(story, by=bea, reason="It broke.")
    assert ask() == 0
    assert not LaunchOpinion.objects.exists()


def test_should_it_stand_again_its_people_are_asked_then(idea, bea):
    story = tell_story(idea)
    take_back(story, by=bea, reason="It broke.")
    ask()
    launch(story, by=bea)
    assert ask() == 3


def test_nobody_is_asked_about_a_story_that_is_not_public(idea):
    tell_story(idea).unpublish()
    assert ask() == 0


def test_whoever_may_not_see_the_story_any_more_is_not_asked(idea):
    close(tell_story(idea), "Insiders")
    assert ask() == 1
    assert asked() == {"ines"}


def test_whoever_may_not_see_the_idea_any_more_is_not_asked(idea):
    tell_story(idea)
    close(idea.board, "Insiders")
    assert ask() == 1
    assert asked() == {"ines"}


def test_the_people_of_a_hidden_idea_are_not_asked(idea):
    another = make_idea(board=idea.board)
    tell_story(idea, another)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert ask() == 1
    assert asked() == {another.author.handle}


def test_whoever_has_left_is_not_asked(idea, ines):
    tell_story(idea)
    type(ines).objects.filter(pk=ines.pk).update(is_active=False)
    assert ask() == 2


def test_a_worker_that_died_in_the_middle_leaves_nobody_out_and_asks_nobody_twice(idea, tom):
    """As it leaves things after its first batch: that was stored whole, and the question is not done."""
    story = tell_story(idea)
    ask(timedelta(0))
    question = LaunchQuestion.objects.get()
    LaunchOpinion.objects.create(page=story, member=tom)
    notify([tom.pk], kind=ASKED, about=(QUESTION, question.pk), key=f"{ASKED}:{question.pk}")
    assert ask() == 2
    assert Notice.objects.filter(kind=ASKED).count() == LaunchOpinion.objects.count() == 3
    question.refresh_from_db()
    assert question.asked_at


def test_many_people_are_asked_in_batches_of_few_queries(idea, max_queries):
    number = 2 * BATCH + 7
    User.objects.bulk_create(
        User(email=f"many-{n}@example.com", handle=f"many-{n}", display_name="Many") for n in range(number)
    )
    many = User.objects.filter(handle__startswith="many-")
    Vote.objects.bulk_create(Vote(idea=idea, voter=member) for member in many)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in many
    )
    tell_story(idea)
    ask(timedelta(0))
    with max_queries(75):  # SQLite writes about a hundred rows at once
        assert ask() == number + 3
    assert LaunchOpinion.objects.count() == Message.objects.filter(notice__kind=ASKED).count() == number + 3


def test_the_mail_leads_to_the_answer_of_whoever_is_signed_in(idea, tom):
    story = tell_story(idea, title="A bench at the tram stop")
    ask()
    Message.objects.update(due_at=timezone.now())
    deliver_waiting()
    [letter] = [letter for letter in mail.outbox if letter.to == ["tom@example.com"]]
    assert letter.subject == "Did we get it right? A bench at the tram stop"
    assert f"/me/launches/{story.pk}/" in letter.body
    answer = Client().get(f"/me/launches/{story.pk}/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_question_is_a_whole_letter(idea, tom, language):
    User.objects.filter(pk=tom.pk).update(language=language)
    tell_story(idea, title="Ένα παγκάκι & <i>more</i>")
    ask()
    Message.objects.update(due_at=timezone.now())
    deliver_waiting()
    [letter] = [letter for letter in mail.outbox if letter.to == ["tom@example.com"]]
    html = letter.alternatives[0][0]
    assert f'lang="{language}"' in html
    assert "<i>more</i>" in letter.body
    assert "<i>more" not in html
    assert "{{" not in letter.body + html
    assert "{%" not in letter.body + html


def test_mail_that_waits_is_not_sent_to_who_lost_access_meanwhile(idea):
    story = tell_story(idea)
    ask()
    close(story, "Insiders")
    Message.objects.update(due_at=timezone.now())
    deliver_waiting()
    assert {address for letter in mail.outbox for address in letter.to} == {"ines@example.com"}


def test_the_inbox_leads_there_too(client, idea, tom):
    story = tell_story(idea, title="A bench at the tram stop")
    ask()
    client.force_login(tom)
    assert "A bench at the tram stop" in client.get("/me/notices/").text
    notice = Notice.objects.get(recipient=tom, kind=ASKED)
    answer = client.post(f"/me/notices/{notice.pk}/open/")
    assert answer.url == f"/me/launches/{story.pk}/"
