"""Small questions of shape that components ask: which mark, which letters, which widget."""

from functools import lru_cache
from typing import Any
from zlib import crc32

from django import forms, template
from django.forms import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.templatetags.icons import icon

register = template.Library()

MARK_OF_STATUS = {
    "new": "status-new",
    "under-review": "status-review",
    "planned": "status-planned",
    "in-the-works": "status-works",
    "launched": "status-launched",
    "not-planned": "status-declined",
}
MARK_OF_STAGE = {
    "open": "status-new",
    "planned": "status-planned",
    "launched": "status-launched",
    "declined": "status-declined",
}
TINTS = 8


class SteadyNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        language = get_language()
        if language not in self.drawn:
            bare = template.Context()
            with bare.bind_template(context.template):  # type: ignore[arg-type]  # drawing has one
                self.drawn[language] = self.nodelist.render(bare)
        return self.drawn[language]


@register.tag
def steady(parser: template.base.Parser, token: template.base.Token) -> SteadyNode:
    """`{% steady %}…{% endsteady %}`: words and icons that are the same for everyone, drawn once a language.

    What stands inside sees no variable. A card is drawn twenty times a page; its fixed words need not be looked up
    twenty times.
    """
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return SteadyNode(nodelist)


def _mark(slug: str, stage: str) -> SafeString:
    return icon(MARK_OF_STATUS.get(slug) or MARK_OF_STAGE.get(stage, "status-new"))


@lru_cache(maxsize=1024)
def _pill(slug: str, stage: str, name: str, solid: bool) -> SafeString:
    attributes = f'class="status-pill" data-stage="{escape(stage)}"' + (' data-solid=""' if solid else "")
    return mark_safe(f"<span {attributes}>{_mark(slug, stage)}{escape(name)}</span>")


@register.simple_tag
def status_mark(status: Any) -> SafeString:
    """The mark of a status: its own when we know it, else that of its stage (a board may invent statuses)."""
    return _mark(status.slug, status.stage)


@register.simple_tag
def status_pill(status: Any, solid: bool = False) -> SafeString:
    """The mark of a status and its name."""
    return _pill(status.slug, status.stage, str(status.name), bool(solid))


@register.filter
def initials(name: object) -> str:
    """At most two letters that stand for a name: the first of the first word and the first of the last."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def tint(name: object) -> int:
    """Which of the avatar colours belongs to this name; the same one every time."""
    return crc32(str(name or "").encode()) % TINTS + 1


@register.filter
def widget_kind(field: BoundField) -> str:
    """`check` (one box), `options` (boxes or radios), `hidden`, or `line` for everything with a label above."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    return "line"


@register.simple_tag
def widget(field: BoundField, size: str = "", form_id: str = "", **attrs: Any) -> SafeString:
    """The widget of a form field dressed as ours; Django adds what assistive technology needs to know."""
    given = field.field.widget.attrs
    if widget_kind(field) == "line":
        attrs["class"] = f"field-input {given.get('class', '')}".strip()
    if size:
        attrs["data-size"] = size
    if form_id:
        attrs["form"] = form_id
    return field.as_widget(attrs={name.replace("_", "-"): value for name, value in attrs.items()})
