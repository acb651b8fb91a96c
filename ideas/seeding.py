"""Ideas and votes by the million for measuring: made up, but consistent, so that `recount --check` finds nothing."""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from core.members.models import User
from core.publication import State
from core.ranking import hot_moment, hot_score
from core.searching import build_search, drop_search
from ideas.actions.owning import owner_for
from ideas.demo import IDEAS
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage, StatusChange, Vote
from ideas.models.idea import words_of
from ideas.recounting import mend_tallies

BATCH = 5_000
AGE_DAYS = 730
NEW_SHARE = 0.6  # of the ideas; the others have been answered and stand in some later status
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ren",
    "tu",
    "sa",
    "vi",
    "bor",
    "ne",
    "dal",
    "ki",
    "mar",
    "so",
    "fen",
    "li",
    "gra",
    "pe",
    "ru",
)
NOTE = "Thank you for this idea. We have looked into it and say here what comes of it."

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Seeded:
    ideas: int
    votes: int
    members: int


def seed(
    board: IdeaBoardPage, *, ideas: int, votes: int, members: int, on_progress: Callable[[int], None] = lambda n: None
) -> Seeded:
    """The board has so many ideas more, with about so many votes, by so many members of whom none can sign in."""
    drop_search()
    with transaction.atomic():
        voters = _members(members)
        sower = _Sower(board, voters, ideas=ideas, votes=votes)
        for done in range(0, ideas, BATCH):
            sower.sow(min(BATCH, ideas - done))
            on_progress(min(ideas, done + BATCH))
        mend_tallies()
        for model in (User, Idea, StatusChange):
            _set_sequence(model)
    build_search()
    _analyze()
    return Seeded(ideas, sower.cast, len(voters))


class _Sower:
    def __init__(self, board: IdeaBoardPage, voters: list[int], *, ideas: int, votes: int) -> None:
        self.board, self.voters, self.mean = board, voters, votes / max(ideas, 1)
        self.statuses = list(BoardStatus.objects.filter(board=board).order_by("sort_order", "pk"))
        self.categories: list[Category | None] = [*Category.objects.filter(board=board)]
        self.categories = self.categories or [None]
        self.owners = {category: owner_for(board, category) for category in self.categories}
        self.sentences = [part + "." for said in IDEAS for part in said.body.replace("\n", " ").split(". ") if part]
        self.titles = [said.title for said in IDEAS]
        self.next_id = (Idea.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.next_change = (StatusChange.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        self.now, self.dice, self.cast = timezone.now(), random.Random(1), 0

    def sow(self, count: int) -> None:
        ideas, votes, changes = [], [], []
        for pk in range(self.next_id, self.next_id + count):
            idea = self._idea(pk)
            supporters = list(self._votes(idea))
            idea.vote_count = len(supporters)
            idea.hot_score = hot_score(
                hot_moment(at, half_life_days=self.board.half_life_days) for _idea, _voter, at in supporters
            )
            if idea.is_answered:
                changes.append(self._change(idea))
            ideas.append([getattr(idea, field.attname) for field in _columns(Idea)])
            votes += supporters
        self.next_id += count
        self.cast += len(votes)
        _pour(Idea, [field.column for field in _columns(Idea)], ideas)
        _pour(Vote, ["idea_id", "voter_id", "at"], votes)
        _pour(StatusChange, [field.column for field in _columns(StatusChange)], changes)

    def _idea(self, pk: int) -> Idea:
        dice = self.dice
        created = self.now - timedelta(days=AGE_DAYS * dice.random() ** 2, minutes=1)
        status = self.statuses[0] if dice.random() < NEW_SHARE else dice.choice(self.statuses[1:] or self.statuses)
        answered = created + (self.now - created) * dice.random() if status is not self.statuses[0] else None
        title = f"{dice.choice(self.titles)} {_place(dice)}"[:120]
        body = " ".join(dice.choices(self.sentences, k=4)) + f" {_place(dice)} {_place(dice)}."
        category = dice.choice(self.categories)
        return Idea(
            pk=pk,
            board=self.board,
            status=status,
            category=category,
            owner=None if status.is_final else self.owners[category],
            next_update_by=status.update_by(self.now),
            author_id=self.voters[pk % len(self.voters)],
            title=title,
            body=body,
            created_at=created,
            published_at=created,
            state=State.PUBLISHED,
            open_to_votes=status.open_to_votes,
            is_answered=answered is not None,
            first_answered_at=answered,
            last_answered_at=answered,
            **words_of(title, body),
        )

    def _votes(self, idea: Idea) -> Iterator[tuple[int, int, datetime]]:
        """The author first, then members in a row: different ones as long as there are no more votes than members."""
        count = min(len(self.voters), round(self.dice.expovariate(1 / self.mean))) if self.mean else 0
        age = self.now - idea.created_at
        for place in range(count):
            at = idea.created_at + age * (self.dice.random() if place else 0.0)
            yield idea.pk, self.voters[(idea.pk + place) % len(self.voters)], at

    def _change(self, idea: Idea) -> Row:
        change = StatusChange(
            pk=self.next_change,
            idea=idea,
            old=self.statuses[0],
            new=idea.status,
            note=NOTE,
            at=idea.first_answered_at,
        )
        self.next_change += 1
        return [getattr(change, field.attname) for field in _columns(StatusChange)]


def _place(dice: random.Random) -> str:
    return "".join(dice.choices(SYLLABLES, k=3)).capitalize()


def _members(count: int) -> list[int]:
    """The ids of made-up members, made when missing."""
    mine = User.objects.filter(email__endswith="@scale.example").order_by("pk")
    there = mine.count()
    fields = _columns(User)
    first = (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    people = [_member(first + number, there + number) for number in range(count - there)]
    _pour(
        User, [field.column for field in fields], [[getattr(who, field.attname) for field in fields] for who in people]
    )
    return list(mine.values_list("pk", flat=True)[:count])


def _member(pk: int, number: int) -> User:
    name = f"scale-{number}"
    member = User(pk=pk, email=f"{name}@scale.example", handle=name, display_name=f"Member {number}")
    member.password = UNUSABLE_PASSWORD_PREFIX
    return member


def _columns(model: type[Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _pour(model: type[Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows as they are into the table, past models and signals."""
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([_plain(value) for value in row])
        else:
            marks = ", ".join(["%s"] * len(columns))
            adapted = [[_for_sqlite(value) for value in row] for row in rows]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", adapted)  # noqa: S608


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, State) else value


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return _plain(value)


def _set_sequence(model: type[Model]) -> None:
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )


def _analyze() -> None:
    """So that the database knows at once how large the tables have become."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE" if connection.vendor == "postgresql" and not connection.in_atomic_block else "ANALYZE"
        )


def members_for(votes: int, ideas: int) -> int:
    """Enough that the most supported idea finds different people."""
    return min(100_000, max(100, math.ceil(20 * votes / max(ideas, 1))))
