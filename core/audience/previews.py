"""A page as somebody else would get it now, were the draft published: as a visitor, a member, an insider.

The person is nobody: no session, no row, no cookie. Nothing in the preview runs or can be sent, so nothing is counted.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction
from wagtail.models.preview import PreviewableMixin

from core.audience.closed_types import is_shut
from core.audience.doors import answer_door
from core.audience.gate import LADDER, Barrier, as_if, barriers, is_closed
from core.audience.models.tier import Tier
from core.audience.models.window import AudienceWindow
from core.audience.teasers import TierWay, as_way, make_door, tiers_of
from core.http import error_answer
from core.members.models import User

VISITOR, MEMBER, INSIDER = "as-visitor", "as-member", "as-insider-"
OWN_MODES = (VISITOR, MEMBER, INSIDER)
DRAFTED = -1  # key of a ladder that is not stored as it stands


def modes_of(page: Page) -> list[tuple[str, str]]:
    """Visitor, member, and an insider of each tier that may enter this page or a page above it."""
    modes = [(VISITOR, _("As a visitor")), (MEMBER, _("As a member"))]
    for tier in _tiers_that_open(page):
        modes.append((f"{INSIDER}{tier.pk}", _("As an insider: %(tier)s") % {"tier": tier.name}))
    return modes


def preview_as(page: Page, original_request: Any, mode: str, attributes: Any) -> Any:
    """The answer that this person would get at the address of the page."""
    return TriedOn(page, mode).make_preview_request(original_request, mode, attributes)


class TriedOn(PreviewableMixin):
    """A page, and whose eyes it is seen with."""

    def __init__(self, page: Page, mode: str) -> None:
        self.page = page
        self.window = page.audience_windows.all().first()
        self.tiers = list(self.window.tiers.all()) if self.window else []
        self.standing = self._standing()
        self.persona = self._persona(mode)

    @property
    def full_url(self) -> Any:
        return self.page.full_url

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        with as_if(self.standing), somebody_else(request, self.persona):
            response = self._answer(request)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        response.cookies.clear()
        response._csp_update = {"sandbox": "allow-same-origin"}  # type: ignore[attr-defined]  # no script, no form
        return response

    def _answer(self, request: HttpRequest) -> Any:
        if not is_closed(self.page.path, self.persona):
            return self.page.serve_preview(request, "")
        above = self.page.path[: -Page.steplen]
        teaser = self.page.teasers.all().first()
        if teaser is None or is_closed(above, self.persona):
            return error_answer(request, status=404)
        now = timezone.now()
        own = [one for one in self.standing if one.path == self.page.path and one.is_up(now)]
        stored = tiers_of(own)
        drafted = [as_way(tier) for tier in self.tiers]

        def ways(one: Barrier) -> list[TierWay]:
            return drafted if one.pk == DRAFTED else stored.get((one.pk, one.kind == LADDER), [])

        door = make_door(teaser, own, ways, self.page.get_url(request) or "/", at=now)
        return answer_door(request, door) if door else error_answer(request, status=404)

    def _standing(self) -> list[Barrier]:
        """All restrictions and ladders, with the drafted ladder in the place of the stored one."""
        stored = [one for one in barriers() if one.kind != LADDER or one.path != self.page.path]
        if self.window is None:
            is_bare = not any(one.path == self.page.path for one in stored)
            is_shut_now = is_bare and is_shut(self.page, below=self.page.path[: -Page.steplen])
            return [*stored, Barrier(DRAFTED, LADDER, self.page.path)] if is_shut_now else stored
        steps = (self.window.insiders_from, self.window.members_from, self.window.public_from)
        return [*stored, Barrier(DRAFTED, LADDER, self.page.path, *steps)]

    def _persona(self, mode: str) -> Any:
        if not mode.startswith((MEMBER, INSIDER)):
            return AnonymousUser()
        persona: Any = User(pk=DRAFTED, display_name=_("Somebody"), handle="somebody")
        persona.opened = frozenset()
        tier = Tier.objects.filter(pk=mode.removeprefix(INSIDER)).first() if mode.startswith(INSIDER) else None
        if tier is not None:
            persona.pk = DRAFTED - tier.pk
            persona.opened = self._opened_by(tier)
        return persona

    def _opened_by(self, tier: Tier) -> frozenset[tuple[int, str]]:
        restrictions = PageViewRestriction.objects.filter(groups=tier.group_id).values_list("pk", flat=True)
        ladders = AudienceWindow.objects.filter(tiers=tier.pk).values_list("pk", flat=True)
        opened = {(pk, PageViewRestriction.GROUPS) for pk in restrictions} | {(pk, LADDER) for pk in ladders}
        if tier in self.tiers:
            opened.add((DRAFTED, LADDER))
        return frozenset(opened)


class NoSession(SessionBase):
    """Remembers for as long as a page is drawn, and is stored nowhere."""

    def load(self) -> dict[str, Any]:
        return {}

    def exists(self, session_key: str) -> bool:
        return False

    def create(self) -> None:
        self._session_cache: dict[str, Any] = {}

    def save(self, must_create: bool = False) -> None:
        return None

    def delete(self, session_key: str | None = None) -> None:
        return None

    @classmethod
    def clear_expired(cls) -> None:
        return None


class NoMessages(BaseStorage):
    """The editor's own messages wait for the editor."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


@contextmanager
def somebody_else(request: Any, persona: Any) -> Iterator[None]:
    """While a page is drawn: what the request knows of the editor is out of sight, and stays as it is."""
    kept = {name: getattr(request, name) for name in ("user", "session", "_messages")}
    request.user, request.session, request._messages = persona, NoSession(), NoMessages(request)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(request, name, value)


def _tiers_that_open(page: Page) -> list[Tier]:
    window = page.audience_windows.all().first()
    drafted = [tier.pk for tier in window.tiers.all()] if window else []
    found = [one for one in barriers() if page.path and page.path.startswith(one.path)]
    stored = [way.pk for ways in tiers_of(found).values() for way in ways]
    return list(Tier.objects.filter(pk__in={*drafted, *stored}))
