"""A small tree of pages, and ways to close a part of it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from core.audience.actions.groups import make_tier
from core.audience.models import AudienceWindow, Teaser
from core.pages.actions import demo_home
from core.pages.models import StandardPage


def make_page(title: str, *, under: Page | None = None, **fields: Any) -> StandardPage:
    parent = Page.objects.get(pk=(under or demo_home()).pk)
    return parent.add_child(instance=StandardPage(title=title, **fields))


def close(page: Page, *groups: str, kind: str = PageViewRestriction.GROUPS) -> PageViewRestriction:
    """Close it to everybody but these groups; or, with another kind, to visitors or by password."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    restriction.groups.set(Group.objects.get_or_create(name=name)[0] for name in groups)
    return restriction


def close_to_visitors(page: Page) -> PageViewRestriction:
    return close(page, kind=PageViewRestriction.LOGIN)


def climb(page: Page, *tiers: str, **steps: datetime | None) -> AudienceWindow:
    """Put a ladder on it, with tiers of these names."""
    window = AudienceWindow(page=page, **steps)
    window.tiers.set([make_tier(name) for name in tiers])
    window.save()
    return window


def tease(page: Page, title: str = "Something is roasting", **fields: Any) -> Teaser:
    return Teaser.objects.create(page=page, title=title, **fields)
