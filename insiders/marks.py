"""What a profile says of the tiers of its member."""

from typing import Any

from django.utils import timezone

from core.audience.models import Membership

Built = tuple[str, dict[str, Any]]


def marks_of(member: Any, viewer: Any) -> Built | None:
    """One line a tier that the member shows: its mark, which stays, or its name while they are in. The newest time in a
    tier stands for all. A hidden tier is shown only by who chose to, and counted nowhere."""
    at = timezone.now()
    shown: dict[int, dict[str, Any]] = {}
    for one in Membership.objects.of(member).filter(is_shown=True).select_related("tier"):
        is_active = one.is_active(at)
        if one.tier_id not in shown and (is_active or one.tier.mark):
            shown[one.tier_id] = {"words": one.tier.mark or one.tier.name, "is_active": is_active, "one": one}
    return ("insiders/fragments/marks.html", {"marks": list(shown.values())}) if shown else None
