"""The ideas' part of the demo world: Kaffa's board, its people and their words, in the order in which it happened."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.audience.actions.groups import ensure_groups, join
from core.audience.groups import EDITORS
from core.pages.actions import demo_home
from ideas.actions.answering import Answer, change_status
from ideas.actions.boards import give_default_statuses
from ideas.actions.commenting import add_comment
from ideas.actions.merging import merge_into
from ideas.actions.submitting import submit_idea
from ideas.actions.voting import cast_vote
from ideas.demo import CAST_MEMBERS, CATEGORIES, IDEAS, PEOPLE, shapes, votes_for
from ideas.demo.launches import LAUNCHED_BY_A_STORY
from ideas.demo.pictures import erase_pictures, write_pictures
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage, Label, StatusChange
from moderation.registries import Review

SLUG = "ideas"
MEMBERS_SINCE = 240  # days: before the oldest idea
RULES = (
    "<ul><li>One idea at a time. Say what, then why.</li>"
    "<li>Search first: if somebody said it already, support theirs.</li>"
    "<li>Talk about the coffee and the shops, not about the person behind you in the queue.</li></ul>"
)
Event = tuple[float, int, Callable[[], Any]]


def write() -> None:
    """The board of the demo world stands under the home page. Run again, it adds only what is missing."""
    board = _board()
    people = _people()
    now = timezone.now()
    there = set(Idea.objects.filter(board=board).values_list("external_id", flat=True))
    missing = [said for said in IDEAS if said.key not in there]
    teller = _Teller(board, people, now)
    for _ago, _order, act in sorted(teller.events(missing), key=lambda event: (-event[0], event[1])):
        act()
    write_pictures(board)


def erase() -> None:
    """Board, ideas and made-up people are gone. The cast is the members' chapter."""
    for board in IdeaBoardPage.objects.filter(slug=SLUG).child_of(demo_home()):
        StatusChange.objects.filter(idea__board=board).update(corrects=None)
        StatusChange.objects.filter(idea__board=board).delete()
        erase_pictures(board)
        Idea.objects.filter(board=board).delete()
        board.delete()
    get_user_model().objects.filter(email__in=[address_of(person.handle) for person in PEOPLE]).delete()


def _board() -> IdeaBoardPage:
    home = demo_home()
    board = IdeaBoardPage.objects.child_of(home).filter(slug=SLUG).first()
    if board is None:
        board = IdeaBoardPage(
            title="Ideas",
            slug=SLUG,
            show_in_menus=True,
            question="What should be better?",
            introduction="Say it in one sentence. Others support it, and a person at Kaffa answers within seven days.",
            rules=RULES,
            review=Review.NOTHING,
        )
        home.add_child(instance=board)
        board.move(home, pos="first-child")  # ideas come first in the menu
        board.refresh_from_db()
    give_default_statuses(board, language="en")
    return board


def _people() -> dict[str, Any]:
    """Members by handle, the cast included; staff may answer. Categories get their owners later."""
    members = get_user_model().objects
    ensure_groups()
    for person in PEOPLE:
        if not members.filter(email=address_of(person.handle)).exists():
            member = members.create_user(
                address_of(person.handle),
                None,
                handle=person.handle,
                display_name=person.name,
                language=person.language,
            )
            if person.is_staff:
                join(member, EDITORS)
    everyone = (
        *(address_of(person.handle) for person in PEOPLE),
        *(f"{handle}@example.com" for handle in CAST_MEMBERS),
    )
    since = timezone.now() - timedelta(days=MEMBERS_SINCE)
    members.filter(email__in=everyone, date_joined__gt=since).update(date_joined=since)
    return {member.handle: member for member in members.all()}


def address_of(handle: str) -> str:
    return f"{handle}@people.kaffa.example"


class _Teller:
    """Turns what the content says into verbs, each at its own time. Nobody is told: for them it is long ago."""

    def __init__(self, board: IdeaBoardPage, people: dict[str, Any], now: datetime) -> None:
        self.board, self.people, self.now = board, people, now
        self.statuses = {status.slug: status for status in BoardStatus.objects.filter(board=board)}
        self.categories = {entry.slug: self._category(place, entry) for place, entry in enumerate(CATEGORIES)}
        self.made: dict[str, Idea] = {}
        self.answers: dict[str, list[StatusChange]] = {}

    def events(self, ideas: list[shapes.Idea]) -> Iterator[Event]:
        """Everything that happened, as (days ago, what comes first at one moment, the act)."""
        for said in ideas:
            yield said.days_ago, 0, partial(self.submit, said)
            for handle, ago in votes_for(said):
                yield ago, 1, partial(self.vote, said, handle, ago)
            for answer in said.answers:
                yield answer.days_ago, 2, partial(self.answer, said, answer)
            for comment in said.comments:
                yield comment.days_ago, 3, partial(self.comment, said, comment)
            if said.same_as:
                yield said.merged_days_ago, 4, partial(self.merge, said)

    def at(self, ago: float) -> datetime:
        return self.now - timedelta(days=ago)

    def submit(self, said: shapes.Idea) -> None:
        idea = submit_idea(
            self.board,
            by=self.people[said.author],
            title=said.title,
            body=said.body,
            category=self.categories[said.category],
            language=said.language,
            at=self.at(said.days_ago),
        )
        Idea.objects.filter(pk=idea.pk).update(external_id=said.key)
        for name in said.labels:
            idea.labels.add(Label.objects.get_or_create(board=self.board, name=name)[0])
        self.made[said.key] = idea

    def vote(self, said: shapes.Idea, handle: str, ago: float) -> None:
        cast_vote(self.idea(said), by=self.people[handle], at=self.at(ago))

    def answer(self, said: shapes.Idea, answer: shapes.Answer) -> None:
        if answer.status == "launched" and said.key in LAUNCHED_BY_A_STORY:
            return
        at = self.at(answer.days_ago)
        given = self.answers.setdefault(said.key, [])
        due = (at + timedelta(days=answer.next_update_in)).date() if answer.next_update_in is not None else None
        words = Answer(
            note=answer.note,
            reason=answer.reason_code,
            change_our_mind=answer.change_our_mind,
            evidence_url=answer.evidence_url,
            next_update_by=due,
            corrects=given[answer.corrects] if answer.corrects is not None else None,
        )
        to, by = self.statuses[answer.status], self.people[answer.by]
        given.append(change_status(self.idea(said), to, by=by, answer=words, at=at, tell=False))

    def merge(self, said: shapes.Idea) -> None:
        root = Idea.objects.get(board=self.board, external_id=said.same_as)
        at, by = self.at(said.merged_days_ago), self.people[said.merged_by]
        merge_into(self.idea(said), root, by=by, at=at, tell=False)

    def comment(self, said: shapes.Idea, comment: shapes.Comment) -> None:
        idea = self.idea(said)
        top = add_comment(idea, by=self.people[comment.by], body=comment.text, at=self.at(comment.days_ago), tell=False)
        for reply in comment.replies:
            at = self.at(reply.days_ago)
            add_comment(idea, by=self.people[reply.by], body=reply.text, parent=top, at=at, tell=False)

    def idea(self, said: shapes.Idea) -> Idea:
        """As it stands now: an answer may have closed it meanwhile."""
        return Idea.objects.select_related("status").get(pk=self.made[said.key].pk)

    def _category(self, place: int, entry: shapes.Category) -> Category:
        owner = self.people[entry.owner]
        defaults = {"name": entry.name, "owner": owner, "sort_order": place}
        return Category.objects.get_or_create(board=self.board, slug=entry.slug, defaults=defaults)[0]
