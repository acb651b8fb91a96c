"""A kind of notice without its templates would fail when somebody is told: it fails at the start instead."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from core.notices.kinds import NoticeKind, notice_kinds


def templates_of(kind: NoticeKind) -> Iterator[str]:
    yield f"notices/kinds/{kind.template}.html"
    yield from (f"emails/{kind.template}{ending}" for ending in (".subject.txt", ".txt", ".html"))


def _is_missing(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return True
    return False


@register()
def every_kind_has_its_words(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"The notice kind {kind.key!r} lacks the template {name}.", id="notices.E001")
        for kind in notice_kinds
        for name in templates_of(kind)
        if _is_missing(name)
    ]
