"""`{% icon "bell" %}`: our own line drawings, put into the page so that they take its colour."""

import re
from functools import cache

from django import template
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

FOLDER = settings.BASE_DIR / "templates" / "icons"
# These point along the line of reading, so they turn with it. The others mean the same in every direction.
POINTING = frozenset({"back", "comment", "forward", "idea", "undo"})


@cache
def _drawing(name: str) -> str:
    """What stands inside the svg element of the file. A name that is no icon of ours is a mistake in a template."""
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise template.TemplateSyntaxError(f"{name!r} is not the name of an icon.")
    try:
        text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise template.TemplateSyntaxError(f"There is no icon {name!r} in templates/icons.") from None
    inside = re.sub(r"</?svg[^>]*>", "", text).strip()
    return inside.replace(' fill="currentColor" stroke="none"', ' class="fill"')


@cache
def _markup(name: str, mirror: bool, css_class: str, size: str) -> SafeString:
    classes = f"icon {css_class}".strip()
    extra = (' data-mirror=""' if mirror else "") + (f' data-size="{escape(size)}"' if size else "")
    start = f'<svg class="{escape(classes)}" viewBox="0 0 24 24"{extra}'
    return mark_safe(f'{start} aria-hidden="true">{_drawing(name)}</svg>')


@register.simple_tag
def icon(name: str, mirror: bool | None = None, label: str = "", css_class: str = "", size: str = "") -> SafeString:
    """The drawing, silent for those who listen unless it has a `label`. Mirrors by itself where direction matters."""
    turns = name in POINTING if mirror is None else bool(mirror)
    drawn = _markup(name, turns, css_class, size)
    if not label:
        return drawn
    spoken = f'role="img" aria-label="{escape(label)}">'
    return mark_safe(drawn.replace('aria-hidden="true">', spoken, 1))
