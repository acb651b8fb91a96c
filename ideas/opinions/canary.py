"""What `check_gate` puts behind closed doors: a launch with what its people said of it. Its idea, and what is counted
of that, stand outside."""

from functools import partial

from django.urls import reverse
from django.utils import timezone

from core.commands import Planted, Plot
from core.publication import State
from ideas.actions.asking import ask_about
from ideas.actions.boards import give_default_statuses
from ideas.actions.launching import launch
from ideas.actions.opinions import reply_to_opinions
from ideas.actions.submitting import submit_idea
from ideas.actions.voting import cast_vote
from ideas.models import (
    Idea,
    IdeaBoardPage,
    ImpactPage,
    LaunchedIdea,
    LaunchIndexPage,
    LaunchOpinion,
    LaunchPage,
    LaunchQuestion,
)
from ideas.statuses import Credit, GotItRight
from moderation.registries import Review


def plant(plot: Plot) -> Planted:
    """A story below a place of launches that is open, unless all of it is behind the door; so is its idea."""
    place = plot.parent.add_child(instance=LaunchIndexPage(title="Launches", slug=f"launches-{plot.door}"))
    impact = plot.parent.add_child(instance=ImpactPage(title="Impact", slug=f"impact-{plot.door}"))
    story = LaunchPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=plot.editorial("introduction"),
        thanks=plot.editorial("thanks"),
        launched_on=timezone.localdate(),
        show_in_menus=True,
    )
    plot.close(place.add_child(instance=story))
    idea = _idea(plot)
    LaunchedIdea.objects.create(page=story, idea=idea, credit=Credit.PARTLY, note="There it is, for everybody.")
    launch(story, by=plot.staff, tell=False)
    question = LaunchQuestion.objects.create(page=story, due_at=timezone.now())
    opinion = LaunchOpinion.objects.create(
        page=story,
        member=plot.author,
        verdict=GotItRight.PARTLY,
        body=f"It lacks {plot.word('opinion')}.",
        state=State.PUBLISHED,
        said_at=timezone.now(),
    )
    reply_to_opinions(story, by=plot.staff, body=f"We look at {plot.editorial('reply')}.")
    return Planted(
        story,
        around=(place.url or "", impact.url or "", idea.get_absolute_url()),
        arguments={
            "ideas:opinion": {"pk": story.pk},
            "ideas:opinion-report": {"pk": opinion.pk},
            "": {"page_id": story.pk, "page_pk": story.pk},
        },
        desks=(reverse("launch_opinions", args=[story.pk]),),
        stir=partial(_stir, question),
    )


def _stir(question: LaunchQuestion) -> None:
    """Its people are asked: the author, and not the follower, who is out."""
    ask_about(question, at=timezone.now())


def _idea(plot: Plot) -> Idea:
    """On a board of its own, with the follower's support."""
    board = IdeaBoardPage(title="Said", slug=f"said-{plot.door}", review=Review.NOTHING)
    plot.parent.add_child(instance=board)
    give_default_statuses(board)
    idea = submit_idea(board, by=plot.author, title="Benches", body="So that one can sit.")
    cast_vote(idea, by=plot.follower)
    return Idea.objects.get(pk=idea.pk)
