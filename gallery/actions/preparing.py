"""An uploaded file is looked at in a guarded process, and what is shown is made from it. Safe to run twice at once."""

import hashlib
import logging
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.policies import ensure
from gallery.actions.presenting import present, tell_its_things
from gallery.actions.queueing import queue, queue_soon
from gallery.actions.telling import forget_failure, tell_of_failures
from gallery.models import MediaItem, Rendition, Stage
from gallery.models.media import LEASE, MOST_ATTEMPTS
from gallery.policies import may_retry
from gallery.processing.child import ChildCrashed, run_guarded
from gallery.processing.outcome import Outcome, Rendered
from gallery.storages import private, random_key

log = logging.getLogger(__name__)
CHUNK = 1024 * 1024
BATCH = 500
LOST_AFTER = timedelta(days=1)  # what our storage has not given out for so long
ENDINGS = {"jpeg": ".jpg", "webp": ".webp", "avif": ".avif", "mp4": ".mp4"}


class ClaimLost(Exception):
    """The lease ran out and another worker has the item, or it is gone: nothing that was found is stored."""


def prepare(media_id: int, *, at: datetime | None = None) -> None:
    """The item is ready with its renditions, or failed with a plain reason, or still somebody else's.

    What the machine is to blame for (a full disk, a storage that does not answer) is no failure of the file: the item
    waits again, and the error is raised for the log.
    """
    item = MediaItem.objects.claim_for_processing(media_id, at=at)
    if item is None:
        return
    try:
        _prepare(item, at=at)
    except ClaimLost:
        log.warning("Media item %s: the claim was lost while it was being prepared.", item.pk)
    except ChildCrashed as crash:
        log.warning("Media item %s: %s", item.pk, crash)
        _crashed(item)
    except OSError:
        _wait_again(item, attempts=item.attempts - 1)
        raise


def _prepare(item: MediaItem, *, at: datetime | None) -> None:
    with TemporaryDirectory(prefix="sayso-media-") as folder:
        path = original_of(item, folder)
        digest = sha256_of(path)
        if path.stat().st_size != item.size or (item.sha256 and digest != item.sha256):
            _fail(item, Outcome(False, "changed"))
        elif (twin := _twin_of(item, digest)) and _become(item, twin):
            tell_its_things(twin.pk, at=at)
        else:
            out = Path(folder) / "made"
            out.mkdir()
            outcome = run_guarded(path, item.limits, out, tell=lambda step, percent: tell(item, step, percent))
            outcome.sha256 = digest
            if not outcome.accepted:
                return _fail(item, outcome)
            _finish(item, outcome, out)
            tell_its_things(item.pk, at=at)
    return None


def original_of(item: MediaItem, folder: str) -> Path:
    """The original as a file that nobody changes meanwhile: where it lies, or fetched from the bucket into `folder`."""
    storage = private()
    if isinstance(storage, FileSystemStorage):
        return Path(storage.path(item.key))
    path = Path(folder) / "original"
    with storage.open(item.key) as there, path.open("wb") as here:
        shutil.copyfileobj(there, here, CHUNK)
    return path


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tell(item: MediaItem, step: str, percent: int) -> None:
    """How far it is, for whoever uploaded it; and a sign of life. Raises ClaimLost."""
    mine = MediaItem.objects.held_by(item.claim).filter(pk=item.pk)
    if not mine.update(step=step[:20], percent=max(0, min(100, percent)), claimed_until=timezone.now() + LEASE):
        raise ClaimLost


def _twin_of(item: MediaItem, digest: str) -> MediaItem | None:
    """The same bytes by the same member for the same purpose, where both are for everybody."""
    if item.audience or item.owner_id is None:
        return None
    same = MediaItem.objects.filter(owner=item.owner_id, sha256=digest, purpose=item.purpose, audience="")
    return same.filter(stage=Stage.READY).exclude(pk=item.pk).order_by("pk").first()


def _become(item: MediaItem, twin: MediaItem) -> bool:
    """There is one item: the sessions and places of the new one are the older one's, the second file is gone. False
    where one of them was put meanwhile where it shares its files with nothing."""
    with transaction.atomic():
        held = _held(item)
        shared = MediaItem.objects.select_for_update(of=("self",)).filter(pk=twin.pk, audience="").first()
        if held.audience or shared is None:
            return False
        held.sessions.update(media=twin)
        there = twin.attachments.values_list("kind", "subject_id")
        for attachment in held.attachments.all():
            if (attachment.kind, attachment.subject_id) not in there:
                attachment.item = twin
                attachment.save(update_fields=["item"])
        held.delete()
        present(shared)
    private().delete(item.key)
    return True


def _finish(item: MediaItem, outcome: Outcome, out: Path) -> None:
    """The files are stored first, under keys that nobody knows; the rows that name them come in one transaction."""
    kept = [(made, _store(made, out)) for made in outcome.renditions]
    try:
        with transaction.atomic():
            held = _held(item)
            held.stage, held.step, held.percent, held.claim, held.claimed_until = Stage.READY, "", 100, None, None
            held.sha256, held.hashes, held.colour = outcome.sha256, outcome.hashes, outcome.colour
            held.measured, held.reason_code, held.reason_values = outcome.measured, "", {}
            held.save()
            held.renditions.all().delete()
            Rendition.objects.bulk_create(_row(held, made, key) for made, key in kept)
            present(held)
    except BaseException:
        for _made, key in kept:
            private().delete(key)
        raise


def _store(made: Rendered, out: Path) -> str:
    key = random_key(ENDINGS[made.format])
    with (out / made.file).open("rb") as file:
        return private().save(key, File(file))


def _row(item: MediaItem, made: Rendered, key: str) -> Rendition:
    measures = {"width": made.width, "height": made.height, "size": made.size}
    return Rendition(item=item, role=made.role, format=made.format, key=key, **measures)


def _fail(item: MediaItem, outcome: Outcome) -> None:
    with transaction.atomic():
        held = _held(item)
        held.stage, held.step, held.claim, held.claimed_until = Stage.FAILED, "", None, None
        held.sha256, held.measured = outcome.sha256, outcome.measured
        held.reason_code, held.reason_values = outcome.code, outcome.values
        held.save()
        tell_of_failures([held.pk])


def _crashed(item: MediaItem) -> None:
    """The first time it is tried again, the second time it is the file's fault."""
    if item.attempts < MOST_ATTEMPTS:
        _wait_again(item, attempts=item.attempts)
        queue_soon(item.pk)
        return
    with suppress(ClaimLost):
        _fail(item, Outcome(False, "crashed"))


def _wait_again(item: MediaItem, *, attempts: int) -> None:
    mine = MediaItem.objects.held_by(item.claim).filter(pk=item.pk)
    mine.update(stage=Stage.UPLOADED, claim=None, claimed_until=None, attempts=attempts)


def _held(item: MediaItem) -> MediaItem:
    """The row, locked, while the claim on it holds. Raises ClaimLost."""
    held = MediaItem.objects.held_by(item.claim).filter(pk=item.pk).select_for_update(of=("self",)).first()
    if held is None:
        raise ClaimLost
    return held


def prepare_overdue(*, at: datetime | None = None) -> int:
    """For the sweep: what a dead worker or a lost task left is tried again, and what was tried too often has failed.
    How many these were. What has a task that waits, as in a long queue, is let wait."""
    at = at or timezone.now()
    over = Q(stage=Stage.PROCESSING, claimed_until__lte=at)
    failed = _fail_all(MediaItem.objects.filter(over, attempts__gte=MOST_ATTEMPTS), "crashed")
    since = Coalesce("claimed_until", "created_at")
    lost = MediaItem.objects.alias(since=since).filter(stage=Stage.UPLOADED, since__lt=at - LOST_AFTER)
    failed += _fail_all(lost, "lost")
    waiting = MediaItem.objects.filter(over | Q(stage=Stage.UPLOADED, created_at__lt=at - LEASE))
    again = list(waiting.filter(attempts__lt=MOST_ATTEMPTS).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return failed + sum(queue(pk) for pk in again)


def _fail_all(found: QuerySet[MediaItem], code: str) -> int:
    ended = {"stage": Stage.FAILED, "step": "", "claim": None, "claimed_until": None}
    with transaction.atomic():
        ids = list(found.select_for_update(of=("self",)).values_list("pk", flat=True))
        failed = found.filter(pk__in=ids).update(reason_code=code, reason_values={}, **ended)
        tell_of_failures(ids)
    return failed


def retry(item: MediaItem, *, by: Any, at: datetime | None = None) -> None:
    """Whoever uploaded it asks for another try, as when the machine was to blame; the notice of its failure is gone.
    Only what failed: again changes nothing. Raises Refused."""
    ensure(may_retry(by, item))
    failed = MediaItem.objects.filter(pk=item.pk, stage=Stage.FAILED)
    anew = {"stage": Stage.UPLOADED, "attempts": 0, "claimed_until": at or timezone.now()}
    with transaction.atomic():
        if failed.update(**anew, reason_code="", reason_values={}):
            forget_failure(item.pk)
            queue_soon(item.pk)
