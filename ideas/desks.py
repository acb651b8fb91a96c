"""Which boards somebody of the brand's team works on, and what stands there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from ideas.models.board import IdeaBoardPage
from ideas.models.idea import Idea, IdeaQuerySet

ANY_PAGE_PERMISSION = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}


def boards_of(user: Any) -> QuerySet[IdeaBoardPage]:
    """Boards on this person's desk: those that they may see and have a page permission for."""
    mine = PagePermissionPolicy(IdeaBoardPage).instances_user_has_any_permission_for(user, ANY_PAGE_PERMISSION)
    return IdeaBoardPage.objects.visible_to(user).filter(pk__in=mine.order_by().values("pk"))


def ideas_of(user: Any) -> IdeaQuerySet:
    """Ideas in any state, of the boards that this person of the team works on."""
    return Idea.objects.filter(board__in=boards_of(user).order_by().values("pk"))


def titles_for(user: Any, ids: Iterable[int]) -> dict[int, str]:
    """By key, of the ideas that this person of the team may see as a visitor or works on."""
    known = Q(pk__in=Idea.objects.visible_to(user).values("pk")) | Q(pk__in=ideas_of(user).values("pk"))
    return dict(Idea.objects.filter(known, pk__in=list(ids)).values_list("pk", "title"))


def choosable_by(user: Any) -> IdeaQuerySet:
    """What somebody of the team may let a story name: published ideas of boards that they work on, no duplicates."""
    return ideas_of(user).published()
