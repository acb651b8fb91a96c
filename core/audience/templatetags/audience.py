from django import template
from wagtail.models import Page

from core.audience.audience_words import ladder_words

register = template.Library()


@register.simple_tag
def ladder_of(page: Page) -> str:
    """The ladders that stand on this page or above it, in words. Empty without one."""
    return ladder_words(page) if page.pk else ""
