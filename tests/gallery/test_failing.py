"""Whoever sent a file that could not be used is told so once, in plain words, with the way to mend it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django_tasks_db.models import DBTaskResult

from core.errors import Refused
from core.notices.actions import deliver_waiting, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from core.notices.models.message import MessageState
from gallery.actions.attaching import arrange, delete_media
from gallery.actions.portraits import set_portrait
from gallery.actions.preparing import prepare, prepare_overdue, retry
from gallery.models import Attachment, MediaItem, Stage
from gallery.models.media import LEASE
from gallery.news import FAILED
from ideas.actions.voting import cast_vote
from tests.cast import make_member
from tests.factories import make_idea
from tests.gallery.test_preparing import photo, sent

pytestmark = pytest.mark.django_db
NAME = "cup <b>& Co.jpg"


@pytest.fixture
def idea(tom):
    return make_idea(by=tom, title="Benches & <i>roofs</i>")


def too_small(by, under, **options) -> MediaItem:
    """Sent, standing under the thing, and not looked at yet."""
    item = sent(by, photo(200, 100), name=NAME, **options)
    Attachment.objects.create(item=item, kind="idea", subject_id=under.pk)
    return item


def failed(by, under, **options) -> MediaItem:
    item = too_small(by, under, **options)
    prepare(item.pk)
    item.refresh_from_db()
    assert item.stage == Stage.FAILED
    return item


@pytest.fixture(autouse=True)
def _in_turn(kept_tasks):
    """Nothing is prepared or sent before the test says so."""


class TestTelling:
    def test_its_owner_alone_is_told_in_the_inbox_with_what_was_measured_and_what_leads_further(
        self, client, tom, ines, mo, idea
    ):
        cast_vote(idea, by=ines)
        failed(tom, idea)
        assert [notice.recipient for notice in Notice.objects.filter(kind=FAILED)] == [tom]
        client.force_login(tom)
        page = client.get("/me/notices/")
        assert f"<bdi>{escape(NAME)}</bdi> could not be used." in page.text
        assert "200 × 100 pixels; its longer side needs at least 320" in page.text
        opened = client.post(reverse("notices:open", args=[Notice.objects.get().pk]))
        assert opened["Location"] == f"{idea.get_absolute_url()}#pictures"

    def test_by_mail_too_unless_they_said_no(self, tom, idea, mailoutbox):
        failed(tom, idea)
        deliver_waiting()
        [mail] = mailoutbox
        assert mail.to == [tom.email]
        assert mail.subject == f"Could not be used: {NAME}"
        for part in (
            "200 × 100 pixels",
            "Allowed: JPEG, PNG, WebP or HEIC, up to 15 MB",
            f"{idea.get_absolute_url()}#pictures",
        ):
            assert part in mail.body
        assert "tried again" not in mail.body
        set_preference(notice_kinds[FAILED], "never", by=tom)
        failed(tom, make_idea(by=tom))
        assert deliver_waiting() == 0

    def test_the_settings_ask_about_it(self, client, tom):
        client.force_login(tom)
        page = client.get(reverse("notices:preferences"))
        assert str(notice_kinds[FAILED].label) in page.text
        assert f'name="{FAILED}"' in page.text

    @pytest.mark.parametrize("language", dict(settings.LANGUAGES))
    @pytest.mark.parametrize("code", ["too-small", "crashed"])
    def test_it_is_a_whole_letter_in_every_language(self, language, code, mailoutbox):
        reader = make_member("reader", language=language)
        item = failed(reader, make_idea(by=reader, title="Ένα παγκάκι & <i>more</i>"))
        MediaItem.objects.filter(pk=item.pk).update(reason_code=code)
        assert deliver_waiting() == 1
        [mail] = mailoutbox
        html = mail.alternatives[0][0]
        assert "&lt;" not in mail.subject + mail.body
        assert "{{" not in mail.body + html
        assert "{%" not in mail.body + html
        assert "<i>more" not in html
        assert "<b>& Co" not in html
        assert f'lang="{language}"' in html
        assert ('dir="rtl"' in html) is (language == "he")

    def test_of_a_portrait_too(self, client, tom):
        item = sent(tom, photo(100, 100), purpose="avatar")
        set_portrait(by=tom, token=str(item.token))
        prepare(item.pk)
        client.force_login(tom)
        opened = client.post(reverse("notices:open", args=[Notice.objects.get().pk]))
        assert opened["Location"] == reverse("gallery:portrait")
        page = client.get(opened["Location"])
        assert "at least 128" in page.text


class TestOnce:
    def test_done_twice_is_told_once(self, tom, idea):
        item = failed(tom, idea)
        prepare(item.pk)
        prepare_overdue(at=timezone.now() + timedelta(days=2))
        assert Notice.objects.count() == Message.objects.count() == 1

    def test_a_second_failure_is_told_again(self, tom, idea):
        item = failed(tom, idea)
        MediaItem.objects.filter(pk=item.pk).update(reason_code="took-too-long")
        Notice.objects.update(read_at=timezone.now())
        item.refresh_from_db()
        retry(item, by=tom)
        assert not Notice.objects.exists()
        prepare(item.pk)
        assert Notice.objects.get().read_at is None

    def test_what_the_sweep_gives_up_is_told_too(self, tom, idea):
        crashed, lost = too_small(tom, idea), too_small(tom, idea)
        now = timezone.now()
        for n in range(2):
            MediaItem.objects.claim_for_processing(crashed.pk, at=now + n * LEASE)
        assert prepare_overdue(at=now + timedelta(hours=25)) == 2
        assert sorted(Notice.objects.values_list("subject_id", flat=True)) == [crashed.pk, lost.pk]

    def test_what_fails_while_the_form_is_on_its_way_is_told_when_it_arrives(self, tom, idea):
        item = sent(tom, photo(200, 100))
        prepare(item.pk)
        assert not Notice.objects.exists()  # the form says it
        arrange([item], under=idea, kind="idea")
        assert Notice.objects.count() == 1


class TestNothing:
    def test_of_what_its_owner_has_deleted(self, tom, idea, mailoutbox):
        item = too_small(tom, idea)
        delete_media(item)
        prepare(item.pk)
        assert not Notice.objects.exists()

    def test_of_what_they_delete_before_it_is_sent(self, client, tom, idea, mailoutbox):
        item = failed(tom, idea)
        arrange([], under=idea, kind="idea")
        assert not MediaItem.objects.filter(pk=item.pk).exists()
        assert not Notice.objects.exists()
        assert deliver_waiting() == 0

    def test_of_what_is_in_order_before_it_is_sent(self, tom, idea, mailoutbox):
        item = failed(tom, idea)
        MediaItem.objects.filter(pk=item.pk).update(stage=Stage.READY, reason_code="")
        deliver_waiting()
        assert mailoutbox == []
        assert Message.objects.get().state == MessageState.SKIPPED

    def test_of_what_works(self, tom, idea):
        item = sent(tom)
        Attachment.objects.create(item=item, kind="idea", subject_id=idea.pk)
        prepare(item.pk)
        assert not Notice.objects.exists()

    def test_of_one_whose_owner_has_left(self, tom, idea):
        item = too_small(tom, idea)
        MediaItem.objects.filter(pk=item.pk).update(owner=None)
        prepare(item.pk)
        assert not Notice.objects.exists()


class TestMending:
    def button(self, item) -> str:
        return f'action="/files/{item.token}/retry/"'

    def test_its_page_says_what_is_allowed_and_leads_to_the_form(self, client, tom, idea):
        item = failed(tom, idea)
        client.force_login(tom)
        page = client.get(idea.get_absolute_url())
        assert "Allowed: JPEG, PNG, WebP or HEIC" in page.text
        assert "Choose another picture" in page.text
        assert self.button(item) not in page.text  # it is too small every time
        client.logout()
        page = client.get(idea.get_absolute_url())
        assert "Allowed:" not in page.text
        assert "Co.jpg" not in page.text

    def test_where_the_machine_may_be_to_blame_it_can_be_tried_again(self, client, tom, ines, idea):
        item = failed(tom, idea)
        MediaItem.objects.filter(pk=item.pk).update(reason_code="crashed")
        client.force_login(ines)
        assert client.post(f"/files/{item.token}/retry/").status_code == 404
        client.force_login(tom)
        assert self.button(item) in client.get(idea.get_absolute_url()).text
        DBTaskResult.objects.all().delete()
        for _again in range(2):
            answer = client.post(f"/files/{item.token}/retry/")
            assert answer["Location"] == f"{idea.get_absolute_url()}#pictures"
        item.refresh_from_db()
        assert (item.stage, item.attempts, Notice.objects.count()) == (Stage.UPLOADED, 0, 0)

    def test_what_is_wrong_with_the_file_itself_is_not_tried_again(self, client, tom, ines, idea):
        item = failed(tom, idea)
        with pytest.raises(Refused, match="choose another"):
            retry(item, by=tom)
        with pytest.raises(Refused, match="Only the member"):
            retry(item, by=ines)
        client.force_login(tom)
        assert client.post(f"/files/{item.token}/retry/").status_code == 403
        item.refresh_from_db()
        assert item.stage == Stage.FAILED
