"""The contests' part of the demo world: three of them, each in another phase, told by the verbs that people use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.utils import timezone

from contests.actions.congratulating import tell_of_publication
from contests.actions.entering import enter_contest
from contests.actions.inviting import accept_invitation, invite
from contests.actions.publishing import publish_results
from contests.actions.sealing import seal
from contests.actions.voting import cast_vote
from contests.demo.minute import MINUTE
from contests.demo.mornings import MORNINGS
from contests.demo.shapes import Contest
from contests.demo.shapes import Entry as Said
from contests.demo.wall import WALL
from contests.entrants import EntryWords, Promises
from contests.models import ContestIndexPage, ContestPage, Criterion, Entry, Juror, Prize, Publication, Scene
from contests.models.entry import KIND
from core.brand.models import BrandImage
from core.notices.models import Notice
from core.pages.actions import demo_home
from gallery.actions.attaching import delete_media
from gallery.actions.preparing import prepare
from gallery.actions.uploading import receive_plain
from gallery.models import MediaItem
from moderation.registries import Review
from moderation.screening.prints import forget

SLUG = "contests"
CONTESTS = (WALL, MINUTE, MORNINGS)
RULES = (
    "<p>The eight lines above are the rules. What they leave open, a person at Kaffa decides, and says why, here.</p>"
    "<h3>What we measure</h3><p>Files are opened and looked at whole. If one does not fit, we say what we measured and "
    "what is allowed, before you send it in.</p><h3>Votes</h3><p>A vote needs a confirmed e-mail address. A vote that "
    "looks strange is held and looked at by two people; it never just vanishes. Before results, every vote is counted "
    "again from the ledger, and both counts must agree.</p><h3>Your data</h3><p>We ask for your year of birth where "
    "there is a minimum age, and do not keep it. The file that you send in stays private; what is shown was made from "
    "it, without what a camera noted down.</p>"
)


def write() -> None:
    """The contests stand under the home page, with their entries and votes. Run again, it adds only what is missing."""
    home = demo_home()
    place = ContestIndexPage.objects.child_of(home).filter(slug=SLUG).first()
    if place is None:
        words = "Photos, films and billboards. You enter, you vote, and the counting can be checked by anyone."
        place = home.add_child(
            instance=ContestIndexPage(title="Contests", slug=SLUG, show_in_menus=True, introduction=words)
        )
        place.move(home.get_first_child(), pos="right")  # behind the ideas in the menu
        place.refresh_from_db()
    for said in CONTESTS:
        if not ContestPage.objects.child_of(place).filter(slug=said.slug).exists():
            _Teller(said, place).tell()
    _tell_nobody()


def _tell_nobody() -> None:
    """For them it is long ago."""
    Notice.objects.filter(subject_kind__in=("contest", "juror", KIND)).delete()
    Juror.objects.filter(contest__slug__in=[said.slug for said in CONTESTS]).update(letter_due_at=None)


def erase() -> None:
    """Contests, entries and what stands under them are gone."""
    for place in ContestIndexPage.objects.child_of(demo_home()).filter(slug=SLUG):
        contests = ContestPage.objects.child_of(place)
        entries = Entry.objects.filter(contest__in=contests)
        for item in works_under(entries):
            delete_media(item)
        forget(KIND, list(entries.values_list("pk", flat=True)))  # else the next telling is a copy
        Publication.objects.filter(contest__in=contests).delete()  # its placements hold entries, and those the rules
        entries.delete()
        stills = [said.title for said in CONTESTS if said.still]
        BrandImage.objects.filter(title__in=stills).delete()
        place.delete()


def works_under(entries: QuerySet[Entry]) -> QuerySet[MediaItem]:
    there = MediaItem.objects.filter(attachments__kind=KIND, attachments__subject_id__in=entries.values("pk"))
    return there.distinct()


class _Teller:
    """Turns what the content says of one contest into verbs, each at its own time."""

    def __init__(self, said: Contest, place: ContestIndexPage) -> None:
        self.said, self.place, self.now = said, place, timezone.now()
        self.people = {member.handle: member for member in get_user_model().objects.present()}

    def tell(self) -> None:
        contest = self._page()
        self._call_jury(contest)
        entries = [(said, self._enter(contest, said)) for said in self.said.entries]
        for at, entry, member in sorted(self._votes(contest, entries), key=lambda vote: vote[0]):
            cast_vote(entry, by=member, traits=None, at=at)
        seal(contest)
        if contest.results_from and contest.results_from < self.now:
            tell_of_publication(publish_results(contest, by=self.people["bea"], at=contest.results_from))

    def _page(self) -> ContestPage:
        times = {name: self._at(days) for name, days in self.said.times.items()}
        page = ContestPage(
            slug=self.said.slug,
            title=self.said.title,
            brief=self.said.brief,
            about=self.said.about,
            rules_in_short="\n".join(self.said.rules_in_short),
            rules=RULES,
            review=Review.NOTHING,
            time_zone="Europe/Oslo",
            picture=self._poster(),
            **times,
            **self.said.fields,
        )
        page.prizes = [Prize(rank=one.rank, name=one.name, text=one.text, award=one.award) for one in self.said.prizes]
        page.criteria = [
            Criterion(name=one.name, question=one.question, weight=one.weight) for one in self.said.criteria
        ]
        self.place.add_child(instance=page)
        page.save_revision(user=self.people["bea"]).publish()
        return ContestPage.objects.select_related("register").get(pk=page.pk)

    def _poster(self) -> Any:
        if self.said.still:
            file = ImageFile(BytesIO(self.said.still()), name=f"{self.said.slug}.jpg")
            return BrandImage.objects.create(title=self.said.title, file=file)
        scene = Scene.objects.filter(name=self.said.scene).select_related("picture").first()
        return scene.picture if scene else None

    def _call_jury(self, contest: ContestPage) -> None:
        asked_at = self.now - timedelta(days=2)
        for judge in self.said.judges:
            member = self._confirmed(judge.by)
            name, words = (
                member.display_name,
                "We have liked your eye for years. It is an evening's work, and there is soup.",
            )
            juror = invite(
                contest,
                by=self.people["bea"],
                name=name,
                email=member.email,
                about=judge.about,
                message=words,
                at=asked_at,
            )
            accept_invitation(juror, by=member, at=asked_at + timedelta(hours=3))

    def _at(self, days: float) -> datetime:
        """At six in the evening, so many days from now."""
        day = (self.now + timedelta(days=days)).astimezone(timezone.get_default_timezone())
        return day.replace(hour=18, minute=0, second=0, microsecond=0)

    def _enter(self, contest: ContestPage, said: Said) -> Entry:
        member = self._confirmed(said.by)
        file = SimpleUploadedFile(f"{said.alt[:30]}{self.said.suffix}", _made(said.make))
        item = receive_plain(file, by=member, purpose=contest.purpose.key)
        prepare(item.pk)
        item.refresh_from_db()
        at = self.now - timedelta(days=said.days_ago)
        words = EntryWords(
            title=said.title, caption=said.caption, alt=said.alt, ai_use=said.ai_use, ai_note=said.ai_note
        )
        promises = Promises(rules=1, birth_year=1980, had_birthday=True)
        return enter_contest(contest, by=member, item=item, words=words, promises=promises, at=at)

    def _votes(self, contest: ContestPage, entries: list[tuple[Said, Entry]]) -> Iterator[tuple[datetime, Entry, Any]]:
        """Who votes for what and when: drawn from the people, the same on every run; each at most once for an entry."""
        opens, closes = contest.voting_from, contest.voting_until
        if opens is None or closes is None or opens > self.now:
            return
        over = min(closes, self.now) - opens
        for said, entry in entries:
            others = sorted(self.people, key=lambda handle: _draw(said.title, handle))
            voters = [handle for handle in others if handle != said.by and handle not in STAFF][: said.votes]
            for handle in voters:
                yield opens + over * _draw(handle, said.title), entry, self._confirmed(handle)

    def _confirmed(self, handle: str) -> Any:
        member = self.people[handle]
        EmailAddress.objects.get_or_create(
            user=member, email=member.email, defaults={"verified": True, "primary": True}
        )
        return member


@cache
def _made(make: Callable[[], bytes]) -> bytes:
    """Drawn once, however often the demo starts over."""
    return make()


STAFF = frozenset({"bea", "ada", "mo", "jonas"})


def _draw(*words: str) -> float:
    """A number from 0 up to 1 that depends on the words alone."""
    return int.from_bytes(sha256("/".join(words).encode()).digest()[:6], "big") / 2**48
