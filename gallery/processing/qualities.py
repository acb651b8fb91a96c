"""How well and how slowly pictures are written. Tried on photographs: a slower AVIF saves a tenth and takes thrice."""

from typing import Any

AVIF: dict[str, Any] = {"quality": 60, "speed": 8, "max_threads": 1}  # one: several workers share a machine
WEBP: dict[str, Any] = {"quality": 80, "method": 4}
JPEG: dict[str, Any] = {"quality": 85, "progressive": True, "optimize": True}

WAYS: dict[str, dict[str, Any]] = {"avif": AVIF, "webp": WEBP, "jpeg": JPEG}
