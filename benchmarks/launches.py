"""What it costs to launch five ideas with 50,000 supporters and to tell their people, and whether a worker that is
killed meanwhile leaves anybody out or tells anybody twice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from benchmarks.__main__ import ROOT
from benchmarks.crowds import BATCH, Asked, analyze, idea_of, people
from benchmarks.measuring import Row, no_more
from benchmarks.world import World
from core.members.models import User
from core.notices.models import Deferral, Follow, Message, Notice, Preference
from core.notices.models.preference import ByEmail
from core.pages.actions import demo_home
from ideas import tasks
from ideas.actions.launch_telling import tell_of_launch
from ideas.actions.launching import launch
from ideas.launches.news import LAUNCHED, YOURS
from ideas.management.commands.seed_scale import the_board
from ideas.models import IdeaBoardPage, Launch, LaunchedIdea, LaunchIndexPage, LaunchPage
from ideas.statuses import Credit

IDEAS = 5
LONGEST = 600  # seconds; what is not told by then stays untold, and the table says so
OF_THE_MAIL = (
    "notices_message",
    "notices_deferral",
    "notices_preference",
    "account_emailaddress",
    "userprofile",
    "task",
)


@dataclass(slots=True)
class Crowd:
    """Who stands behind the ideas, and how each of them is to be told."""

    supporters: list[int]
    followers: list[int]
    authors: list[int]
    inside: set[int] = field(default_factory=set)  # may enter the closed board
    away: set[int] = field(default_factory=set)  # have left
    wishes: dict[int, str] = field(default_factory=dict)  # of who has confirmed their address

    def supporters_of(self, number: int) -> Iterator[int]:
        """Each supports one idea or two."""
        return (pk for n, pk in enumerate(self.supporters) if number in (n % IDEAS, n // IDEAS % IDEAS))

    def to_tell(self) -> list[int]:
        """Everybody but who has left, and who stands behind nothing but the idea on the closed board without access."""
        last = set(self.supporters_of(IDEAS - 1)).difference(*(self.supporters_of(n) for n in range(IDEAS - 1)))
        everybody = {*self.supporters, *self.followers, *self.authors}
        return sorted(everybody - self.away - (last - self.inside))

    def that_want(self, *wishes: str) -> list[int]:
        return [pk for pk in self.to_tell() if self.wishes.get(pk) in wishes]


def measure(world: World) -> list[Row]:
    crowd = _crowd(50_000 if world.rounds > 5 else 10_000)
    boards = [world.small, _closed_board(crowd)]
    by = User.objects.get(pk__in=people(1, is_superuser=True))
    rows = _told(_story(crowd, boards), crowd, by)
    return rows + _killed(_story(crowd, boards), crowd, by)


def _told(story: LaunchPage, crowd: Crowd, by: Any) -> list[Row]:
    with Asked() as launching:
        (done,) = launch(story, by=by)
    with Asked(*OF_THE_MAIL) as telling:
        told = tell_of_launch(done)
    what, most = f"launching {IDEAS} ideas with {len(crowd.supporters):,} supporters", told / 500 + 25
    return [
        no_more(f"{what}: queries ({launching.seconds:.1f} s)", launching.all, 22, "queries"),
        no_more(f"  telling {told:,}: queries beyond the mail", telling.all - telling.apart, most, "queries"),
        no_more(f"  with those of mail and digests ({telling.seconds:.1f} s)", telling.all, most, "queries"),
        _soundness(done, crowd, "  told"),
    ]


def _killed(story: LaunchPage, crowd: Crowd, by: Any) -> list[Row]:
    """The first worker dies when it has stored a chunk, and the second one has the same task."""
    (done,) = launch(story, by=by, tell=False)
    Launch.objects.filter(pk=done.pk).update(told_at=None)
    told = Notice.objects.filter(key=f"launch:{done.pk}")
    _kill_when(done, told.exists)
    left = told.count()
    peak = _kill_when(done, lambda: Launch.objects.filter(pk=done.pk, told_at__isnull=False).exists())
    return [
        _soundness(done, crowd, f"a worker killed when {left:,} were told, and a second one: told"),
        no_more("  memory of the second one at its peak", peak, 300, "MiB"),
    ]


def _kill_when(done: Launch, is_reached: Callable[[], bool]) -> float:
    """A worker of its own tells of it until then. The peak of its memory in MiB."""
    DBTaskResult.objects.all().delete()
    tasks.tell_of_launch.enqueue(done.pk)
    order = [sys.executable, "manage.py", "db_worker", "--interval=0.05", "--no-startup-delay", "--no-reload"]
    worker = subprocess.Popen(order, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    began = time.monotonic()
    while not is_reached() and time.monotonic() - began < LONGEST:
        time.sleep(0.01)
    worker.kill()
    _pid, _status, usage = os.wait4(worker.pid, 0)
    DBTaskResult.objects.all().delete()
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _soundness(done: Launch, crowd: Crowd, what: str) -> Row:
    """Everybody once, by the right kind of notice, and each with what they want of the mail."""
    notices = Notice.objects.filter(key=f"launch:{done.pk}")
    expected = crowd.to_tell()
    found = {
        "notices": (notices, expected),
        "to authors": (notices.filter(kind=YOURS), crowd.authors),
        "mails": (Message.objects.filter(notice__in=notices), crowd.that_want(ByEmail.AT_ONCE)),
        "digests": (Deferral.objects.filter(notice__in=notices), crowd.that_want(ByEmail.DAILY, ByEmail.WEEKLY)),
    }
    there = {name: sorted(rows.values_list("recipient", flat=True)) for name, (rows, _wanted) in found.items()}
    is_sound = all(there[name] == sorted(wanted) for name, (_rows, wanted) in found.items())
    said = ", ".join(f"{len(pks):,} {name}" for name, pks in there.items())
    return Row(what, said, f"{len(expected):,}, each once", is_sound)


def _crowd(many: int) -> Crowd:
    """A tenth each waits for a daily or a weekly digest or wants no mail, a fifth has confirmed no address, a twentieth
    has left, half may enter the closed board; some have a clock of their own."""
    crowd = Crowd(people(many), people(many // 25), people(IDEAS))
    everybody = [*crowd.supporters, *crowd.followers]
    crowd.away = set(everybody[7::20])
    crowd.inside = set(everybody[::2])
    User.objects.filter(pk__in=crowd.away).update(is_active=False)
    confirmed = [pk for n, pk in enumerate(everybody) if n // 100 % 5]
    emails = User.objects.filter(pk__in=confirmed).values_list("pk", "email")
    EmailAddress.objects.bulk_create(
        (EmailAddress(user_id=pk, email=email, verified=True, primary=True) for pk, email in emails), batch_size=BATCH
    )
    crowd.wishes = dict.fromkeys(confirmed, ByEmail.AT_ONCE)
    for place, wish in enumerate((ByEmail.DAILY, ByEmail.WEEKLY, ByEmail.NEVER)):
        crowd.wishes |= dict.fromkeys(confirmed[place::10], wish)
    chosen = ((pk, wish) for pk, wish in crowd.wishes.items() if wish != ByEmail.AT_ONCE)
    Preference.objects.bulk_create(
        (Preference(member_id=pk, kind=LAUNCHED, by_email=wish) for pk, wish in chosen), batch_size=BATCH
    )
    UserProfile.objects.bulk_create(
        (UserProfile(user_id=pk, current_time_zone="Asia/Tokyo") for pk in everybody[::3]), batch_size=BATCH
    )
    return crowd


def _closed_board(crowd: Crowd) -> IdeaBoardPage:
    board = the_board(f"closed-{uuid4().hex[:8]}")
    group = Group.objects.create(name=board.slug)
    PageViewRestriction.objects.create(page=board, restriction_type=PageViewRestriction.GROUPS).groups.add(group)
    rows = User.groups.through
    rows.objects.bulk_create((rows(user_id=pk, group_id=group.pk) for pk in crowd.inside), batch_size=BATCH)
    group.user_set.add(*crowd.authors)
    return board


def _story(crowd: Crowd, boards: list[IdeaBoardPage]) -> LaunchPage:
    """It names ideas of its own, the last one on the last board; the followers follow the first one."""
    home, day = demo_home(), timezone.localdate()
    place = LaunchIndexPage.objects.first() or home.add_child(instance=LaunchIndexPage(title="Launches", slug="told"))
    slug = f"story-{uuid4().hex[:8]}"
    story = place.add_child(instance=LaunchPage(title=slug, slug=slug, introduction="Here it is.", launched_on=day))
    for number, author in enumerate(crowd.authors):
        idea = idea_of(boards[number == IDEAS - 1], author, crowd.supporters_of(number))
        LaunchedIdea.objects.create(page=story, idea=idea, credit=Credit.YOURS, credit_date=day, note="It is there.")
        if not number:
            follows = (Follow(member_id=pk, subject_kind="idea", subject_id=idea.pk) for pk in crowd.followers)
            Follow.objects.bulk_create(follows, batch_size=BATCH)
    analyze()
    return story
