"""Whether an early-access page is closed by something: a restriction or a ladder, on it or above. A ladder that all
have climbed counts: somebody opened the page on purpose."""

from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import Page, PageViewRestriction

from core.audience.models import AudienceWindow

STEP = Page.steplen


def paths_above(path: str) -> list[str]:
    """Those of the page and of all above it."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def is_closed_by_something(path: str) -> bool:
    """The page at this path, by what is stored of it and of the pages above."""
    return has_ladder(paths_above(path)) or is_closed_beside_its_ladder(path)


def is_closed_beside_its_ladder(path: str) -> bool:
    """By a restriction, or by a ladder above it: whatever becomes of its own."""
    restrictions = PageViewRestriction.objects.filter(page__path__in=paths_above(path))
    return restrictions.exists() or has_ladder(paths_above(path)[:-1])


def has_ladder(paths: list[str]) -> bool:
    return AudienceWindow.objects.filter(page__path__in=paths).exists()


def open_by_oversight(pages: Any) -> list[Any]:
    """Those of these live pages that nothing closes."""
    own = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    ladder = AudienceWindow.objects.filter(page=OuterRef("pk"))
    found = pages.filter(live=True).exclude(Exists(own)).exclude(Exists(ladder))
    return [page for page in found if not is_closed_by_something(page.path)]
