"""The words of a decision: the statement of reasons, the letters and the lines of the inbox."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone, translation

from core.audience.groups import INSIDERS
from core.notices.actions import deliver_waiting, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from core.notices.models.message import MessageState
from ideas.actions.commenting import add_comment
from ideas.models import Idea
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import Reasons, draft
from moderation.actions.opening import open_case
from moderation.actions.telling import tell_due
from moderation.models import Act, Decision, HouseRuleWords, Report
from moderation.statements import statement_of
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
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
    return tell_due(at=decision.at + LATER)


def deliver() -> int:
    return deliver_waiting(at=timezone.now() + timedelta(minutes=1))


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
    close(idea.board, INSIDERS)
    deliver()
    said = "".join(letters(mailoutbox)["lars@example.com"])
    assert "Zanzibar" not in said
    assert "Hidden: your comment" in said


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


@pytest.mark.once
def test_an_inbox_full_of_decisions_costs_what_three_cost(client, tom, ines, mo, mia, count_queries):
    """Each about another thing, of every act that its author hears of, and some on appeal."""

    def decide_on(count: int) -> None:
        for n in range(count):
            idea = reported_idea(by=tom, title=f"Number {n}")
            comment = add_comment(idea, by=tom, body="Nonsense!", tell=False)
            open_case(comment.kind, comment, reason="is_reported")
            report(idea, by=ines)
            hidden, warned = decided(idea, Act.HIDE, by=mo), decided(comment, Act.WARN, by=mo)
            for decision in (hidden, warned):
                tell(decision)
            made = appeal(hidden, by=tom, text="No.", at=hidden.at + LATER)
            tell(decide_appeal(made, by=mia, overturn=bool(n % 2), text="So it is.", version=1))
            approved = decided(waiting_idea(by=tom), Act.APPROVE, by=mo)
            tell(approved)

    def inbox() -> None:
        for member in (tom, ines):
            client.force_login(member)
            page = client.get("/me/notices/")
            assert page.status_code == 200

    decide_on(1)
    few = count_queries(inbox)
    decide_on(4)
    assert Notice.objects.filter(recipient=tom).count() == 20
    assert count_queries(inbox) <= few


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
    """The letters of each are asked for above; those that moderators get are tried beside what they are about."""
    kinds = {kind.key for kind in notice_kinds if kind.key.startswith("moderation-") and not kind.is_for}
    assert kinds == {"moderation-decided", "moderation-published", "moderation-reported"}
