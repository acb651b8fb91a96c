"""What became of some of Kaffa's ideas, told as stories: the demo's page of launches."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.brand.models import BrandImage
from core.members.models import User
from core.pages.actions import demo_home
from gallery.actions.attaching import delete_media
from gallery.actions.preparing import prepare
from gallery.drawing import CRUST, GREEN, INK, RED, basket_of_bread, cup_with_a_handle, drawn, face, rail_of_cups
from gallery.filming import film
from gallery.models import MediaItem
from ideas.actions.filming import add_film
from ideas.actions.launching import launch
from ideas.demo.launch_pictures import bench, cards_on_the_glass, day_on_the_bench
from ideas.models import Idea, IdeaBoardPage, Launch, LaunchedIdea, LaunchIndexPage, LaunchPage
from ideas.models.launching import STORY
from ideas.statuses import Credit

SLUG, BOARD = "launches", "ideas"
DAY = timedelta(days=1)
SECONDS = 4  # of the film
HAIR = {"bea": (GREEN, CRUST), "jonas": (RED, INK)}


@dataclass(frozen=True)
class Named:
    """An idea of the demo board by its key, and the credit that it gets. `days_ago` is the day that shows it."""

    key: str
    credit: Credit
    note: str
    days_ago: int | None = None


@dataclass(frozen=True)
class Story:
    slug: str
    title: str
    introduction: str
    days_ago: int
    ideas: tuple[Named, ...]
    place: str
    body: str
    thanks: str
    by: str
    role: str
    picture: Any
    evidence: Any = None  # a second picture
    film: Any = None
    filmed: str = ""  # what can be seen in it


STORIES = (
    Story(
        "a-bench-under-the-lime-tree",
        "A bench under the lime tree",
        "In Mill Lane you can sit down before you queue, while you queue, and instead of queueing.",
        148,
        (
            Named(
                "bench-mill-lane",
                Credit.PUSHED,
                "It stands under the lime tree, and Margit sat on it first. We had it on our list before, far down: "
                "you pushed it up.",
                310,
            ),
        ),
        "Mill Lane",
        "<p>The joiner two doors down made it: 1.8 metres of oak, with arms, so that one can get up again. The city "
        "asked for a drawing and got one. It took fifty days from Margit’s idea to Margit’s first coffee on it.</p>",
        "We had a bench on a list, between new door mats and a second clock. Then Margit wrote down why it matters, "
        "and eighteen of you said “me too”. Thank you for moving it up.",
        "jonas",
        "Roasts, and sat on it second",
        bench,
        film=day_on_the_bench,
        filmed="The sun goes over a red bench under a tree, and one cup after the other is put down on it",
    ),
    Story(
        "what-is-in-it-where-you-look",
        "What is in it, where you look",
        "Allergens stand on the glass, and every bag gives grams, water and minutes.",
        112,
        (
            Named(
                "allergens-on-the-glass",
                Credit.YOURS,
                "In all 14 shops. Whoever brings the tray brings its card. If you ever see a tray without one, please "
                "ask us to take it away.",
            ),
            Named(
                "recipe-in-grams",
                Credit.PLANNED,
                "Every bag gives grams, water and minutes. To be honest: the new bags were in our plans before Jens "
                "asked. He made us weigh the spoon.",
                190,
            ),
        ),
        "All 14 shops",
        "<p>While we wrote the cards we found two mistakes in the old folder, both about almonds. Both are put right. "
        "The folder stays as the second check.</p>",
        "Hilde, your son chose for himself, and that is what it is for. Jens, we would like to say that it was your "
        "idea. It was in our plans already; you were right all the same.",
        "bea",
        "Answers for menu and shops",
        cards_on_the_glass,
        basket_of_bread,
    ),
    Story(
        "a-rail-of-lent-cups",
        "A rail of lent cups in every shop",
        "Take a real cup, bring it back to any of our shops, pay nothing.",
        66,
        (
            Named(
                "lend-me-a-cup",
                Credit.YOURS,
                "Every shop now has a rail of lent cups. Take one, return it to any of our shops, pay nothing. Your "
                "idea, Amina.",
            ),
        ),
        "Harbour Street, and 13 more",
        "<p>It began with sixty cups at Harbour Street that we counted every night. After a month 57 were back, and "
        "two of the other three came by post with a note. Now 840 cups hang on fourteen rails.</p>",
        "Amina, you said that we could set our clock by you. We did: at seven minutes to ten a cup leaves for the "
        "hospital, and at half past six it comes home. Thank you.",
        "bea",
        "Answers for menu and shops",
        rail_of_cups,
        cup_with_a_handle,
    ),
)
# Their board says no more of them: the story launches them, in the words of its own.
LAUNCHED_BY_A_STORY = frozenset({"bench-mill-lane", "allergens-on-the-glass", "lend-me-a-cup"})


def write() -> None:
    """The page of launches stands beside the board. Run again, it adds only what is missing. Nobody is told: for them
    it is long ago."""
    place = _place()
    now = timezone.now()
    for said in STORIES:
        if not LaunchPage.objects.child_of(place).filter(slug=said.slug).exists():
            _tell(place, said, now)


def erase() -> None:
    for place in LaunchIndexPage.objects.child_of(demo_home()).filter(slug=SLUG):
        stories = LaunchPage.objects.child_of(place).values("pk")
        for item in MediaItem.objects.filter(attachments__kind=STORY, attachments__subject_id__in=stories):
            delete_media(item)
        Launch.objects.filter(page__in=LaunchPage.objects.child_of(place)).delete()
        titles = [*(said.title for said in STORIES), *map(_proof, STORIES), *map(_face_title, HAIR)]
        BrandImage.objects.filter(title__in=titles).delete()
        place.delete()


def _place() -> LaunchIndexPage:
    home = demo_home()
    place = LaunchIndexPage.objects.child_of(home).filter(slug=SLUG).first()
    if place is None:
        words = "What people asked for, and can have now: who said so first, who stood behind it, and what was ours."
        place = LaunchIndexPage(title="Launches", slug=SLUG, introduction=words, show_in_menus=True)
        home.add_child(instance=place)
        place.move(IdeaBoardPage.objects.child_of(home).get(slug=BOARD), pos="right")
        place.refresh_from_db()
    return place


def _tell(place: LaunchIndexPage, said: Story, now: datetime) -> None:
    at = now - said.days_ago * DAY
    by = User.objects.get(handle=said.by)
    picture = _image(said.title, f"{said.slug}.jpg", drawn(said.picture))
    story = LaunchPage(
        title=said.title,
        slug=said.slug,
        introduction=said.introduction,
        picture=picture,
        body=[("paragraph", said.body)],
        launched_on=at.date(),
        evidence_picture=_image(_proof(said), "proof.jpg", drawn(said.evidence)) if said.evidence else None,
        evidence_place=said.place,
        evidence_on=at.date(),
        thanks=said.thanks,
        signed_by=by,
        signed_as=said.role,
        signed_face=_image(_face_title(said.by), f"{said.by}.jpg", drawn(face(*HAIR[said.by]), size=(480, 320))),
        owner=by,
        first_published_at=at,
        last_published_at=at,
    )
    keys = [named.key for named in said.ideas]
    ideas = {idea.external_id: idea for idea in Idea.objects.filter(board__slug=BOARD, external_id__in=keys)}
    story.launched_ideas = [
        LaunchedIdea(
            sort_order=order,
            idea=ideas[named.key],
            credit=named.credit,
            credit_date=(now - named.days_ago * DAY).date() if named.days_ago else None,
            note=named.note,
        )
        for order, named in enumerate(said.ideas)
    ]
    place.add_child(instance=story)
    if said.film:
        _film(story, said, by)
    launch(story, by=by, at=at, tell=False)


def _film(story: LaunchPage, said: Story, by: User) -> None:
    upload = SimpleUploadedFile(f"{said.slug}.mp4", film(said.film, SECONDS))
    story.evidence_film = add_film(story, by=by, alt=said.filmed, upload=upload)
    prepare(story.evidence_film.pk)
    story.save()


def _proof(said: Story) -> str:
    return f"{said.title}: see for yourself"


def _face_title(handle: str) -> str:
    return f"The face of {handle}"


def _image(title: str, name: str, made: bytes) -> BrandImage:
    there = BrandImage.objects.filter(title=title).first()
    return there or BrandImage.objects.create(title=title, file=ImageFile(BytesIO(made), name=name))
