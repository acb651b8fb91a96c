"""Telling members that something happened: the notice in the inbox, and the row of the e-mail that will follow."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from core.effects import after_commit
from core.notices.kinds import NoticeKind, notice_kinds
from core.notices.models import Message, Notice, Preference
from core.notices.models.preference import ByEmail
from core.notices.tasks import deliver

CHUNK = 1_000


def notify(
    recipient_ids: Iterable[int],
    *,
    kind: str,
    about: tuple[str, int],
    key: str,
    by: Any = None,
    at: datetime | None = None,
) -> int:
    """Tell these members, once each, of the event that `key` names; how many were told now, not before.

    Whoever did it is not told, nor is a member who has left. Told in chunks, each with its own transaction unless the
    caller has one: what a dead worker left half done is finished by calling this again. Raises KeyError for a kind that
    no room has registered.
    """
    registered, at, told = notice_kinds[kind], at or timezone.now(), 0
    by_id = by.pk if by is not None else None
    for chunk in _chunks(dict.fromkeys(recipient_ids)):
        with transaction.atomic():
            new = _record(chunk - {by_id}, kind=registered, about=about, key=key, by_id=by_id, at=at)
            if _prepare_mail(new, kind=registered, at=at):
                after_commit(deliver)
        told += len(new)
    return told


def _chunks(ids: Iterable[int]) -> Iterator[set[int]]:
    walk = iter(ids)
    while chunk := set(islice(walk, CHUNK)):
        yield chunk


def _record(
    ids: set[int], *, kind: NoticeKind, about: tuple[str, int], key: str, by_id: int | None, at: datetime
) -> dict[int, int]:
    """Insert what is not there yet: new notice by member. The unique constraint decides a race between two workers."""
    members = get_user_model().objects
    present = set(members.filter(pk__in=ids, is_active=True, erased_at=None).values_list("pk", flat=True))
    missing = present - set(Notice.objects.told(key, present).values_list("recipient", flat=True))
    Notice.objects.bulk_create(
        (
            Notice(
                recipient_id=member_id,
                kind=kind.key,
                subject_kind=about[0],
                subject_id=about[1],
                actor_id=by_id,
                key=key,
                created_at=at,
            )
            for member_id in sorted(missing)
        ),
        ignore_conflicts=True,
    )
    return dict(Notice.objects.told(key, missing).values_list("recipient", "pk"))


def _prepare_mail(new: dict[int, int], *, kind: NoticeKind, at: datetime) -> int:
    """A waiting message for everyone who wants this kind by e-mail and has confirmed their address."""
    confirmed = EmailAddress.objects.filter(user__in=new, verified=True, primary=True)
    chosen = Preference.objects.choices_for(kind.key, new)
    wanting = [
        member_id
        for member_id in sorted(confirmed.values_list("user", flat=True))
        if chosen.get(member_id, kind.proposed_by_email) == ByEmail.AT_ONCE
    ]
    Message.objects.bulk_create(
        (Message(notice_id=new[member_id], recipient_id=member_id, due_at=at) for member_id in wanting),
        ignore_conflicts=True,
    )
    return len(wanting)
