"""What Wagtail keeps of a member who works in the admin, and in which tiers a member was and why."""

from typing import Any

from wagtail.users.models import UserProfile

from core.audience.models import Membership, MembershipEvent
from core.audience.reasons import Reason, reasons_of


def export(member: Any) -> dict[str, Any]:
    profile = UserProfile.objects.filter(user=member).first()
    if profile is None:
        return {}
    return {"language": profile.preferred_language, "time_zone": profile.current_time_zone, "theme": profile.theme}


def erase(member: Any) -> None:
    """The settings and the picture are gone. Roles and tiers end with the account itself."""
    for profile in UserProfile.objects.filter(user=member):
        profile.avatar.delete(save=False)
        profile.delete()


def export_memberships(member: Any) -> list[dict[str, Any]]:
    """All of them with their history, and what the team wrote about the member. Who wrote it is not the member's."""
    memberships = Membership.objects.of(member).select_related("tier", "by").prefetch_related("events")
    reasons = reasons_of(memberships, to=member)
    return [_as_data(one, reasons[one.pk]) for one in memberships]


def _as_data(one: Membership, reason: Reason) -> dict[str, Any]:
    events = one.events.all()  # type: ignore[attr-defined]
    return {
        "tier": one.tier.name,
        "how": one.entrance,
        "why": reason.text,
        "words": one.words,
        "since": one.began_at,
        "until": one.expires_at,
        "with_grace_until": one.closes_at,
        "ended": one.ended_at,
        "how_it_ended": one.ending,
        "shown_on_profile": one.is_shown,
        "history": [
            {"what": event.what, "at": event.at, "until": event.expires_at, "words": event.words} for event in events
        ],
    }


def erase_memberships(member: Any) -> None:
    """Theirs are gone, with what was written about them; whom they let in stays in, by nobody."""
    Membership.objects.filter(member=member).delete()
    Membership.objects.filter(by=member).update(by=None)
    MembershipEvent.objects.filter(by=member).update(by=None)
