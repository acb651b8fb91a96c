"""Launch stories as they stand when they are public, made without the editor."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ideas.actions.launching import launch
from ideas.models import Idea, LaunchedIdea, LaunchPage
from ideas.statuses import Credit
from tests.cast import make_member, with_role
from tests.ideas.launching import launches_page


def tell_story(
    *ideas: Idea,
    title: str = "A bench at every stop",
    credit: str = Credit.YOURS,
    on: date | None = None,
    at: datetime | None = None,
    by: Any = None,
    **fields: Any,
) -> LaunchPage:
    """A public story that has launched these ideas, each with this credit. Nobody was told."""
    at = at or timezone.now()
    fields = {"introduction": "There is one now.", "slug": f"story-{LaunchPage.objects.count() + 1}", **fields}
    story = LaunchPage(title=title, launched_on=on or timezone.localdate(at), **fields)
    launches_page().add_child(instance=story)
    for place, idea in enumerate(ideas):
        LaunchedIdea.objects.create(
            page=story, idea=idea, credit=credit, credit_date=story.launched_on, note="It is there.", sort_order=place
        )
    launch(story, by=by or a_teller(), at=at, tell=False)
    return story


def a_teller() -> Any:
    """Somebody of the brand's team, whom the test does not name."""
    number = LaunchPage.objects.count()
    return with_role(make_member(f"teller-{number}"), "Brand editors")
