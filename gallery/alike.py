"""Pictures and films that look alike, although their bytes differ: shown to moderators, never a reason by itself."""

from gallery.hashing import near
from gallery.models import MediaItem

LOOKED_AT = 5_000  # the newest; each is compared in some ten microseconds
MOST = 6


def look_alikes(item_id: int) -> list[int]:
    """Keys of those that look like this one, turned or mirrored perhaps, the newest first. Two queries."""
    hashes = MediaItem.objects.filter(pk=item_id).values_list("hashes", flat=True).first()
    if not hashes:
        return []
    others = MediaItem.objects.exclude(pk=item_id).exclude(hashes=[]).order_by("-pk")
    known = others.values_list("pk", "hashes")[:LOOKED_AT]
    return [pk for pk, other in known if near(hashes, other)][:MOST]
