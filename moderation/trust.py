"""Who is trusted to publish at once, and what members are told of that."""

from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.publication import Publishable
from core.subjects import subjects
from moderation.acts import COSTS_TRUST, Act
from moderation.models import Decision, ModerationSettings
from moderation.models.settings import HOUSE, HOUSE_SECONDS
from moderation.registries import Review, moderated


def is_staff(member: Any) -> bool:
    """Whoever may open the admin answers for their words in another way."""
    return bool(member.has_perm("wagtailadmin.access_admin"))


def is_trusted(member: Any, *, under: ModerationSettings | None = None) -> bool:
    """After N approved contributions without a rejection since. What was taken back counts neither way."""
    needed = (under or house()).first_contributions
    return needed == 0 or approved_of(member) >= needed


def approved_of(member: Any) -> int:
    """How many contributions were approved since the last one that was not; each once, however often it was edited."""
    mine = Decision.objects.filter(author=member.pk, taken_back_by=None, by__isnull=False)  # by a person
    last: QuerySet = mine.filter(act__in=COSTS_TRUST).order_by("-pk").values("pk")[:1]
    approved = mine.filter(act=Act.APPROVE, kind__in=_contributed(), pk__gt=Coalesce(Subquery(last), 0))
    return approved.order_by().values("kind", "subject_id").distinct().count()


def reason_to_wait(member: Any, review: str) -> str:
    """Why what this member or visitor writes is checked before it appears under this policy; empty when it is not."""
    if review == Review.NOTHING or (member.is_authenticated and is_staff(member)):
        return ""
    if review == Review.EVERYTHING:
        return _("A moderator reads everything before it appears here.")
    needed = house().first_contributions
    if not needed or (member.is_authenticated and approved_of(member) >= needed):
        return ""
    return _first(needed)


def house() -> ModerationSettings:
    """How strict the house is, by default while nobody has set it. Remembered: a change is heard of at once by who
    shares the cache, and within a minute by a process with a cache of its own."""
    return cache.get_or_set(HOUSE, _house, HOUSE_SECONDS) or _house()


def _house() -> ModerationSettings:
    return ModerationSettings.objects.filter(site__is_default_site=True).first() or ModerationSettings()


def expected_words() -> str:
    """When a decision can be expected, as members read it."""
    hours = house().expected_hours
    if hours % 24 == 0 and hours > 24:
        days = hours // 24
        return ngettext("This usually takes less than %(n)d day.", "This usually takes less than %(n)d days.", days) % {
            "n": days
        }
    return ngettext("This usually takes less than %(n)d hour.", "This usually takes less than %(n)d hours.", hours) % {
        "n": hours
    }


def _first(needed: int) -> str:
    words = ngettext(
        "Your first contribution is checked before it appears.",
        "Your first %(n)d contributions are checked before they appear.",
        needed,
    )
    return words % {"n": needed}


def _contributed() -> list[str]:
    """The kinds that wait to be published. A name that was looked at is no contribution."""
    kinds = (adapter.key for adapter in moderated if adapter.key in subjects)
    return [kind for kind in kinds if issubclass(subjects[kind].model, Publishable)]
