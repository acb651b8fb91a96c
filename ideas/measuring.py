"""What is counted of a member on boards: by it a tier of insiders can be earned."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audience.measures import Counted
from core.publication import State
from ideas.models import Idea, IdeaComment, StatusChange, Vote
from ideas.statuses import Stage

PUBLISHED, ANSWERED, LAUNCHED = "ideas-published", "ideas-answered", "ideas-launched"
SUPPORTS, COMMENTS = "ideas-supported", "idea-comments"


def published(at: datetime) -> QuerySet[Idea]:
    """Ideas that can be read, on boards that there are, closed ones too, also when they were merged into others."""
    return Idea.objects.filter(state=State.PUBLISHED, published_at__lte=at, board__live=True)


def answered(at: datetime) -> QuerySet[Idea]:
    """What is merged into another idea is answered with it."""
    with_its_root = Q(merged_into__is_answered=True, merged_into__state=State.PUBLISHED)
    return published(at).filter(Q(is_answered=True) | with_its_root)


def launched(at: datetime) -> QuerySet[Idea]:
    with_its_root = Q(merged_into__status__stage=Stage.LAUNCHED, merged_into__state=State.PUBLISHED)
    return published(at).filter(Q(status__stage=Stage.LAUNCHED) | with_its_root)


def supports(at: datetime) -> QuerySet[Vote]:
    """Of ideas of others: one's own is supported from the start. Votes as they were cast, not what duplicates carry."""
    return Vote.objects.filter(
        at__lte=at, is_carried=False, idea__state=State.PUBLISHED, idea__published_at__lte=at, idea__board__live=True
    ).exclude(idea__author=F("voter"))


def comments(at: datetime) -> QuerySet[Any]:
    """Those that can be read under ideas that can be. What the brand's team says as such is the brand's."""
    read = IdeaComment.objects.counted().filter(Q(parent=None) | Q(parent__state=State.PUBLISHED), is_official=False)
    return read.filter(subject__in=published(at).order_by().values("pk"))


def launched_at() -> Any:
    """Since when an idea is launched, or answered where that was imported without a day."""
    its_own = Q(idea=OuterRef("pk")) | Q(idea=OuterRef("merged_into"))
    moves = StatusChange.objects.filter(its_own, new__stage=Stage.LAUNCHED, at__isnull=False)
    first = Subquery(moves.order_by("at").values("at")[:1])
    return Coalesce(first, F("last_answered_at"), F("merged_into__last_answered_at"), F("published_at"))


def _published(n: int) -> str:
    return ngettext("%(n)d published idea", "%(n)d published ideas", n) % {"n": n}


def _answered(n: int) -> str:
    return ngettext("%(n)d idea that was answered", "%(n)d ideas that were answered", n) % {"n": n}


def _launched(n: int) -> str:
    return ngettext("%(n)d idea that was launched", "%(n)d ideas that were launched", n) % {"n": n}


def _supports(n: int) -> str:
    return ngettext("%(n)d supported idea of others", "%(n)d supported ideas of others", n) % {"n": n}


def _comments(n: int) -> str:
    return ngettext("%(n)d comment under ideas", "%(n)d comments under ideas", n) % {"n": n}


MEASURES = (
    Counted(
        PUBLISHED,
        _("Published ideas"),
        _("Your ideas that everybody on their board can read count; withdrawn and hidden ones do not."),
        _published,
        published,
    ),
    Counted(
        ANSWERED,
        _("Ideas that were answered"),
        _("Your published ideas with an answer of the brand’s team count, whatever it says."),
        _answered,
        answered,
        moment=Coalesce(F("first_answered_at"), F("merged_into__first_answered_at"), F("published_at")),
    ),
    Counted(
        LAUNCHED,
        _("Ideas that were launched"),
        _("Your published ideas count whose status says that they are launched."),
        _launched,
        launched,
        moment=launched_at(),
    ),
    Counted(
        SUPPORTS,
        _("Supported ideas of others"),
        _("Published ideas of others that you support count; your own do not."),
        _supports,
        supports,
        member="voter",
        moment="at",
    ),
    Counted(
        COMMENTS,
        _("Comments under ideas"),
        _("Your comments that everybody there can read count; deleted and hidden ones do not."),
        _comments,
        comments,
        moment=Coalesce(F("published_at"), F("created_at")),
    ),
)
