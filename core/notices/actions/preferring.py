from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from core.errors import RuleBroken
from core.notices.clocks import next_due_of
from core.notices.kinds import NoticeKind, notice_kinds
from core.notices.models import Deferral, Preference
from core.notices.models.digest import Rhythm
from core.notices.models.message import MessageState
from core.notices.models.preference import ByEmail
from core.notices.tokens import read_token, read_undo, undo_token


def set_preference(kind: NoticeKind, by_email: str, *, by: Any, at: datetime | None = None) -> None:
    """How `by` wants to hear of this kind from now on. Raises RuleBroken for a choice that is not offered."""
    set_preferences({kind.key: by_email}, by=by, at=at)


def set_preferences(wanted: Mapping[str, str], *, by: Any, at: datetime | None = None) -> None:
    """The same for many kinds, by their keys. What waits for a digest goes over to the new rhythm; with an answer that
    is no rhythm, it comes with the digest for which it waits, or not at all. Raises RuleBroken."""
    if not all(by_email in ByEmail.values and notice_kinds[key].offers(by_email) for key, by_email in wanted.items()):
        raise RuleBroken(_("Choose one of the answers that are offered."))
    with transaction.atomic():
        Preference.objects.bulk_create(
            (Preference(member_id=by.pk, kind=key, by_email=by_email) for key, by_email in wanted.items()),
            update_conflicts=True,
            unique_fields=["member", "kind"],
            update_fields=["by_email"],
        )
        for rhythm in Rhythm:
            if kinds := [key for key, by_email in wanted.items() if by_email == rhythm]:
                _go_over(kinds, rhythm, of=by, at=at or timezone.now())


def _go_over(kinds: list[str], rhythm: Rhythm, *, of: Any, at: datetime) -> None:
    waiting = Deferral.objects.waiting().filter(recipient_id=of.pk, notice__kind__in=kinds).exclude(rhythm=rhythm)
    waiting.update(rhythm=rhythm, due_at=next_due_of([(of.pk, rhythm)], after=at)[of.pk, rhythm])


def set_everything(by_email: str, kinds: list[NoticeKind], *, by: Any, at: datetime | None = None) -> None:
    """One answer for all these kinds; those that cannot wait stay as they are when the answer is a rhythm."""
    set_preferences({kind.key: by_email for kind in kinds if kind.offers(by_email)}, by=by, at=at)


def set_clock(time_zone: str, *, by: Any) -> None:
    """By which clock `by` lives; "" for that of the site. Raises RuleBroken for a zone that nobody knows."""
    if time_zone and time_zone not in settings.WAGTAIL_USER_TIME_ZONES:
        raise RuleBroken(_("Choose one of the answers that are offered."))
    UserProfile.objects.update_or_create(user_id=by.pk, defaults={"current_time_zone": time_zone})


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was stopped, and the token that takes it back; none where it had been stopped before."""

    what: NoticeKind | Rhythm
    undo: str


def unsubscribe(token: str) -> Stopped:
    """Stop what the token names to the token's member: one kind, or all that comes in one rhythm; again changes
    nothing. Raises RuleBroken."""
    member, what = read_token(token)
    with transaction.atomic():
        before = _stop_rhythm(what, of=member) if isinstance(what, Rhythm) else _stop_kind(what, of=member)
    return Stopped(what, undo_token(member.pk, before) if before else "")


def _stop_kind(kind: NoticeKind, *, of: Any) -> dict[str, str]:
    """What it was before; nothing when it was stopped already."""
    before = Preference.objects.chosen_by(of).get(kind.key, kind.proposed_by_email)
    set_preference(kind, ByEmail.NEVER, by=of)
    return {} if before == ByEmail.NEVER else {kind.key: before}


def _stop_rhythm(rhythm: Rhythm, *, of: Any) -> dict[str, str]:
    kinds = Preference.objects.kinds_of(of, rhythm)
    Preference.objects.filter(member=of, kind__in=kinds).update(by_email=ByEmail.NEVER)
    # What still waits in this rhythm though its kind has another answer by now would come all the same.
    not_sent = Q(digest=None) | Q(digest__message__state=MessageState.WAITING)
    left = Deferral.objects.filter(not_sent, recipient=of, rhythm=rhythm).exclude(notice__kind__in=kinds)
    Deferral.objects.filter(pk__in=left.values("pk")).delete()
    return dict.fromkeys(kinds, str(rhythm))


def resubscribe(token: str) -> None:
    """Take an unsubscription back, as far as nothing else was chosen since. Raises RuleBroken."""
    member, before = read_undo(token)
    never = set(Preference.objects.kinds_of(member, ByEmail.NEVER))
    kinds = {key: notice_kinds[key] for key in before if key in never and key in notice_kinds}
    set_preferences({key: before[key] for key, kind in kinds.items() if kind.offers(before[key])}, by=member)
