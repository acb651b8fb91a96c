"""What the gallery holds of a member. Files go with the account, unless everybody was shown them."""

from typing import Any

from django.db.models import Exists
from django.utils import timezone

from core.publication import State
from gallery.actions.attaching import delete_media
from gallery.actions.captioning import forget_author
from gallery.actions.uploading import forget_uploads
from gallery.models import MediaItem
from gallery.seeing import under_things_in


def export(member: Any) -> list[dict[str, Any]]:
    items = MediaItem.objects.filter(owner=member.pk).order_by("pk")
    return [
        {
            "name": item.name,
            "purpose": item.purpose,
            "description": item.alt,
            "uploaded": item.created_at,
            "bytes": item.size,
            "sha256": item.sha256,
            "state": item.state,
            "measured": item.measured,
            "stands_under": [f"{row.kind} {row.subject_id}" for row in item.attachments.all()],
            "captions": [
                {"language": track.language, "state": track.state, "text": track.text} for track in item.captions.all()
            ],
        }
        for item in items.prefetch_related("attachments", "captions")
    ]


def erase(member: Any) -> None:
    """What was published under things that stay, stays without a name and without its original's; portraits, what they
    withdrew and all that nobody else could see go with every file."""
    at = timezone.now()
    forget_uploads(member)
    mine = MediaItem.objects.filter(owner=member.pk)
    standing = Exists(under_things_in(*set(State) - {State.WITHDRAWN}))
    withdrawn = mine.filter(Exists(under_things_in(State.WITHDRAWN))).exclude(standing)
    for item in mine.exclude(state=State.PUBLISHED) | mine.filter(purpose="avatar") | withdrawn:
        delete_media(item, at=at)
    forget_author(member, at=at)
    mine.update(owner=None, name="")
