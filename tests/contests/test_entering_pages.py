"""The way through the form: file and words, one look, the receipt. Nothing typed is lost on it."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contests.actions.receipts import issue_receipts
from contests.models import ContestPage, Entry, EntryDraft, RulesVersion
from contests.phases import Phase
from core.notices.actions import deliver_waiting
from core.notices.models import Notice
from gallery.models import MediaItem
from moderation.registries import Review
from tests.cast import PASSWORD
from tests.contests.test_entering import sent_file
from tests.contests.things import make_contest
from tests.gallery.things import drawn, encoded
from tests.limits import answers_until_refused

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def contest():
    return make_contest(Phase.ENTRIES, slug="my-morning-cup")


def enter_url(contest):
    return contest.url + "enter/"


def words(item=None, **changes):
    said = {"title": "Steam", "caption": "Before anybody speaks.", "alt": "A cup, and steam above it."}
    said |= {"ai_use": "none", "ai_note": "", "people_shown": "none", "is_own": "on", "accepts_rules": "on"}
    said |= {"rules": "1", "key": str(uuid4()), "step": "send"}
    return said | ({"uploads": str(item.token)} if item else {}) | changes


def test_a_visitor_sees_what_is_asked_and_where_to_sign_in(client, contest):
    page = client.get(enter_url(contest)).text
    assert "What is asked of you" in page
    assert f"{reverse('account_login')}?next={enter_url(contest)}" in page
    assert 'type="file"' not in page


def test_a_member_sends_an_entry_and_is_given_the_receipt(client, tom, contest):
    client.force_login(tom)
    item = sent_file(tom, contest)
    answer = client.post(enter_url(contest), words(item))
    entry = Entry.objects.get()
    assert answer["Location"] == reverse("contests:receipt", args=[entry.pk])
    page = client.get(answer["Location"]).text
    assert item.sha256 in page
    assert "version 1" in page
    assert "Oslo time" in page
    assert f'datetime="{entry.created_at.astimezone().isoformat()[:10]}' in page


def test_the_form_comes_with_the_uploader_for_exactly_what_the_contest_takes(client, tom):
    contest = make_contest(Phase.ENTRIES, kind="video", min_seconds=60, max_seconds=90)
    client.force_login(tom)
    page = client.get(enter_url(contest)).text
    assert 'data-purpose="video:60-90"' in page
    assert "between 60 and 90 seconds" in page
    assert page.index('type="file"') < page.index('name="title"')


def test_a_file_may_come_with_the_form(client, tom, contest):
    """As from a browser without JavaScript: the words are shown once more, with the file that has arrived."""
    client.force_login(tom)
    file = SimpleUploadedFile("cup.jpg", encoded(drawn(60, 40, (90, 60, 40)), "jpeg"), "image/jpeg")
    page = client.post(enter_url(contest), words(step="preview") | {"file": file}).text
    item = MediaItem.objects.get(owner=tom)
    assert item.purpose == "photo"
    assert str(item.token) in page
    assert "What happens next" in page
    assert client.post(enter_url(contest), words(item)).status_code == 302


def test_a_file_that_is_empty_is_refused_beside_the_field_and_the_words_stay(client, tom, contest):
    client.force_login(tom)
    page = client.post(enter_url(contest), words(step="preview") | {"file": BytesIO(b"")}).text
    assert "Choose your file first." in page or "empty" in page
    assert 'value="Steam"' in page


def test_the_look_at_everything_sends_nothing_and_leads_back(client, tom, contest):
    client.force_login(tom)
    item = sent_file(tom, contest)
    page = client.post(enter_url(contest), words(item, step="preview")).text
    for shown in ("Steam", "Before anybody speaks.", "A cup, and steam above it.", "Made without AI", "accepted"):
        assert shown in page
    assert not Entry.objects.exists()
    back = client.post(enter_url(contest), words(item, step="edit")).text
    assert 'value="Steam"' in back
    assert str(item.token) in back


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Give it a title."),
        ({"title": "\u200b\u200b"}, "Give it a title."),
        ({"title": "x" * 100_000}, "at most 80 characters"),
        ({"caption": "\U0001f525" * 10_000}, "at most 600 characters"),
        ({"alt": ""}, "Say in one sentence what there is to see."),
        ({"uploads": ""}, "Choose your file first."),
        ({"uploads": "nonsense"}, "upload it again"),
        ({"uploads": str(uuid4())}, "upload it again"),
        ({"ai_use": "mostly"}, "Say what was made with AI."),
        ({"ai_use": "magic"}, "Select a valid choice"),
        ({"is_own": ""}, "only enter what you made yourself"),
        ({"accepts_rules": ""}, "Accept the rules"),
        ({"rules": "9" * 40}, "Please read version 1"),
        ({"rules": "nonsense"}, "Please read version 1"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(client, tom, contest, changes, said):
    client.force_login(tom)
    given = words(sent_file(tom, contest), **changes)
    answer = client.post(enter_url(contest), given)
    assert answer.status_code == 200
    assert said in answer.text
    assert 'value="A cup, and steam above it."' in answer.text or "alt" in changes
    assert not Entry.objects.exists()


def test_a_forged_key_is_as_none(client, tom, contest):
    client.force_login(tom)
    assert client.post(enter_url(contest), words(sent_file(tom, contest), key="nonsense")).status_code == 302


def test_rules_changed_meanwhile_are_shown_and_everything_typed_stays(client, tom, contest):
    client.force_login(tom)
    item = sent_file(tom, contest)
    RulesVersion.objects.create(contest=contest, number=2, text="<p>One cup each.</p>")
    answer = client.post(enter_url(contest), words(item))
    assert "Please read version 2 and accept it" in answer.text
    assert "One cup each." in answer.text
    assert 'value="Steam"' in answer.text
    assert str(item.token) in answer.text
    assert '<input type="hidden" name="rules" value="2"' in answer.text
    assert "checked" not in answer.text.split('name="accepts_rules"')[1].split(">")[0]
    assert client.post(enter_url(contest), words(item, rules="2")).status_code == 302


def test_below_the_age_the_answer_is_kind_and_nothing_is_kept(client, tom):
    contest = make_contest(Phase.ENTRIES, minimum_age=16)
    client.force_login(tom)
    year = str(timezone.now().year - 12)
    for step in ("preview", "send"):
        answer = client.post(enter_url(contest), words(sent_file(tom, contest), step=step, birth_year=year))
        assert answer.status_code == 403
        assert "Thank you for wanting to take part" in answer.text
    assert not Entry.objects.exists()
    assert not EntryDraft.objects.exists()


def test_the_year_of_birth_is_asked_where_there_is_an_age_and_never_kept(client, tom, contest):
    client.force_login(tom)
    assert 'name="birth_year"' not in client.get(enter_url(contest)).text
    grown_up = make_contest(Phase.ENTRIES, minimum_age=18)
    assert 'name="birth_year"' in client.get(enter_url(grown_up)).text
    for step in ("draft", "preview", "send"):
        client.post(enter_url(grown_up), words(sent_file(tom, grown_up), step=step, birth_year="1971"))
    assert Entry.objects.count() == 1
    kept = [*Entry.objects.values(), *EntryDraft.objects.values()]
    assert "1971" not in str(kept) + str(dict(client.session))


@pytest.mark.parametrize("year", ["1", "12", "99999", "twelve", "-5", "2999"])
def test_a_year_that_is_none_is_said_so(client, tom, year):
    contest = make_contest(Phase.ENTRIES, minimum_age=16)
    client.force_login(tom)
    answer = client.post(enter_url(contest), words(sent_file(tom, contest), birth_year=year))
    assert answer.status_code == 200
    assert "four digits" in answer.text


def test_people_from_elsewhere_are_told_whom_it_is_for(client, tom):
    contest = make_contest(Phase.ENTRIES, countries="NO SE")
    client.force_login(tom)
    assert "Norway" in client.get(enter_url(contest)).text
    answer = client.post(enter_url(contest), words(sent_file(tom, contest), country="elsewhere"))
    assert "people who live in: Norway, Sweden" in answer.text


def test_a_draft_is_kept_on_the_way_and_found_again(client, tom, contest):
    client.force_login(tom)
    item = sent_file(tom, contest)
    answer = client.post(enter_url(contest), words(item, step="draft", title="Ste"), headers=HTMX)
    assert "Draft kept at" in answer.text
    assert "<html" not in answer.text
    page = client.get(enter_url(contest)).text
    assert 'value="Ste"' in page
    assert str(item.token) in page
    assert "Ste" in client.get(reverse("contests:mine")).text


def test_without_script_a_button_keeps_the_draft(client, tom, contest):
    client.force_login(tom)
    answer = client.post(enter_url(contest), words(step="draft", title="Ste"), follow=True)
    assert "Your draft is kept" in answer.text
    assert 'value="Ste"' in answer.text
    client.post(enter_url(contest), words(step="draft", title="Stea"))
    assert EntryDraft.objects.get().words["title"] == "Stea"


def test_a_file_that_was_taken_out_of_a_form_without_words_does_not_come_back(client, tom, contest):
    client.force_login(tom)
    empty = dict.fromkeys(("title", "caption", "alt", "ai_use", "ai_note", "people_shown", "country"), "")
    item = sent_file(tom, contest)
    client.post(enter_url(contest), empty | {"step": "draft", "uploads": str(item.token)}, headers=HTMX)
    assert str(item.token) in client.get(enter_url(contest)).text
    answer = client.post(enter_url(contest), empty | {"step": "draft"}, headers=HTMX)
    assert "Draft kept at" not in answer.text
    assert not EntryDraft.objects.exists()
    assert str(item.token) not in client.get(enter_url(contest)).text


def test_an_empty_form_that_was_sent_signed_out_takes_no_draft_away(client, tom, contest):
    EntryDraft.objects.create(contest=contest, author=tom, words={"title": "Kept"})
    client.post(enter_url(contest), {"step": "preview"})
    client.force_login(tom)
    assert 'value="Kept"' in client.get(enter_url(contest)).text


def test_a_draft_can_be_thrown_away(client, tom, ines, contest):
    EntryDraft.objects.create(contest=contest, author=ines, words={"title": "Hers"})
    client.force_login(tom)
    client.post(enter_url(contest), words(step="draft", title="Ste"))
    answer = client.post(enter_url(contest), {"step": "forget"}, follow=True)
    assert "Your draft is gone." in answer.text
    assert EntryDraft.objects.get().author == ines


def test_whoever_was_signed_out_meanwhile_finds_the_words_again(client, tom, contest):
    answer = client.post(enter_url(contest), words())
    assert answer["Location"].startswith(reverse("account_login"))
    answer = client.post(answer["Location"], {"login": tom.email, "password": PASSWORD}, follow=True)
    assert 'value="Steam"' in answer.text


def test_after_the_close_the_page_says_so_and_keeps_what_was_typed(client, tom):
    contest = make_contest(Phase.VOTING)
    client.force_login(tom)
    assert "Entries closed on" in client.get(enter_url(contest)).text
    item = sent_file(tom, contest)
    answer = client.post(enter_url(contest), words(item))
    assert answer.status_code == 403
    assert "Entries closed on" in answer.text
    assert not Entry.objects.exists()


def test_in_the_grace_time_the_form_says_that_it_is_late(client, tom):
    now = timezone.now()
    contest = make_contest(Phase.ENTRIES)
    ContestPage.objects.filter(pk=contest.pk).update(entries_until=now - timedelta(minutes=5))
    item = sent_file(tom, contest, begun=now - timedelta(minutes=6))
    client.force_login(tom)
    assert "Entries have closed. You began to upload in time" in client.get(enter_url(contest)).text
    client.post(enter_url(contest), words(item))
    entry = Entry.objects.get()
    assert entry.is_late
    assert "Sent in the grace time" in client.get(entry.get_absolute_url()).text
    assert "in the grace time" in client.get(reverse("contests:receipt", args=[entry.pk])).text


def test_the_receipt_comes_as_a_notice_and_by_mail(client, tom, contest, mailoutbox):
    client.force_login(tom)
    item = sent_file(tom, contest)
    client.post(enter_url(contest), words(item))
    assert [notice.kind for notice in Notice.objects.filter(recipient=tom)] == ["entry-received"]
    assert "This is your receipt" in client.get(reverse("notices:inbox")).text
    deliver_waiting()
    [mail] = mailoutbox
    assert mail.subject == "Your receipt: Steam"
    for said in (item.sha256, "Oslo time", "version 1 of the rules"):
        assert said in mail.body
        assert said in mail.alternatives[0][0]


def test_while_a_file_is_looked_at_its_receipt_follows(client, tom, contest):
    client.force_login(tom)
    item = sent_file(tom, contest, sha256="", stage="uploaded")
    client.post(enter_url(contest), words(item))
    entry = Entry.objects.get()
    assert "Your file is being looked at" in client.get(reverse("contests:receipt", args=[entry.pk])).text
    assert not Notice.objects.exists()
    assert issue_receipts() == 0
    MediaItem.objects.filter(pk=item.pk).update(sha256="ab" * 32, stage="ready")
    assert issue_receipts() == 1
    assert issue_receipts() == 0
    entry.refresh_from_db()
    assert entry.sha256 == "ab" * 32
    assert Notice.objects.get(recipient=tom).kind == "entry-received"


def test_a_receipt_is_for_whoever_entered_alone(client, tom, ines, contest):
    client.force_login(tom)
    receipt = client.post(enter_url(contest), words(sent_file(tom, contest)))["Location"]
    client.force_login(ines)
    assert client.get(receipt).status_code == 404


def test_where_everything_is_reviewed_the_receipt_says_that_it_waits(client, tom):
    contest = make_contest(Phase.ENTRIES, review=Review.EVERYTHING)
    client.force_login(tom)
    item = sent_file(tom, contest)
    assert "A moderator reads everything" in client.post(enter_url(contest), words(item, step="preview")).text
    page = client.post(enter_url(contest), words(item), follow=True).text
    assert "Waiting for a moderator" in page
    mine = client.get(reverse("contests:mine")).text
    assert "Waiting for a moderator" in mine
    assert client.get(Entry.objects.get().get_absolute_url()).status_code == 200


def test_sending_again_and_again_is_too_fast(client, tom, contest, settings):
    settings.RATE_LIMITS_ON = True
    client.force_login(tom)
    answers_until_refused(lambda n: client.post(enter_url(contest), words(title="")), allowed=30)
