"""What members say of a launch, and what the brand says to that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.publication import State
from ideas.actions.asking import ASK_AFTER, ask_about_launches
from ideas.actions.opinions import give_opinion, reply_to_opinions
from ideas.models import Idea, LaunchOpinion
from ideas.opinions import belongings
from ideas.opinions.showing import opinion_figures
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.addresses import thing_at
from moderation.models import Act, Case, HouseRule
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.ideas.told import tell_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(tom):
    """Of an idea of tom's, who was asked."""
    told = tell_story(make_idea(board=make_board(slug="ideas"), by=tom), title="A bench at the tram stop")
    ask_about_launches(at=timezone.now() + ASK_AFTER + timedelta(hours=1))
    return told


def say(story, by, verdict="yes", body=""):
    return give_opinion(story, by=by, verdict=verdict, body=body)


def suspend(member, *, by):
    idea = make_idea(by=member)
    rule = HouseRule.objects.first() or HouseRule.objects.create(slug="kindness")
    reasons = Reasons(rule=rule, text="Please be kind.", until=timezone.now() + timedelta(days=3))
    decide(open_case("idea", idea), Act.SUSPEND, by=by, version=1, reasons=reasons)


def many_say(story, **verdicts):
    for verdict, number in verdicts.items():
        LaunchOpinion.objects.bulk_create(
            LaunchOpinion(page=story, member=somebody(), verdict=verdict, state=State.PUBLISHED, said_at=timezone.now())
            for _ in range(number)
        )


def test_a_verdict_without_words_counts_at_once(story, tom):
    mine = say(story, tom)
    assert (mine.verdict, mine.state) == ("yes", State.PUBLISHED)
    assert not Case.objects.exists()
    figures = opinion_figures(story)
    assert (figures.asked, figures.given, figures.yes) == (1, 1, 1)


def test_the_words_of_a_new_member_wait_and_the_verdict_counts(story, tom):
    mine = say(story, tom, "partly", "It is in the sun.")
    assert mine.state == State.WAITING
    assert Case.objects.get().subject_id == mine.pk
    assert opinion_figures(story).partly == 1


def test_it_can_be_changed_and_what_was_said_before_is_kept(story, tom):
    say(story, tom, "yes")
    mine = say(story, tom, "no", "It was taken away.")
    assert (mine.verdict, mine.body, mine.version) == ("no", "It was taken away.", 2)
    assert [(former.verdict, former.version) for former in mine.revisions.all()] == [("yes", 1)]
    assert opinion_figures(story).given == 1


def test_the_same_again_changes_nothing(story, tom):
    say(story, tom, "no", "It is in the sun.")
    again = say(story, tom, "no", " It is in  the sun. ")
    assert (again.version, again.revisions.count(), again.changed_at) == (1, 0, None)


def test_taking_the_words_back_leaves_nothing_to_judge(story, tom):
    say(story, tom, "yes", "It is in the sun.")
    mine = say(story, tom, "yes")
    assert (mine.body, mine.state) == ("", State.PUBLISHED)
    assert not Case.objects.filter(state="open").exists()


@pytest.mark.parametrize(
    ("verdict", "body", "field"), [("maybe", "", "verdict"), ("", "", "verdict"), ("yes", "x" * 201, "body")]
)
def test_what_cannot_be_meant_is_refused_beside_its_field(story, tom, verdict, body, field):
    with pytest.raises(RuleBroken) as broken:
        say(story, tom, verdict, body)
    assert field in broken.value.message_dict
    assert opinion_figures(story).given == 0


def test_who_was_not_asked_has_no_say(story, ines, vera):
    with pytest.raises(Refused, match="people behind these ideas"):
        say(story, ines)
    with pytest.raises(Refused, match="Sign in"):
        say(story, vera)


def test_a_suspended_member_has_no_say(story, tom, mo):
    suspend(tom, by=mo)
    with pytest.raises(Refused, match="suspended"):
        say(story, tom)


def test_a_moderator_approves_the_words_and_everybody_reads_them(client, story, tom, mo):
    say(story, tom, "yes", "One can sit now.")
    assert "One can sit now." not in client.get(story.url).text
    decide(Case.objects.get(), Act.APPROVE, by=mo, version=1)
    assert "One can sit now." in client.get(story.url).text


def test_words_that_a_moderator_rejected_stay_as_they_are_and_the_verdict_may_change(story, tom):
    say(story, tom, "yes", "One can sit now.")
    LaunchOpinion.objects.update(state=State.REJECTED)
    with pytest.raises(Refused, match="A moderator has decided"):
        say(story, tom, "yes", "Other words.")
    assert say(story, tom, "no", "One can sit now.").verdict == "no"


def test_fewer_than_twenty_have_numbers_and_no_rate(client, story, tom):
    many_say(story, yes=10, no=2)
    say(story, tom, "partly")
    text = client.get(story.url).text
    assert "10 of 13 who answered say yes: too few for a rate." in text
    assert "76 %" not in text
    assert "13 people behind these ideas were asked." in text


def test_twenty_have_a_rate_with_what_it_is_of(client, story):
    many_say(story, yes=34, partly=10, no=7)
    text = client.get(story.url).text
    assert "66 %" in text
    assert "34 of 51 who answered say yes." in text
    assert "52 people behind these ideas were asked." in text


def test_lines_come_in_pages_the_newest_first(client, story):
    for n in range(12):
        LaunchOpinion.objects.create(
            page=story,
            member=somebody(),
            verdict="yes",
            body=f"Line {n}.",
            state=State.PUBLISHED,
            said_at=timezone.now() + timedelta(minutes=n),
        )
    first = client.get(story.url).text
    assert "Line 11." in first
    assert "Line 1." not in first
    assert "Line 1." in client.get(f"{story.url}?lines=2").text
    for odd in ("x", "-1", "999", "%00"):
        assert client.get(f"{story.url}?lines={odd}").status_code == 200


def test_the_address_of_a_line_opens_the_lines_where_it_stands_now(client, story, tom):
    mine = say(story, tom, "yes", "One can sit now.")
    LaunchOpinion.objects.update(state=State.PUBLISHED)
    LaunchOpinion.objects.bulk_create(
        LaunchOpinion(
            page=story, member=somebody(), verdict="yes", body="Later.", state=State.PUBLISHED, said_at=timezone.now()
        )
        for _ in range(10)
    )
    at = mine.get_absolute_url()
    assert "One can sit now." not in client.get(story.url).text
    assert f'id="opinion-{mine.pk}"' in client.get(at).text
    LaunchOpinion.objects.filter(pk=mine.pk).update(state=State.REJECTED)
    for odd in (at, f"{story.url}?opinion=x", f"{story.url}?opinion={'9' * 30}", f"{story.url}?opinion=%00"):
        assert "Page 1 of 1" not in (shown := client.get(odd).text)
        assert "Later." in shown and "One can sit now." not in shown


def test_its_address_is_not_taken_for_that_of_an_idea_with_the_same_number(story, tom):
    idea = Idea.objects.get()
    LaunchOpinion.objects.filter(page=story).update(id=idea.pk)
    mine = say(story, tom, "yes", "One can sit now.")
    assert thing_at(idea.get_absolute_url()) == ("idea", idea)
    assert thing_at(mine.get_absolute_url()) is None  # a person reads what such a notice is about


def test_the_brand_replies_and_what_it_replied_before_is_kept(client, story, bea):
    reply_to_opinions(story, by=bea, body="We put one in the shade, too.")
    reply_to_opinions(story, by=bea, body="We put one in the shade, too.")
    reply_to_opinions(story, by=bea, body="There are two in the shade now.")
    assert [reply.body for reply in story.replies.all()] == [
        "We put one in the shade, too.",
        "There are two in the shade now.",
    ]
    text = client.get(story.url).text
    assert "There are two in the shade now." in text
    assert "We put one in the shade" not in text


def test_only_the_brands_team_replies(story, tom, mo, bea):
    for member in (tom, mo):
        with pytest.raises(Refused):
            reply_to_opinions(story, by=member, body="Thank you all for that.")
    with pytest.raises(RuleBroken):
        reply_to_opinions(story, by=bea, body=" \u200b ")
    with pytest.raises(RuleBroken):
        reply_to_opinions(story, by=bea, body="x" * 1_001)


def test_the_answer_is_sent_by_a_form_that_keeps_what_was_typed(client, story, tom):
    client.force_login(tom)
    address = f"/me/launches/{story.pk}/"
    assert "A bench at the tram stop" in client.get(address).text
    wrong = client.post(address, {"verdict": "", "body": "It is lovely."})
    assert wrong.status_code == 200
    assert "Choose yes, partly or no." in wrong.text
    assert 'value="It is lovely."' in wrong.text
    right = client.post(address, {"verdict": "yes", "body": "It is lovely."})
    assert right.url == f"{story.url}#opinions"
    assert "You said: Yes." in client.get(story.url).text
    assert "checked" in client.get(address).text


def test_what_a_moderator_decided_on_is_said_beside_what_was_typed(client, story, tom):
    say(story, tom, "yes", "One can sit now.")
    LaunchOpinion.objects.update(state=State.HIDDEN)
    client.force_login(tom)
    refused = client.post(f"/me/launches/{story.pk}/", {"verdict": "no", "body": "Other words."})
    assert refused.status_code == 403
    assert "A moderator has decided on your line." in refused.text
    assert 'value="Other words."' in refused.text
    kept = client.post(f"/me/launches/{story.pk}/", {"verdict": "no", "body": "One can sit now."}, follow=True)
    assert "What you say counts, and you can change it." in kept.text


def test_opening_the_address_answers_nothing(client, story, tom):
    client.force_login(tom)
    client.get(f"/me/launches/{story.pk}/?verdict=yes")
    assert opinion_figures(story).given == 0


def test_who_may_not_see_the_story_finds_no_question(client, story, tom, ines):
    address = f"/me/launches/{story.pk}/"
    client.force_login(ines)
    assert client.get(address).status_code == 403
    close(story, "Insiders")
    assert client.get(address).status_code == 403
    client.force_login(tom)
    for answer in (client.get(address), client.post(address, {"verdict": "yes"})):
        assert answer.status_code == 404
    assert opinion_figures(story).given == 0


def test_a_line_can_be_reported_and_a_waiting_one_cannot(client, story, tom, ines):
    mine = say(story, tom, "yes", "One can sit now.")
    client.force_login(ines)
    address = f"/idea/opinion/{mine.pk}/report/"
    assert client.get(address).status_code == 404
    LaunchOpinion.objects.update(state=State.PUBLISHED)
    assert "One can sit now." in client.get(address).text
    close(story, "Moderators")
    assert client.get(address).status_code == 404


def test_the_export_has_what_was_said_and_no_title_that_is_closed(story, tom):
    say(story, tom, "no", "It is in the sun.")
    say(story, tom, "yes", "Now it is not.")
    [mine] = belongings.export(tom)
    assert (mine["launch"]["title"], mine["verdict"], mine["body"]) == (story.title, "yes", "Now it is not.")
    assert mine["revisions"][0]["body"] == "It is in the sun."
    close(story, "Insiders")
    [mine] = belongings.export(tom)
    assert (mine["launch"]["title"], mine["body"]) == ("", "Now it is not.")


def test_whoever_leaves_takes_along_what_nobody_else_could_read(client, story, tom):
    say(story, tom, "no", "It is in the sun.")
    say(story, tom, "yes", "Now it is not.")
    erase_member(tom, by=tom)
    mine = LaunchOpinion.objects.get()
    assert (mine.verdict, mine.body) == ("yes", "")
    assert not mine.revisions.exists()
    assert opinion_figures(story).yes == 1
    assert not Case.objects.filter(state="open").exists()  # nobody is asked to judge an empty line
    assert "Tom" not in client.get(story.url).text
