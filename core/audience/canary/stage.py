"""A stage that leaves nothing behind: one transaction that is rolled back, folders that are thrown away, mail that is
kept in memory; and on it people, doors, and what rooms have planted behind them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.audience import gate
from core.audience.actions.groups import ensure_groups, join, make_tier
from core.audience.actions.memberships import admit
from core.audience.canary.words import CONTRIBUTED, EDITORIAL, Words
from core.audience.groups import EDITORS, MODERATORS
from core.audience.models import AudienceWindow, Entrance, Membership, Teaser, Tier
from core.commands import Planted, Surface
from core.members.actions.joining import accept_legal_texts
from core.members.models import LegalText, User

DOORS = ("restriction", "ladder", "hidden", "ancestor", "teaser", "later")
LATER = "later"  # open to all at first, until everybody has looked and every cache is warm
OUTSIDERS = ("visitor", "member", "other", "lapsed", "moderator", "editor")
TIER, HIDDEN, OTHER = "Canary insiders", "Canary hidden", "Canary others"
YEAR = timedelta(days=365)


@dataclass
class Stage:
    words: Words
    people: dict[str, Any]
    site: Site
    own: dict[str, set[str]]  # what people may read of themselves
    planted: dict[tuple[str, str], Planted] = field(default_factory=dict)  # by door and surface
    carried: dict[tuple[str, str], list[Page]] = field(default_factory=dict)  # what an editor has made of it
    still_open: list[tuple[Page, Any]] = field(default_factory=list)  # with the groups that they will be open to
    never_open: list[str] = field(default_factory=list)  # surfaces that nobody was shown while they were open

    @property
    def insider(self) -> Any:
        return self.people["insider"]

    @property
    def desks(self) -> tuple[str, ...]:
        """What addresses begin with where who edits pages works, outside of the admin."""
        return tuple(desk for planted in self.planted.values() for desk in planted.desks)

    @property
    def at_doors(self) -> set[str]:
        """Words of addresses at which a teaser stands: lists of doors lead there."""
        doors = [planted.page for (door, _key), planted in self.planted.items() if door == "teaser" and planted.page]
        return {word for page in doors for word in self.words.told(page.slug)}


@dataclass
class DoorPlot:
    """The ground behind one door, for one surface (`core.commands.Plot`)."""

    stage: Stage
    door: str
    surface: str
    parent: Page
    tiers: dict[str, Tier]

    def __post_init__(self) -> None:
        people = self.stage.people
        self.author, self.follower, self.staff = people["insider"], people["lapsed"], people["staff"]
        self.group = self.tiers["hidden" if self.door == "hidden" else "open"].group

    def word(self, field: str) -> str:
        return self.stage.words.make(CONTRIBUTED, self.door, self.surface, field)

    def editorial(self, field: str) -> str:
        return self.stage.words.make(EDITORIAL, self.door, self.surface, field)

    def close(self, page: Any) -> Any:
        if self.door in ("ladder", "teaser"):
            set_ladder(page, self.tiers["open"])
        elif self.door == LATER:
            climb_ladder(page)
            self.stage.still_open.append((page, self.group))
        elif self.door != "ancestor":  # that one stands under a closed page
            restrict(page, self.group)
            take_ladder(page)
        if self.door == "teaser":
            Teaser.objects.create(page_id=page.pk, title="Something is coming", text="Come back in spring.")
        gate.forget()
        return page


@contextmanager
def set_apart() -> Iterator[None]:
    """Whatever happens here never happened: nothing is stored, nothing is sent, no cache or folder of the site is
    touched."""
    outbox = getattr(mail, "outbox", None)
    before = logging.root.manager.disable
    try:
        with TemporaryDirectory() as folder, override_settings(**_apart(folder)), transaction.atomic():
            mail.outbox = []
            logging.disable(logging.CRITICAL)
            gate.forget()
            yield
            connection.run_on_commit = []
            transaction.set_rollback(True)
    finally:
        logging.disable(before)
        if outbox is not None:
            mail.outbox = outbox
        gate.forget()


def _apart(folder: str) -> dict[str, Any]:
    files = "django.core.files.storage.FileSystemStorage"
    return {
        "ALLOWED_HOSTS": ["*"],
        "CACHES": {
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"canary-{uuid4()}"}
        },
        "DEBUG": False,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "MEDIA_ROOT": f"{folder}/public",
        "RATE_LIMITS_ON": False,
        "SECURE_SSL_REDIRECT": False,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "STAFF_NEEDS_SECOND_FACTOR": False,
        "STORAGES": {
            **settings.STORAGES,
            "default": {"BACKEND": files, "OPTIONS": {"location": f"{folder}/public"}},
            "private": {"BACKEND": files, "OPTIONS": {"location": f"{folder}/private", "base_url": None}},
        },
        "TASKS": {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}},
    }


def settle() -> None:
    """What waits for a commit happens now: the notices and letters that a real request would have started."""
    while connection.run_on_commit:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _savepoints, function, *_robust in waiting:
            function()


def build(
    planting: Iterable[Surface], *, doors: Iterable[str] = DOORS, look: Callable[["Stage"], None] | None = None
) -> Stage:
    """People, and every surface behind every door; what is closed later was looked at before by `look`. The follower
    has lapsed afterwards, and all that the things' people are told of has happened."""
    ensure_groups()
    words = Words()
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    name = words.make(EDITORIAL, "hidden", "tier", "name")  # who closes pages to it reads it
    tiers = {
        "open": make_tier(TIER),
        "hidden": make_tier(name, is_hidden=True),
        "other": make_tier(OTHER),
    }
    stage = Stage(words, make_people(tiers), site, own={"lapsed": {name}})  # they were in it
    surfaces = list(planting)
    for door in doors:
        for surface in surfaces:
            parent = _ground(Page.objects.get(pk=site.root_page_id), door, tiers["open"])
            stage.planted[door, surface.key] = surface.plant(DoorPlot(stage, door, surface.key, parent, tiers))
    settle()
    if look is not None and stage.still_open:
        look(stage)
    for page, group in stage.still_open:
        restrict(page, group)
    settle()
    lapse(stage.people["lapsed"])
    mail.outbox.clear()  # what the follower was sent while inside was theirs
    for planted in stage.planted.values():
        if planted.stir is not None:
            planted.stir()
    settle()
    gate.forget()
    return stage


def make_people(tiers: dict[str, Tier]) -> dict[str, Any]:
    names = ("insider", "lapsed", "other", "editor", "moderator", "member", "staff")
    people: dict[str, Any] = {"visitor": AnonymousUser(), **{name: _member(name) for name in names}}
    insider, lapsed, staff = people["insider"], people["lapsed"], people["staff"]
    User.objects.filter(pk=staff.pk).update(is_superuser=True)
    staff.is_superuser = True
    for tier in (tiers["open"], tiers["hidden"]):
        admit(insider, tier, entrance=Entrance.INVITED)
        admit(lapsed, tier, entrance=Entrance.INVITED, until=timezone.now() + YEAR)
    admit(people["other"], tiers["other"], entrance=Entrance.INVITED)
    join(people["editor"], EDITORS)
    join(people["moderator"], MODERATORS)
    return people


def lapse(member: Any) -> None:
    """Their time is over and nothing has noticed it yet: they stand in the groups still. The clock alone shuts out."""
    over = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(member=member).update(began_at=over - YEAR, expires_at=over, closes_at=over)
    gate.forget()


def restrict(page: Page, group: Any) -> None:
    restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set([group])


def take_ladder(page: Page) -> None:
    """One that its room gives a page of its own accord."""
    AudienceWindow.objects.filter(page_id=page.pk).delete()


def climb_ladder(page: Page) -> None:
    """One that its room gives a page of its own accord keeps nobody out."""
    AudienceWindow.objects.filter(page_id=page.pk).update(public_from=timezone.now() - YEAR)


def set_ladder(page: Page, tier: Tier) -> None:
    take_ladder(page)
    now = timezone.now()
    window = AudienceWindow(
        page_id=page.pk, insiders_from=now - YEAR, members_from=now + YEAR, public_from=now + 2 * YEAR
    )
    window.tiers.set([tier])
    window.save()


def _ground(home: Page, door: str, tier: Tier) -> Page:
    if door != "ancestor":
        return home
    ground = home.add_child(instance=Page(title="Behind", slug=f"behind-{uuid4().hex[:8]}"))
    restrict(ground, tier.group)
    return ground


def _member(name: str) -> User:
    """Nobody's address: the domain can never exist."""
    handle = f"canary-{name}"
    email = f"{handle}-{uuid4().hex[:8]}@canary.invalid"
    member: User = User.objects.create_user(handle=User.objects.free_handle(handle), email=email, display_name=handle)
    EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
    accept_legal_texts(member, LegalText.objects.in_force(), by=member)
    # Of long standing, so that nothing of theirs waits for a moderator.
    User.objects.filter(pk=member.pk).update(date_joined=timezone.now() - YEAR)
    member.refresh_from_db()
    return member
