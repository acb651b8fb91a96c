"""Contests in every state that the screens of their staff know, and where those screens are."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from contests.actions.allotting import allot
from contests.actions.publishing import publish_results
from contests.actions.scheduling import extend, pause, resume
from contests.actions.sealing import seal
from contests.actions.watching import ask_for_order, decide_order, move
from contests.juries import has_jury
from contests.kinds import Act, Standing
from contests.models import ContestPage, Criterion, Entry, EntryVote, Scene
from contests.phases import Decides, Phase
from core.members.models import User
from tests.browser.places import Place
from tests.contests.deciding import decided_contest, vote_for
from tests.contests.juries import given, judged_contest, make_judge
from tests.contests.streets import make_scene
from tests.contests.things import WEEK, make_contest, make_entry

WRONG = ".error-message, [role=alert]"
WHY = "All of these came from one rack of a data centre."
LONG = "A title that goes on for as long as one may, so that a line has to end somewhere"


def in_public(contest: ContestPage) -> ContestPage:
    """With a revision, as the editor's form leaves one, and something for a jury to look at."""
    if has_jury(contest) and not contest.criteria.all():
        contest.criteria.add(Criterion(name="The idea"))
        contest.save()
    contest.save_revision().publish()
    return ContestPage.objects.select_related("register").get(pk=contest.pk)


def watched(bea: User, ada: User) -> ContestPage:
    """Votes are held, void and decided on; an order of each of the two waits for the other."""
    contest = in_public(make_contest(Phase.VOTING, title="A cup in the rain"))
    entries = [make_entry(contest, title=title, media=False) for title in ("Steam", LONG, "בוקר טוב")]
    for entry in entries:
        vote_for(entry, 9)
        held = _some(entry, Standing.COUNTED, 6)
        EntryVote.objects.filter(pk__in=held).update(score=80, reasons=["rhythm", "new"])
        move(held, Act.HOLD, why="rhythm", at=timezone.now())
    first, second, third = entries
    decide_order(_asked(first, "void", by=bea), confirm=True, by=ada)
    decide_order(_asked(second, "void", by=ada), confirm=False, by=bea)
    _asked(second, "void", by=bea)
    _asked(third, "void", by=ada)
    return contest


def _some(entry: Entry, standing: str, count: int) -> list[int]:
    votes = EntryVote.objects.filter(entry=entry, standing=standing).order_by("pk")
    return list(votes.values_list("pk", flat=True)[:count])


def _asked(entry: Entry, what: str, *, by: User) -> Any:
    return ask_for_order(entry.contest, what, _some(entry, Standing.HELD, 2), reason=WHY, by=by)


def with_a_jury() -> ContestPage:
    """One judges, one has been asked, one was and went, one is gone; some marks are given."""
    contest = in_public(judged_contest(entries=4, quorum=1, title="The jury at work"))
    first, second = (make_judge(contest, name=name, about="Draws for newspapers") for name in ("Rut", "João"))
    allot(contest)
    for judgement in first.judgements.all()[:1]:
        judgement.delete()
        given(first, judgement.entry, 4, 2)
    now = timezone.now()
    make_judge(contest, name="Solène", accepted_at=None, invited_at=now, email="solene@example.com")
    make_judge(contest, name="Emre", removed_at=now)
    assert second.judgements.exists()
    return contest


def paused(bea: User) -> ContestPage:
    contest = in_public(make_contest(Phase.VOTING, title="Stopped for a while"))
    make_entry(contest, media=False)
    pause(contest, by=bea, note="The server was too slow for many of you.")
    contest = ContestPage.objects.select_related("register__pause").get(pk=contest.pk)
    resume(contest, by=bea, extend=True)
    extend(contest, longer=WEEK / 7, by=bea, note="One more day, because of the storm on Monday.")
    contest = ContestPage.objects.select_related("register__pause").get(pk=contest.pk)
    pause(contest, by=bea, note="And now it is slow again. We look after it.")
    return contest


def results(bea: User) -> dict[str, ContestPage]:
    hindered = in_public(decided_contest(3, 1, title="Not yet to be decided"))
    vote_for(hindered.entries.first(), 2, standing=Standing.HELD)
    ready = in_public(decided_contest(5, 3, 3, 0, title="Ready to be decided"))
    seal(ready)
    over = in_public(decided_contest(5, 3, 3, 0, title="Decided long ago"))
    publish_results(over, by=bea)
    empty = in_public(decided_contest(title="Nobody came"))
    shortlisted = in_public(make_contest(Phase.VOTING, decides=Decides.PUBLIC_THEN_JURY, title="With a shortlist"))
    return {"hindered": hindered, "ready": ready, "over": over, "nobody": empty, "shortlisted": shortlisted}


def staged(bea: User, ada: User) -> dict[str, ContestPage]:
    """All of them, by the word for what they are."""
    fresh = in_public(make_contest(Phase.ENTRIES, title="Just begun", decides=Decides.JURY_THEN_PUBLIC))
    make_scene()
    return {
        "watched": watched(bea, ada),
        "judged": with_a_jury(),
        "paused": paused(bea),
        "running": in_public(make_contest(Phase.VOTING, title="Voted on")),
        "fresh": fresh,
        **results(bea),
    }


def press(name: str) -> Callable[[Page], None]:
    """Sends that form as it is, empty as it may be."""

    def act(page: Page) -> None:
        button = page.locator(f"button[name=do][value={name}]")
        if not button.is_visible():
            page.locator("details", has=button).locator("summary").click()
        button.click()
        page.wait_for_selector(WRONG)

    return act


def send_no_invitation(page: Page) -> None:
    page.get_by_role("button", name="Send the invitation").click()
    page.wait_for_selector(WRONG)


def ask_for_nothing(page: Page) -> None:
    page.locator("button[name=act][value=void]").click()
    page.wait_for_selector(WRONG)


def editors_places(by: dict[str, ContestPage]) -> list[Place]:
    """Where contests are set up, as bea sees it, who edits for the brand."""
    index = by["running"].get_parent().pk
    scene = Scene.objects.order_by("-pk")[0].pk
    return [
        Place("contests in the explorer", reverse("wagtailadmin_explore", args=[index]), "bea"),
        Place("a new contest", f"/admin/pages/add/contests/contestpage/{index}/", "bea"),
        Place("a contest's form", f"/admin/pages/{by['judged'].pk}/edit/", "bea"),
        Place("copying a contest", f"/admin/pages/{by['judged'].pk}/copy/", "bea"),
        Place("history of a contest", f"/admin/pages/{by['paused'].pk}/history/", "bea"),
        Place("unpublishing a contest", f"/admin/pages/{by['judged'].pk}/unpublish/", "bea"),
        Place("street scenes", "/admin/snippets/contests/scene/", "bea"),
        Place("a street scene", f"/admin/snippets/contests/scene/edit/{scene}/", "bea"),
        Place("a new street scene", "/admin/snippets/contests/scene/add/", "bea"),
    ]


def runners_places(by: dict[str, ContestPage]) -> list[Place]:
    """Where contests are run, as she sees it."""

    def at(name: str, which: str, *more: Any) -> str:
        return reverse(name, args=[by[which].pk, *more])

    judge = by["judged"].jurors.judging().order_by("pk")[0].pk
    return [
        Place("running", at("contest_run", "running"), "bea"),
        Place("pausing without a reason", at("contest_run", "running"), "bea", press("pause")),
        Place("extending by nothing", at("contest_run", "running"), "bea", press("extend")),
        Place("running, paused", at("contest_run", "paused"), "bea"),
        Place("running, over", at("contest_run", "over"), "bea"),
        Place("votes", "/admin/contest-votes/", "bea"),
        Place("votes of a contest", at("contest_votes:contest", "watched"), "bea"),
        Place("votes, nothing ticked", at("contest_votes:contest", "watched"), "bea", ask_for_nothing),
        Place("votes, nothing held", at("contest_votes:contest", "running"), "bea"),
        Place("jury", at("contest_jury:index", "judged"), "bea"),
        Place("jury, an empty invitation", at("contest_jury:index", "judged"), "bea", send_no_invitation),
        Place("jury, nobody yet", at("contest_jury:index", "fresh"), "bea"),
        Place("marks", at("contest_jury:scores", "judged"), "bea"),
        Place("marks, none", at("contest_jury:scores", "fresh"), "bea"),
        Place("removing a judge", at("contest_jury:remove", "judged", judge), "bea"),
    ]


def results_places(by: dict[str, ContestPage]) -> list[Place]:
    """The screen of results, in all that it can say to her."""

    def at(which: str) -> str:
        return reverse("contest_results", args=[by[which].pk])

    return [
        Place("results, hindered", at("hindered"), "bea"),
        Place("results, refused", at("hindered"), "bea", press("results")),
        Place("results, ready", at("ready"), "bea"),
        Place("results, not yet", at("running"), "bea"),
        Place("results, a shortlist", at("shortlisted"), "bea"),
        Place("results, published", at("over"), "bea"),
        Place("results, nobody came", at("nobody"), "bea"),
        Place("disqualifying nothing", at("over"), "bea", press("disqualify")),
    ]


def staff_places(by: dict[str, ContestPage]) -> list[Place]:
    return [*editors_places(by), *runners_places(by), *results_places(by)]
