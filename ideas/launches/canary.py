"""What `check_gate` puts behind closed doors here: a launch story in a place that is open. The idea that it launched
stands on an open board: its timeline must not tell of the story, nor must letters to its people."""

from functools import partial
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from core.brand.canary import addresses_of, arguments_of, plant_picture
from core.commands import Planted, Plot
from core.notices.actions.following import follow
from gallery.canary import file_addresses, plant_item
from gallery.share_cards import BRAND_PICTURE
from ideas.actions.boards import give_default_statuses
from ideas.actions.launching import launch
from ideas.actions.submitting import submit_idea
from ideas.models import Idea, IdeaBoardPage, LaunchedIdea, LaunchIndexPage, LaunchPage
from ideas.statuses import Credit
from moderation.registries import Review

SPECS = ("fill-1200x900|format-webp", "format-webp|width-800", BRAND_PICTURE)


def plant(plot: Plot) -> Planted:
    """Closed itself, in a list that is open unless all of it is behind the door."""
    slug = uuid4().hex[:8]
    idea = _idea(plot, slug)
    place = plot.parent.add_child(instance=LaunchIndexPage(title="Launched", slug=f"launched-{slug}"))
    picture, face = (plant_picture(plot, name, *SPECS) for name in ("picture", "face"))
    story = LaunchPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=plot.editorial("introduction"),
        picture=picture,
        body=[("paragraph", f"<p>{plot.editorial('body')}</p>")],
        launched_on=timezone.localdate(),
        evidence_picture=picture,
        evidence_place=plot.editorial("place"),
        thanks=plot.editorial("thanks"),
        signed_by=plot.staff,
        signed_as=plot.editorial("role"),
        signed_face=face,
    )
    note = "You can have it in every shop from now on."
    story.launched_ideas.add(LaunchedIdea(idea=idea, credit=Credit.YOURS, note=note))
    plot.close(place.add_child(instance=story))
    story.evidence_film = film = plant_item(plot, under=story, purpose="video")
    story.save()
    return Planted(
        story,
        addresses=(f"{story.url}card/", *addresses_of(picture), *addresses_of(face), *file_addresses(film)),
        around=(place.url or "", f"{place.url}feed/", idea.get_absolute_url()),
        arguments={
            "": {"page_id": story.pk, "pk": story.pk},
            "gallery:": {"work_pk": film.pk, "token": film.token},
            **arguments_of(picture),
        },
        desks=(reverse("ideas:films", args=[story.pk]),),
        stir=partial(_stir, plot, story),
    )


def _idea(plot: Plot, slug: str) -> Idea:
    board = IdeaBoardPage(title="Wishes", slug=f"wishes-{slug}", review=Review.NOTHING)
    plot.parent.add_child(instance=board)
    give_default_statuses(board)
    idea = submit_idea(board, by=plot.author, title="A wish", body="That it comes true.")
    follow("idea", idea.pk, by=plot.follower)
    return idea


def _stir(plot: Plot, story: LaunchPage) -> None:
    """Its people are told."""
    launch(story, by=plot.staff)
