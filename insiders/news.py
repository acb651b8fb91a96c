"""What insiders are told, and what it is about: a member's own place in a tier, an inviter's invitation."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audience.models import Ending, Membership
from core.audience.reasons import reasons_of
from core.notices.kinds import NoticeKind
from core.notices.models import Notice
from insiders.models import Invitation
from insiders.policies.invitations import may_invite

BEGAN, LAPSES, ENDED, DECLINED = "insider-began", "insider-lapses", "insider-ended", "invitation-declined"
MEMBERSHIP = "membership"


class MembershipSubject:
    """Only its member sees it. A hidden tier is not named any more once it has ended."""

    key = MEMBERSHIP
    model = Membership
    label = gettext_lazy("place among the insiders")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[Membership]:
        return Membership.objects.of(user).select_related("tier")

    def title(self, membership: Membership) -> str:
        if membership.tier.is_hidden and not membership.is_active():
            return _("Early access")
        return membership.tier.name

    def url(self, membership: Membership) -> str:
        return reverse("insiders:membership", args=[membership.pk])

    def author_id(self, membership: Membership) -> int | None:
        return membership.member_id

    def people(self, membership: Membership) -> dict[str, list[int]]:
        return {"author": [membership.member_id]}

    def version(self, membership: Membership) -> int:
        return 1

    def snapshot(self, membership: Membership) -> dict[str, Any]:
        return {}

    def thumbnail(self, membership: Membership) -> str | None:
        return None


class InvitationSubject:
    """Whoever wrote it sees it, while they may invite."""

    key = "invitation"
    model = Invitation
    label = gettext_lazy("invitation")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[Invitation]:
        theirs = Invitation.objects.filter(invited_by=user.pk) if may_invite(user) else Invitation.objects.none()
        return theirs.select_related("tier")

    def title(self, invitation: Invitation) -> str:
        return invitation.name or invitation.email or _("Somebody")

    def url(self, invitation: Invitation) -> str:
        return f"{reverse('invitations:index')}?state=declined"

    def author_id(self, invitation: Invitation) -> int | None:
        return invitation.invited_by_id

    def people(self, invitation: Invitation) -> dict[str, list[int]]:
        return {"author": [invitation.invited_by_id] if invitation.invited_by_id else []}

    def version(self, invitation: Invitation) -> int:
        return 1

    def snapshot(self, invitation: Invitation) -> dict[str, Any]:
        return {}

    def thumbnail(self, invitation: Invitation) -> str | None:
        return None


def of_those_who_are_in(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """Why they are in and until when; who is out again has nothing to be welcomed to."""
    found = _memberships(notices)
    reasons = {}
    for member in {notice.recipient_id: notice.recipient for notice in notices}.values():
        reasons |= reasons_of([one for one in found.values() if one.member_id == member.pk], to=member)
    return {
        notice.pk: {"membership": one, "reason": reasons[one.pk]}
        for notice in notices
        if (one := found.get(notice.subject_id)) and one.is_active() and one.pk in reasons
    }


def of_those_who_lapse(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """Until when, as it stands now; who was given more time, or is out, is not reminded of the day that was."""
    found, now = _memberships(notices), timezone.now()
    return {
        notice.pk: {
            "membership": one,
            "is_in_grace": one.is_in_grace(now),
            "has_grace": one.closes_at != one.expires_at,
        }
        for notice in notices
        if (one := found.get(notice.subject_id))
        and one.is_active(now)
        and one.expires_at
        and notice.key.endswith(f":{int(one.expires_at.timestamp())}")
    }


def of_those_who_are_out(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    found = _memberships(notices)
    return {
        notice.pk: {"membership": one, "is_lapse": one.ending == Ending.LAPSED}
        for notice in notices
        if (one := found.get(notice.subject_id)) and one.ended_at and one.ending != Ending.LEFT
    }


def of_those_who_declined(notices: Sequence[Notice]) -> Mapping[int, Mapping[str, Any]]:
    """Who has changed their mind, or was asked anew, has not declined."""
    ids = {notice.subject_id for notice in notices}
    declined = Invitation.objects.filter(pk__in=ids, declined_at__isnull=False).select_related("tier").in_bulk()
    return {
        notice.pk: {"invitation": declined[notice.subject_id]} for notice in notices if notice.subject_id in declined
    }


def _memberships(notices: Sequence[Notice]) -> dict[int, Membership]:
    ids = {notice.subject_id for notice in notices}
    return Membership.objects.filter(pk__in=ids).select_related("tier", "by").in_bulk()


def _has_been_in(member: Any) -> bool:
    return Membership.objects.of(member).exists()


KINDS = (
    NoticeKind(
        key=BEGAN,
        label=gettext_lazy("Something is open to you before it is to everyone"),
        reason=gettext_lazy("You have become an insider."),
        facts=of_those_who_are_in,
        may_wait=False,
    ),
    NoticeKind(
        key=LAPSES,
        label=gettext_lazy("Your early access comes to its end"),
        reason=gettext_lazy("You are an insider."),
        facts=of_those_who_lapse,
        is_for=_has_been_in,
        may_wait=False,
    ),
    NoticeKind(
        key=ENDED,
        label=gettext_lazy("Your early access has ended"),
        reason=gettext_lazy("You were an insider."),
        facts=of_those_who_are_out,
        is_for=_has_been_in,
    ),
    NoticeKind(
        key=DECLINED,
        label=gettext_lazy("Somebody declines an invitation of yours"),
        reason=gettext_lazy("You wrote this invitation."),
        facts=of_those_who_declined,
        is_for=may_invite,
    ),
)
