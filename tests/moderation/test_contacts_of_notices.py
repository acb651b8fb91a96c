"""Who filed a notice: kept for a while after the answer, then erased; exported to nobody but themselves."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from core.commands import chores
from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from core.notices.models import Notice
from moderation.actions.alerting import alert_moderators
from moderation.actions.forgetting import forget_contacts
from moderation.actions.illegal import answer_notice, file_notice
from moderation.exporting import notice_lines
from moderation.models import IllegalNotice, ModerationSettings
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def file(thing=None, **said):
    address = thing.get_absolute_url() if thing is not None else "/nowhere/"
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org", **said}
    return file_notice(address=address, in_good_faith=True, **said)


def contacts_of(notice) -> tuple[str, str]:
    return IllegalNotice.objects.values_list("name", "email").get(pk=notice.pk)


def test_a_year_after_the_answer_name_and_address_are_erased_and_nothing_else(mo, caplog):
    now = timezone.now()
    answered = answer_notice(file(at=now - 600 * DAY), by=mo, text="We hid it.", at=now - 366 * DAY)
    later = answer_notice(file(at=now - 599 * DAY), by=mo, text="We hid it.", at=now - 364 * DAY)
    waiting = file(at=now - 598 * DAY)
    assert forget_contacts(at=now) == 1
    assert contacts_of(answered) == ("", "")
    assert contacts_of(later) == contacts_of(waiting) == ("Nora Vik", "nora@example.org")
    answered.refresh_from_db()
    assert (answered.why, answered.answer, answered.answered_by) == ("It is mine.", "We hid it.", mo)
    assert answered.letter_due_at is None  # there is nobody to send it to
    assert forget_contacts(at=now) == 0
    assert "Nora" not in caplog.text


def test_how_long_is_a_setting_with_its_reason(mo):
    now = timezone.now()
    notice = answer_notice(file(), by=mo, text="No.", at=now - 31 * DAY)
    assert forget_contacts(at=now) == 0
    ModerationSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"keep_contacts_days": 30}
    )
    assert forget_contacts(at=now) == 1
    assert contacts_of(notice) == ("", "")
    field = ModerationSettings._meta.get_field("keep_contacts_days")
    assert field.default == 365
    assert "court" in str(field.help_text)


def test_the_sweep_does_it(mo):
    [chore] = [chore for chore in chores if chore.key == "contacts-of-notices"]
    answer_notice(file(), by=mo, text="No.", at=timezone.now() - 400 * DAY)
    assert (chore.run(), chore.run()) == (1, 0)


def test_the_administrators_set_it_in_the_admin(client, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    page = client.get("/admin/settings/moderation/moderationsettings/", follow=True)
    assert 'name="keep_contacts_days"' in page.text


def test_ones_own_notice_stays_in_the_export_when_the_contacts_are_gone(tom, mo):
    now = timezone.now()
    answer_notice(file(by=tom), by=mo, text="We hid it.", at=now - 400 * DAY)
    alert_moderators(file(by=tom, why="Another").pk)
    forget_contacts(at=now)
    [old, new] = export_member(tom, by=tom)["moderation"]["notices_of_illegal_content"]
    assert (old["why"], old["name"], old["email"], old["answer"]) == ("It is mine.", "", "", "We hid it.")
    assert (new["name"], new["email"]) == ("Nora Vik", "nora@example.org")
    text = json.dumps([old, new])
    for inside in ("alerted", "answered_by", '"mo"', "snapshot"):
        assert inside not in text


def test_whoever_leaves_is_in_no_notice_any_more(tom, mo, mia):
    notice = answer_notice(file(make_idea(), by=tom), by=mo, text="We hid it.")
    erase_member(tom, by=tom)
    notice.refresh_from_db()
    assert (notice.by, notice.name, notice.email, notice.letter_due_at) == (None, "", "", None)
    everything = json.dumps([list(m.objects.values()) for m in (IllegalNotice, ModelLogEntry)], default=str)
    for secret in ("Nora", "nora@", "tom@"):
        assert secret not in everything


def test_a_moderator_who_leaves_is_a_former_member_in_what_they_answered(mo, mia):
    notice = file(make_idea())
    alert_moderators(notice.pk)
    answer_notice(notice, by=mo, text="We hid it.")
    erase_member(mo, by=mo)
    file_lines = "".join(notice_lines(IllegalNotice.objects.all()))
    assert mo.email not in file_lines
    assert ",mo\r\n" not in file_lines
    assert set(Notice.objects.values_list("recipient__handle", flat=True)) == {"mia"}
