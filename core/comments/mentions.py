"""Whom a text mentions: the same for a comment and for what the brand answers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core.comments.models import MentionBlock
from core.members.models import User
from core.templatetags.words import handles_in

MOST_MENTIONS = 10  # a text that names everyone speaks to nobody


def problem_with_mentions(*texts: str) -> str:
    """Why these texts, which are sent together, mention too many; else empty. Asks nothing of the database: whether a
    name is a member's makes no difference."""
    names = {name for text in texts for name in handles_in(text)}
    if len(names) <= MOST_MENTIONS:
        return ""
    words = _(
        "At most %(most)d members can be mentioned at once, and here are %(named)d. Take the @ from some of them."
    )
    return words % {"most": MOST_MENTIONS, "named": len(names)}


def mentioned_ids(*texts: str, by: Any) -> set[int]:
    """The members whom the texts name, at most the first ten names, without those who blocked mentions by `by`.
    Whether they may read it, the caller asks."""
    names = list(dict.fromkeys(name for text in texts for name in handles_in(text)))[:MOST_MENTIONS]
    if not names:
        return set()
    named = set(_with_handles(User.objects.present(), names).values_list("pk", flat=True))
    return named - MentionBlock.objects.against(by, among=named)


def linkable_handles(texts: Iterable[str], *, to: Any) -> frozenset[str]:
    """Those of the handles mentioned here, in lower case, whose profile this person may see: only they become links."""
    named = {handle for text in texts if "@" in text for handle in handles_in(text)}
    if not named:
        return frozenset()
    shown = _with_handles(User.objects.visible_to(to), named)
    return frozenset(handle.lower() for handle in shown.values_list("handle", flat=True))


def _with_handles(members: QuerySet[User], names: Iterable[str]) -> QuerySet[User]:
    return members.alias(handle_lower=Lower("handle")).filter(handle_lower__in=list(names))
