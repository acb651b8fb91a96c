"""Whether a figure tells of what is closed: lists, profiles and menus that outsiders may see say the same while it is
there and while none of it is."""

import re
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from django.db import transaction
from wagtail.models import Page

from core.audience import gate
from core.audience.canary.asking import Asker
from core.audience.canary.stage import Stage, settle

CHANCE = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*|nonce="[^"]*"')


def count_again(stage: Stage, asker: Asker, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Addresses that answer otherwise without what is closed, and what differs. What differs by itself, as the time
    does, is asked a third time and tells nothing."""
    paths = list(paths)
    there = {path: _text(asker, path) for path in paths}
    with transaction.atomic():
        _take_away(stage)
        gone = {path: _text(asker, path) for path in paths}
        transaction.set_rollback(True)
    _begin()
    for path in paths:
        if there[path] != gone[path] and _text(asker, path) == there[path]:
            yield path, _difference(gone[path], there[path])


def _take_away(stage: Stage) -> None:
    """All but what has a teaser, which may be seen. Nothing of an unpublished page is anybody's to see."""
    for (door, key), planted in stage.planted.items():
        if door != "teaser" and planted.page is not None:
            pages = [planted.page, *stage.carried.get((door, key), ())]
            Page.objects.filter(pk__in=[page.pk for page in pages]).update(live=False)
            Page.objects.filter(path__startswith=Page.objects.get(pk=planted.page.pk).path).update(live=False)
    _begin()


def _begin() -> None:
    """Nothing that was remembered is in the way."""
    gate.forget()
    gate.begin_epoch()
    settle()


def _text(asker: Asker, path: str) -> str:
    return CHANCE.sub("", asker.ask(path).body.decode("utf-8", "replace"))


def _difference(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    told = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return " ".join(" ".join(told).split())[:200]
