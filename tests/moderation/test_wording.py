"""What authors and reporters read of a decision is true of the thing as it was left, and stays so."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from core.audience.groups import INSIDERS
from core.comments.actions import delete_comment
from core.members.models import User
from core.notices.actions import deliver_waiting
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import add_note, edit_idea, withdraw_idea
from ideas.models import Idea, IdeaBoardPage
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import Reasons
from moderation.actions.opening import open_case
from moderation.actions.taking_back import reverse
from moderation.actions.telling import tell_due
from moderation.admin.preview import preview_of
from moderation.models import Act, Decision, Report
from moderation.registries import Review
from moderation.sentences import outcome_of
from moderation.statements import statement_of
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)
AS_BEFORE = "all is as it was before it"


@pytest.fixture
def mia():
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def fresh(idea: Idea) -> Idea:
    return Idea.objects.get(pk=idea.pk)


def what(decision: Decision) -> str:
    """As it is read from what is stored."""
    return statement_of(Decision.objects.get(pk=decision.pk)).what


def tell(decision: Decision) -> Decision:
    tell_due(at=decision.at + LATER)
    return decision


def overturned(decision: Decision, *, by: Any, version: int = 1) -> Decision:
    made = appeal(tell(decision), by=decision.author, text="No.", at=decision.at + LATER)
    return decide_appeal(made, by=by, overturn=True, text="You were right.", version=version)


def edited(idea: Idea, *, by: Any) -> Idea:
    edit_idea(idea, by=by, title="A bench and a roof", body="Please.", category=None, version=1)
    return fresh(idea)


class TestTakenBack:
    def test_where_it_stands_as_before_that_is_said(self, tom, mo, mia):
        said = what(overturned(decided(reported_idea(by=tom), Act.HIDE, by=mo), by=mia))
        assert said == (
            f"Your appeal has succeeded. The decision “Hidden” is taken back, and {AS_BEFORE}. "
            "Your idea can be seen again."
        )
        said = what(reverse(decided(reported_idea(by=tom), Act.HIDE, by=mo), by=mia, text="No."))
        assert said == f"We have taken back the decision “Hidden”, and {AS_BEFORE}. Your idea can be seen again."
        said = what(reverse(decided(waiting_idea(by=tom), Act.REJECT, by=mo), by=mia, text="No."))
        assert (
            said
            == f"We have taken back the decision “Not published”, and {AS_BEFORE}. Your idea waits for a moderator."
        )

    def test_what_its_author_has_sent_again_waits(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        decision = decided(idea, Act.ASK, by=mo)
        edited(idea, by=tom)
        said = what(overturned(decision, by=mia, version=2))
        assert fresh(idea).state == "waiting"
        assert AS_BEFORE not in said
        assert "The decision “Changes asked for” is taken back." in said
        assert "waits for a moderator" in said

    def test_what_its_author_has_withdrawn_stays_so(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        decision = decided(idea, Act.ASK, by=mo)
        withdraw_idea(fresh(idea), by=tom)
        said = what(reverse(decision, by=mia, text="No."))
        assert fresh(idea).state == "withdrawn"
        assert AS_BEFORE not in said
        assert "You have taken it away yourself, and that stays." in said

    def test_what_its_author_has_deleted_is_not_said_to_be_hidden(self, tom, mo, mia):
        comment = add_comment(make_idea(), by=tom, body="Nonsense!", tell=False)
        open_case(comment.kind, comment, reason="is_reported")
        decision = decided(comment, Act.HIDE, by=mo)
        delete_comment(comment, by=tom)
        said = what(overturned(decision, by=mia))
        assert AS_BEFORE not in said
        assert "You have taken it away yourself, and that stays." in said

    def test_what_another_decision_still_hides_is_said_to_be_hidden(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        first = decided(idea, Act.ASK, by=mo)
        open_case("idea", fresh(idea), reason="is_reported")
        decided(fresh(idea), Act.HIDE, by=mo)
        said = what(reverse(first, by=mia, text="No."))
        assert fresh(idea).state == "hidden"
        assert AS_BEFORE not in said
        assert "Another decision still holds. Your idea is hidden. Only you can see it." in said

    def test_it_says_the_same_when_the_thing_moves_on(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        back = reverse(decided(idea, Act.HIDE, by=mo), by=mia, text="No.")
        before = what(back), outcome_of(back)
        open_case("idea", fresh(idea), reason="is_reported")
        decided(fresh(idea), Act.HIDE, by=mo)
        assert (what(back), outcome_of(back)) == before

    def test_a_warning_counts_no_more_and_a_suspension_has_ended(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        warning = decided(idea, Act.WARN, by=mo)
        suspension = decided(idea, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3))
        assert "does not count any more" in what(reverse(warning, by=mia, text="No."))
        said = what(reverse(suspension, by=mia, text="No."))
        assert "That suspension has ended." in said
        assert AS_BEFORE not in said

    def test_reporters_read_whether_it_can_be_seen(self, tom, mo, mia):
        seen, waits = reported_idea(by=tom), reported_idea(by=tom)
        hidden, asked = decided(seen, Act.HIDE, by=mo), decided(waits, Act.ASK, by=mo)
        edited(waits, by=tom)
        assert outcome_of(reverse(hidden, by=mia, text="No.")).endswith("It can be seen.")
        said = outcome_of(reverse(asked, by=mia, text="No."))
        assert "as it was before" not in said
        assert said.endswith("It cannot be seen before a moderator has looked at it.")

    def test_the_preview_says_what_will_be(self, tom, mo, mia):
        idea = reported_idea(by=tom)
        decision = decided(idea, Act.HIDE, by=mo)
        appeal(tell(decision), by=tom, text="No.", at=decision.at + LATER)
        shown = preview_of(case_of(idea), Act.OVERTURN, Reasons(text="You were right."), by=mia)
        assert AS_BEFORE in shown["statement"].what
        assert shown["statement"].what == what(
            decide_appeal(decision.appeal, by=mia, overturn=True, text="You were right.", version=1)
        )


def test_what_was_withdrawn_is_not_said_to_be_published(tom, mo):
    idea = reported_idea(by=tom)
    withdraw_idea(idea, by=tom)
    decided(fresh(idea), Act.HIDE, by=mo)
    open_case("idea", fresh(idea), reason="is_reported")
    said = decided(fresh(idea), Act.RESTORE, by=mo)
    assert fresh(idea).state == "withdrawn"
    assert "published" not in what(said)
    assert "can be seen again" not in what(said)
    assert "You have taken it away yourself, and that stays." in what(said)
    assert "can be seen" not in outcome_of(said)


class TestByKind:
    @pytest.fixture
    def things(self, tom) -> dict[str, Any]:
        idea = make_idea(by=tom, title="A bench")
        return {
            "idea": idea,
            "idea-comment": add_comment(idea, by=tom, body="Yes.", tell=False),
            "idea-note": add_note(idea, by=tom, body="In the shade."),
            "member": User.objects.get(pk=tom.pk),
        }

    @pytest.mark.parametrize(
        ("kind", "name", "hidden"),
        [
            ("idea", "A bench", "Your idea is hidden. Only you can see it."),
            ("idea-comment", "your comment", "Your comment is hidden. Only you can see it."),
            ("idea-note", "your note", "Your note is hidden. Only you can see it."),
            ("member", "your name", "Your name and your profile are hidden. A number stands in their place."),
        ],
    )
    def test_each_kind_is_called_what_it_is(self, things, mo, kind, name, hidden):
        open_case(kind, things[kind], reason="is_reported")
        said = statement_of(decided(things[kind], Act.HIDE, by=mo))
        assert (said.name, said.what) == (name, hidden)

    def test_no_sentence_speaks_of_words_where_there_may_be_none(self, things, mo):
        for kind, thing in things.items():
            open_case(kind, thing, reason="is_reported")
            said = statement_of(decided(thing, Act.HIDE, by=mo))
            assert "your words" not in f"{said.what} {said.facts} {said.appeal}".lower()

    def test_of_a_member_who_left_the_kind_is_what_remains(self, things, mo):
        open_case("idea", things["idea"], reason="is_reported")
        decision = decided(things["idea"], Act.HIDE, by=mo)
        decision.snapshot = {}
        assert statement_of(decision).name == "your idea"

    def test_in_the_language_of_the_reader(self, things, mo):
        open_case("member", things["member"], reason="is_reported")
        decision = decided(things["member"], Act.HIDE, by=mo)
        with translation.override("nb"):
            assert statement_of(decision, language="en").what.startswith("Your name")


class TestWhatItStandsUnder:
    """Is named to whom may see that now, and to nobody else."""

    @pytest.fixture
    def published(self, tom, mo) -> Decision:
        """Tom's comment waited, and is published now."""
        idea = make_idea(board=make_board(), title="Zanzibar")
        IdeaBoardPage.objects.update(review=Review.EVERYTHING)
        comment = add_comment(idea, by=tom, body="Yes.", tell=False)
        assert comment.state == "waiting"
        return tell(decided(comment, Act.APPROVE, by=mo, text=""))

    def letter(self, mailoutbox: list[Any]) -> tuple[str, str]:
        deliver_waiting(at=timezone.now() + timedelta(minutes=1))
        return mailoutbox[0].subject, mailoutbox[0].body + mailoutbox[0].alternatives[0][0]

    def test_in_the_letter(self, published, mailoutbox):
        subject, body = self.letter(mailoutbox)
        assert subject == "Published: your comment on “Zanzibar”"
        assert "Your comment is published now." in body

    def test_not_in_the_letter_once_the_door_is_closed(self, published, mailoutbox):
        close(Idea.objects.get().board, INSIDERS)
        subject, body = self.letter(mailoutbox)
        assert subject == "Published: your comment"
        assert "Zanzibar" not in body

    def test_in_the_inbox_and_on_the_page(self, client, tom, published):
        client.force_login(tom)
        for url in ("/me/notices/", published.get_absolute_url()):
            assert "Your comment on “Zanzibar”" in client.get(url).text
        close(Idea.objects.get().board, INSIDERS)
        for url in ("/me/notices/", published.get_absolute_url()):
            page = client.get(url).text
            assert "Your comment" in page
            assert "Zanzibar" not in page

    def test_a_letter_about_something_published_leads_to_it(self, tom, mo, mailoutbox, settings):
        idea = waiting_idea(by=tom)
        tell(decided(idea, Act.APPROVE, by=mo, text=""))
        _subject, body = self.letter(mailoutbox)
        assert f"{settings.BASE_URL}{idea.get_absolute_url()}" in body

    def test_a_letter_that_asks_for_changes_leads_to_where_they_are_made(self, tom, mo, mailoutbox, settings):
        idea = waiting_idea(by=tom)
        tell(decided(idea, Act.ASK, by=mo))
        _subject, body = self.letter(mailoutbox)
        assert f"{settings.BASE_URL}{idea.get_absolute_url()}" in body


class TestTheHeadline:
    @pytest.mark.parametrize(
        ("act", "headline"),
        [
            (Act.WARN, "A warning: A bench"),
            (Act.SUSPEND, "Your account is suspended: A bench"),
            (Act.HIDE, "Hidden: A bench"),
        ],
    )
    def test_is_what_its_author_would_call_it(self, client, tom, mo, mailoutbox, act, headline):
        idea = reported_idea(by=tom, title="A bench")
        tell(decided(idea, act, by=mo, until=timezone.now() + timedelta(days=3)))
        deliver_waiting(at=timezone.now() + timedelta(minutes=1))
        assert mailoutbox[0].subject == headline
        assert headline in mailoutbox[0].body
        client.force_login(tom)
        assert "Author" not in client.get("/me/notices/").text

    def test_of_what_is_restored_is_not_that_it_is_published(self, client, tom, mo, mailoutbox):
        idea = reported_idea(by=tom, title="A bench")
        decided(idea, Act.HIDE, by=mo)
        Decision.objects.all()[0].telling.delete()
        open_case("idea", fresh(idea), reason="is_reported")
        tell(decided(fresh(idea), Act.RESTORE, by=mo))
        deliver_waiting(at=timezone.now() + timedelta(minutes=1))
        assert mailoutbox[0].subject == "Restored: A bench"
        client.force_login(tom)
        assert "A bench can be seen again" in client.get("/me/notices/").text.replace("<bdi>", "").replace("</bdi>", "")


class TestTheLetterToReporters:
    @pytest.fixture
    def reported(self, tom, ines) -> Idea:
        idea = reported_idea(by=tom)
        Report.objects.create(case=case_of(idea), by=ines, version=1, snapshot={}, weight=0.5)
        return idea

    def letters(self, mailoutbox: list[Any]) -> list[tuple[str, str]]:
        deliver_waiting(at=timezone.now() + timedelta(minutes=1))
        sent = [mail for mail in mailoutbox if mail.to == ["ines@example.com"]]
        return [(mail.subject, mail.body) for mail in sent]

    def test_says_that_it_was_looked_at_again(self, reported, mo, mia, mailoutbox):
        decision = tell(decided(reported, Act.HIDE, by=mo))
        tell(reverse(decision, by=mia, text="No."))
        [(first, _), (second, body)] = self.letters(mailoutbox)
        assert (first, second) == ("What became of your report", "Your report was looked at again")
        assert second in body

    def test_thanks_also_when_nothing_was_wrong(self, reported, mo, mailoutbox):
        tell(decided(reported, Act.APPROVE, by=mo, text=""))
        [(_, body)] = self.letters(mailoutbox)
        assert "also when nothing was wrong" in body


def test_a_letter_about_what_is_taken_back_leads_to_the_thing(tom, mo, mia, mailoutbox, settings):
    idea = reported_idea(by=tom)
    tell(overturned(decided(idea, Act.HIDE, by=mo), by=mia))
    deliver_waiting(at=timezone.now() + timedelta(minutes=1))
    assert f"See it on the site: {settings.BASE_URL}{idea.get_absolute_url()}" in mailoutbox[-1].body


def test_reporters_of_what_was_withdrawn_are_told_that_it_was_no_breach(tom, ines, mo):
    idea = reported_idea(by=tom)
    Report.objects.create(case=case_of(idea), by=ines, version=1, snapshot={}, weight=0.5)
    withdraw_idea(idea, by=tom)
    said = outcome_of(decided(fresh(idea), Act.APPROVE, by=mo, text=""))
    assert said == "We have looked at it and found no breach of our rules."
