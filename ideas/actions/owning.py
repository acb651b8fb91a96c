"""Who looks after an idea: whoever took it, else the owner of its category, else that of its board."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.errors import Stale
from core.policies import ensure
from ideas.answerers import answerers
from ideas.models import Category, Idea, IdeaBoardPage
from ideas.policies import may_answer


def owner_for(board: IdeaBoardPage, category: Category | None) -> Any:
    """Who looks after an idea there while nobody in particular does, or None. Only who may answer can."""
    wanted = [pk for pk in (category.owner_id if category else None, board.idea_owner_id) if pk]
    able = answerers().in_bulk(wanted) if wanted else {}
    return next((able[pk] for pk in wanted if pk in able), None)


def give_owners(ideas: QuerySet[Idea] | None = None) -> int:
    """Of these ideas, or of all: what waits for an update and has no owner who may answer has the one it falls to, or
    none. In one statement; how many changed."""
    ideas = Idea.objects.all() if ideas is None else ideas
    able = answerers().order_by().values("pk")
    of_category = Category.objects.filter(pk=OuterRef("category"), owner__in=able).values("owner")
    of_board = IdeaBoardPage.objects.filter(pk=OuterRef("board"), idea_owner__in=able).values("idea_owner")
    falls_to = Coalesce(Subquery(of_category), Subquery(of_board))
    left = ideas.awaiting().exclude(owner__in=able).alias(falls_to=falls_to)  # type: ignore[attr-defined]
    changing = left.filter(Q(owner__isnull=False) | Q(falls_to__isnull=False))
    return int(Idea.objects.filter(pk__in=changing.order_by().values("pk")).update(owner=falls_to))


@transaction.atomic
def hand_over(owner: Any) -> int:
    """Nothing is looked after by this person any more: what they had falls to its category's or its board's owner."""
    Category.objects.filter(owner=owner).update(owner=None)
    IdeaBoardPage.objects.filter(idea_owner=owner).update(idea_owner=None)
    theirs = list(Idea.objects.filter(owner=owner).values_list("pk", flat=True))
    Idea.objects.filter(pk__in=theirs).update(owner=None)
    give_owners(Idea.objects.filter(pk__in=theirs))
    return len(theirs)


def take_idea(idea: Idea, *, by: Any) -> Idea:
    """Whoever asks looks after the idea, which was nobody's. Again changes nothing. Raises Refused, and Stale when
    somebody else has it."""
    ensure(may_answer(by, idea))
    free = Q(owner=None) | Q(owner=by.pk) | ~Q(owner__in=answerers().order_by().values("pk"))
    if not Idea.objects.filter(free, pk=idea.pk).update(owner=by.pk):
        idea.refresh_from_db(fields=["owner"])
        name = idea.owner.shown_name if idea.owner else ""
        raise Stale(_("%(name)s looks after this idea already.") % {"name": name})
    idea.owner = by
    return idea
