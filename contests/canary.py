"""What `check_gate` puts behind closed doors here: contests that are being voted on, with entries in them."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from contests.actions.commenting import add_comment
from contests.actions.placing import number
from contests.actions.voting import cast_vote
from contests.models import ContestIndexPage, ContestPage, Entry, Prize, Register, RulesVersion
from contests.models.entry import KIND
from contests.phases import Decides
from core.brand.canary import addresses_of, arguments_of, plant_picture
from core.commands import Planted, Plot
from core.notices.actions.following import follow
from core.publication import State
from gallery.canary import file_addresses, plant_item
from moderation.registries import Review

FILMS = ("ladder", "hidden")
DAY = timedelta(days=1)
POSTER, PRIZE = ("fill-1600x900|format-webp", "fill-1200x675|format-webp"), "width-480|format-webp"


def plant(plot: Plot) -> Planted:
    """Photos, or films behind two of the doors, being voted on in a place of contests that is open, unless all of it is
    behind the door."""
    place = plot.parent.add_child(
        instance=ContestIndexPage(title="Contests", slug=f"contests-{uuid4().hex[:8]}", show_in_menus=True)
    )
    pictures = [plant_picture(plot, "poster", *POSTER), plant_picture(plot, "prize", PRIZE)]
    contest = _contest(plot, place, *pictures, kind="video" if plot.door in FILMS else "photo")
    entry = _entry(plot, contest)
    item = plant_item(plot, under=entry, purpose=contest.purpose.key)
    comment = add_comment(entry, by=plot.author, body=f"Look at {plot.word('comment')}.")
    cast_vote(entry, by=plot.follower, traits=None)
    asked = add_comment(entry, by=plot.follower, body="How did you do that?", parent=comment)
    add_comment(entry, by=plot.author, body=f"With {plot.word('told')}.", parent=asked)  # they are told, being inside
    follow(KIND, entry.pk, by=plot.follower)
    return Planted(
        contest,
        addresses=(
            entry.get_absolute_url(),
            *file_addresses(item),
            *(one for it in pictures for one in addresses_of(it)),
        ),
        around=(place.url or "", f"{place.url}hall-of-fame/"),
        arguments={
            "contests:": {"pk": entry.pk, "slug": entry.slug, "comment_pk": comment.pk, "token": "x"},
            "gallery:": {"work_pk": item.pk, "token": item.token},
            "route": {"entry": entry.pk},
            "": {"page_id": contest.pk, "pk": entry.pk, "contest_pk": contest.pk, "entry_pk": entry.pk},
            "contest": {"pk": contest.pk, "page_id": contest.pk},
            **arguments_of(pictures[0]),
        },
        stir=partial(_stir, plot, entry),
    )


def _contest(plot: Plot, place: Any, poster: Any, prize: Any, *, kind: str) -> ContestPage:
    now = timezone.now()
    contest = ContestPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        brief=plot.editorial("brief"),
        about=f"<p>{plot.editorial('about')}</p>",
        rules=f"<p>{plot.editorial('rules')}</p>",
        kind=kind,
        picture=poster,
        decides=Decides.PUBLIC,
        review=Review.NOTHING,
        time_zone="Europe/Oslo",
        entries_from=now - 9 * DAY,
        entries_until=now - 3 * DAY,
        voting_from=now - 2 * DAY,
        voting_until=now + 5 * DAY,
        results_from=now + 6 * DAY,
    )
    contest.prizes.add(Prize(name=plot.editorial("prize"), text=plot.editorial("prizetext"), picture=prize))
    plot.close(place.add_child(instance=contest))
    Register.objects.get_or_create(contest=contest)
    RulesVersion.objects.get_or_create(contest=contest, number=1, defaults={"text": contest.rules})
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def _entry(plot: Plot, contest: ContestPage) -> Entry:
    entry = Entry(contest=contest, author=plot.author, rules=contest.rules_versions.first(), state=State.PUBLISHED)
    entry.set_words(title=f"{plot.word('entrytitle')} {plot.word('entrymore')}", caption=plot.word("caption"))
    entry.presented_at = entry.created_at
    number(entry, at=timezone.now())
    entry.save()
    return entry


def _stir(plot: Plot, entry: Entry) -> None:
    """Its people are told of a comment."""
    add_comment(entry, by=plot.author, body=f"With {plot.word('later')}.")
