"""What invitations and givings hold of one member: for the export of their data and for its erasure."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from insiders.models import Giving, Invitation, Place


def export(member: Any) -> dict[str, Any]:
    theirs = _of(member).order_by("pk")
    fields = ("tier", "name", "email", "words", "signature", "invited_at", "expires_at", "accepted_at", "declined_at")
    written = Invitation.objects.filter(invited_by=member).order_by("pk")
    return {
        "invitations": list(theirs.filter(revoked_at=None).values(*fields)),
        "invitations_written": list(written.values("tier", "words", "signature", "invited_at")),
        "given_for": list(
            Place.objects.filter(member=member, outcome=Place.Outcome.LET_IN).values(
                "giving__because_kind", "giving__because_id", "giving__at"
            )
        ),
    }


def erase(member: Any) -> None:
    """Their address and name leave what they were sent; what they wrote to others has no name of theirs any more, and
    leads nowhere."""
    now = timezone.now()
    _of(member).filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    _of(member).update(email="", name="", words="", member=None, letter_due_at=None)
    written = Invitation.objects.filter(invited_by=member)
    written.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    written.update(words="", signature="", invited_by=None, letter_due_at=None)
    Giving.objects.filter(by=member).update(by=None)
    Giving.objects.filter(undone_by=member).update(undone_by=None)
    Giving.objects.filter(ended_by=member).update(ended_by=None)
    Place.objects.filter(member=member).delete()


def _of(member: Any) -> Any:
    return Invitation.objects.filter(Q(member=member) | Q(way=Invitation.By.MAIL, email=member.email.lower()))
