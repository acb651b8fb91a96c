"""Telling members that something happened: the notice in the inbox, and the row of the e-mail that will follow or its
place in a digest."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.audience.grounds import kept_out
from core.effects import after_commit
from core.notices.clocks import next_due_of
from core.notices.kinds import notice_kinds
from core.notices.models import Deferral, Message, Notice, Preference
from core.notices.models.digest import Rhythm
from core.notices.models.preference import ByEmail
from core.notices.tasks import deliver

CHUNK = 5_000  # one transaction each: so few questions that what each reader is sent weighs more


@dataclass(frozen=True, slots=True)
class News:
    """One member is to be told of the event that `key` names."""

    recipient_id: int
    kind: str
    about: tuple[str, int]
    key: str
    by_id: int | None = None


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

    Whoever did it is not told, nor is a member who has left, nor whoever may not enter the page that it stands under:
    not even that something happened there. Told in chunks, each with its own transaction unless the
    caller has one: what a dead worker left half done is finished by calling this again. Raises KeyError for a kind that
    no room has registered.
    """
    registered, by_id = notice_kinds[kind].key, by.pk if by is not None else None
    return notify_each((News(pk, registered, about, key, by_id) for pk in recipient_ids), at=at)


def take_back(kind: str, *, about: tuple[str, int]) -> int:
    """What these notices tell of is over: they have left the inboxes, and mail that waits is not sent. How many left.

    A later event may have the same key and is told again.
    """
    over = Notice.objects.filter(kind=notice_kinds[kind].key, subject_kind=about[0], subject_id=about[1])
    return over.delete()[1].get(Notice._meta.label, 0)


def notify_each(news: Iterable[News], *, at: datetime | None = None) -> int:
    """The same for events of their own, in as few queries as for one event; how many notices are new."""
    at, told = at or timezone.now(), 0
    for chunk in _chunks(one for one in dict.fromkeys(news) if one.recipient_id != one.by_id):
        with transaction.atomic(savepoint=False):  # half a chunk is of no use to a caller who has a transaction
            new = _record(chunk, at=at)
            if _prepare_mail(new, at=at):
                after_commit(deliver)
        told += len(new)
    return told


def _chunks(news: Iterable[News]) -> Iterator[list[News]]:
    walk = iter(news)
    while chunk := list(islice(walk, CHUNK)):
        yield chunk


def _record(news: Collection[News], *, at: datetime) -> dict[News, int]:
    """Insert what is not there yet: new notice by news. The unique constraint decides a race between two workers."""
    ids = {one.recipient_id for one in news}
    members = get_user_model().objects
    present = set(members.filter(pk__in=ids, is_active=True, erased_at=None).values_list("pk", flat=True))
    there = _told(news)
    new = [one for one in news if one.recipient_id in present and (one.recipient_id, one.key) not in there]
    outside = kept_out((one.about, one.recipient_id) for one in new)
    missing = {(one.recipient_id, one.key): one for one in new if (one.about, one.recipient_id) not in outside}
    stored = Notice.objects.bulk_create(
        (
            Notice(
                recipient_id=one.recipient_id,
                kind=notice_kinds[one.kind].key,
                subject_kind=one.about[0],
                subject_id=one.about[1],
                actor_id=one.by_id,
                key=one.key,
                created_at=at,
            )
            for _who, one in sorted(missing.items())
        ),
        update_conflicts=True,  # changes nothing in what another worker stored, and gives its key
        unique_fields=["recipient", "key"],
        update_fields=["kind"],
    )
    return {missing[notice.recipient_id, notice.key]: notice.pk for notice in stored}


def _told(news: Collection[News]) -> set[tuple[int, str]]:
    """The notices that there are of this, by recipient and key."""
    recipients, keys = {one.recipient_id for one in news}, {one.key for one in news}
    return set(Notice.objects.filter(key__in=keys, recipient__in=recipients).values_list("recipient", "key"))


def _prepare_mail(new: dict[News, int], *, at: datetime) -> int:
    """A waiting message for everyone who wants this kind by e-mail at once and has confirmed their address; for who
    wants it in a digest, its place there. How many messages."""
    wishes = _wishes(new)
    at_once = [one for one in new if wishes.get(one) == ByEmail.AT_ONCE]
    Message.objects.bulk_create(
        (Message(notice_id=new[one], recipient_id=one.recipient_id, due_at=at) for one in at_once),
        ignore_conflicts=True,
    )
    waiting = {new[one]: (one.recipient_id, Rhythm(wish)) for one, wish in wishes.items() if wish in Rhythm.values}
    if waiting:
        _defer(waiting, at=at)
    return len(at_once)


def _defer(waiting: dict[int, tuple[int, Rhythm]], *, at: datetime) -> None:
    """These notices, with their recipients, wait for the next digest of that rhythm."""
    due = next_due_of(set(waiting.values()), after=at)
    Deferral.objects.bulk_create(
        (
            Deferral(notice_id=pk, recipient_id=who, rhythm=rhythm, due_at=due[who, rhythm])
            for pk, (who, rhythm) in waiting.items()
        ),
        ignore_conflicts=True,
    )


def _wishes(new: Collection[News]) -> dict[News, str]:
    """How each of these reaches its member by e-mail. Who has not confirmed their address is missing."""
    wishes: dict[News, str] = {}
    for key in {one.kind for one in new}:
        same, kind = [one for one in new if one.kind == key], notice_kinds[key]
        chosen = Preference.objects.filter(kind=key, member=OuterRef("user")).values("by_email")
        addresses = EmailAddress.objects.filter(
            user__in=[one.recipient_id for one in same], verified=True, primary=True
        )
        by_email = addresses.annotate(wish=Coalesce(chosen, Value(kind.proposed_by_email)))
        wish_of = dict(by_email.values_list("user", "wish"))
        wishes |= {one: wish_of[one.recipient_id] for one in same if one.recipient_id in wish_of}
    return {one: wish if notice_kinds[one.kind].offers(wish) else ByEmail.AT_ONCE for one, wish in wishes.items()}
