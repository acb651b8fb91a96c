"""A member's own data, all of it, in one piece that machines can read."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from core.members.models import User
from core.members.policies import may_export
from core.members.registries import personal_data
from core.policies import ensure


def export_member(member: User, *, by: User, at: datetime | None = None) -> dict[str, Any]:
    """What this site knows about the member: the account first, then what each room adds under its own key."""
    ensure(may_export(by, member))
    rooms = {data.key: data.export(member) for data in personal_data}
    return {"exported_at": at or timezone.now(), "account": _account(member), **rooms}


def _account(member: User) -> dict[str, Any]:
    addresses = EmailAddress.objects.filter(user=member).values("email", "verified", "primary")
    acceptances = member.acceptances.select_related("text").order_by("at")
    return {
        "email": member.email,
        "email_addresses": list(addresses),
        "handle": member.handle,
        "display_name": member.display_name,
        "about_me": member.bio,
        "language": member.language,
        "profile_is_public": member.is_profile_public,
        "member_since": member.date_joined,
        "last_login": member.last_login,
        "second_factors": list(Authenticator.objects.filter(user=member).values("type", "created_at", "last_used_at")),
        "groups": list(member.groups.order_by("name").values_list("name", flat=True)),
        "accepted_texts": [
            {"kind": accepted.text.kind, "version": accepted.text.version, "at": accepted.at}
            for accepted in acceptances
        ],
    }
