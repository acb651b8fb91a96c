"""Where shown brands are remembered, so that pages pay nothing for name, logo and colours."""

import time

from django.core.cache import cache

EPOCH = "brand:epoch"
SECONDS = 60  # what another process may still show after a change, with an in-process cache


def epoch() -> str:
    """Part of every key. A new epoch makes all that was remembered before unreachable."""
    return str(cache.get_or_set(EPOCH, _now, timeout=None))


def forget_brands() -> None:
    cache.set(EPOCH, _now(), timeout=None)


def _now() -> str:
    return str(time.time_ns())
