"""What an editor does with closed pages in all innocence: copies, moves out, wants an alias, has them translated. What
comes of it says the same words, and is crawled like the pages themselves."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from core.audience import gate
from core.audience.canary.stage import Stage, settle

FEW = 4  # things behind doors
LANGUAGES = ("he", "nb")  # whichever is not the site's own


def carry_out(stage: Stage) -> None:
    """What was planted, one act for each thing behind each door, so that all acts meet all things and all doors; where
    little is planted, all acts. What is refused leaves nothing, which is as good."""
    desk = Client(raise_request_exception=False, SERVER_NAME=stage.site.hostname)
    desk.force_login(stage.people["editor"], backend="core.members.permissions.MemberBackend")
    few = len(stage.planted) < FEW
    doors, keys = (list(dict.fromkeys(names)) for names in zip(*stage.planted, strict=True))
    for (door, key), planted in stage.planted.items():
        if planted.page is not None:
            page, place = Page.objects.get(pk=planted.page.pk), _open_place(stage, door, key)
            turn = doors.index(door) + keys.index(key)
            acts = ACTS if few else (ACTS[turn % len(ACTS)],)
            stage.carried[door, key] = [_fresh(made) for act in acts for made in act(desk, page, place)]
    settle()
    gate.forget()


def _open_place(stage: Stage, door: str, key: str) -> Page:
    """Where such a page may stand and nothing closes it."""
    others = (planted for (other, its), planted in stage.planted.items() if its == key and other != "ancestor")
    beside = next(others, None)
    return Page.objects.get(pk=stage.site.root_page_id) if beside is None else beside.page.get_parent(update=True)


def _copy(desk: Client, page: Page, place: Page) -> Iterator[Page]:
    """And what stands below the copy is moved out of it."""
    copy = _copied(desk, page, place, "copy")
    yield from _with_what_is_below(desk, copy, place)


def _alias(desk: Client, page: Page, place: Page) -> Iterator[Page]:
    yield from _with_what_is_below(desk, _copied(desk, page, place, "alias", alias="on"), None)


def _move_out(desk: Client, page: Page, place: Page) -> Iterator[Page]:
    """A copy that was made where the page stands, so that the page itself keeps its place."""
    inside = _copied(desk, page, page.get_parent(update=True), "moved")
    if inside is not None:
        _move(desk, inside, place)
        yield inside


def _translate(desk: Client, page: Page, place: Page) -> Iterator[Page]:
    with suppress(ValidationError), transaction.atomic():
        yield _translated(page.specific, place)


ACTS = (_copy, _move_out, _translate, _alias)


def _with_what_is_below(desk: Client, made: Page | None, place: Page | None) -> Iterator[Page]:
    if made is not None:
        yield made
        for below in made.get_children():
            if place is not None:
                _move(desk, below, place)
            yield below


def _copied(desk: Client, page: Page, place: Page, ending: str, **more: str) -> Page | None:
    form = {"new_title": page.title, "new_slug": f"{page.slug}-{ending}", "new_parent_page": place.pk}
    choices = {"copy_subpages": "on", "publish_copies": "on", **more}
    desk.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), {**form, **choices})
    return Page.objects.child_of(Page.objects.get(pk=place.pk)).filter(slug=form["new_slug"]).first()


def _move(desk: Client, page: Page, place: Page) -> None:
    desk.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, place.pk]))


def _translated(page: Any, place: Page) -> Page:
    """Published, and brought to where the site has an address for it."""
    language = next(code for code in LANGUAGES if code != page.locale.language_code)
    locale, _is_new = Locale.objects.get_or_create(language_code=language)
    translation = page.copy_for_translation(locale, copy_parents=True)
    translation.slug = f"{page.slug}-{language}"
    translation.save()
    translation.save_revision().publish()
    translation.move(Page.objects.get(pk=place.pk), pos="last-child")
    return Page.objects.get(pk=translation.pk)


def _fresh(page: Page) -> Page:
    found: Page = Page.objects.get(pk=page.pk)
    return found
