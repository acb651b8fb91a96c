"""What people said of Kaffa's launches when they were asked, what Kaffa said to that, and the page of all figures."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.members.models import User
from core.pages.actions import demo_home
from core.publication import State
from ideas.actions.asking import ASK_AFTER
from ideas.actions.telling import audience_of
from ideas.demo.launches import SLUG as LAUNCHES
from ideas.demo.supporters import draw
from ideas.models import Idea, ImpactPage, LaunchOpinion, LaunchPage, LaunchQuestion, LaunchReply
from ideas.statuses import GotItRight

SLUG = "impact"
RAIL = "a-rail-of-lent-cups"
SILENT = "tom"  # he has not answered yet, so that whoever looks with his eyes is asked
SHARE_ANSWERED, SHARE_YES, SHARE_PARTLY = 0.72, 0.7, 0.92
LINES: dict[str, tuple[GotItRight, str]] = {
    "amina": (GotItRight.YES, "I have not carried a paper cup into the hospital since September. The ward noticed."),
    "sofie": (GotItRight.PARTLY, "The rail is lovely. At Harbour Street it is empty by ten."),
    "emre": (GotItRight.YES, "I took one in Mill Lane and hung it up by the station. It just works."),
    "orla": (GotItRight.NO, "My travel mug is bigger than your cup, so I still bring that."),
    "carmen": (GotItRight.YES, "They chip a little, and I like them better for it."),
    "marko": (GotItRight.PARTLY, "Please tell me in the app how many hang in which shop."),
}
REPLY = (
    "Sofie is right: Harbour Street runs dry by ten. Since Monday the van brings forty cups at half past nine. "
    "We will look again in spring, and say here what came of it."
)


def write() -> None:
    """Run again, it adds only what is missing. Nobody is told: for them it is long ago."""
    home, now = demo_home(), timezone.now()
    if not ImpactPage.objects.child_of(home).filter(slug=SLUG).exists():
        words = "How often we answer, how long it takes, and how much of what we launch began with you."
        home.add_child(instance=ImpactPage(title="What came of it", slug=SLUG, introduction=words))
    for story in LaunchPage.objects.descendant_of(home):
        if story.get_parent().slug == LAUNCHES and not LaunchQuestion.objects.filter(page=story).exists():
            _ask(story, now)


def erase() -> None:
    """What was said goes with the stories."""
    for page in ImpactPage.objects.child_of(demo_home()).filter(slug=SLUG):
        page.delete()


def _ask(story: LaunchPage, now: datetime) -> None:
    first = story.launches.order_by("at", "pk").values_list("at", flat=True).first() or now
    due = first + ASK_AFTER
    LaunchQuestion.objects.create(page=story, due_at=due, asked_at=due)
    ideas = Idea.objects.filter(launchings__page=story, launchings__stands=True)
    asked = User.objects.filter(pk__in={pk for idea in ideas for pk in audience_of(idea)})
    LaunchOpinion.objects.bulk_create(_opinion(story, member, due) for member in asked.order_by("pk"))
    if story.slug == RAIL:
        by = User.objects.filter(handle="bea").first()
        LaunchReply.objects.create(page=story, by=by, body=REPLY, at=due + timedelta(days=9))


def _opinion(story: LaunchPage, member: Any, due: datetime) -> LaunchOpinion:
    """As drawn from their name: the same in every demo."""
    verdict, line = _said(story, member)
    said_at = due + timedelta(days=6 * draw(member.handle, story.slug)) if verdict else None
    return LaunchOpinion(
        page=story,
        member=member,
        asked_at=due,
        verdict=verdict,
        body=line,
        said_at=said_at,
        state=State.PUBLISHED if verdict else State.WAITING,
        published_at=said_at,
    )


def _said(story: LaunchPage, member: Any) -> tuple[str, str]:
    if story.slug == RAIL and member.handle in LINES:
        return LINES[member.handle]
    if member.handle == SILENT or draw(story.slug, member.handle) > SHARE_ANSWERED:
        return "", ""
    share = draw(story.slug, member.handle, "verdict")
    if share < SHARE_YES:
        return GotItRight.YES, ""
    return (GotItRight.PARTLY, "") if share < SHARE_PARTLY else (GotItRight.NO, "")
