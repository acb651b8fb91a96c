"""Moderators hear of a new notice of illegal content: once, those who can see it, and no word of it by e-mail."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS
from core.notices.actions import deliver_waiting, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from moderation.actions.alerting import alert_moderators, alert_of_waiting
from moderation.actions.illegal import answer_notice, file_notice
from moderation.models import IllegalNotice
from moderation.news import FILED
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
KIND = notice_kinds[FILED]
PREFERENCES = "/me/notices/preferences/"


def file(thing=None, **said):
    address = thing.get_absolute_url() if thing is not None else "/nowhere/"
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org", **said}
    return file_notice(address=address, in_good_faith=True, **said)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind=FILED).values_list("recipient__handle", flat=True))


def test_all_who_moderate_hear_of_it_once_it_is_stored(mo, mia, ada, tom, bea, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notice = file()
        assert told() == []
    assert told() == ["ada", "mia", "mo"]
    with django_capture_on_commit_callbacks(execute=True):
        assert file() == notice  # a second click
    assert alert_moderators(notice.pk) == 0
    assert alert_of_waiting() == 0
    assert told() == ["ada", "mia", "mo"]


def test_only_those_hear_of_it_who_can_see_it(mo, mia, ada, ines):
    board = make_board()
    close(board, INSIDERS)
    join(mia, INSIDERS)
    alert_moderators(file(make_idea(board=board, by=ines)).pk)
    assert told() == ["ada", "mia"]


def test_whoever_filed_it_is_not_told_and_is_named_nowhere(mo, mia):
    alert_moderators(file(by=mo).pk)
    assert told() == ["mia"]
    assert Notice.objects.get().actor is None


def test_one_who_moderates_no_more_hears_nothing_more(client, mo, mia):
    alert_moderators(file().pk)
    mo.groups.clear()
    mail.outbox.clear()
    assert deliver_waiting() == 2
    assert [letter.to for letter in mail.outbox] == [["mia@example.com"]]
    client.force_login(mo)
    assert IllegalNotice.objects.get().receipt not in client.get("/me/notices/").text


def test_the_letter_has_the_number_and_the_way_and_no_word_of_it(mo, tom):
    idea = make_idea(by=tom, title="A stolen picture", body="Look what I took.")
    notice = file(idea)
    alert_moderators(notice.pk)
    mail.outbox.clear()
    deliver_waiting()
    [letter] = mail.outbox
    html = letter.alternatives[0].content
    for text in (letter.body, html):
        assert notice.receipt in text
        assert f"http://127.0.0.1:8000/admin/moderation/{notice.case_id}/?tab=illegal" in text
        for secret in ("Copyright", "mine", "Nora", "nora@", "stolen", "took", "Tom", idea.slug):
            assert secret not in text, secret
    assert letter.subject == "Notice of illegal content"
    assert "You moderate here." in letter.body


def test_one_without_a_case_leads_to_its_tab(mo, client, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    notice = file()
    alert_moderators(notice.pk)
    deliver_waiting()
    assert "http://127.0.0.1:8000/admin/moderation/?tab=illegal" in mail.outbox[-1].body
    client.force_login(mo)
    assert notice.receipt in client.get("/me/notices/").text
    opened = client.post(f"/me/notices/{Notice.objects.get().pk}/open/", follow=True)
    assert notice.receipt in opened.text
    assert opened.redirect_chain[-1][0] == "/admin/moderation/?tab=illegal"


def test_the_letter_can_be_switched_off_by_those_who_get_it(client, mo, mia, tom, ada):
    assert KIND.proposed_by_email == "at-once"
    set_preference(KIND, "never", by=mo)
    alert_moderators(file().pk)
    assert set(Message.objects.values_list("recipient__handle", flat=True)) == {"mia", "ada"}
    assert told() == ["ada", "mia", "mo"]
    for person, is_asked in ((mo, True), (ada, True), (tom, False)):
        client.force_login(person)
        assert (FILED in client.get(PREFERENCES).context["form"].fields) == is_asked
    answers = {"moderation-decided": "never", FILED: "never"}
    form = client.get(PREFERENCES).context["form"]
    client.post(PREFERENCES, {name: form[name].initial for name in form.fields} | answers)
    assert "members" not in client.get(PREFERENCES).context["form"].fields


def test_what_a_dead_worker_left_is_told_by_the_sweep(mo):
    now = timezone.now()
    waiting = [file(why=f"Reason {n}", at=now) for n in range(3)]
    answer_notice(waiting[0], by=mo, text="Done already.")
    assert alert_of_waiting(at=now) == 2
    assert alert_of_waiting(at=now + timedelta(days=1)) == 0
    assert IllegalNotice.objects.exclude(alerted_at=None).count() == 2


def test_nobody_there_to_hear_it_is_no_error(db):
    notice = file()
    assert alert_moderators(notice.pk) == 0
    assert alert_moderators(notice.pk + 1) == 0
