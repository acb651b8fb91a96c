"""Who hears of a launch: authors of their own idea, everybody else once, and nobody of what they may not see."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from core.members.models import User
from core.notices.actions import notify
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.following import follow
from core.notices.models import Deferral, Message, Notice, Preference
from core.notices.showing import tell
from core.publication import State
from ideas.actions.launch_telling import people_to_tell, tell_of_launch, tell_untold
from ideas.actions.merging import merge_into, regroup
from ideas.actions.voting import cast_vote
from ideas.launches.drafts import DRAFT, TOLD
from ideas.launches.news import CORRECTED, LAUNCHED, YOURS
from ideas.models import Idea, Launch, Vote
from ideas.statuses import Credit
from tests.cast import make_member
from tests.factories import make_board, make_idea, somebody
from tests.ideas.launching import close_but_for, fresh, make_story, named, rewrite

pytestmark = pytest.mark.django_db


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__handle", flat=True))


class DownBackend(EmailBackend):
    """The mail server is away."""

    def send_messages(self, _messages):
        raise ConnectionRefusedError


def test_authors_hear_of_their_own_idea_and_all_others_once(bea, tom, ines, lars, django_capture_on_commit_callbacks):
    first, second = make_idea(by=tom), make_idea(by=ines, title="Another")
    for idea in (first, second):
        cast_vote(idea, by=lars)  # twice behind it, told once
    cast_vote(second, by=tom)
    follow("idea", second.pk, by=bea)  # who did it is not told
    with django_capture_on_commit_callbacks(execute=True):
        make_story(first, second, by=bea)
    assert told(YOURS) == ["ines", "tom"]
    assert told(LAUNCHED) == ["lars"]
    assert {one.recipient: one.subject_id for one in Notice.objects.all()} == {
        tom: first.pk,
        ines: second.pk,
        lars: first.pk,
    }


def test_publishing_again_tells_nobody(bea, tom, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        story = make_story(make_idea(by=tom), by=bea)
        fresh(story).save_revision(user=bea).publish(user=bea)
    assert Notice.objects.count() == 1


def test_a_correction_is_told_to_the_same_people(bea, tom, lars, django_capture_on_commit_callbacks):
    idea = make_idea(by=tom)
    cast_vote(idea, by=lars)
    with django_capture_on_commit_callbacks(execute=True):
        story = make_story(idea, by=bea)
        rewrite(story, named(idea, Credit.PARTLY), by=bea, correction_note="The handle was ours.")
        fresh(story).unpublish(user=bea)
    assert told(CORRECTED) == ["lars", "lars", "tom", "tom"]


def test_the_people_of_what_is_merged_into_an_idea_are_told_of_it(bea, tom, ines, lars, mo):
    root, duplicate, hidden = make_idea(by=tom), make_idea(by=ines), make_idea()
    follow("idea", duplicate.pk, by=lars)
    follow("idea", hidden.pk, by=mo)
    for idea in (duplicate, hidden):
        merge_into(idea, root, by=bea)
    Idea.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    regroup(root.pk)
    make_story(root, by=bea)
    tell_of_launch(Launch.objects.get())
    assert (told(YOURS), told(LAUNCHED)) == (["ines", "tom"], ["lars"])
    assert set(Notice.objects.values_list("subject_id", flat=True)) == {root.pk}


def test_a_supporter_who_lost_access_before_the_notice_is_not_told(bea, tom, lars):
    closed = make_board()
    idea = make_idea(board=closed, by=tom)
    cast_vote(idea, by=lars)
    make_story(idea, by=bea)
    close_but_for(closed, tom)
    tell_of_launch(Launch.objects.get())
    assert (told(YOURS), told(LAUNCHED)) == (["tom"], [])


def test_whoever_sees_only_the_second_idea_hears_of_that(bea, tom, lars):
    closed, board = make_board(), make_board()
    first, second = make_idea(board=closed, by=tom), make_idea(board=board, by=tom, title="Open")
    for idea in (first, second):
        cast_vote(idea, by=lars)
    make_story(first, second, by=bea)
    close_but_for(closed, tom)
    tell_of_launch(Launch.objects.get())
    assert Notice.objects.get(recipient=lars).subject_id == second.pk


def test_people_of_an_idea_that_was_hidden_since_are_not_told(bea, tom):
    idea = make_idea(by=tom)
    make_story(idea, by=bea)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert tell_of_launch(Launch.objects.get()) == 0


def test_the_chore_tells_what_no_worker_has(bea, tom, kept_tasks):
    make_story(make_idea(by=tom), by=bea)
    assert tell_untold() == 0  # a worker may be at it
    later = timezone.now() + timedelta(minutes=6)
    assert tell_untold(at=later) == 1
    assert tell_untold(at=later) == 0
    assert Launch.objects.get().told_at is not None


def test_what_a_dead_worker_left_is_finished_and_nobody_is_told_twice(bea, tom, lars, ines):
    idea = make_idea(by=tom)
    for member in (lars, ines):
        cast_vote(idea, by=member)
    make_story(idea, by=bea)
    launch = Launch.objects.get()
    tell_of_launch(launch)
    Notice.objects.filter(recipient=ines).delete()  # as if the last batch had not come to its end
    Launch.objects.update(told_at=None)
    assert tell_of_launch(Launch.objects.get()) == 1
    assert Notice.objects.count() == 3


def test_mail_waits_while_the_server_is_away_and_leaves_once(bea, tom, settings, mailoutbox):
    make_story(make_idea(by=tom, title="A cup"), by=bea)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"
    tell_of_launch(Launch.objects.get())
    deliver_waiting()
    assert mailoutbox == []
    settings.EMAIL_BACKEND = working
    deliver_waiting(at=timezone.now() + timedelta(hours=1))
    deliver_waiting(at=timezone.now() + timedelta(hours=2))
    (letter,) = mailoutbox
    assert letter.to == ["tom@example.com"]


@pytest.mark.parametrize(
    ("credit", "subject", "words"),
    [
        (Credit.YOURS, "Your idea is real: A cup", "It was your idea. Thank you!"),
        (Credit.PUSHED, "Launched: A cup", "It was on our list, and you pushed it up."),
        (Credit.PLANNED, "Launched: A cup", "It was in our plans already"),
        (Credit.PARTLY, "Launched: A cup", "It is there in part thanks to you."),
    ],
)
def test_the_letter_to_its_author_gives_the_credit_that_is_true(bea, tom, mailoutbox, credit, subject, words):
    day = timezone.localdate() - timedelta(days=9) if credit in (Credit.PUSHED, Credit.PLANNED) else None
    story = make_story(named(make_idea(by=tom, title="A cup"), credit, day), by=bea)
    tell_of_launch(Launch.objects.get())
    deliver_waiting()
    (letter,) = mailoutbox
    html = letter.alternatives[0][0]
    assert letter.subject == subject
    assert words in letter.body and words in html
    for said in ("Thank you for saying so.", "Bea", story.full_url):
        assert said in letter.body and said in html


@pytest.mark.parametrize("kind", [YOURS, LAUNCHED, CORRECTED, TOLD])
@pytest.mark.parametrize("language", ["en", "he"])
def test_every_kind_is_a_whole_letter(bea, client, mailoutbox, kind, language):
    reader = make_member("reader", language=language, is_superuser=kind == TOLD)
    idea = make_idea(by=reader, title="Ένα παγκάκι & <i>more</i>")
    story = make_story(idea, by=bea, thanks="Thank <b>you</b> & you")
    launch, about = Launch.objects.get(), ("idea", idea.pk)
    if kind == TOLD:
        about = (DRAFT, story.pk)
        story.introduction = ""
        story.save_revision(clean=False)
    notify([reader.pk], kind=kind, about=about, key=f"launch:{launch.pk}", by=bea)
    deliver_waiting()
    [mail] = mailoutbox
    html = mail.alternatives[0][0]
    assert mail.subject.strip()
    assert "&lt;" not in mail.body
    for wrong in ("{{", "{%"):
        assert wrong not in mail.body + html
    assert "<i>more" not in html and "<b>you" not in html
    assert ('dir="rtl"' in html) is (language == "he")
    client.force_login(reader)
    assert client.get(reverse("notices:inbox")).status_code == 200


def test_the_story_is_not_named_to_who_may_not_see_it(bea, tom, mailoutbox):
    story = make_story(make_idea(by=tom, title="A cup"), by=bea, title="Behind the door")
    close_but_for(story, bea)
    tell_of_launch(Launch.objects.get())
    (told_of,) = tell(list(Notice.objects.filter(recipient=tom)), to=tom)
    assert told_of.facts["story"] is None
    deliver_waiting()
    assert "Behind the door" not in mailoutbox[0].body
    assert "A cup" in mailoutbox[0].body


def test_the_inbox_says_it_in_a_sentence(bea, tom, lars, client):
    idea = make_idea(by=tom, title="A cup")
    cast_vote(idea, by=lars)
    make_story(idea, by=bea)
    tell_of_launch(Launch.objects.get())
    for member, words in ((tom, "It was your idea. Thank you!"), (lars, "You wanted it, and it is there.")):
        client.force_login(member)
        assert words in client.get(reverse("notices:inbox")).content.decode()


def test_how_many_are_told_is_known_before(bea, tom, lars, ines):
    first, second = make_idea(by=tom), make_idea(by=tom, title="Another")
    for idea in (first, second):
        cast_vote(idea, by=lars)
    cast_vote(second, by=ines)
    User.objects.filter(pk=ines.pk).update(is_active=False)
    follow("idea", first.pk, by=bea)
    assert people_to_tell([first.pk, second.pk], by=bea) == 2
    close_but_for(first.board, tom)
    assert people_to_tell([first.pk, second.pk], by=bea) == 1
    assert people_to_tell([], by=bea) == 0


def crowd(idea, many):
    """So many supporters in a handful of statements."""
    start = User.objects.count()
    members = User.objects.bulk_create(
        User(handle=f"crowd-{n}", email=f"crowd-{n}@example.com", display_name=f"Crowd {n}")
        for n in range(start, start + many)
    )
    Vote.objects.bulk_create(Vote(idea=idea, voter=member) for member in members)
    return members


def test_telling_more_people_asks_no_more_often_within_a_batch(bea, count_queries):
    def telling(many):
        idea = make_idea(by=somebody(), title=f"For {many}")
        crowd(idea, many)
        make_story(idea, by=bea)
        launch = Launch.objects.order_by("-pk").first()
        return count_queries(lambda: tell_of_launch(launch))

    telling(1)
    assert telling(40) == telling(4)


@pytest.mark.once
@pytest.mark.postgres
def test_ten_thousand_people_are_told_in_one_question_for_five_hundred(bea, max_queries):
    """Beyond the mail itself, which some have at once and others in a digest."""
    ideas = [make_idea(title=f"Number {n}") for n in range(5)]
    people = [member for idea in ideas for member in crowd(idea, 2_000)]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=member, email=member.email, verified=True, primary=True) for member in people[::2]
    )
    Preference.objects.bulk_create(
        Preference(member=member, kind=LAUNCHED, by_email=("daily", "weekly")[n % 2])
        for n, member in enumerate(people[::4])
    )
    make_story(*ideas, by=bea)
    launch = Launch.objects.get()
    with max_queries(45) as asked:
        tell_of_launch(launch)
    told = Notice.objects.filter(key=f"launch:{launch.pk}")
    assert (told.count(), Message.objects.count(), Deferral.objects.count()) == (10_005, 2_505, 2_500)
    mail = ("notices_message", "notices_deferral", "notices_preference", "emailaddress", "userprofile")
    beyond = [query for query in asked.captured_queries if not any(table in query["sql"] for table in mail)]
    assert len(beyond) <= 10_000 / 500 + 10  # who stands behind the ideas, however many these are


def test_whoever_has_left_has_no_letter_waiting(bea, tom):
    make_story(make_idea(by=tom), by=bea)
    User.objects.filter(pk=tom.pk).update(is_active=False)
    assert tell_of_launch(Launch.objects.get()) == 0
    assert not Message.objects.exists()
