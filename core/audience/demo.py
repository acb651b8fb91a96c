"""The roles of the cast. The members' chapter has made them members before."""

from django.contrib.auth import get_user_model

from core.audience.actions.groups import ensure_groups, join, make_tier
from core.audience.groups import EDITORS, INSIDERS, MODERATORS
from core.audience.models import Tier

ROLES = {"bea@example.com": EDITORS, "mo@example.com": MODERATORS, "ines@example.com": INSIDERS}


def write_roles() -> None:
    ensure_groups()
    make_tier(INSIDERS, order=10)
    for email, role in ROLES.items():
        if member := get_user_model().objects.filter(email=email).first():
            join(member, role)


def erase_roles() -> None:
    """The roles are the site's own and stay; the tier was the demo's."""
    Tier.objects.filter(group__name=INSIDERS).delete()
