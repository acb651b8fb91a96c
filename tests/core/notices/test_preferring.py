import pytest
from django.test import Client

from core.errors import RuleBroken
from core.notices.actions import set_preference, unsubscribe
from core.notices.actions.preferring import set_clock
from core.notices.clocks import clock_of
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Preference
from core.notices.tokens import signer, unsubscribe_path
from tests.cast import make_member
from tests.core.notices.waving.registrations import QUIET, URGENT, WAVE

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


def test_a_kind_that_cannot_wait_offers_no_rhythm(client, tom):
    client.force_login(tom)
    form = client.get(PREFERENCES).context["form"]
    offered = {name: [value for value, _label in form.fields[name].choices] for name in ("test-wave", "test-urgent")}
    assert offered == {"test-wave": ["at-once", "daily", "weekly", "never"], "test-urgent": ["at-once", "never"]}


def test_one_click_answers_all_questions(client, tom):
    client.force_login(tom)
    set_preference(URGENT, "never", by=tom)
    assert client.post(PREFERENCES, {"everything": "weekly"}).status_code == 302
    chosen = Preference.objects.chosen_by(tom)
    assert (chosen["test-wave"], chosen["test-quiet"], chosen["test-urgent"]) == ("weekly", "weekly", "never")
    assert chosen.keys() == client.get(PREFERENCES).context["form"].fields.keys() - {"time_zone"} - cannot_wait(URGENT)
    client.post(PREFERENCES, {"everything": "never"})
    assert set(Preference.objects.chosen_by(tom).values()) == {"never"}


def cannot_wait(but):
    return {kind.key for kind in notice_kinds if not kind.may_wait and kind is not but}


def test_all_answers_are_stored_in_as_many_queries_as_one(client, tom, count_queries):
    client.force_login(tom)
    client.post(PREFERENCES, {"everything": "at-once"})
    answers = {key: "daily" if notice_kinds[key].may_wait else "never" for key in Preference.objects.chosen_by(tom)}
    one, key = dict.fromkeys(answers, "at-once"), next(iter(answers))
    of_one = count_queries(lambda: client.post(PREFERENCES, one | {key: "never"}))
    of_all = count_queries(lambda: client.post(PREFERENCES, answers))
    assert of_all <= of_one + 4  # what waits goes over


def test_a_clock_is_chosen_and_a_false_one_refused(client, tom):
    client.force_login(tom)
    form = client.get(PREFERENCES).context["form"]
    answers = {name: form[name].initial for name in form.fields}
    assert answers["time_zone"] == ""
    assert client.post(PREFERENCES, answers | {"time_zone": "Mars/Olympus"}).status_code == 200
    client.post(PREFERENCES, answers | {"time_zone": "Asia/Jerusalem"})
    assert str(clock_of(tom)) == "Asia/Jerusalem"
    assert client.get(PREFERENCES).context["form"]["time_zone"].initial == "Asia/Jerusalem"
    with pytest.raises(RuleBroken):
        set_clock("Mars/Olympus", by=tom)


def test_a_wrong_answer_is_said_beside_its_question(client, tom):
    client.force_login(tom)
    answer = client.post(PREFERENCES, {"test-wave": "hourly", "test-quiet": "never"})
    assert answer.status_code == 200
    assert "hourly" in answer.text
    assert client.post(PREFERENCES, {"everything": "hourly"}).status_code == 200
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
        signer.sign_object([tom.pk, "digest:hourly"]),
        signer.sign_object([tom.pk, None]),
    ]
    for token in forged:
        answer = (client.post if post else client.get)(f"/unsubscribe/{token}/")
        assert answer.status_code == 404, token
        assert 'role="alert"' in answer.text
    assert not Preference.objects.exists()


def test_the_verb_says_which_kind_was_stopped(tom):
    token = unsubscribe_path(tom.pk, QUIET).rstrip("/").rpartition("/")[2]
    assert unsubscribe(token).what is QUIET
