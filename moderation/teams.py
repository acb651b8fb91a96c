"""Who looks at what is passed on: the groups that the settings name, and where nobody there can, all who moderate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Q, QuerySet

from core.members.models import User
from moderation.acts import Act
from moderation.models import Appeal, Case, Decision, ModerationSettings
from moderation.models.settings import TEAMS
from moderation.queue import cases_of
from moderation.trust import house


@dataclass(frozen=True, slots=True)
class Team:
    """One of them, as a moderator reads of it."""

    key: str
    people: int
    is_mine: bool


def moderators() -> QuerySet[User]:
    """Everybody who may moderate, as `may_moderate` says of one."""
    people: QuerySet[User] = ModelBackend().with_perm("moderation.moderate").filter(erased_at=None)
    return people


def teams(*, of: Any, under: ModerationSettings) -> list[Team]:
    """All of them, with how many in each moderate, and whether `of` is among these. In one query."""
    groups = {key: under.group_of(key) for key in TEAMS}
    through = User.groups.through.objects.filter(group__in=[pk for pk in groups.values() if pk])
    rows = list(through.filter(user__in=moderators()).values_list("group", "user"))
    return [Team(key, sum(group == pk for group, _user in rows), (pk, of.pk) in rows) for key, pk in groups.items()]


def escalation_of(case: Case) -> Decision | None:
    """By which the case is where it is, while it is passed on."""
    if not case.escalated_to:
        return None
    return Decision.objects.passings().filter(case=case, act=Act.ESCALATE).select_related("by").first()


def listeners(case: Case, escalation: Decision) -> list[User]:
    """To whom this escalation passed the case: those of its team who can act on it, else all moderators who can.

    Never whoever passed it on, and never its author.
    """
    return list(_able(_team(escalation), case, escalation)) or list(_able(moderators(), case, escalation))


def is_listener(user: Any, case: Case, escalation: Decision) -> bool:
    """Whether it was passed to this person, who may decide on the case."""
    team = _team(escalation)
    return team.filter(pk=user.pk).exists() or not any(True for _member in _able(team, case, escalation))


def _team(escalation: Decision) -> QuerySet[User]:
    group = house().group_of(escalation.passed_to)
    return moderators().filter(groups=group) if group else moderators().none()


def _able(people: QuerySet[User], case: Case, escalation: Decision) -> Iterator[User]:
    """Those who can act on it, as `may_decide` says of one, and for whom it exists."""
    appeals = Appeal.objects.waiting_about(case)
    for member in people.exclude(Q(pk=case.author_id) | Q(pk=escalation.by_id)).order_by("pk"):
        if case.is_appealed and not appeals.not_against(member).exists():
            continue
        if cases_of(member).filter(pk=case.pk).exists():
            yield member
