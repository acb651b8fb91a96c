from typing import Any

from django import template
from wagtail.models import Page

from core.audience.audience_words import ladder_words
from core.audience.gate import barriers_above

register = template.Library()


@register.simple_tag
def ladder_of(page: Page) -> str:
    """The ladders that stand on this page or above it, in words. Empty without one."""
    return ladder_words(page) if page.pk else ""


@register.simple_tag
def closed_from_above(items: list[dict[str, Any]]) -> bool:
    """Whether a page above closes one of these pages (rows of a bulk action)."""
    pages = [row["item"] for row in items]
    return any(one.path != page.path for page in pages for one in barriers_above(page.path))
