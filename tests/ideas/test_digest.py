"""What happened to ideas, once a week: thing by thing, in every language, and never too long for a mail program."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.notices.actions import deliver_waiting, notify, plan_digests, set_preference, set_preferences
from core.notices.kinds import notice_kinds
from core.notices.models import Deferral, Message, Notice
from core.notices.models.message import MessageState
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Idea
from tests.cast import make_member
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
KINDS = ("idea-answered", "idea-commented", "idea-withdrawn", "comment-reply", "comment-mention")


@pytest.fixture
def stored(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def weekly(member) -> None:
    set_preferences(dict.fromkeys(KINDS, "weekly"), by=member)


def answer(idea, status: str, note: str, *, by) -> None:
    to = BoardStatus.objects.get(board=idea.board, slug=status)
    change_status(idea, to, by=by, answer=Answer(note=note))


def to_tom(mailoutbox) -> list:
    return [letter for letter in mailoutbox if letter.to == ["tom@example.com"]]


def planned() -> int:
    Deferral.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    return plan_digests()


def test_answers_and_comments_of_one_idea_stand_together(tom, ines, bea, stored, mailoutbox):
    bench, oat = make_idea(by=tom, title="A bench"), make_idea(by=ines, title="Oat <milk>")
    cast_vote(oat, by=tom)
    weekly(tom)
    with stored():
        answer(bench, "planned", "We put it up in spring, before the tram stop.", by=bea)
        answer(oat, "under-review", "We ask three dairies what they can do.", by=bea)
        add_comment(bench, by=ines, body="With a back, please, & a <roof>.")
    assert to_tom(mailoutbox) == []
    assert planned() == 1
    deliver_waiting()
    [letter] = to_tom(mailoutbox)
    html = letter.alternatives[0][0]
    assert letter.subject == "2 things that you care about moved this week"
    assert "A bench" not in letter.subject
    text = letter.body
    assert text.index("A bench") < text.index("Ines commented: With a back, please, & a <roof>.")
    assert text.index("With a back") < text.index("Now: Planned. We put it up in spring") < text.index("Oat <milk>")
    assert text.index("Oat <milk>") < text.index("Now: Under review. We ask three dairies")
    assert "Oat &lt;milk&gt;" in html and "<roof>" not in html
    assert html.count(">A bench</a>") == 1


@pytest.mark.parametrize("language", ["en", "he"])
def test_it_is_a_whole_letter(tom, ines, bea, language, stored, mailoutbox):
    reader = make_member("reader", language=language)
    idea = make_idea(by=reader, title="Ένα παγκάκι & <i>more</i>")
    weekly(reader)
    with stored():
        answer(idea, "planned", "Not now: the <b>lease</b> & the neighbours. " * 5, by=bea)
        add_comment(idea, by=ines, body="@reader I agree <script>")
    planned()
    deliver_waiting()
    [letter] = [one for one in mailoutbox if one.to == ["reader@example.com"]]
    html = letter.alternatives[0][0]
    assert letter.subject.strip()
    assert "&lt;" not in letter.body
    assert "{{" not in letter.body + html and "{%" not in letter.body + html
    assert "<script" not in html and "<i>more" not in html
    assert f'lang="{language}"' in html
    assert "\u202e" not in letter.body


def comments_for(reader, ideas: int, times: int, *, body: str = "Yes.", title: str = "An idea") -> None:
    """So many comments by somebody else on each of so many ideas of the reader, and the notices of them."""
    other = make_member(f"other{Notice.objects.count()}", display_name="\U0001f375" * 60)
    for _idea in range(ideas):
        idea = make_idea(by=reader, title=title)
        for _time in range(times):
            comment = add_comment(idea, by=other, body=body, tell=False)
            notify([reader.pk], kind="idea-commented", about=(comment.kind, comment.pk), key=f"x:{comment.pk}")


def test_it_asks_as_much_for_many_ideas_as_for_few(tom, count_queries, mailoutbox):
    weekly(tom)
    comments_for(tom, 1, 1)
    planned()
    of_few = count_queries(deliver_waiting)
    comments_for(tom, 6, 3)
    planned()
    assert count_queries(deliver_waiting) == of_few
    assert of_few <= 21  # eleven of them claim and settle, for a batch
    assert [letter.subject[:8] for letter in mailoutbox] == ["1 thing ", "6 things"]


def test_it_is_never_longer_than_mail_programs_show(tom, mailoutbox):
    weekly(tom)
    comments_for(tom, 21, 4, body="\U0001f375" * 400, title="\U0001f375" * 100)
    planned()
    deliver_waiting()
    [letter] = mailoutbox
    assert 50_000 < len(letter.alternatives[0][0].encode()) < 100_000
    assert len(letter.body.encode()) < 100_000


def test_many_comments_do_not_bury_the_answer(tom, bea, stored, mailoutbox):
    weekly(tom)
    with stored():
        answer(make_idea(by=tom, title="An idea"), "planned", "We put it up in spring, before the tram stop.", by=bea)
    idea = Idea.objects.get()
    for number in range(7):
        comment = add_comment(idea, by=bea, body=f"Comment {number}.", tell=False)
        notify([tom.pk], kind="idea-commented", about=(comment.kind, comment.pk), key=f"x:{comment.pk}")
    planned()
    deliver_waiting()
    body = to_tom(mailoutbox)[0].body
    said = ["Comment 6.", "Comment 5.", "Comment 4.", "Now: Planned.", "And 4 more."]
    assert sorted(said, key=body.index) == said
    assert "Comment 3." not in body


def test_what_became_of_an_idea_that_is_hidden_by_now_is_not_told(tom, ines, bea, stored, mailoutbox):
    bench, oat = make_idea(by=ines, title="A bench"), make_idea(by=ines, title="Oat milk")
    weekly(tom)
    for idea in (bench, oat):
        cast_vote(idea, by=tom)
    with stored():
        answer(bench, "planned", "We put it up in spring, before the tram stop.", by=bea)
        answer(oat, "under-review", "We ask three dairies what they can do.", by=bea)
    planned()
    type(bench).objects.filter(pk=bench.pk).update(state="hidden")
    deliver_waiting()
    [letter] = to_tom(mailoutbox)
    said = letter.subject + letter.body + letter.alternatives[0][0]
    assert "1 thing " in said and "Oat milk" in said
    assert "bench" not in said and "tram stop" not in said


def test_when_all_of_it_is_hidden_nothing_is_sent(tom, ines, bea, stored, mailoutbox):
    idea = make_idea(by=ines)
    cast_vote(idea, by=tom)
    weekly(tom)
    with stored():
        answer(idea, "planned", "We put it up in spring, before the tram stop.", by=bea)
    planned()
    type(idea).objects.filter(pk=idea.pk).update(state="hidden")
    deliver_waiting()
    assert to_tom(mailoutbox) == []
    assert Message.objects.get(recipient=tom).state == MessageState.SKIPPED


def test_what_begins_a_term_waits_for_no_digest():
    waiting = {kind.key for kind in notice_kinds if kind.may_wait}
    assert set(KINDS) <= waiting
    assert "moderation-decided" not in waiting  # its term to appeal begins


def test_an_answer_reaches_each_in_their_own_rhythm(tom, ines, lars, bea, stored, mailoutbox):
    idea = make_idea(by=tom)
    for member in (ines, lars):
        cast_vote(idea, by=member)
    set_preference(notice_kinds["idea-answered"], "daily", by=ines)
    set_preference(notice_kinds["idea-answered"], "never", by=lars)
    with stored():
        answer(idea, "planned", "We put it up in spring, before the tram stop.", by=bea)
    assert [letter.to for letter in mailoutbox] == [["tom@example.com"]]
    assert Notice.objects.count() == 3
    planned()
    deliver_waiting()
    assert [letter.to for letter in mailoutbox[1:]] == [["ines@example.com"]]
    assert Deferral.objects.get().recipient == ines
