"""A file on its way: announced, sent in parts, complete, or given up. Everything may be asked for twice."""

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import RuleBroken, Stale
from core.members.models import User
from core.policies import ensure
from core.sanitizing import clean_line, is_blank
from gallery.actions.queueing import queue_soon
from gallery.models import MediaItem, UploadSession, UploadState
from gallery.models.upload import LIFE, NAME_LENGTH
from gallery.policies import may_continue, may_upload
from gallery.purposes import MB, Purpose, purpose_of
from gallery.transports import Ticket, transport
from gallery.transports.protocol import Faulty, Readable
from gallery.transports.turns import turn_of
from gallery.wording import words_of

log = logging.getLogger(__name__)
MOST_PLAIN = 25 * MB  # of a file that a form sends in one piece
MOST_TICKETS = 32  # at a time


def begin_upload(
    *, by: Any, purpose: str, name: str, size: int, audience: str = "", at: datetime | None = None
) -> UploadSession:
    """A session is open for a file of so many bytes. `audience` names for whom it is, when not for everybody: such
    files are never shared. Raises Refused, and RuleBroken for a size that the purpose does not allow."""
    at = at or timezone.now()
    limits = _judged(purpose, size)
    ensure(may_upload(by, size))
    way = transport()
    session = UploadSession(
        owner=by,
        purpose=limits.key,
        audience=audience,
        name=shown_name(name),
        size=size,
        spent=size,
        part_size=way.part_size(size),
        created_at=at,
        expires_at=at + LIFE,
    )
    way.begin(session)
    try:
        with transaction.atomic():
            list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values("pk"))  # one after the other
            ensure(may_upload(by, size))
            session.save()
    except BaseException:
        way.abandon(session)
        raise
    return session


def shown_name(name: str) -> str:
    """As it may be shown: one line without what hides or forges. It is never part of a path."""
    readable = clean_line(name.encode("utf-8", "ignore").decode())[:NAME_LENGTH].strip()
    return _("File without a name") if is_blank(readable) else readable


def _judged(purpose: str, size: int) -> Purpose:
    """Raises RuleBroken, with the code of the sentence that it says."""
    limits = purpose_of(purpose)
    if limits is None:
        raise RuleBroken(words_of("no-purpose"), code="no-purpose")
    if size <= 0:
        raise RuleBroken(words_of("empty"), code="empty")
    if size > limits.max_bytes:
        values = {"megabytes": round(size / MB, 1), "most": round(limits.max_bytes / MB)}
        raise RuleBroken(words_of("too-heavy", values), code="too-heavy")
    return limits


def tickets_for(
    session: UploadSession, numbers: list[int], *, by: Any, at: datetime | None = None
) -> dict[int, Ticket]:
    """Where these parts are sent. Raises Refused, Stale when the session is over, Faulty for a number it has not."""
    _ensure_open(session, by=by, at=at)
    way = transport()
    return {number: way.ticket(session, number) for number in numbers[:MOST_TICKETS]}


def receive_part(session: UploadSession, number: int, stream: Readable, *, by: Any, at: datetime | None = None) -> None:
    """The part is here, whole. Raises Refused, Stale when the session is over, Faulty for what is wrong with it, when
    it arrives too slowly, and when too many others are arriving."""
    _ensure_open(session, by=by, at=at)
    way = transport()
    with turn_of(session.owner_id):
        way.receive(session, number, stream)
    if not UploadSession.objects.filter(pk=session.pk, state=UploadState.OPEN).exists():
        way.clear(session)  # it ended while this part was on its way
        raise _over()


def complete_upload(session: UploadSession, *, by: Any, at: datetime | None = None) -> MediaItem:
    """The file is whole, and an item is made of it that waits to be checked. Asked twice, also at once, it is one item.

    Raises Refused, Stale when the session is over, and Faulty, a RuleBroken, that says how many parts are missing.
    """
    at = at or timezone.now()
    if there := _completed(session):
        ensure(may_continue(by, session))
        return there
    _ensure_open(session, by=by, at=at)
    way = transport()
    try:
        if missing := session.parts - len(way.arrived(session)):
            raise Faulty("parts-missing", missing=missing, parts=session.parts)
        way.assemble(session)
    except Faulty:
        session.refresh_from_db()
        if there := _completed(session):  # by another request, meanwhile
            return there
        raise
    item = _take_over(session, at=at)
    if item is None:
        way.abandon(session)
        raise _over()
    way.clear(session)
    return item


def _completed(session: UploadSession) -> MediaItem | None:
    return session.media if session.state == UploadState.COMPLETE else None


def _take_over(session: UploadSession, *, at: datetime) -> MediaItem | None:
    """The item of the session, made now unless another request has made it; None when it was abandoned meanwhile."""
    with transaction.atomic():
        held = UploadSession.objects.select_for_update(of=("self",)).filter(pk=session.pk).first()
        if held is None or held.state == UploadState.ABANDONED:
            return None
        if held.state == UploadState.OPEN:
            held.media = MediaItem.objects.create(
                owner_id=held.owner_id,
                purpose=held.purpose,
                audience=held.audience,
                name=held.name,
                key=held.key,
                size=held.size,
            )
            held.state, held.completed_at = UploadState.COMPLETE, at
            held.save(update_fields=["media", "state", "completed_at"])
            queue_soon(held.media.pk)
    session.refresh_from_db()
    return held.media


def abandon_upload(session: UploadSession, *, by: Any) -> None:
    """Nothing of the file is left. Of the member's day it counts what had arrived. What is complete stays."""
    ensure(may_continue(by, session))
    _give_up(session)


def _give_up(session: UploadSession) -> bool:
    """Whether it was open until now."""
    way = transport()
    arrived = sum(way.arrived(session).values())
    theirs = UploadSession.objects.filter(pk=session.pk, state=UploadState.OPEN)
    given_up = theirs.update(state=UploadState.ABANDONED, spent=arrived)
    now = UploadSession.objects.filter(pk=session.pk).values_list("state", flat=True).first()
    if now in (None, UploadState.ABANDONED):  # None: gone with its member
        session.state = UploadState.ABANDONED
        way.abandon(session)
    return bool(given_up)


def forget_uploads(member: Any) -> None:
    """For a member who leaves: no session is left, and once that is committed nothing of what was still on its way."""
    theirs = UploadSession.objects.filter(owner=member.pk)
    for session in theirs.filter(state=UploadState.OPEN):
        transaction.on_commit(partial(_leave_nothing, session), robust=True)
    theirs.delete()


def _leave_nothing(session: UploadSession) -> None:
    transport().abandon(session)


def clean_uploads(*, at: datetime | None = None) -> int:
    """For the sweep: of sessions that have expired nothing is left. How many they were. One whose storage does not
    answer is left for the next time."""
    cleaned = 0
    for session in UploadSession.objects.expired(at=at).order_by("pk").iterator():
        try:
            cleaned += _give_up(session)
        except Faulty as trouble:
            log.warning("Upload %s could not be cleaned away: %s", session.pk, trouble.code)
    return cleaned


def receive_plain(file: UploadedFile, *, by: Any, purpose: str, audience: str = "") -> MediaItem:
    """The item of a file that a form sent in one piece, as browsers without JavaScript do. Raises as `begin_upload`
    and `complete_upload`; nothing of the file is left then."""
    size = file.size or 0
    if size > MOST_PLAIN:
        values = {"megabytes": round(size / MB, 1), "most": round(MOST_PLAIN / MB)}
        raise RuleBroken(words_of("plain-too-heavy", values), code="plain-too-heavy")
    session = begin_upload(by=by, purpose=purpose, name=file.name or "", size=size, audience=audience)
    try:
        for number, stretch in _stretches(file, session):
            transport().receive(session, number, stretch)
        return complete_upload(session, by=by)
    except BaseException:
        _give_up(session)
        raise


class Stretch:
    """The next so many bytes of a file, as if it ended there."""

    def __init__(self, file: Any, length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int, /) -> bytes:
        chunk: bytes = self.file.read(min(size, self.left))
        self.left -= len(chunk)
        return chunk


def _stretches(file: UploadedFile, session: UploadSession) -> Iterator[tuple[int, Stretch]]:
    file.seek(0)
    for number in range(1, session.parts + 1):
        yield number, Stretch(file, session.length_of(number))


def _ensure_open(session: UploadSession, *, by: Any, at: datetime | None) -> None:
    ensure(may_continue(by, session))
    if not session.is_open(at=at):
        raise _over()


def _over() -> Stale:
    return Stale(words_of("over"))
