"""Keyset paging: the cursor is the place after the last row that was shown, so page 1,000 costs what page 1 does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import RuleBroken

T = TypeVar("T", bound=Model)


class Page(list[T]):
    """Rows, and the cursor of the next page ("" on the last)."""

    next: str = ""


def encode(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def decode(cursor: str, *, kinds: Sequence[type]) -> list[Any]:
    """The values in the cursor. Raises RuleBroken for one that we did not make for this order."""
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(kinds):
            raise ValueError
        return [_as(kind, value) for kind, value in zip(kinds, values, strict=True)]
    except (ValueError, NotBase64, TypeError, UnicodeError, RecursionError) as error:
        raise RuleBroken(_("This link to a further page is damaged. Start again from the first page.")) from error


def _as(kind: type, value: Any) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not 1 < moment.year < 9999:  # at the ends, another time zone is out of range
            raise ValueError
        return moment
    if isinstance(value, bool) or not isinstance(value, kind | int if kind is float else kind):
        raise ValueError
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError
    if value != value or value in (float("inf"), float("-inf")):  # NaN and infinity have no place in an order
        raise ValueError
    return value


def keyset(queryset: QuerySet[T], *, by: Sequence[str], kinds: Sequence[type], after: str = "", size: int = 20) -> Page:
    """One page in descending order of the fields `by` (the last must be unique), after the cursor.

    The condition is written as `a <= x AND (a < x OR …)`: the first half lets an index be entered at the cursor.
    """
    ordered = queryset.order_by(*(F(field).desc() for field in by))
    if after:
        ordered = ordered.filter(_beyond(by, decode(after, kinds=kinds)))
    rows = list(ordered[: size + 1])
    page: Page = Page(rows[:size])
    if len(rows) > size:
        page.next = encode([getattr(page[-1], field) for field in by])
    return page


def _beyond(by: Sequence[str], values: Sequence[Any]) -> Q:
    field, value = by[0], values[0]
    if len(by) == 1:
        return Q(**{f"{field}__lt": value})
    return Q(**{f"{field}__lte": value}) & (Q(**{f"{field}__lt": value}) | _beyond(by[1:], values[1:]))
