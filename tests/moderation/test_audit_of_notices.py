"""That a notice of illegal content was answered stands in Wagtail's log: by whom, when, and no word of it."""

import json

import pytest
from wagtail.models import ModelLogEntry

from moderation.actions.illegal import answer_notice, file_notice
from moderation.models import Case
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/site-history/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def file(thing=None, **said):
    address = thing.get_absolute_url() if thing is not None else "/nowhere/"
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org", **said}
    return file_notice(address=address, in_good_faith=True, **said)


def test_an_answer_stands_in_the_log_with_its_case(mo):
    idea = make_idea(title="Zanzibar")
    notice = answer_notice(file(idea), by=mo, text="We hid it.")
    entry = ModelLogEntry.objects.get(action="moderation.answer-notice")
    assert (entry.user, entry.label, entry.object_id) == (mo, f"idea {idea.pk}", str(notice.case_id))
    assert entry.content_type.model_class() is Case
    assert entry.timestamp == notice.answered_at
    assert entry.data == {"notice": notice.pk}
    assert entry.message == "Notice of illegal content answered"
    assert entry.comment == f"Notice {notice.pk}"


def test_one_without_a_case_stands_there_for_itself(mo):
    notice = answer_notice(file(), by=mo, text="There is nothing.")
    entry = ModelLogEntry.objects.get(action="moderation.answer-notice")
    assert (entry.label, entry.object_id) == (f"notice {notice.pk}", str(notice.pk))


def test_no_word_and_nobody_is_in_it(mo, tom):
    notice = answer_notice(file(make_idea(title="Zanzibar"), by=tom), by=mo, text="We hid it.")
    text = json.dumps(list(ModelLogEntry.objects.filter(action__startswith="moderation.").values()), default=str)
    for secret in ("Zanzibar", "Copyright", "mine", "Nora", "nora@", "hid it", notice.receipt, "tom"):
        assert secret not in text, secret


def test_an_answer_that_was_refused_is_not_in_it(mo):
    notice = file()
    with pytest.raises(Exception, match="Say what"):
        answer_notice(notice, by=mo, text=" ")
    assert not ModelLogEntry.objects.filter(action="moderation.answer-notice").exists()


def test_the_log_can_be_read_and_filtered(client, ada, bea, mo):
    idea = make_idea()
    answer_notice(file(idea), by=mo, text="We hid it.")
    answer_notice(file(), by=mo, text="There is nothing.")
    client.force_login(ada)
    page = client.get(LOG, {"action": "moderation.answer-notice"})
    assert f"idea {idea.pk}" in page.text
    assert "Notice of illegal content answered" in page.text
    client.force_login(bea)
    assert f"idea {idea.pk}" not in client.get(LOG).text
