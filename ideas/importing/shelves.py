"""Where the ideas of a file are put on a board: its categories and labels, made when missing; and the new ideas."""

from collections.abc import Iterable

from django.utils.text import slugify

from core.publication import State
from core.ranking import hot_moment, hot_score_of
from core.searching import fold
from ideas.importing.mapping import Told
from ideas.models import Category, Idea, IdeaBoardPage, Label, StatusChange
from ideas.recounting import standing


class Shelves:
    """A board's categories by folded name and labels by name."""

    def __init__(self, board: IdeaBoardPage) -> None:
        self.board = board
        self.forget()

    def forget(self) -> None:
        """What was made has been rolled back, so look again."""
        self.categories: dict[str, Category] = {}
        for category in Category.objects.filter(board=self.board).order_by("sort_order", "pk"):
            self.categories.setdefault(fold(category.name), category)
        self.labels: dict[str, Label] = {}

    def provide(self, batch: Iterable[Told]) -> None:
        """Every category and label of these lines is there afterwards."""
        for name in dict.fromkeys(told.category for told in batch if told.category):
            if fold(name) not in self.categories:
                self.categories[fold(name)] = self._new_category(name)
        wanted = {name for told in batch for name in told.tags}
        missing = sorted(wanted - set(self.labels))
        if missing:
            Label.objects.bulk_create(
                [Label(board=self.board, name=name) for name in missing], ignore_conflicts=True, batch_size=500
            )
            found = Label.objects.filter(board=self.board, name__in=missing)
            # Only what this batch needs is kept: a file may have a tag of its own on every line.
            self.labels = {name: label for name, label in self.labels.items() if name in wanted}
            self.labels |= {label.name: label for label in found}

    def category_of(self, told: Told) -> Category | None:
        return self.categories[fold(told.category)] if told.category else None

    def label(self, idea_ids_and_tags: Iterable[tuple[int, tuple[str, ...]]]) -> None:
        """Give each idea its labels, in the order of the file."""
        through = Idea.labels.through
        through.objects.bulk_create(
            [through(idea_id=pk, label_id=self.labels[name].pk) for pk, tags in idea_ids_and_tags for name in tags],
            batch_size=500,
        )

    def _new_category(self, name: str) -> Category:
        taken = set(Category.objects.filter(board=self.board).values_list("slug", flat=True))
        plain = slugify(fold(name))[:50] or "category"
        numbered = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
        slug = next(slug for slug in numbered if slug not in taken)
        return Category.objects.create(board=self.board, name=name, slug=slug, sort_order=len(self.categories))


def founded(batch: list[Told], *, shelves: Shelves) -> list[Idea]:
    """New ideas, in bulk, with their answers and labels."""
    ideas = Idea.objects.bulk_create([_new_idea(told, shelves) for told in batch], batch_size=250)
    StatusChange.objects.bulk_create(
        [
            imported_answer(idea, told, old_id=idea.status_id)
            for idea, told in zip(ideas, batch, strict=True)
            if told.response
        ],
        batch_size=250,
    )
    shelves.label((idea.pk, told.tags) for idea, told in zip(ideas, batch, strict=True))
    return ideas


def imported_answer(
    idea: Idea, told: Told, *, old_id: int | None, corrects: StatusChange | None = None
) -> StatusChange:
    return StatusChange(
        idea=idea,
        old_id=old_id,
        new=told.status,
        note=told.response,
        at=told.answered_at,
        corrects=corrects,
        is_imported=True,
    )


def _new_idea(told: Told, shelves: Shelves) -> Idea:
    category = shelves.category_of(told)
    idea = Idea(
        board=shelves.board,
        category=category,
        status=told.status,
        owner_id=category.owner_id if category else None,
        external_id=told.external_id,
        author_name=told.author,
        language=told.language,
        imported_support=told.votes,
        vote_count=told.votes,
        hot_score=hot_score_of(told.votes, hot_moment(told.created_at, half_life_days=shelves.board.half_life_days)),
        created_at=told.created_at,
        state=State.PUBLISHED,
        published_at=told.created_at,
    )
    idea.set_words(title=told.title, body=told.body)
    answers = [imported_answer(idea, told, old_id=told.status.pk)] if told.response else []
    stand = standing(answers, first=told.status.pk, open_ones={told.status.pk: told.status.open_to_votes})
    for field, value in stand.items():
        setattr(idea, field, value)
    return idea
