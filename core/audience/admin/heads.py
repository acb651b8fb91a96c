"""What is said about the conditions of a tier before it is saved, and how they were before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from core.audience.admin.forms import TierForm
from core.audience.conditions import Coming, coming, in_words
from core.audience.models import Tier

MANY = 100  # that come in by one press: it is asked once more
LATEST = 20


@dataclass(frozen=True, slots=True)
class Head:
    """How many would come in by what the form says. None: it asks for nothing, or makes no sense yet."""

    coming: Coming | None
    wanted: bool  # it was asked for, and nothing is saved
    is_sure: bool

    @property
    def is_many(self) -> bool:
        return self.coming is not None and self.coming.at_once >= MANY

    @property
    def stops(self) -> bool:
        """Nothing is saved: somebody wants to know first, or has to."""
        return self.wanted or (self.is_many and not self.is_sure)


def head_of(form: TierForm, tier: Tier | None = None) -> Head:
    asked = form.asked if form.is_valid() else []
    found = coming(asked, tier=tier, seats=form.cleaned_data["seats"]) if asked else None
    return Head(found, "count" in form.data, bool(form.cleaned_data.get("sure")))


@dataclass(frozen=True, slots=True)
class Change:
    """The tier was made or changed, by whom; its conditions where they became others."""

    label: str
    at: datetime
    by: Any
    asked: str = ""
    before: str = ""


def changes_of(tier: Tier) -> list[Change]:
    """The latest ones first. They are never edited."""
    entries = ModelLogEntry.objects.for_instance(tier).select_related("user").order_by("-timestamp", "-pk")[:LATEST]
    return [_change(entry) for entry in entries]


def _change(entry: ModelLogEntry) -> Change:
    label = _("Made") if entry.action == "wagtail.create" else _("Changed")
    data = entry.data or {}
    if "conditions" not in data:
        return Change(label, entry.timestamp, entry.user)
    asked, before = in_words(data["conditions"]), in_words(data["before"])
    return Change(label, entry.timestamp, entry.user, asked or _("no conditions"), before or _("no conditions"))
