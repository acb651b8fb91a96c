"""An entry and its file meet the gatekeeper as one, once the file is ready: before that there is nothing to look at."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from contests.actions.placing import number
from contests.actions.receipts import issue_receipt
from contests.models import Entry
from contests.models.entry import KIND
from core.errors import Refused
from core.publication import State, arrived, submit
from gallery.actions.placing import settle_under
from gallery.models import Attachment, MediaItem, Stage

BATCH = 500
log = logging.getLogger(__name__)


def meet_gatekeeper(entry: Entry, *, by: Any, at: datetime) -> bool:
    """The entry and its file are published or wait, as the gatekeeper decides of both; False while the file is not
    ready: then the entry is being prepared, and nobody else sees it. Whichever, it is saved.

    In the caller's transaction, with the entry locked. Who may send anything was asked before: whoever is suspended
    meanwhile waits for a moderator.
    """
    items = MediaItem.objects.of(entry, kind=KIND)
    if items.exclude(stage=Stage.READY).exists() or not items.exists():
        entry.is_preparing = True
        entry.save()
        return False
    try:
        submit(entry, by=by, at=at, is_new=entry.presented_at is None)
    except Refused:
        entry.state = State.WAITING
    entry.is_preparing, entry.presented_at = False, entry.presented_at or at
    if entry.is_published:
        number(entry, at=at)
    entry.save()
    settle_under(KIND, [entry.pk], at=at)
    arrived(entry, by=by, at=at)
    return True


def admit_prepared(entry_id: int, *, at: datetime | None = None) -> bool:
    """The entry's file is ready: its receipt is written, and it meets the gatekeeper if it was waiting for that.
    Whether it did; again changes nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        rows = Entry.objects.select_for_update(of=("self",)).select_related("contest__register", "author")
        entry = rows.filter(pk=entry_id).exclude(author=None).first()
        if entry is None:
            return False
        issue_receipt(entry, at=at)
        return entry.is_preparing and meet_gatekeeper(entry, by=entry.author, at=at)


def admit_all_prepared(*, at: datetime | None = None) -> int:
    """For the sweep: what a killed worker left. How many met the gatekeeper."""
    ready = Attachment.objects.filter(kind=KIND, item__stage=Stage.READY)
    waiting = Entry.objects.filter(is_preparing=True, pk__in=ready.values("subject_id"))
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_admitted(pk, at=at) for pk in ids)


def _admitted(pk: int, *, at: datetime | None) -> bool:
    """One that cannot be admitted keeps no other waiting."""
    try:
        return admit_prepared(pk, at=at)
    except Exception:
        log.exception("Entry %s could not be admitted.", pk)
        return False
