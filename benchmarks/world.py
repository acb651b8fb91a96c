"""The data that is measured on: boards of several sizes in one database, with members who vote."""

from dataclasses import dataclass
from typing import Any

from core.members.models import User
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from ideas.management.commands.seed_scale import the_board
from ideas.models import Idea, IdeaBoardPage
from ideas.seeding import seed

MEMBERS = 2_000
SIMILAR_IDEAS = 50_000


@dataclass(slots=True)
class World:
    small: IdeaBoardPage
    large: IdeaBoardPage
    middle: IdeaBoardPage
    plain: StandardPage
    rounds: int
    member: Any = None

    def members(self, count: int) -> list[User]:
        return list(User.objects.filter(email__endswith="@scale.example").order_by("pk")[:count])

    def votable(self, count: int, *, skip: int = 0) -> list[int]:
        """Ideas of the large board that are open to votes and have few."""
        ideas = Idea.objects.published().filter(board=self.large, open_to_votes=True, vote_count=0).order_by("-pk")
        return list(ideas.values_list("pk", flat=True)[skip : skip + count])


def build(*, ideas: int, rounds: int) -> World:
    world = World(the_board("small"), the_board("large"), the_board("middle"), _plain_page(), rounds)
    sizes = ((world.small, 1_000), (world.middle, min(SIMILAR_IDEAS, ideas)), (world.large, ideas))
    for board, size in sizes:
        missing = size - Idea.objects.filter(board=board).count()
        if missing > 0:
            print(f"Making {missing:,} ideas on the board “{board.slug}” …", flush=True)
            seed(board, ideas=missing, votes=missing, members=MEMBERS)
    world.member = world.members(1)[0]
    return world


def _plain_page() -> StandardPage:
    """A page of Wagtail at the boards' depth, for what routing and the layout cost without a board."""
    home = demo_home()
    found = StandardPage.objects.child_of(home).filter(slug="plain").first()
    return found or home.add_child(instance=StandardPage(title="Plain", slug="plain"))
