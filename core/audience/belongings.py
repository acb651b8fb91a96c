"""What Wagtail keeps of a member who works in the admin."""

from typing import Any

from wagtail.users.models import UserProfile


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
