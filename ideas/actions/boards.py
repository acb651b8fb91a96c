from datetime import date, datetime

from django.db import transaction
from django.utils import translation

from ideas.days import days_after
from ideas.models import BoardStatus, Idea, IdeaBoardPage
from ideas.statuses import DEFAULT_STATUSES, UPDATE_DAYS


def give_default_statuses(board: IdeaBoardPage, *, language: str | None = None) -> None:
    """A board without statuses of its own has the usual six afterwards, in the given language."""
    if BoardStatus.objects.filter(board=board).exists():
        return
    with translation.override(language or translation.get_language() or "en"):
        BoardStatus.objects.bulk_create(
            BoardStatus(
                board=board,
                sort_order=place,
                slug=slug,
                name=str(name),
                meaning=str(meaning),
                stage=stage,
                open_to_votes=is_open,
                update_days=UPDATE_DAYS[stage],
            )
            for place, (slug, name, meaning, stage, is_open) in enumerate(DEFAULT_STATUSES)
        )


def first_status(board: IdeaBoardPage, *, stage: str) -> BoardStatus:
    """The board's first status of that stage. Raises BoardStatus.DoesNotExist when it has none."""
    found = BoardStatus.objects.filter(board=board, stage=stage).order_by("sort_order", "pk").first()
    if found is None:
        raise BoardStatus.DoesNotExist(f"{board} has no status of stage {stage}.")
    return found


def first_answer_by(board: IdeaBoardPage, *, at: datetime) -> date:
    """The day that the board promises for an idea which is published at this time."""
    return days_after(at, board.promise_days)


@transaction.atomic
def follow_statuses(board: IdeaBoardPage) -> int:
    """After its statuses were edited: every idea is as open to votes as its status says. How many that changed."""
    changed = 0
    for status in BoardStatus.objects.filter(board=board):
        apart = Idea.objects.filter(board=board, status=status, open_to_votes=not status.open_to_votes)
        changed += apart.update(open_to_votes=status.open_to_votes)
    return changed
