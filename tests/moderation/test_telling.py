"""Who is told of a decision, when, in which words, and that it happens once."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone, translation

from core.notices.actions import deliver_waiting, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from core.notices.models.message import MessageState
from ideas.actions.commenting import add_comment
from ideas.models import Idea
from moderation import tasks
from moderation.actions.deciding import Reasons, draft, reverse, tell_later, undo
from moderation.actions.opening import open_case
from moderation.actions.telling import statement_of, tell_due, tell_people_of
from moderation.models import Act, Decision, HouseRuleWords, Report, Telling
from tests.cast import make_member, with_role
from tests.factories import make_board, make_idea
from tests.moderation.things import case_of, decided, make_rule, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=11)
NASTY = '<b>You</b> & <script>alert("x")</script>'


@pytest.fixture
def mia():
    """The second moderator."""
    return with_role(make_member("mia"), "Community moderators")


def report(thing: Any, *, by: Any) -> Report:
    case = open_case("idea", thing, reason="is_reported")
    return Report.objects.create(case=case, by=by, version=1, snapshot={}, weight=0.5, note="Look!")


def told(decision: Decision) -> dict[str, str]:
    """Who was told of this decision, by which kind of notice."""
    rows = Notice.objects.filter(key=f"decision:{decision.pk}")
    return dict(rows.values_list("recipient__handle", "kind"))


def tell(decision: Decision) -> int:
    return tell_people_of(decision.pk, at=decision.at + LATER)


def deliver() -> int:
    return deliver_waiting(at=timezone.now() + timedelta(minutes=1))


def test_author_and_reporters_are_told_once_the_ten_seconds_are_over(tom, ines, lars, mo):
    idea = reported_idea(by=tom)
    for reporter in (ines, lars):
        report(idea, by=reporter)
    decision = decided(idea, Act.HIDE, by=mo)
    assert tell_people_of(decision.pk, at=decision.at + timedelta(seconds=9)) == 0
    assert told(decision) == {}
    assert tell(decision) == 3
    assert told(decision) == {
        "tom": "moderation-decided",
        "ines": "moderation-reported",
        "lars": "moderation-reported",
    }
    assert not Telling.objects.exists()
    assert tell(decision) == 0


def test_a_worker_that_died_in_between_or_runs_twice_tells_nobody_twice(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    Notice.objects.filter(recipient=ines).delete()  # as if it had come no further than the author
    Telling.objects.create(decision=decision, due_at=decision.at)
    assert tell(decision) == 1
    assert told(decision).keys() == {"tom", "ines"}


def test_what_a_worker_missed_is_told_by_the_sweep(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tasks.tell_people.call(decision.pk)  # too early
    assert Telling.objects.exists()
    assert tell_due(at=decision.at) == 0
    assert tell_due(at=decision.at + LATER) == 1
    assert told(decision) == {"tom": "moderation-decided"}


def test_the_task_waits_for_the_ten_seconds(tom, mo, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    idea = waiting_idea(by=tom)
    with django_capture_on_commit_callbacks(execute=True):
        decision = decided(idea, Act.REJECT, by=mo)
    tasks.tell_people_later.call(decision.pk)
    waiting = tasks.tell_people.get_backend()
    assert waiting.supports_defer
    assert Telling.objects.exists()


def test_a_queue_that_cannot_wait_leaves_it_to_the_sweep(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tasks.tell_people_later.call(decision.pk)
    assert told(decision) == {}
    assert Telling.objects.exists()


def test_an_undone_decision_tells_nobody(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    undo(decision, by=mo)
    assert tell(decision) == tell_due(at=decision.at + LATER) == 0
    assert not Notice.objects.exists()


def test_undoing_comes_too_late_once_they_are_told(tom, mo):
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    tell(decision)
    with pytest.raises(Exception, match="over"):
        undo(decision, by=mo)
    assert Idea.objects.get().state == "rejected"


def test_an_escalation_tells_nobody(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.ESCALATE, by=mo, passed_to="legal")
    tell(decision)
    assert told(decision) == {}
    assert not Telling.objects.exists()


@pytest.mark.parametrize("act", [Act.WARN, Act.SUSPEND])
def test_what_is_said_to_the_author_alone_is_not_told_to_reporters(tom, ines, mo, act):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, act, by=mo, until=timezone.now() + timedelta(days=3))
    tell(decision)
    assert told(decision) == {"tom": "moderation-decided"}


def test_what_waited_and_is_approved_is_told_to_its_author_shortly(client, tom, mo):
    decision = decided(waiting_idea(by=tom), Act.APPROVE, by=mo, text="")
    tell(decision)
    assert told(decision) == {"tom": "moderation-published"}
    client.force_login(tom)
    assert "was checked and is published" in client.get("/me/notices/").text


def test_a_report_that_changes_nothing_is_told_to_reporters_only(client, tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.APPROVE, by=mo, text="")
    tell(decision)
    assert told(decision) == {"ines": "moderation-reported"}
    client.force_login(tom)
    assert client.get(f"/me/decisions/{decision.pk}/").status_code == 404


def test_a_reversal_is_told_to_those_who_had_been_told(tom, ines, lars, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    report(idea, by=lars)  # of a later case
    back = reverse(decision, by=mia, text="We were wrong.")
    tell(back)
    assert told(back) == {"tom": "moderation-decided", "ines": "moderation-reported"}


def test_what_is_reversed_before_anybody_was_told_tells_nobody(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    back = reverse(decision, by=mia, text="We were wrong.")
    assert tell_due(at=back.at + LATER) == 0
    assert not Notice.objects.exists()
    assert not Telling.objects.exists()


def test_reversing_a_report_that_changed_nothing_stays_a_secret(tom, ines, mo, mia):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.APPROVE, by=mo)
    tell(decision)
    back = reverse(decision, by=mia, text="We were wrong.")
    tell(back)
    assert told(back) == {"ines": "moderation-reported"}


def test_who_decides_is_not_told_of_their_own_report(tom, mo):
    idea = reported_idea(by=tom)
    report(idea, by=mo)
    decision = decided(idea, Act.HIDE, by=mo)
    tell(decision)
    assert told(decision) == {"tom": "moderation-decided"}


def test_many_are_told_in_few_queries(mo, count_queries):
    """As after a bulk approval: some of them waited, some were reported as well."""

    def decide_on(count: int) -> datetime:
        for _ in range(count):
            idea = waiting_idea()
            report(idea, by=make_member(f"reporter-{idea.pk}"))
            last = decided(idea, Act.APPROVE, by=mo)
        return last.at + LATER

    at = decide_on(3)
    few = count_queries(lambda: tell_due(at=at))
    at = decide_on(15)
    many = count_queries(lambda: tell_due(at=at))
    assert many <= few
    assert Notice.objects.count() == 36
    assert not Telling.objects.exists()


def test_who_left_is_told_nothing(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    decision = decided(idea, Act.HIDE, by=mo)
    for member in (tom, ines):
        member.is_active = False
        member.save()
    assert tell(decision) == 0
    assert not Telling.objects.exists()


def test_a_machine_that_hides_tells_the_author_that_it_was_one(tom, ines, mo):
    idea = reported_idea(by=tom)
    report(idea, by=ines)
    case = case_of(idea)
    reasons = Reasons(rule=make_rule(), text="Several members reported this.")
    row = draft(case, Act.HIDE, thing=idea, by=None, at=timezone.now(), reasons=reasons, state_before="published")
    row.save()
    tell_later(row)
    tell(row)
    assert told(row) == {"tom": "moderation-decided"}
    assert "This was decided automatically, not by a person." in statement_of(row).facts


# The words


def test_the_statement_says_what_why_on_which_facts_and_how_to_appeal(tom, mo):
    idea = waiting_idea(by=tom)
    rule = make_rule("be-brief", name="Be brief")
    decision = decided(idea, Act.REJECT, by=mo, rule=rule, text="Please say it shorter.")
    said = statement_of(decision)
    assert said.name == idea.title
    assert said.act == "Not published"
    assert said.text == "Please say it shorter."
    assert (said.rule, said.rule_text) == ("Be brief", "Be brief, please.")
    assert said.said == ("Please.",)
    assert any("version 1" in fact and str(decision.at.year) in fact for fact in said.facts)
    assert "A person decided this." in said.facts
    assert "appeal" in said.appeal
    assert "mo" not in f"{said.what} {said.text} {said.facts}".lower().split()


def test_the_rule_is_in_the_language_of_the_author(tom, mo):
    rule = make_rule("be-brief", name="Be brief")
    HouseRuleWords.objects.create(rule=rule, language="hr", name="Budi kratak", text="Molim.", ready_text="Ne.")
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo, rule=rule)
    assert statement_of(decision, language="hr").rule == "Budi kratak"
    assert statement_of(decision, language="xx").rule == "Be brief"
    with translation.override("hr"):
        assert statement_of(decision).rule == "Budi kratak"


def test_a_preview_needs_no_stored_decision(tom, mo, max_queries):
    idea = waiting_idea(by=tom)
    case = case_of(idea)
    reasons = Reasons(rule=make_rule(), text="No.", until=timezone.now() + timedelta(days=3))
    for act in Act:
        row = draft(case, act, thing=idea, by=mo, at=timezone.now(), reasons=reasons, state_before="waiting")
        with max_queries(5):
            said = statement_of(row)
        assert "%(" not in said.what
        assert row.get_absolute_url() == ""


def test_a_version_that_is_no_count_is_not_shown(tom, mo):
    open_case("member", tom, reason="is_reported")
    decision = decided(tom, Act.HIDE, by=mo)
    assert not any(str(decision.version) in fact for fact in statement_of(decision).facts)


# The letters


@pytest.fixture
def world(tom, ines, mo) -> SimpleNamespace:
    """tom's idea with hostile words, which ines reported; mo rejects it with hostile words too."""
    idea = reported_idea(by=tom, title="A bench <i>now</i> & here")
    report(idea, by=ines)
    rule = make_rule("be-brief", name="Be <b>brief</b>")
    rule.translations.update(text=NASTY)
    decision = decided(idea, Act.HIDE, by=mo, rule=rule, text=NASTY, note="SECRET-NOTE")
    return SimpleNamespace(idea=idea, decision=decision)


def letters(mailoutbox: list[Any]) -> dict[str, tuple[str, str, str]]:
    return {mail.to[0]: (mail.subject, mail.body, mail.alternatives[0][0]) for mail in mailoutbox}


def test_letters_escape_what_was_typed_and_name_nobody_else(world, mailoutbox):
    tell(world.decision)
    assert deliver() == 2
    sent = letters(mailoutbox)
    for subject, text, html in sent.values():
        assert "<script" not in html
        assert "<b>You" not in html
        assert "<i>now" not in html
        assert "&lt;" not in subject + text
        for name in ("mo@example.com", "Mo ", "@mo", "SECRET-NOTE", "Look!"):
            assert name not in subject + text + html
    assert "ines" not in "".join(sent["tom@example.com"]).lower()
    assert "tom" not in "".join(sent["ines@example.com"]).lower().replace("bottom", "")


def test_the_author_reads_the_statement_and_the_way_to_appeal(world, mailoutbox, settings):
    tell(world.decision)
    deliver()
    subject, text, html = letters(mailoutbox)["tom@example.com"]
    assert subject == "Hidden: A bench <i>now</i> & here"
    address = f"{settings.BASE_URL}/me/decisions/{world.decision.pk}/"
    for body in (text, html):
        assert f"{address}#appeal" in body
        assert "brief" in body
        assert "A person decided this." in body


def test_a_reporter_reads_the_outcome_without_what_is_hidden_now(world, mailoutbox):
    tell(world.decision)
    deliver()
    said = "".join(letters(mailoutbox)["ines@example.com"])
    assert "hidden now" in said
    assert "bench" not in said
    assert "alert" not in said
    assert "/me/decisions/" not in said


def test_a_reporter_reads_the_title_of_what_they_may_still_see(client, tom, ines, mo):
    idea = reported_idea(by=tom, title="Lids & cups")
    report(idea, by=ines)
    tell(decided(idea, Act.APPROVE, by=mo))
    client.force_login(ines)
    inbox = client.get("/me/notices/").text
    assert "Lids &amp; cups" in inbox
    assert "no breach" in inbox


def test_the_title_of_somebody_elses_thing_is_in_no_letter(tom, lars, mo, mailoutbox):
    """Whoever commented may have lost the way into the board since."""
    idea = make_idea(by=tom, title="Zanzibar", board=make_board(slug="secret-ideas"))
    comment = add_comment(idea, by=lars, body="Nonsense!", tell=False)
    open_case(comment.kind, comment, reason="is_reported")
    decision = decided(comment, Act.HIDE, by=mo)
    tell(decision)
    deliver()
    said = "".join(letters(mailoutbox)["lars@example.com"])
    assert "Zanzibar" not in said
    assert "Hidden: Comment" in said


@pytest.mark.parametrize("language", dict(django_settings.LANGUAGES))
def test_every_kind_is_a_whole_letter_in_every_language(client, mo, language, mailoutbox):
    author, reporter = make_member("author", language=language), make_member("reporter", language=language)
    hidden, waited = reported_idea(by=author), waiting_idea(by=author)
    report(hidden, by=reporter)
    for decision in (decided(hidden, Act.HIDE, by=mo), decided(waited, Act.APPROVE, by=mo)):
        tell(decision)
    assert deliver() == 3
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    for mail in mailoutbox:
        html = mail.alternatives[0][0]
        assert mail.subject.strip()
        assert "{{" not in mail.body + html
        assert "{%" not in mail.body + html
        assert f'lang="{language}"' in html
        assert ('dir="rtl"' in html) is (language == "he")
    for reader in (author, reporter):
        client.force_login(reader)
        assert client.get("/me/notices/").status_code == 200


def test_who_wants_no_mail_has_the_notice_only(world, tom, mailoutbox):
    set_preference(notice_kinds["moderation-decided"], "never", by=tom)
    tell(world.decision)
    deliver()
    assert letters(mailoutbox).keys() == {"ines@example.com"}
    assert "tom" in told(world.decision)


def test_a_mail_server_that_is_down_changes_nothing(tom, mo, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    decision = decided(waiting_idea(by=tom), Act.REJECT, by=mo)
    assert tell(decision) == 1
    deliver()
    assert Message.objects.get().state == MessageState.WAITING
    assert Idea.objects.get().state == "rejected"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_waiting(at=timezone.now() + timedelta(minutes=5)) == 1
    assert mailoutbox[0].to == ["tom@example.com"]


def test_no_kind_is_forgotten():
    """The letters of each are asked for above."""
    kinds = {kind.key for kind in notice_kinds if kind.key.startswith("moderation-")}
    assert kinds == {"moderation-decided", "moderation-published", "moderation-reported"}
