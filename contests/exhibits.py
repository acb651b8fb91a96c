"""Entries on pages of others: the site's search, a member's profile, the sitemap."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from contests.models import ContestPage, Entry
from contests.models.entry import EntryQuerySet
from contests.searching import find_in
from contests.works import attach_works

Built = tuple[str, dict[str, Any]]
SOME = 12


def search(words: str, user: Any, limit: int) -> Iterable[Entry]:
    """The site's search: the best of every contest that this person may see."""
    ids = find_in(ContestPage.objects.visible_to(user).only("pk", "path"), words)
    seen = _shown(user).in_bulk(ids)
    found = [seen[pk] for pk in ids if pk in seen][:limit]
    attach_works(found, to=user)
    return found


def entries_of(member: Any, viewer: Any) -> Built | None:
    """On a profile: what the member has entered and everybody sees, as far as the viewer may."""
    entries = list(_shown(viewer).filter(author=member).order_by("-published_at", "-pk")[:SOME])
    attach_works(entries, to=viewer)
    return ("contests/fragments/profile_entries.html", {"entries": entries}) if entries else None


def sitemap() -> QuerySet[Entry]:
    return Entry.objects.visible_to(AnonymousUser()).published().order_by("-pk")


def _shown(user: Any) -> EntryQuerySet:
    """Not one's own that nobody else sees yet."""
    shown = Entry.objects.visible_to(user).in_shown_contests().published()
    return shown.select_related("contest", "author")
