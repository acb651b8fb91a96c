"""What rooms above plug into the site: parts of the home page, sources of the search, feeds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.models import Page

from core.registry import Registry

Built = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A part of the home page, by `order`. `build` gives a template and its context, or None when there is nothing to
    show to this person; a `title` in the context takes the place of the usual one. `ask` gives the address where
    this room begins a submission, or None."""

    key: str
    title: str | Promise
    build: Callable[[HttpRequest], Built | None]
    order: int = 50
    ask: Callable[[HttpRequest], str | None] | None = None


@dataclass(frozen=True, slots=True)
class SearchSource:
    """One kind of thing that the search finds. `search(words, user, limit)` starts from `visible_to(user)`; `template`
    shows one result, named `row`. `sitemap` gives what anonymous people may see, each with `get_absolute_url()`.
    Where these things are pages themselves, `pages` is their model: "Pages" leaves them out."""

    key: str
    label: str | Promise
    search: Callable[[str, Any, int], Iterable[Any]]
    template: str
    order: int = 50
    sitemap: Callable[[], Any] | None = None
    pages: type[Page] | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """An Atom feed that pages may point readers to. `urls` gives (title, address) pairs this person may follow."""

    key: str
    title: str | Promise
    urls: Callable[[HttpRequest], Iterable[tuple[str, str]]]


home_sections: Registry[HomeSection] = Registry("home_sections")
search_sources: Registry[SearchSource] = Registry("search_sources")
feeds: Registry[Feed] = Registry("feeds")


def built_sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The home page's parts that have something to show to this person."""
    parts = []
    for section in sorted(home_sections, key=lambda section: section.order):
        built = section.build(request)
        if built is not None:
            template, context = built
            title = context.get("title", section.title)
            parts.append({"key": section.key, "title": title, "template": template, "context": context})
    return parts


def ask_address(request: HttpRequest) -> str:
    """Where a submission begins for this person: the first room that has such a place, else nowhere."""
    for section in sorted(home_sections, key=lambda section: section.order):
        if section.ask and (address := section.ask(request)):
            return address
    return ""
