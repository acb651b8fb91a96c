"""What `recount` knows of promises: what waits for an update has a day for it and, where a rule names one, an owner;
and a board says the pace that its newest change says."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.commands import Counter, Drift
from ideas.actions.owning import give_owners
from ideas.actions.pacing import copy_pace
from ideas.actions.promising import give_dates
from ideas.answerers import answerers
from ideas.models import Category, Idea, IdeaBoardPage, PaceChange
from ideas.statuses import Pace


def find_unpromised() -> Iterator[Drift]:
    """Ideas without a day; and those whose owner may not answer, or is missing though category or board has one."""
    awaiting, able = Idea.objects.awaiting(), answerers().order_by().values("pk")
    for pk in awaiting.filter(next_update_by=None).order_by("pk").values_list("pk", flat=True):
        yield Drift(f"idea {pk} next_update_by", None, "a day")
    by_category = Exists(Category.objects.filter(pk=OuterRef("category"), owner__in=able))
    by_board = Exists(IdeaBoardPage.objects.filter(pk=OuterRef("board"), idea_owner__in=able))
    falls = Q(by_category) | Q(by_board) | Q(owner__isnull=False)
    for pk, owner in awaiting.exclude(owner__in=able).filter(falls).order_by("pk").values_list("pk", "owner"):
        yield Drift(f"idea {pk} owner", owner, "somebody who may answer")


def find_paces() -> Iterator[Drift]:
    newest = PaceChange.objects.filter(board=OuterRef("pk"))
    pace = Coalesce(Subquery(newest.values("pace")[:1]), Value(Pace.OPEN.value))
    for pk, cached, counted in (
        IdeaBoardPage.objects.annotate(true=pace).order_by("pk").values_list("pk", "pace", "true")
    ):
        if cached != counted:
            yield Drift(f"board {pk} pace", cached, counted)


def mend_promises() -> int:
    return give_owners() + give_dates()


@transaction.atomic
def mend_paces() -> int:
    wrong = len(list(find_paces()))
    for board in IdeaBoardPage.objects.all():
        copy_pace(board)
    return wrong


COUNTERS = (Counter("promises", find_unpromised, mend_promises), Counter("paces", find_paces, mend_paces))
