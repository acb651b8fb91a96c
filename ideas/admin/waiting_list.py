"""What waits for an update on somebody's desk, narrowed as the address says: the most overdue first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, When
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ideas.days import day_of
from ideas.desks import boards_of, ideas_of
from ideas.models import Idea, IdeaBoardPage
from ideas.models.idea import IdeaQuerySet

ROWS = 30
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LIST, IDEA = "idea_answers:waiting", "idea_answers:waiting-idea"
KEPT = ("who", "when", "board", "p")


@dataclass(frozen=True, slots=True)
class Row:
    """One idea, and how many days its day is over, or is still to come when that is negative."""

    idea: Idea
    days: int
    is_mine: bool

    @property
    def is_overdue(self) -> bool:
        return self.days > 0

    @property
    def days_left(self) -> int:
        return -self.days


class WaitingList:
    """An unknown filter narrows nothing. Its queries are as many for many ideas as for one."""

    def __init__(self, user: Any, query: QueryDict) -> None:
        self.user, self.today = user, day_of()
        self.kept = {name: str(query.get(name))[:20] for name in KEPT if query.get(name)}
        self.who = self.kept.get("who", "") if self.kept.get("who") in ("me", "nobody") else ""
        self.when = self.kept.get("when", "") if self.kept.get("when") in ("overdue", "week") else ""

    @cached_property
    def boards(self) -> list[IdeaBoardPage]:
        return list(boards_of(self.user).order_by("title", "pk"))

    @cached_property
    def board(self) -> IdeaBoardPage | None:
        return next((board for board in self.boards if str(board.pk) == self.kept.get("board")), None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.who or self.when or self.board)

    @cached_property
    def everything(self) -> IdeaQuerySet:
        """Of the board that was asked for, or of all."""
        waiting = ideas_of(self.user).awaiting()
        return waiting.filter(board=self.board) if self.board else waiting

    @property
    def ideas(self) -> IdeaQuerySet:
        narrowing = self._narrowings()
        wanted = self.everything.filter(narrowing.get(self.who, Q()), narrowing.get(self.when, Q()))
        nobodys_first = Case(When(owner=None, then=0), default=1)
        return wanted.order_by(F("next_update_by").asc(nulls_first=True), nobodys_first, "-vote_count", "pk")

    def _narrowings(self) -> dict[str, Q]:
        return {
            "me": Q(owner=self.user.pk),
            "nobody": Q(owner=None),
            "overdue": Q(next_update_by__lt=self.today),
            "week": Q(next_update_by__gte=self.today, next_update_by__lte=self.today + WEEK),
        }

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Of the board that was asked for, one query: by filter how many there are."""
        counts = {name: Count("pk", filter=narrowing) for name, narrowing in self._narrowings().items()}
        found: dict[str, int] = self.everything.order_by().aggregate(all=Count("pk"), **counts)
        return found

    @cached_property
    def page(self) -> Page[Idea]:
        related = self.ideas.select_related("board", "status", "owner").defer("body", "search_text")
        return Paginator(related, ROWS).get_page(self.kept.get("p"))

    def rows(self) -> list[Row]:
        return [self._row(idea) for idea in self.page]

    def _row(self, idea: Idea) -> Row:
        due: date = idea.next_update_by or self.today
        return Row(idea, (self.today - due).days, idea.owner_id == self.user.pk)

    def after(self, pk: int) -> Idea | None:
        """What comes next in the list after this one; the first when it was the last. What was answered
        today has had its turn."""
        before = [idea.pk for idea in self.page.object_list]
        place = before.index(pk) + 1 if pk in before else 0
        following = [*before[place:], *before[:place]]
        left = self.ideas.exclude(pk=pk).exclude(last_answered_at__gt=timezone.now() - DAY)
        there = left.filter(pk__in=following).in_bulk()
        return next((there[one] for one in following if one in there), None) or left.first()

    def address(self, idea_id: int | None = None, /, **changes: str) -> str:
        """Of the list as it is narrowed now, with this idea open."""
        wanted = {**self.kept, **changes}
        query = urlencode({name: value for name, value in wanted.items() if value})
        path = reverse(IDEA, args=[idea_id]) if idea_id else reverse(LIST)
        return f"{path}?{query}" if query else path

    @property
    def query(self) -> str:
        return f"?{urlencode(self.kept)}" if self.kept else ""

    def tabs(self) -> list[dict[str, Any]]:
        """The lists that are asked for most, nobody's first of all that narrows."""
        offered: list[tuple[str, str, dict[str, str]]] = [
            ("all", _("All that wait"), {}),
            ("nobody", _("Nobody’s"), {"who": "nobody"}),
            ("me", _("Mine"), {"who": "me"}),
            ("overdue", _("Overdue"), {"when": "overdue"}),
            ("week", _("Due this week"), {"when": "week"}),
        ]
        asked = {"who": self.who, "when": self.when}
        return [
            {
                "key": key,
                "label": label,
                "count": self.numbers[key],
                "url": self.address(None, **{"who": "", "when": "", "p": "", **wanted}),
                "is_current": asked == {"who": "", "when": "", **wanted},
            }
            for key, label, wanted in offered
        ]
