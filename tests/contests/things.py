"""Contests that stand in a phase, and entries in them, with what a test does not care about filled in."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from contests.actions.placing import number
from contests.models import ContestIndexPage, ContestPage, Entry, Register, RulesVersion
from contests.models.contest import MOMENTS
from contests.phases import FIELDS, ORDER, RESULTS_FROM, Decides, Phase
from core.publication import State
from gallery.models import MediaItem
from moderation.registries import Review
from tests.factories import home_page, somebody
from tests.gallery.things import make_film, make_media

WEEK = timedelta(days=7)


def times_in(phase: str, *, decides: str = Decides.PUBLIC, at: datetime | None = None) -> dict[str, datetime]:
    """A schedule of weeks, a day apart, in the middle of whose `phase` it is now."""
    at = at or timezone.now()
    order = ORDER[decides]
    places = {Phase.ANNOUNCED: -1, Phase.RESULTS: len(order), **{name: place for place, name in enumerate(order)}}
    begins = at - WEEK / 2 - places[Phase(phase)] * (WEEK + timedelta(days=1))
    found: dict[str, datetime] = {}
    for place, name in enumerate(order):
        opens = begins + place * (WEEK + timedelta(days=1))
        found |= dict(zip(FIELDS[name], (opens, opens + WEEK), strict=True))
    found[RESULTS_FROM] = begins + len(order) * (WEEK + timedelta(days=1))
    return found


def contests_page() -> ContestIndexPage:
    """The place where all contests of a test stand."""
    there = ContestIndexPage.objects.first()
    return there or home_page().add_child(instance=ContestIndexPage(title="Contests", slug="contests"))


def make_contest(phase: str = Phase.ENTRIES, *, at: datetime | None = None, **fields: Any) -> ContestPage:
    """A live contest in this phase (of a photo, decided by the public, published at once, unless `fields` say
    otherwise), with its register and the first version of its rules."""
    decides = fields.pop("decides", Decides.PUBLIC)
    times: dict[str, Any] = dict.fromkeys(MOMENTS) | times_in(phase, decides=decides, at=at)
    kept = {"title": "My morning cup", "brief": "Show us the first one.", "review": Review.NOTHING}
    kept |= {"slug": f"contest-{uuid4().hex[:8]}", "time_zone": "Europe/Oslo", "rules": "<p>Be kind.</p>"}
    with disable_reference_index_auto_update():
        contest = contests_page().add_child(instance=ContestPage(decides=decides, **(kept | times | fields)))
    Register.objects.get_or_create(contest=contest)
    RulesVersion.objects.get_or_create(contest=contest, number=1, defaults={"text": contest.rules})
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def make_entry(
    contest: ContestPage | None = None, *, by: Any = None, title: str = "Steam", media: bool = True, **fields: Any
) -> Entry:
    """A published entry with a picture (a film in a contest of films) that stands under it; `fields` are set as they
    are, and without `media` it has none, for tests that look at rows."""
    contest = contest or make_contest(Phase.VOTING)
    by = by or somebody()
    entry = Entry(contest=contest, author=by, rules=contest.rules_versions.first(), state=State.PUBLISHED)
    entry.set_words(title=title, caption=fields.pop("caption", "At six, before anybody speaks."))
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.presented_at = entry.presented_at or entry.created_at
    if entry.is_published:
        number(entry, at=fields.get("published_at") or contest.entries_from)
    entry.save()
    if media:
        work_of(entry)
    return entry


def work_of(entry: Entry) -> MediaItem:
    """A small one, with real files, for what its contest takes."""
    fields = {"by": entry.author, "under": entry, "purpose": entry.contest.purpose.key, "widths": (320,)}
    if entry.contest.kind == "video":
        return make_film(**fields, data=b"", formats=("webp",))
    return make_media(**fields, formats=("webp",), size=(2, 1) if entry.contest.kind == "billboard" else (3, 2))
