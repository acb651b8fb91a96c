"""A board and a contest in which everybody took part, and which are closed then to all but one tier."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from contests.actions.commenting import add_comment as comment_on_entry
from contests.actions.drafting import keep_draft
from contests.actions.voting import cast_vote as vote_for_entry
from contests.models import ContestIndexPage, ContestPage, Entry
from contests.phases import Phase
from core.audience.actions.groups import make_tier
from core.audience.gate import begin_epoch
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow
from core.members.models import User
from core.notices.actions import follow
from core.pages.actions import demo_home
from core.pages.models import StandardPage
from gallery.storages import private
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Idea
from moderation.actions.deciding import Reasons, decide
from moderation.actions.illegal import file_notice
from moderation.actions.opening import open_case
from moderation.actions.reporting import report
from moderation.models import Act
from tests.contests.juries import judged_contest, make_judge
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.gallery.things import make_captions, make_gallery, make_media

# What is searched is said again, in small letters: only words with a capital, and slugs, tell of a thing.
OTHERS = ("Zanzibar", "zanzibar-")  # in every title, word and file name of others, and in every slug
OWN = ("Ukulele", "ukulele-")  # what tom wrote himself
FRAGMENT = {"HX-Request": "true"}
HOUR = timedelta(hours=1)
KINDS = ("restriction", "ladder above")  # "restriction above" and "ladder" go the same ways


def close_rooms(made: SimpleNamespace, kind: str) -> None:
    """To all but insiders."""
    pages = [made.board, made.contest] if kind.endswith("above") else [*made.closed]
    for page in pages:
        close_by(kind, Page.objects.get(pk=page.pk), INSIDERS)


def close_by(kind: str, page: Page, *groups: str) -> None:
    """To all but these tiers, by a restriction or by a ladder, on the page or on the one above it."""
    page = page.get_parent() if kind.endswith("above") else page
    if kind.startswith("restriction"):
        close(page, *groups)
        return
    window = AudienceWindow(page_id=page.pk, members_from=timezone.now() + HOUR, public_from=timezone.now() + 2 * HOUR)
    window.tiers.set([make_tier(name) for name in groups])
    window.save()
    begin_epoch()  # as publishing its page does


def rooms(cast: dict[str, Any]) -> SimpleNamespace:
    """Still open. Tom wrote, voted, followed, was named, judges and has a draft; lars, too, supports and follows."""
    make_tier(INSIDERS, order=10)
    home = demo_home()
    make_contest(Phase.VOTING, slug="open-cup", title="Open cup")
    shelf = Page.objects.get(pk=home.pk).add_child(instance=ContestIndexPage(title="Shelf", slug="shelf"))
    make_gallery()
    board = make_board(slug="zanzibar-ideas", title="Zanzibar ideas", question="What of Zanzibar?", parent=above(home))
    made = SimpleNamespace(board=board, shelf=shelf, open_idea=make_idea(board=make_board(slug="ideas")))
    in_the_board(made, cast)
    in_the_contests(made, cast)
    made.closed = [made.board, made.contest, made.judged, made.entering]
    return made


def above(home: Page) -> Page:
    """A page above the board alone, so that it can be closed from above."""
    return Page.objects.get(pk=home.pk).add_child(instance=StandardPage(title="Club", slug="club"))


def in_the_board(made: SimpleNamespace, cast: dict[str, Any]) -> None:
    tom, ines = cast["tom"], cast["ines"]
    made.idea = make_idea(board=made.board, by=ines, title="Zanzibar blend", body="Beans of Zanzibar.")
    made.own = make_idea(board=made.board, by=tom, title="Ukulele evenings", body="Ukulele in every shop.")
    for member in (tom, cast["lars"], cast["otto"]):
        for idea in (made.idea, made.own):
            cast_vote(Idea.objects.get(pk=idea.pk), by=member)
        follow("idea", made.idea.pk, by=member)
    made.comment = add_comment(made.idea, by=ines, body="Zanzibar is nice, @tom and @lars.")
    made.work = film(made.idea, by=ines)
    made.report = report(made.idea, by=tom, rule=None, note="It is an advertisement.")
    made.decision = warned(made.own, by=cast["mo"])


def in_the_contests(made: SimpleNamespace, cast: dict[str, Any]) -> None:
    tom, ines = cast["tom"], cast["ines"]
    made.contest = moved(make_contest(Phase.VOTING, slug="zanzibar-cup", title="Zanzibar cup"), made.shelf)
    made.judged = moved(judged_contest(slug="zanzibar-jury", title="Zanzibar jury"), made.shelf)
    made.entering = moved(make_contest(Phase.ENTRIES, slug="zanzibar-open", title="Zanzibar open"), made.shelf)
    made.entry = make_entry(made.contest, by=ines, title="Zanzibar dawn", caption="Zanzibar at six.")
    made.own_entry = make_entry(made.contest, by=tom, title="Ukulele dawn", caption="Ukulele at six.")
    make_entry(made.judged, by=ines, title="Zanzibar judged")
    made.juror = make_judge(made.judged, tom)
    for member in (tom, cast["lars"], cast["otto"]):
        vote_for_entry(Entry.objects.for_voting().get(pk=made.entry.pk), by=member, traits=None)
        follow("contest", made.contest.pk, by=member)
    made.entry_comment = comment_on_entry(made.entry, by=ines, body="Zanzibar, @tom!")
    keep_draft(made.entering, by=tom, words={"title": "Ukulele draft"}, uploads=[])


def moved(contest: ContestPage, under: Page) -> ContestPage:
    Page.objects.get(pk=contest.pk).move(Page.objects.get(pk=under.pk), pos="last-child")
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def film(under: Any, *, by: User) -> Any:
    work = make_media(purpose="video", under=under, by=by, widths=(320,), formats=("webp",), name="Zanzibar.mp4")
    make_captions(work, said="Good morning, Zanzibar!")
    private().save(work.key, ContentFile(b"Zanzibar as it came"))
    return work


def warned(idea: Idea, *, by: User) -> Any:
    at, reasons = timezone.now() - timedelta(minutes=1), Reasons(text="Please be kind.")
    return decide(open_case("idea", idea), Act.WARN, by=by, version=1, reasons=reasons, at=at)


def answered(made: SimpleNamespace, *, by: Any) -> None:
    """The brand says something in the closed board."""
    planned = BoardStatus.objects.get(board=made.board, slug="planned")
    note = "Zanzibar comes in the spring, we promise."
    change_status(Idea.objects.get(pk=made.idea.pk), planned, by=by, answer=Answer(note=note))


def illegal(made: SimpleNamespace) -> Any:
    return file_notice(
        address=made.idea.get_absolute_url(), law="None", why="To see.", name="", email="", in_good_faith=True
    )


def signed_in(user: Any) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    """All of it, with its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers} {body.decode(errors='replace')}"
