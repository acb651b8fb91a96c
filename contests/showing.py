"""The list of a contest's entries: one page of it, in the visitor's order, whatever the size of the contest."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from contests.filters import EntryFilter, Show
from contests.kinds import Kind
from contests.models import ContestPage, Entry, EntryVote, Impression
from contests.ordering import BLOCK, Order
from contests.searching import find_in
from core.pagination import Page, decode, encode

PAGE_SIZE = BLOCK
REACH = 6  # numbers on either side of an entry among which the next one is looked for
SPARE = 8  # numbers beyond a page that are looked at along with it: some entries are hidden
MOST_AT_ONCE = 8_192  # numbers that one question names
FIGURES_SECONDS = 60
# By kind of contest the frame of its cards: billboards stand in what is given to them.
SHAPES = {Kind.PHOTO: "photo", Kind.VIDEO: "film", Kind.BILLBOARD: "billboard"}


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a contest: how many entries it shows, and how many of them are on its shortlist."""

    entries: int
    shortlisted: int


@dataclass(slots=True)
class Gallery:
    """The entries of one contest as one visitor has them before them. `key` is the visitor's, empty for none."""

    contest: ContestPage
    user: Any
    order: Order
    key: str
    seen: int | None = None  # how many they have seen, once it is known

    def page(self, wanted: EntryFilter) -> Page[Entry]:
        """The entries that are wanted, from the cursor on. Raises RuleBroken for a cursor that is not ours."""
        place = decode(wanted.after, kinds=[int])[0] + 1 if wanted.after else 0
        entries = self._entries()
        if wanted.show == Show.SHORTLIST:
            entries = entries.filter(is_shortlisted=True)
        if wanted.show in (Show.ALL, Show.UNSEEN) and not wanted.q:
            return self._walked(entries, max(place, 0), self._is_wanted(wanted))
        return self._picked(self._narrowed(entries, wanted), max(place, 0), self._is_wanted(wanted))

    def beside(self, entry: Entry) -> tuple[Entry | None, Entry | None]:
        """The entries before and after this one, in one query. None at either end, and where all within reach are
        hidden."""
        place, numbered = self.order.place_of(entry.number or 0), self.contest.register.numbered
        lately = self.order.walk(max(place - BLOCK - REACH, 0), numbered=numbered)  # a block may have empty places
        before = [number for _at, number in takewhile(lambda one: one[0] < place, lately)][: -REACH - 1 : -1]
        after = [number for _at, number in islice(self.order.walk(place + 1, numbered=numbered), REACH)]
        there = {one.number: one for one in self._entries().filter(number__in=[*before, *after])}
        first, then = ([there[number] for number in side if number in there][:1] for side in (before, after))
        return first[0] if first else None, then[0] if then else None

    def count_seen(self) -> int:
        """How many of the entries this visitor has seen. At most one query."""
        if self.seen is None:
            self.seen = self._seen_entries().count() if self.key else 0
        return self.seen

    def _entries(self) -> QuerySet[Entry]:
        shown = Entry.objects.visible_to(self.user).in_the_running().filter(contest=self.contest)
        return shown.select_related("author")

    def _seen_entries(self) -> QuerySet[Impression]:
        seen = Impression.objects.filter(visitor__contest=self.contest, visitor__key=self.key)
        return seen.filter(entry__in=Entry.objects.in_the_running())

    def _narrowed(self, entries: QuerySet[Entry], wanted: EntryFilter) -> QuerySet[Entry]:
        if wanted.show == Show.VOTED:
            mine = EntryVote.objects.of(self.user, self.contest.pk).standing()
            entries = entries.filter(pk__in=mine.values("entry"))
        if wanted.q:
            entries = entries.filter(pk__in=find_in([self.contest], wanted.q))
        return entries

    def _is_wanted(self, wanted: EntryFilter) -> Callable[[int], bool]:
        if wanted.show != Show.UNSEEN or not self.key:
            return lambda _number: True
        seen = set(self._seen_entries().values_list("entry__number", flat=True))
        self.seen = len(seen)
        return lambda number: number not in seen

    def _walked(self, entries: QuerySet[Entry], place: int, is_wanted: Callable[[int], bool]) -> Page[Entry]:
        """Of all of them: the numbers of a page are worked out, then asked for."""
        walk = self.order.walk(place, numbered=self.contest.register.numbered)
        places = ((at, number) for at, number in walk if is_wanted(number))
        page: Page[Entry] = Page()
        size = PAGE_SIZE + SPARE
        while not page.next and (part := list(islice(places, size))):
            there = {entry.number: entry for entry in entries.filter(number__in=[number for _at, number in part])}
            self._fill(page, part, there)
            size = min(4 * size, MOST_AT_ONCE)
        return page

    def _picked(self, entries: QuerySet[Entry], place: int, is_wanted: Callable[[int], bool]) -> Page[Entry]:
        """Of few, which the database finds first."""
        numbers = [number for number in entries.values_list("number", flat=True) if number and is_wanted(number)]
        places = sorted((self.order.place_of(number), number) for number in numbers)
        part = [(at, number) for at, number in places if at >= place][: PAGE_SIZE + 1]
        page: Page[Entry] = Page()
        there = {entry.number: entry for entry in entries.filter(number__in=[number for _at, number in part])}
        self._fill(page, part, there)
        return page

    def _fill(self, page: Page[Entry], part: list[tuple[int, int]], there: dict[int | None, Entry]) -> None:
        for _at, number in part:
            if number in there:
                if len(page) == PAGE_SIZE:
                    page.next = encode([self.order.place_of(page[-1].number or 0)])
                    return
                there[number].contest = self.contest
                page.append(there[number])


def shape_of(contest: ContestPage) -> str:
    return SHAPES[Kind(contest.kind)]


def shown_figures(contest: ContestPage) -> Figures:
    """Kept for a minute: counting a hundred thousand takes longer than all else on the page."""
    key = f"contest-figures:{contest.pk}"
    known = cache.get(key)
    if known is None:
        shown = Entry.objects.in_the_running().filter(contest=contest)
        counted = shown.aggregate(entries=Count("pk"), shortlisted=Count("pk", filter=Q(is_shortlisted=True)))
        known = (counted["entries"], counted["shortlisted"])
        cache.set(key, known, FIGURES_SECONDS)
    return Figures(*known)
