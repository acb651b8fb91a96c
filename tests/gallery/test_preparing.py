"""From uploaded bytes to an item that is ready or has failed in plain words; and what a dead worker leaves."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from core.publication import State
from gallery.actions.preparing import ClaimLost, _finish, prepare, prepare_overdue, retry, tell
from gallery.actions.uploading import receive_plain
from gallery.models import MediaItem, Stage
from gallery.models.media import LEASE
from gallery.processing.outcome import Outcome, Rendered
from gallery.storages import private
from tests.gallery.sending import files_under

pytestmark = pytest.mark.django_db


def photo(width: int = 800, height: int = 600, colour: str = "teal", form: str = "JPEG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, height), colour).save(made, form)
    return made.getvalue()


def sent(by, data: bytes | None = None, *, purpose: str = "picture", name: str = "bench.jpg", audience: str = ""):
    return receive_plain(
        SimpleUploadedFile(name, photo() if data is None else data), by=by, purpose=purpose, audience=audience
    )


def test_a_picture_becomes_ready_with_its_renditions(tom):
    item = sent(tom)
    assert item.stage == Stage.UPLOADED
    prepare(item.pk)
    item.refresh_from_db()
    assert (item.stage, item.percent, item.reason) == (Stage.READY, 100, "")
    assert (item.measured["width"], item.measured["height"]) == (800, 600)
    assert len(item.sha256) == 64
    made = {(row.role, row.format) for row in item.renditions.all()}
    assert {("w320", "avif"), ("w320", "webp"), ("w640", "webp"), ("card", "jpeg")} <= made
    for row in item.renditions.all():
        assert private().size(row.key) == row.size
    assert item.state == State.WAITING  # it stands nowhere: nobody has judged it
    assert not item.is_public


def test_what_cannot_be_used_says_why_and_has_no_renditions(tom):
    item = sent(tom, photo(200, 100))
    prepare(item.pk)
    item.refresh_from_db()
    assert item.stage == Stage.FAILED
    assert "200" in item.reason
    assert "320" in item.reason
    assert not item.renditions.exists()


def test_prepared_twice_is_prepared_once(tom):
    item = sent(tom)
    prepare(item.pk)
    keys = set(item.renditions.values_list("key", flat=True))
    prepare(item.pk)
    assert set(item.renditions.values_list("key", flat=True)) == keys


def test_a_claim_keeps_others_away_until_its_lease_ends(tom):
    item = sent(tom)
    now = timezone.now()
    assert MediaItem.objects.claim_for_processing(item.pk, at=now)
    assert MediaItem.objects.claim_for_processing(item.pk, at=now + LEASE - timedelta(seconds=1)) is None
    assert MediaItem.objects.claim_for_processing(item.pk, at=now + LEASE)
    assert MediaItem.objects.claim_for_processing(item.pk, at=now + 3 * LEASE) is None  # twice is enough


def test_a_worker_that_was_thought_dead_changes_nothing(tom):
    item = sent(tom)
    slow = MediaItem.objects.claim_for_processing(item.pk, at=timezone.now() - 2 * LEASE)
    prepare(item.pk)
    with pytest.raises(ClaimLost):
        tell(slow, "checking", 50)
    item.refresh_from_db()
    assert (item.stage, item.step) == (Stage.READY, "")


def test_the_sweep_takes_up_what_a_dead_worker_left(tom, kept_tasks, django_capture_on_commit_callbacks):
    item = sent(tom)
    now = timezone.now()
    MediaItem.objects.claim_for_processing(item.pk, at=now)
    assert prepare_overdue(at=now + LEASE / 2) == 0
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert prepare_overdue(at=now + LEASE) == 1
    assert DBTaskResult.objects.get().args_kwargs["args"] == [item.pk]
    MediaItem.objects.filter(pk=item.pk).update(claimed_until=now)
    prepare(item.pk, at=now + LEASE)
    item.refresh_from_db()
    assert item.is_ready


def test_what_killed_its_worker_twice_has_failed(tom):
    item = sent(tom)
    now = timezone.now()
    for n in range(2):
        MediaItem.objects.claim_for_processing(item.pk, at=now + n * LEASE)
    assert prepare_overdue(at=now + 2 * LEASE) == 1
    item.refresh_from_db()
    assert item.stage == Stage.FAILED
    assert "twice" in item.reason


def test_the_same_bytes_by_the_same_member_are_one_item(tom, ines):
    first = sent(tom)
    prepare(first.pk)
    again = sent(tom, name="the-same.jpg")
    session = again.sessions.get()
    prepare(again.pk)
    assert not MediaItem.objects.filter(pk=again.pk).exists()
    session.refresh_from_db()
    assert session.media == first
    other = sent(ines)
    prepare(other.pk)
    assert MediaItem.objects.filter(stage=Stage.READY).count() == 2
    assert len({row.key for item in (first, other) for row in item.renditions.all()}) == 2 * first.renditions.count()


def test_what_is_for_a_closed_audience_always_has_its_own_files(tom):
    first = sent(tom)
    prepare(first.pk)
    closed = sent(tom, audience="page-7")
    prepare(closed.pk)
    closed.refresh_from_db()
    assert closed.is_ready
    again = sent(tom, audience="page-7")
    prepare(again.pk)
    assert MediaItem.objects.filter(stage=Stage.READY).count() == 3


def test_bytes_that_were_swapped_after_completion_are_refused(tom, own_storages):
    item = sent(tom)
    (own_storages / item.key).write_bytes(photo(colour="red", width=900))
    prepare(item.pk)
    item.refresh_from_db()
    assert item.stage == Stage.FAILED
    assert "not the one that was sent" in item.reason


def test_a_storage_in_trouble_is_not_the_fault_of_the_file(tom, own_storages):
    item = sent(tom)
    lost = own_storages / item.key
    kept = lost.read_bytes()
    lost.unlink()
    with pytest.raises(OSError):
        prepare(item.pk)
    item.refresh_from_db()
    assert (item.stage, item.attempts) == (Stage.UPLOADED, 0)
    lost.write_bytes(kept)
    prepare(item.pk)
    item.refresh_from_db()
    assert item.is_ready


def test_what_the_storage_has_not_given_out_for_a_day_is_lost_and_said_so(tom, own_storages):
    item = sent(tom)
    (own_storages / item.key).unlink()
    assert prepare_overdue(at=item.created_at + timedelta(hours=23)) == 1  # tried again
    assert prepare_overdue(at=item.created_at + timedelta(hours=25)) == 1
    item.refresh_from_db()
    assert item.stage == Stage.FAILED
    assert "upload it again" in item.reason
    retry(item, by=tom, at=item.created_at + timedelta(hours=26))
    assert prepare_overdue(at=item.created_at + timedelta(hours=26, minutes=1)) == 1
    item.refresh_from_db()
    assert item.stage == Stage.UPLOADED


def test_a_failed_one_can_be_tried_again(tom):
    item = sent(tom)
    MediaItem.objects.filter(pk=item.pk).update(stage=Stage.FAILED, reason_code="crashed", attempts=2)
    retry(item, by=tom)
    prepare(item.pk)
    item.refresh_from_db()
    assert (item.stage, item.reason) == (Stage.READY, "")


def test_no_file_is_left_when_the_claim_is_lost_at_the_end(tom, tmp_path, own_storages):
    item = sent(tom)
    slow = MediaItem.objects.claim_for_processing(item.pk, at=timezone.now() - 2 * LEASE)
    MediaItem.objects.claim_for_processing(item.pk)
    made = tmp_path / "made"
    made.mkdir()
    (made / "w320.webp").write_bytes(photo(320, 240, form="WEBP"))
    found = Outcome(True, renditions=[Rendered("w320", "webp", "w320.webp", 320, 240, 1)])
    before = files_under(own_storages)
    with pytest.raises(ClaimLost):
        _finish(slow, found, made)
    assert files_under(own_storages) == before


KILLED = """
import os, signal, sys
import django
django.setup()
from gallery.actions import preparing
from gallery.models import MediaItem

stage = sys.argv[2]
real = {name: getattr(preparing, name) for name in ("sha256_of", "_store", "_finish", "tell")}

def dies(name):
    def act(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)
    return act

setattr(preparing, stage, dies(stage))
preparing.prepare(int(sys.argv[1]))
"""


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["sha256_of", "tell", "_finish", "_store"])
def test_a_worker_killed_at_any_stage_leaves_nothing_half_visible(tom, stage, settings, own_storages, kept_tasks):
    item = sent(tom)
    database = settings.DATABASES["default"]
    name = database["NAME"]
    url = f"sqlite:///{name}" if "sqlite" in database["ENGINE"] else f"postgres:///{name}"
    roots = {"MEDIA_ROOT": str(own_storages.parent / "public"), "MEDIA_PRIVATE_ROOT": str(own_storages)}
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "core.settings", **roots}
    order = [sys.executable, "-c", KILLED, str(item.pk), stage]
    ended = subprocess.run(order, env=environment, cwd=settings.BASE_DIR, capture_output=True, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()[-2000:]
    item.refresh_from_db()
    assert (item.stage, item.renditions.count(), item.is_public) == (Stage.PROCESSING, 0, False)
    MediaItem.objects.filter(pk=item.pk).update(claimed_until=timezone.now())
    prepare(item.pk)
    item.refresh_from_db()
    assert item.is_ready
