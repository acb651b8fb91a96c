"""Which thing an address of this site is about."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve

from core.subjects import Subject, subjects
from moderation.registries import moderated

PLACE = re.compile(r"(?P<what>[a-z]+)-(?P<pk>[0-9]{1,18})")  # "#comment-7"


def thing_at(address: str) -> tuple[str, Any] | None:
    """The kind and the thing that moderators judge there, or None. What is closest to the address is meant: of a
    comment's address the comment, not the idea that it stands under.

    It is found by comparing addresses: the things whose own address names the same room and the same numbers or handle.
    """
    parts = urlsplit(address)
    asked = _resolved(parts.path)
    if asked is None:
        return None
    named = _named_by(asked)
    if place := PLACE.fullmatch(parts.fragment):
        named[f"{place['what']}_pk"] = str(int(place["pk"]))
    found = [
        (len(own), adapter.key, thing)
        for adapter in moderated
        for thing in _candidates(subjects[adapter.key], named)
        if (own := _own_names(subjects[adapter.key], thing, room=asked.namespaces)) and own.items() <= named.items()
    ]
    if not found:
        return None
    _names, kind, thing = max(found, key=lambda one: one[0])
    return kind, thing


def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(unquote(path))
    except Resolver404:
        return None


def _candidates(subject: Subject, named: dict[str, str]) -> list[Any]:
    """Things with a number or a handle that stands in the address."""
    numbers = {int(value) for name, value in named.items() if name.endswith("pk") and value.isdecimal()}
    wanted = Q(pk__in=numbers)
    if "handle" in named and any(field.name == "handle" for field in subject.model._meta.get_fields()):
        wanted |= Q(handle__iexact=named["handle"])
    return list(subject.model._default_manager.filter(wanted))


def _own_names(subject: Subject, thing: Any, *, room: list[str]) -> dict[str, str]:
    """What the thing's own address names, without the words of a slug, which change; nothing in another room, and
    nothing of what has no address but that of a thing in another room: numbers there are not its own."""
    own = _resolved(urlsplit(subject.url(thing)).path)
    if own is None or own.namespaces != room or room[:1] not in ([], [subject.model._meta.app_label]):
        return {}
    return {name: value for name, value in _named_by(own).items() if name != "slug"}


def _named_by(match: ResolverMatch) -> dict[str, str]:
    """What the address itself says, without what its route gives to the view besides."""
    given = match.extra_kwargs  # type: ignore[attr-defined]  # the stubs do not know it
    return {name: str(value).lower() for name, value in match.kwargs.items() if name not in given}
