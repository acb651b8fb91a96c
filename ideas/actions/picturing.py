from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Stale
from core.policies import ensure
from gallery.actions.attaching import arrange, items_of
from gallery.models import MediaItem
from ideas.models import Idea
from ideas.policies import may_edit

MOST_PICTURES = 3
KIND = "idea"


def pictures_by(tokens: Sequence[str], *, by: Any) -> list[MediaItem]:
    """The member's own pictures by these tokens, in this order. Raises RuleBroken in words for the field `uploads`."""
    return items_of(tokens, by=by, purpose="picture", most=MOST_PICTURES)


def set_pictures(
    idea: Idea, *, by: Any, pictures: Sequence[MediaItem], version: int, at: datetime | None = None
) -> Idea:
    """Exactly these stand under the idea, in this order. Raises Refused, and Stale for an old version.

    Each is judged by the gatekeeper by itself: the idea's words stay as they were.
    """
    with transaction.atomic():
        idea = Idea.objects.locked(idea.pk)
        ensure(may_edit(by, idea))
        if idea.version != version:
            raise Stale(_("You changed this idea in another window. Compare the two before you save."))
        arrange(pictures, under=idea, kind=KIND, at=at)
    return idea
