"""The chapter of a board that has fallen behind: it is slowed and says why, one answer is overdue, one idea is
nobody's; and the replies that the team has ready."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.pages.actions import demo_home
from ideas.actions.answering import Answer, assign_owner, change_status
from ideas.actions.boards import give_default_statuses
from ideas.actions.pacing import set_pace
from ideas.actions.submitting import submit_idea
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Idea, IdeaBoardPage, SavedReply, StatusChange
from ideas.statuses import Pace
from moderation.registries import Review
from moderation.screening.prints import forget

SLUG = "web-shop"
REASON = "Two of us answer here, and the new till takes all our time until the end of the month."


@dataclass(frozen=True)
class Said:
    """`late` counts the days since its promised day; `answered` is how long ago the brand looked into it."""

    by: str
    title: str
    body: str
    days_ago: int
    supporters: tuple[str, ...] = ()
    owner: str = ""
    answered: int | None = None
    late: int = 0


SAID = (
    Said(
        "tom",
        "Let me change the address after I have paid",
        "I typed the wrong house number and found out a minute later. All I could do was write a letter to you.",
        52,
        ("ines", "lars"),
        owner="bea",
        answered=45,
        late=9,
    ),
    Said(
        "ines",
        "Sell the filter papers together with the filter",
        "I have to search for them each time, and I never know which size is mine.",
        6,
        ("tom",),
        late=-1,
    ),
    Said(
        "lars",
        "Say in the basket when the beans were roasted",
        "In the shop it stands on the bag. In the basket I have to trust you.",
        3,
        owner="bea",
        late=-4,
    ),
)
REPLIES = (
    SavedReply(
        title="We are looking into it",
        note="Thank you, {author}. We are looking into “{title}” and will say here what we find, either way.",
        status="under-review",
        update_days=21,
        language="en",
    ),
    SavedReply(
        title="It is on our list",
        note="We want to do this. It stands on our list now, and we say here when we begin.",
        status="planned",
        language="en",
    ),
    SavedReply(
        title="No news yet, and why",
        note="There is nothing new to show yet. We have not forgotten it, and this is what we are waiting for: ",
        update_days=30,
        language="en",
    ),
    SavedReply(
        title="Vi ser på det",
        note="Takk, {author}. Vi ser på «{title}» og sier her hva vi finner ut, uansett hva det blir.",
        status="under-review",
        update_days=21,
        language="nb",
    ),
)


def write() -> None:
    """The board and the replies are there. Run again, it adds only what is missing."""
    there = set(SavedReply.objects.values_list("title", flat=True))
    for place, reply in enumerate(REPLIES, 1):
        if reply.title not in there:
            SavedReply.objects.create(
                title=reply.title,
                note=reply.note,
                status=reply.status,
                update_days=reply.update_days,
                language=reply.language,
                place=place,
            )
    people = {member.handle: member for member in get_user_model().objects.all()}
    if IdeaBoardPage.objects.child_of(demo_home()).filter(slug=SLUG).exists():
        return
    board = _board()
    for said in SAID:
        _say(board, said, people)
    set_pace(board, Pace.SLOWED, by=people["bea"], reason=REASON, at=timezone.now() - timedelta(days=2))


def erase() -> None:
    for board in IdeaBoardPage.objects.filter(slug=SLUG).child_of(demo_home()):
        ideas = Idea.objects.filter(board=board)
        forget("idea", list(ideas.values_list("pk", flat=True)))  # else the next telling is a copy
        StatusChange.objects.filter(idea__board=board).delete()
        ideas.delete()
        board.delete()
    SavedReply.objects.filter(title__in=[reply.title for reply in REPLIES]).delete()


def _board() -> IdeaBoardPage:
    board: IdeaBoardPage = demo_home().add_child(
        instance=IdeaBoardPage(
            title="Web shop",
            slug=SLUG,
            question="What should be better in the web shop?",
            introduction="Say it in one sentence. A person at Kaffa answers within seven days.",
            review=Review.NOTHING,
        )
    )
    give_default_statuses(board, language="en")
    return board


def _say(board: IdeaBoardPage, said: Said, people: dict[str, Any]) -> None:
    now = timezone.now()
    at = now - timedelta(days=said.days_ago)
    idea = submit_idea(board, by=people[said.by], title=said.title, body=said.body, language="en", at=at)
    for handle in said.supporters:
        cast_vote(idea, by=people[handle], at=at + timedelta(hours=5))
    if said.owner:
        assign_owner(idea, owner=people[said.owner], by=people["bea"])
    due = (now - timedelta(days=said.late)).date()
    if said.answered:
        note = "You are right, that is annoying. We are asking those who made the till how it can be done."
        review = BoardStatus.objects.get(board=board, slug="under-review")
        answer = Answer(note=note, next_update_by=due)
        when = now - timedelta(days=said.answered)
        change_status(idea, review, by=people["bea"], answer=answer, at=when, tell=False)
