"""How many parts arrive at this process at once. Each holds one of its threads until it is whole or has taken too long,
and one that stalls holds it for as long as its connection lasts: so parts never hold all of them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings

from gallery.transports.protocol import Faulty

MOST_EACH = 3  # of one member; our script sends one after the other
_arriving: Counter[int] = Counter()  # by member
_lock = Lock()


@contextmanager
def turn_of(member_id: int) -> Iterator[None]:
    """While it lasts, one part of this member is arriving. Raises Faulty when too many are, without waiting."""
    with _lock:
        if _arriving[member_id] >= MOST_EACH:
            raise Faulty("part-of-many", most=MOST_EACH)
        if _arriving.total() >= settings.UPLOAD_PARTS_AT_ONCE:
            raise Faulty("busy")
        _arriving[member_id] += 1
    try:
        yield
    finally:
        with _lock:
            _arriving[member_id] -= 1
            if not _arriving[member_id]:
                del _arriving[member_id]
