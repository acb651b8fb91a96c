"""Invitations and tiers for tests, with what a test does not care about filled in."""

import re
from typing import Any

from core.audience.actions.groups import make_tier
from core.audience.models import Tier
from insiders.actions.inviting import Asked, Letter, invite_by_link, invite_many
from insiders.models import Invitation

LETTER = Letter("We have kept a chair for you.\n\nCome and taste.", "Jonas Ruud, roaster")


def tasters(**fields: Any) -> Tier:
    tier = make_tier("Tasters")
    Tier.objects.filter(pk=tier.pk).update(**fields)
    tier.refresh_from_db()
    return tier


def invited(email: str, *, by: Any, tier: Tier | None = None, **more: Any) -> Invitation:
    [made] = invite_many(tier or tasters(), [Asked(email, "Tom")], LETTER, by=by, **more)
    return made


def linked(*, by: Any, tier: Tier | None = None, **more: Any) -> Invitation:
    return invite_by_link(tier or tasters(), LETTER, by=by, **more)


def token_in(text: str) -> str:
    found = re.search(r"/invitation/([\w-]+)/", text)
    assert found
    return found[1]
