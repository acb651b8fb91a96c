from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.pages.actions import demo_home
from ideas.actions.boards import give_default_statuses
from ideas.models import IdeaBoardPage
from ideas.seeding import members_for, seed


class Command(BaseCommand):
    help = "Bulk data for the benchmarks: never run it on a site that people use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ideas", type=int, required=True)
        parser.add_argument("--votes", type=int, required=True, help="about so many, unevenly spread")
        parser.add_argument("--board", metavar="SLUG", default="scale", help="made when missing; default: scale")
        parser.add_argument("--members", type=int, help="who vote; default: as many as the votes need")

    def handle(self, *args: Any, ideas: int, votes: int, board: str, members: int | None, **options: Any) -> None:
        made = seed(
            the_board(board),
            ideas=ideas,
            votes=votes,
            members=members or members_for(votes, ideas),
            on_progress=lambda done: self.stderr.write(f"{done} ideas …", self.style.NOTICE),
        )
        self.stdout.write(f"{made.ideas} ideas with {made.votes} votes of {made.members} members.")


def the_board(slug: str) -> IdeaBoardPage:
    home = demo_home()
    found = IdeaBoardPage.objects.child_of(home).filter(slug=slug).first()
    board: IdeaBoardPage = found or home.add_child(instance=IdeaBoardPage(title=slug.capitalize(), slug=slug))
    give_default_statuses(board)
    return board
