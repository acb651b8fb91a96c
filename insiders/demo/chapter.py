"""The insiders' part of the demo world: three tiers, one of them measured, the home, a page that everybody will see and
one that nobody outside ever hears of."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.audience.actions.earning import measure_tier
from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import admit, leave_tier
from core.audience.actions.tiers import create_tier
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, Entrance, Membership, Teaser, Tier, Way
from core.brand.models import BrandImage
from core.pages.actions import demo_home
from core.subjects import subjects
from gallery.actions.captioning import set_captions
from gallery.actions.preparing import prepare
from gallery.filming import film
from insiders.actions.advising import Advice, answer_feedback, give_feedback
from insiders.actions.commenting import add_comment
from insiders.actions.early import early_access_of
from insiders.actions.filing import add_file, remove_file
from insiders.demo.papers import one_page
from insiders.demo.pictures import door, drum, tin
from insiders.models import EarlyAccess, EarlyAccessComment, EarlyAccessIndexPage, EarlyAccessPage, PrivateFile
from moderation.registries import Review
from moderation.screening.prints import forget

SLUG, TABLE, REGULARS = "insiders", "Tasting table", "Regulars"
DOOR = "Insiders: the door"
INTRODUCTION = "A few people taste it before anyone else, and tell us where it is wrong."
CRITERIA = (
    "Ask for it first: if your idea is behind a thing, you are in before it opens.\n"
    "Be useful often: ten supported ideas or five kind, helpful comments in a season."
)
CONDITIONS = (("ideas-published", 3), ("idea-comments", 6), ("days-as-member", 90))
DRUM_SECONDS = 6
SAID = """WEBVTT

00:00.500 --> 00:03.000
Listen for the second crack.

00:03.200 --> 00:05.800
There. Off the heat.
"""
RECIPE = (
    "Number four at home",
    "15 g of coffee, 250 g of water at 93 degrees, three minutes. Tell us what you did instead.",
)


def write() -> None:
    """The home of insiders stands under the home page. Run again, it adds only what is missing."""
    home = demo_home()
    if EarlyAccessIndexPage.objects.child_of(home).filter(slug=SLUG).exists():
        return
    people = {member.handle: member for member in get_user_model().objects.filter(handle__in=("ines", "lars", "bea"))}
    if len(people) == 3:
        _Teller(people).tell(home)


def erase() -> None:
    """Pages, files, what was said, its prints and two of the tiers are gone. The third is the audience's chapter."""
    for index in EarlyAccessIndexPage.objects.child_of(demo_home()).filter(slug=SLUG):
        bea = get_user_model().objects.filter(handle="bea").first()
        for file in PrivateFile.objects.filter(early__page__in=EarlyAccessPage.objects.child_of(index)):
            remove_file(file, by=bea)
        said = EarlyAccessComment.objects.filter(subject__page__in=EarlyAccessPage.objects.child_of(index))
        forget(EarlyAccessComment.kind, list(said.values_list("pk", flat=True)))  # else the next telling is a copy
        index.delete()
    BrandImage.objects.filter(title=DOOR).delete()
    for tier in Tier.objects.filter(group__name__in=(TABLE, REGULARS)):
        tier.group.delete()


class _Teller:
    def __init__(self, people: dict[str, Any]) -> None:
        self.people, self.now = people, timezone.now()

    def tell(self, home: Any) -> None:
        self.insiders, self.table = self._tiers()
        index = EarlyAccessIndexPage(title="Insiders", slug=SLUG, show_in_menus=True, introduction=INTRODUCTION)
        home.add_child(instance=index)
        self._decaf(index)
        self._cups(index)
        self._regulars()
        leave_tier(self.insiders, by=self.people["lars"])

    def _tiers(self) -> tuple[Tier, Tier]:
        insiders = make_tier(INSIDERS, order=10)
        insiders.stands_for, insiders.way, insiders.criteria = (
            "You taste it while it can still change",
            Way.EARNED,
            CRITERIA,
        )
        insiders.mark, insiders.lasts_days = "Early cup 2026", 365
        insiders.save()
        table = make_tier(TABLE, order=20, is_hidden=True)
        table.stands_for, table.seats = "Eight chairs, once a season", 8
        table.save()
        for handle in ("ines", "lars"):
            self._earned(self.people[handle], insiders)
        admit(self.people["ines"], table, entrance=Entrance.INVITED, by=self.people["bea"])
        return insiders, table

    def _regulars(self) -> None:
        """Whoever has written and talked enough is in, since a few days ago; others see how far they are."""
        tier = create_tier(
            REGULARS,
            by=self.people["bea"],
            conditions=CONDITIONS,
            stands_for="You help us decide what comes next",
            way=Way.EARNED,
            criteria="Say what should be better, and talk with the others about theirs.",
            order=5,
            lasts_days=365,
            mark="Regular",
        )
        measure_tier(tier.pk, at=self.now - timedelta(days=4))

    def _earned(self, member: Any, tier: Tier) -> None:
        """Whoever is in by their role in the demo has a reason from now on: an idea of theirs, if they have one."""
        said: dict[str, Any] = {"entrance": Entrance.EARNED, "words": "For the kindest answers of the spring."}
        if idea := self._idea_of(member):
            said = {"entrance": Entrance.GIVEN, "because_kind": "idea", "because_id": idea.pk, "because_role": "author"}
            said["because_at"] = getattr(idea, "created_at", None)
        admit(member, tier, entrance=Entrance.EARNED, by=self.people["bea"])
        Membership.objects.filter(member=member, tier=tier, ended_at=None).update(**said)

    def _idea_of(self, member: Any) -> Any:
        if (ideas := subjects.get("idea")) is None:
            return None
        return next((idea for idea in ideas.visible_to(member) if ideas.author_id(idea) == member.pk), None)

    def _page(
        self, index: Any, tier: Tier, steps: dict[str, Any], teaser: Teaser | None = None, **words: Any
    ) -> EarlyAccess:
        page = EarlyAccessPage(review=Review.NOTHING, signed_by="Jonas Ruud", **words)
        window = AudienceWindow(**steps)
        window.tiers = [tier]
        page.audience_windows.add(window)
        if teaser:
            page.teasers.add(teaser)
        index.add_child(instance=page)
        return early_access_of(page)

    def _decaf(self, index: Any) -> None:
        picture = BrandImage.objects.create(title=DOOR, file=ImageFile(BytesIO(door()), name="door.jpg"))
        teaser = Teaser(
            title="Something is roasting in here",
            text="A few people are tasting it before anyone else, and telling us where it is wrong.",
            picture=picture,
        )
        steps = {"members_from": self._at(7), "public_from": self._at(14)}
        early = self._page(
            index,
            self.insiders,
            steps,
            teaser,
            title="Decaf No. 4, the one that stayed",
            slug="decaf-no-4",
            introduction="We roasted nine versions. You taste the fourth.",
            question="Where is it wrong?",
            signed_as="roasts, and reads every line you write below",
        )
        self._body(
            early,
            "<p>Washed, from Huila, taken off the heat eleven seconds later than we dared.</p>"
            "<p>It is in the Mill Lane shop from Monday, under the counter. Ask for “number four”.</p>",
        )
        ines, lars, bea = (self.people[handle] for handle in ("ines", "lars", "bea"))
        said = give_feedback(early, Advice(4, True, "works", "Plums, and no paper taste at the end."), by=ines)
        answer_feedback(said, by=bea, answer="The plums stay. Thank you.", words=said.words, tell=False)
        give_feedback(early, Advice(3, False, "fails", "Cold, it turns sour."), by=lars)
        first = add_comment(early, by=lars, body="I had it with oat milk. It holds.", tell=False)
        add_comment(early, by=ines, body="Try it without. It is better than it has to be.", parent=first, tell=False)

    def _body(self, early: EarlyAccess, words: str) -> None:
        bea, page = self.people["bea"], early.page
        upload = SimpleUploadedFile("tin.jpg", tin())
        alt = "A red tin with four beans on its label"
        picture = self._shown(add_file(early, by=bea, kind="picture", title="The tin", alt=alt, upload=upload))
        upload = SimpleUploadedFile("drum.mp4", film(drum, DRUM_SECONDS))
        alt = "Beans go round in a drum, from straw to brown"
        drumming = self._shown(add_file(early, by=bea, kind="film", title="Eleven seconds", alt=alt, upload=upload))
        if drumming.item and drumming.item.is_ready:
            set_captions(drumming.item, by=bea, language="en", data=SAID.encode())
        paper = SimpleUploadedFile("recipe.pdf", one_page(*RECIPE))
        recipe = add_file(early, by=bea, kind="document", title=RECIPE[0], upload=paper)
        page.body = [
            ("private_picture", {"file": picture.name, "caption": "The tin, before anybody has dropped one"}),
            ("paragraph", words),
            ("private_film", {"file": drumming.name, "caption": "The last eleven seconds, as the drum sees them"}),
            ("private_document", {"file": recipe.name}),
        ]
        page.save_revision(user=bea).publish()

    def _shown(self, file: PrivateFile) -> PrivateFile:
        """Once it was checked."""
        if file.item:
            prepare(file.item.pk)
            file.item.refresh_from_db()
        return file

    def _cups(self, index: Any) -> None:
        early = self._page(
            index,
            self.table,
            {},
            title="Three cups nobody has named yet",
            slug="three-cups",
            introduction="On the table on Thursday. Bring your own words for them.",
        )
        early.page.body = [("paragraph", "<p>One is from a farm that has never sold abroad.</p>")]
        early.page.save_revision(user=self.people["bea"]).publish()

    def _at(self, days: int) -> Any:
        """At nine in the morning, so many days from now."""
        day = (self.now + timedelta(days=days)).astimezone(timezone.get_default_timezone())
        return day.replace(hour=9, minute=0, second=0, microsecond=0)
