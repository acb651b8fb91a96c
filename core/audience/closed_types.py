"""Which types of pages are closed unless something opens them. The gate knows it, so nothing that is lost opens one.
Rooms add theirs."""

from dataclasses import dataclass

from wagtail.models import Page, PageViewRestriction

from core.audience.models.window import AudienceWindow
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class ClosedType:
    """Only administrators enter a page of this model while no restriction and no ladder stands on it or above it. A
    ladder that all have climbed stands as well: somebody opened the page on purpose."""

    key: str
    model: type[Page]


closed_types: Registry[ClosedType] = Registry("closed_types")


def is_of_closed_type(page: Page) -> bool:
    """By its type, stored or not. An alias is as closed as the page that it follows."""
    return page.alias_of_id is None and bool(key_of(page))


def key_of(page: Page) -> str:
    """Of its closed type; empty if it is of none."""
    own = page.specific_class or type(page)
    return next((closed.key for closed in closed_types if issubclass(own, closed.model)), "")


def is_shut(page: Page, *, below: str) -> bool:
    """Whether its type alone closes this page, which has neither a restriction nor a ladder of its own, below the page
    at that path."""
    return is_of_closed_type(page) and says_nobody(below)


def says_nobody(path: str) -> bool:
    """Whether nothing on the page at this path or above it says who is let in."""
    above = paths_above(path)
    return not (has_ladder(above) or PageViewRestriction.objects.filter(page__path__in=above).exists())


def is_closed_beside_its_ladder(path: str) -> bool:
    """By a restriction, or by a ladder above it: whatever becomes of its own."""
    restrictions = PageViewRestriction.objects.filter(page__path__in=paths_above(path))
    return restrictions.exists() or has_ladder(paths_above(path)[:-1])


def has_ladder(paths: list[str]) -> bool:
    return AudienceWindow.objects.filter(page__path__in=paths).exists()


def paths_above(path: str) -> list[str]:
    """Those of the page and of all above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
