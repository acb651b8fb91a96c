import pytest
from django.test import Client

from core.errors import RuleBroken
from core.notices.actions import set_preference, unsubscribe
from core.notices.models import Message, Preference
from core.notices.tokens import signer, unsubscribe_path
from tests.cast import make_member
from tests.core.notices.waving.registrations import QUIET, WAVE

PREFERENCES = "/me/notices/preferences/"


def test_whoever_wants_no_mail_still_has_the_notice(tom, bea, wave):
    set_preference(WAVE, "never", by=tom)
    assert wave(tom, about=bea) == 1
    assert not Message.objects.exists()


def test_a_choice_goes_before_what_the_kind_proposes(tom, bea, wave):
    set_preference(QUIET, "at-once", by=tom)
    wave(tom, about=bea, kind="test-quiet")
    assert Message.objects.filter(recipient=tom).count() == 1


def test_a_choice_concerns_one_kind_and_one_member(tom, ines, bea, wave):
    set_preference(WAVE, "never", by=tom)
    wave(ines, about=bea)
    assert Message.objects.filter(recipient=ines).exists()


def test_a_choice_that_is_not_offered_is_refused(tom):
    with pytest.raises(RuleBroken):
        set_preference(WAVE, "hourly", by=tom)
    assert not Preference.objects.exists()


def test_the_page_shows_what_holds_and_saves_what_changed(client, tom):
    client.force_login(tom)
    form = client.get(PREFERENCES).context["form"]
    assert (form["test-wave"].initial, form["test-quiet"].initial) == ("at-once", "never")
    answers = {name: form[name].initial for name in form.fields} | {"test-wave": "never"}
    assert client.post(PREFERENCES, answers).status_code == 302
    assert Preference.objects.chosen_by(tom) == {"test-wave": "never"}


def test_a_wrong_answer_is_said_beside_its_question(client, tom):
    client.force_login(tom)
    answer = client.post(PREFERENCES, {"test-wave": "hourly", "test-quiet": "never"})
    assert answer.status_code == 200
    assert "hourly" in answer.text
    assert not Preference.objects.exists()
    assert client.post(PREFERENCES, {}, headers={"HX-Request": "true"}).status_code == 422


def test_the_page_says_when_no_mail_can_come(client, tom):
    client.force_login(make_member("shy", verified=False))
    assert "until you have confirmed your address" in client.get(PREFERENCES).text
    client.force_login(tom)
    assert "until you have confirmed your address" not in client.get(PREFERENCES).text


def test_a_mail_program_stops_the_mail_with_one_post(tom):
    address = unsubscribe_path(tom.pk, WAVE)
    program = Client(enforce_csrf_checks=True)
    for _again in range(2):
        answer = program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert Preference.objects.chosen_by(tom) == {"test-wave": "never"}
    assert "sessionid" not in program.cookies


def test_looking_at_the_address_stops_nothing_and_shows_a_button(client, tom):
    page = client.get(unsubscribe_path(tom.pk, WAVE))
    assert page.status_code == 200
    assert '<form method="post"' in page.text and "Somebody waves" in page.text
    assert not Preference.objects.exists()


@pytest.mark.parametrize("post", [True, False])
def test_a_token_that_is_not_ours_is_explained(client, tom, post):
    good = unsubscribe_path(tom.pk, WAVE).rstrip("/").rpartition("/")[2]
    forged = [
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        "nonsense",
        signer.sign_object("a text"),
        signer.sign_object([tom.pk]),
        signer.sign_object([tom.pk, "test-gone"]),
        signer.sign_object([987_654_321, "test-wave"]),
        signer.sign_object([None, "test-wave"]),
        signer.sign_object([[1], ["test-wave"]]),
        signer.sign_object([2**70, "test-wave"]),
    ]
    for token in forged:
        answer = (client.post if post else client.get)(f"/unsubscribe/{token}/")
        assert answer.status_code == 404, token
        assert 'role="alert"' in answer.text
    assert not Preference.objects.exists()


def test_the_verb_says_which_kind_was_stopped(tom):
    token = unsubscribe_path(tom.pk, QUIET).rstrip("/").rpartition("/")[2]
    assert unsubscribe(token) is QUIET
