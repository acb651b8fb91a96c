"""Whom somebody may want to mention, while they type: who takes part here first, then members with a public profile."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from core.audience.measures import holds
from core.comments.models import CommentQuerySet, MentionBlock
from core.members.models import User

MOST_SUGGESTED = 8
LEAST_LETTERS = 2  # of a member who takes no part here; one letter is like everybody
LONGEST = 30
LATEST = 200  # comments that are asked who takes part


def suggested(typed: str, *, thing: Any, comments: CommentQuerySet, to: Any) -> list[User]:
    """At most eight members whose handle or name begins like this. `thing` and `comments` are those that `to` may read.

    Only profiles that everybody may see; never `to`, a suspended member, or who does not want to be mentioned by `to`.
    """
    begun = "".join(letter for letter in typed if letter.isalnum() or letter == "-")[:LONGEST]
    fitting = _offered(to).filter(_begins_like(begun)) if begun else _offered(to)
    order = _taking_part(thing, comments)
    here = {member.pk: member for member in fitting.filter(pk__in=order)}
    found = [here[pk] for pk in order if pk in here][:MOST_SUGGESTED]
    if len(begun) >= LEAST_LETTERS and len(found) < MOST_SUGGESTED:
        others = fitting.exclude(pk__in=order).order_by(Lower("handle"))
        found += others[: MOST_SUGGESTED - len(found)]
    return found


def _offered(to: Any) -> QuerySet[User]:
    unwilling = MentionBlock.objects.filter(blocked=to.pk).values("member")
    open_to_all = User.objects.filter(is_profile_public=True)
    members = open_to_all.visible_to(to).exclude(pk=to.pk).exclude(pk__in=unwilling)
    for hold in holds:
        members = members.exclude(pk__in=hold.members(timezone.now()))
    return members.alias(handle_lower=Lower("handle"))


def _taking_part(thing: Any, comments: CommentQuerySet) -> list[int]:
    """Who spoke last first, at the end whoever the thing is by."""
    spoke = comments.counted().filter(author__isnull=False).order_by("-created_at", "-pk")
    authors = [*spoke.values_list("author", flat=True)[:LATEST], getattr(thing, "author_id", None)]
    return [pk for pk in dict.fromkeys(authors) if pk]


def _begins_like(begun: str) -> Q:
    """The handle, or any word of the name. Beside what was typed its other cases: SQLite knows only those of a to z."""
    fits = Q(handle_lower__startswith=begun.lower())
    for written in {begun, begun.lower(), begun.upper(), begun.capitalize()}:
        fits |= Q(display_name__startswith=written) | Q(display_name__contains=f" {written}")
    return fits
