"""Names and profiles: looked at, hidden behind a number, and given back as they were."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.comments.threads import known_handles
from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from core.members.actions.hiding import hide_member
from core.members.actions.joining import sign_up
from core.members.actions.settling import change_settings
from core.members.models import User
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from moderation.actions import taking_back
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.members import ModeratedMember
from moderation.models import Act, Case, Decision
from moderation.registries import moderated
from moderation.screening.checks import Check, Noticed, checks
from tests.factories import make_idea
from tests.moderation.things import case_of, decided, make_rule

pytestmark = pytest.mark.django_db

SUBJECT = subjects["member"]


def dislikes_one_word(written, tuning):
    return Noticed("It says suspicious.", 1.0) if "suspicious" in written.folded else None


@pytest.fixture(autouse=True)
def check(register):
    """These tests do not depend on the checks that are built in."""
    register(checks, Check("test-suspicious", "A test", "Looks for a word.", dislikes_one_word))


@pytest.fixture
def loud(tom):
    """Tom with a bio, of whom somebody complained."""
    tom = change_settings(tom, by=tom, display_name="Big Tom", bio="Buy at Tom's.", is_profile_public=True)
    open_case("member", tom, reason="is_reported")
    return tom


def fresh(member):
    return User.objects.get(pk=member.pk)


def words_of(member):
    return fresh(member).display_name, fresh(member).bio, fresh(member).handle, fresh(member).is_profile_public


def test_a_hidden_member_is_a_number_and_has_no_page(client, loud, mo, ines):
    idea = make_idea(by=loud)
    comment = add_comment(idea, by=loud, body="Yes.")
    decided(loud, Act.HIDE, by=mo)
    client.force_login(ines)
    page = client.get(idea.get_absolute_url()).text
    assert "Big Tom" not in page
    assert page.count(f"Member {loud.pk}") >= 2
    assert f'href="/members/{loud.handle}/"' not in page
    assert client.get(f"/members/{loud.handle}/").status_code == 404
    comment.shown_replies, comment.body = [], f"@{loud.handle}"
    assert known_handles([comment], to=ines) == frozenset()
    assert str(fresh(loud)) == f"Member {loud.pk}"


def test_restoring_gives_back_exactly_what_was_there(loud, mo, ada):
    before = words_of(loud)
    decided(loud, Act.HIDE, by=mo)
    open_case("member", fresh(loud))
    decided(fresh(loud), Act.RESTORE, by=ada)
    assert words_of(loud) == before
    assert fresh(loud).shown_name == "Big Tom"
    assert fresh(loud).shown_url


def test_what_the_member_had_hidden_stays_hidden_after_restoring(loud, mo, ada):
    change_settings(loud, by=loud, is_profile_public=False)
    decided(loud, Act.HIDE, by=mo)
    open_case("member", fresh(loud))
    decided(fresh(loud), Act.RESTORE, by=ada)
    assert fresh(loud).shown_url == ""


def test_undoing_and_reversing_give_it_back_too(loud, mo, ada):
    taking_back.undo(decided(loud, Act.HIDE, by=mo), by=mo)
    assert fresh(loud).shown_name == "Big Tom"
    hidden = decided(fresh(loud), Act.HIDE, by=mo)
    taking_back.reverse(hidden, by=ada, text="It was fine.")
    assert fresh(loud).shown_name == "Big Tom"


def test_hiding_twice_is_hiding_once(tom):
    first = hide_member(tom, at=timezone.now())
    assert hide_member(tom, at=timezone.now()).hidden_at == first.hidden_at


def test_approving_leaves_it_as_it_is(loud, mo):
    before = words_of(loud)
    decided(loud, Act.APPROVE, by=mo)
    assert words_of(loud) == before
    assert not fresh(loud).is_hidden


def test_a_name_cannot_wait_for_changes(loud, mo):
    with pytest.raises(RuleBroken, match="as it stands now"):
        decided(loud, Act.ASK, by=mo)
    assert not Decision.objects.exists()


def test_the_decision_keeps_the_words_that_were_seen(loud, mo):
    decision = decided(loud, Act.HIDE, by=mo)
    assert decision.snapshot == {"title": "Big Tom", "body": "Buy at Tom's.", "handle": "tom"}


def test_a_name_that_changed_meanwhile_is_another_version(loud, mo):
    case, version = case_of(loud), SUBJECT.version(loud)
    change_settings(loud, by=loud, display_name="Little Tom")
    with pytest.raises(Stale):
        decide(case, Act.HIDE, by=mo, version=version, reasons=Reasons(rule=make_rule(), text="No."))
    change_settings(loud, by=loud, display_name="Big Tom")
    assert SUBJECT.version(fresh(loud)) == version


def test_nobody_judges_their_own_name(mo):
    open_case("member", mo)
    with pytest.raises(Refused, match="yours"):
        decided(mo, Act.APPROVE, by=mo)


def test_a_new_name_holds_at_once_and_makes_no_case(tom):
    change_settings(tom, by=tom, display_name="Thomas", bio="I like benches.")
    assert fresh(tom).shown_name == "Thomas"
    assert not Case.objects.exists()


@pytest.mark.parametrize("words", [{"display_name": "Suspicious Tom"}, {"bio": "All suspicious."}])
def test_what_the_screening_notices_makes_a_case_and_holds_all_the_same(tom, words):
    change_settings(tom, by=tom, **words)
    case = case_of(tom)
    assert (case.kind, case.author, case.is_waiting) == ("member", tom, False)
    assert "It says suspicious." in [finding.words for finding in case.findings.all()]
    assert not fresh(tom).is_hidden


@pytest.mark.parametrize("words", [{"language": "nb"}, {"is_profile_public": False}, {"display_name": "Suspicious"}])
def test_the_same_words_again_are_nothing_new(tom, words):
    User.objects.filter(pk=tom.pk).update(display_name="Suspicious")
    change_settings(fresh(tom), by=tom, **words)
    assert not Case.objects.exists()


def test_the_name_of_who_joins_is_looked_at(db):
    joined = sign_up(User(), email="new@example.com", password="long-enough-9", display_name="Suspicious Sam")
    assert case_of(joined).findings.exists()


def test_who_is_hidden_and_changes_the_name_asks_for_another_look(loud, mo, ada):
    decided(loud, Act.HIDE, by=mo)
    changed = change_settings(fresh(loud), by=loud, display_name="Tom again")
    assert changed.shown_name == f"Member {loud.pk}"
    assert case_of(loud).is_waiting
    decided(changed, Act.APPROVE, by=ada)
    assert fresh(loud).shown_name == "Tom again"


def test_the_member_reads_why_and_finds_the_decision(client, loud, mo, ines):
    decision = decided(loud, Act.HIDE, by=mo)
    decision.telling.delete()
    client.force_login(loud)
    page = client.get(f"/members/{loud.handle}/").text
    assert "Your name and your page are hidden" in page
    assert f'href="/me/decisions/{decision.pk}/"' in page
    assert "Only you can see this page." in page
    assert 'value="Big Tom"' in client.get(reverse("members:settings")).text


def test_others_find_no_such_section(client, tom, ines):
    client.force_login(ines)
    assert "own-standing" not in client.get(f"/members/{tom.handle}/").text


def test_who_has_left_cannot_be_judged_any_more(loud, mo):
    case = case_of(loud)
    left = erase_member(loud, by=loud)
    version = SUBJECT.version(fresh(left))
    with pytest.raises(RuleBroken, match="has left"):
        decide(case, Act.HIDE, by=mo, version=version, reasons=Reasons(rule=make_rule(), text="No."))
    assert str(fresh(left)) == "Former member"
    assert moderated["member"].approve_many([left.pk, 99_999], by=mo, at=timezone.now()) == {
        left.pk: "This member has left.",
        99_999: "This member has left.",
    }


def test_many_at_once(tom, ines, mo, max_queries):
    for member in (tom, ines):
        hide_member(member, at=timezone.now())
    with max_queries(4):
        outcome = ModeratedMember().approve_many([tom.pk, ines.pk], by=mo, at=timezone.now())
    assert outcome == {tom.pk: "", ines.pk: ""}
    assert not User.objects.exclude(hidden_at=None).exists()


def test_no_mail_speaks_of_the_hidden_name(loud, mo, ines, django_capture_on_commit_callbacks):
    decided(loud, Act.HIDE, by=mo)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        add_comment(make_idea(by=ines), by=fresh(loud), body="Yes.")
    assert "Big Tom" not in "".join(letter.body + letter.subject for letter in mail.outbox)
