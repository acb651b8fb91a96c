from typing import Any

from django import template

from core.pages.navigation import Place

register = template.Library()


@register.simple_tag(takes_context=True)
def place_of(context: template.Context, kind: str) -> Place | None:
    """`{% place_of "impactpage" as place %}`: the first place of the site that is a page of this model, of those that
    whoever looks may see. Asks nothing that the frame of the page does not ask."""
    nav: Any = context.get("site_nav", ())
    foot: Any = context.get("site_foot", ())
    return next((place for place in (*nav, *foot) if place.kind == kind), None)
