from functools import cache
from typing import Any

from django.http import HttpRequest

from core.notices.models import Notice

# The masthead writes "99+" beyond this; counting further would cost more than it tells.
MOST = 100


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: how many are unread, up to MOST. Asked at its first use in a template, never for a visitor.

    A function, which templates call by themselves: a lazy object is no number to the plural rules of all languages.
    """

    @cache
    def count() -> int:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return Notice.objects.visible_to(user).unread()[:MOST].count()

    return {"unread_notices": count}
