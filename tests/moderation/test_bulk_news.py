"""Who hears of a bulk approval: other moderators that it waits, whoever asked how it ended; and what the log says."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.notices.actions import deliver_waiting
from core.notices.models import Notice
from moderation.actions.announcing import ask_moderators, tell_askers
from moderation.actions.bulk import ask_for_bulk, confirm_bulk, take_back_bulk
from moderation.actions.undoing import undo_bulk
from moderation.models import BulkApproval, BulkEnd
from moderation.models.bulk import CONFIRMED_WITHIN
from moderation.registries import Review
from tests.factories import make_board
from tests.moderation.many import many_waiting

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=11)
LOG = "/admin/reports/site-history/"


@pytest.fixture
def bulk(mo, django_capture_on_commit_callbacks):
    """Mo's; whoever is told at once, is."""
    cases, versions = many_waiting(make_board(slug="ideas", review=Review.EVERYTHING))
    with django_capture_on_commit_callbacks(execute=True):
        return ask_for_bulk(cases, by=mo, versions=versions)


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__handle", flat=True))


def inbox(client, member):
    client.force_login(member)
    return client.get("/me/notices/").text


def after(bulk):
    """When a confirmation can no longer be undone."""
    bulk.refresh_from_db()
    return bulk.closed_at + SOON


def test_whoever_may_confirm_is_told_once_and_the_asker_is_not(client, mia, ada, tom, bea, bulk):
    assert told("moderation-bulk-asked") == ["ada", "mia"]
    assert ask_moderators(bulk.pk) == 0
    said = inbox(client, mia)
    assert "<bdi>Mo</bdi> asks you to approve 51 cases together." in said
    opened = client.post(reverse("notices:open", args=[Notice.objects.get(recipient=mia).pk]))
    assert opened.url == bulk.get_absolute_url()


def test_nobody_is_asked_for_what_waits_no_more(mia, bulk):
    Notice.objects.all().delete()
    take_back_bulk(bulk, by=mia)
    assert ask_moderators(bulk.pk) == 0


def test_whoever_moderates_no_more_reads_nothing_of_it(client, mia, bulk):
    mia.groups.clear()
    assert "asks you to approve" not in inbox(client, mia)


def test_the_asker_hears_of_the_confirmation_when_it_can_no_longer_be_undone(client, mo, mia, bulk):
    confirm_bulk(bulk, by=mia, unticked=bulk.seen.keys() - set(list(bulk.seen)[:49]))
    assert tell_askers(at=after(bulk) - timedelta(seconds=2)) == 0
    assert tell_askers(at=after(bulk)) == 1
    assert tell_askers(at=after(bulk)) == 0
    assert told("moderation-bulk-ended") == ["mo"]
    said = inbox(client, mo)
    assert "Your bulk approval was confirmed: 49 cases are approved." in said
    assert "2 were left out." in said


def test_what_was_undone_at_once_is_not_called_approved(client, mo, mia, bulk):
    confirm_bulk(bulk, by=mia)
    undo_bulk(bulk, by=mia)
    tell_askers(at=after(bulk))
    said = inbox(client, mo)
    assert "Your bulk approval was confirmed, and taken back at once." in said


def test_the_asker_hears_at_once_that_it_will_not_be_done(client, mo, mia, bulk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        take_back_bulk(bulk, by=mia)
    assert told("moderation-bulk-ended") == ["mo"]
    assert "Your bulk approval of 51 cases was not done." in inbox(client, mo)


def test_who_takes_back_their_own_is_told_nothing(mo, bulk):
    take_back_bulk(bulk, by=mo)
    assert tell_askers() == 0


def test_the_asker_hears_that_nobody_confirmed_it_in_time(client, mo, bulk):
    assert tell_askers(at=bulk.asked_at + CONFIRMED_WITHIN - timedelta(seconds=1)) == 0
    assert tell_askers(at=bulk.asked_at + CONFIRMED_WITHIN) == 1
    bulk.refresh_from_db()
    assert (bulk.end, bulk.closed_at) == (BulkEnd.EXPIRED, bulk.asked_at + CONFIRMED_WITHIN)
    assert "was not done" in inbox(client, mo)


def confirmed(bulk, by):
    confirm_bulk(bulk, by=by)


def refused(bulk, by):
    take_back_bulk(bulk, by=by)


def expired(bulk, by):
    BulkApproval.objects.filter(pk=bulk.pk).update(asked_at=timezone.now() - CONFIRMED_WITHIN)


@pytest.mark.parametrize("language", dict(django_settings.LANGUAGES))
@pytest.mark.parametrize(
    ("end", "words"),
    [
        (confirmed, ("was confirmed: 51 cases are approved.", "Mia has looked at the list and confirmed it.")),
        (refused, ("was not done.", "Mia has looked at the list and let it be.")),
        (expired, ("was not done.", "Nobody confirmed it within a day.")),
    ],
)
def test_the_letters_are_whole_and_name_nothing_of_what_is_in_them(mo, mia, bulk, end, words, language, mailoutbox):
    mailoutbox.clear()
    type(mo).objects.update(language=language)
    end(bulk, mia)
    bulk.refresh_from_db()
    later = timezone.now() + SOON
    assert tell_askers(at=later) == 1
    assert deliver_waiting(at=later) == 1
    mail = mailoutbox[0]
    html = mail.alternatives[0][0]
    assert mail.to == ["mo@example.com"]
    assert bulk.get_absolute_url() in mail.body
    assert bulk.get_absolute_url() in html
    assert not any(mark in mail.subject + mail.body + html for mark in ("{{", "{%", "Idea 1"))
    assert "<" not in mail.subject + mail.body
    if language == "en":
        assert all(some in mail.body for some in words)


def test_the_letter_that_asks_says_until_when(mia, bulk, mailoutbox):
    mail = next(mail for mail in mailoutbox if mail.to == ["mia@example.com"])
    assert mail.subject == "Mo asks you to approve 51 cases together."
    assert "It can be confirmed until" in mail.body
    assert "<" not in mail.body
    assert "<bdi>Mo</bdi> asks you" in mail.alternatives[0][0]
    assert bulk.get_absolute_url() in mail.body
    assert "Idea 1" not in mail.body + mail.alternatives[0][0]


def test_only_moderators_are_asked_how_they_want_to_hear_of_it(client, tom, mo):
    client.force_login(tom)
    assert "moderation-bulk-asked" not in client.get("/me/notices/preferences/").context["form"].fields
    client.force_login(mo)
    assert "moderation-bulk-asked" in client.get("/me/notices/preferences/").context["form"].fields


def test_the_log_says_who_asked_confirmed_and_took_back_how_many(client, mo, mia, ada, bulk, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    confirm_bulk(bulk, by=mia, unticked=list(bulk.seen)[:1])
    undo_bulk(bulk, by=mia)
    rows = ModelLogEntry.objects.filter(action__startswith="moderation.bulk-").order_by("pk")
    bulk.refresh_from_db()
    assert [(row.action, row.user, row.label, row.data) for row in rows] == [
        ("moderation.bulk-ask", mo, f"bulk {bulk.pk}", {"cases": 51}),
        ("moderation.bulk-confirm", mia, f"bulk {bulk.pk}", {"cases": 51, "approved": 50, "left_out": 1}),
        ("moderation.bulk-undo", mia, f"bulk {bulk.pk}", {"cases": 50}),
    ]
    assert [row.timestamp for row in rows[:2]] == [bulk.asked_at, bulk.closed_at]
    assert rows[1].message == "Bulk approval confirmed: 51 cases. 1 was left out."
    client.force_login(ada)
    page = client.get(LOG, {"action": "moderation.bulk-confirm"}).text
    assert rows[1].message in page
    assert "Idea 1" not in page


def test_the_log_says_who_would_not_confirm(mia, bulk):
    take_back_bulk(bulk, by=mia)
    row = ModelLogEntry.objects.get(action="moderation.bulk-refuse")
    assert (row.user, row.data, row.message) == (mia, {"cases": 51}, "Bulk approval not done: 51 cases.")
