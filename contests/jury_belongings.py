"""What juries hold of one member: for the export of their data and for its erasure."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from contests.actions.inviting import clear_desk
from contests.models import Juror


def export(member: Any) -> list[dict[str, Any]]:
    jurors = _of(member).select_related("contest").order_by("pk")
    return [_seat(juror) for juror in jurors.prefetch_related("judgements__marks__criterion")]


def _seat(juror: Juror) -> dict[str, Any]:
    return {
        "contest": juror.contest_id,
        "name": juror.name,
        "about": juror.about,
        "email": juror.email,
        "accepted_at": juror.accepted_at.isoformat() if juror.accepted_at else None,
        "judgements": [
            {
                "entry": judgement.entry_id,
                "state": judgement.state,
                "words": judgement.words,
                "may_be_shown": judgement.is_quotable,
                "marks": {mark.criterion.name: mark.points for mark in judgement.marks.all()},
            }
            for judgement in juror.judgements.all()
        ],
    }


def erase(member: Any) -> None:
    """Marks that were given count, as a former member's; what lies on the desk goes to others, and nobody can tell
    any more who judged."""
    now = timezone.now()
    for juror in _of(member).select_related("contest__register"):
        juror.name = juror.about = juror.message = ""
        juror.email, juror.member = f"former-{juror.pk}@members.invalid", None
        juror.removed_at, juror.letter_due_at = juror.removed_at or now, None
        juror.save()
        clear_desk(juror, at=now)


def _of(member: Any) -> QuerySet[Juror]:
    """Their seats, and invitations to an address of theirs that nobody has answered. What is not confirmed may be
    somebody else's."""
    theirs = EmailAddress.objects.filter(user=member.pk, verified=True).values_list("email", flat=True)
    return Juror.objects.filter(Q(member=member.pk) | Q(member=None, email__in=[email.lower() for email in theirs]))
