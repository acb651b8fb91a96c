"""What a crash may have left between Wagtail and us: a story that is public and has launched nothing, or the other way
round."""

import logging
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.errors import RuleBroken
from ideas.actions.launching import launch, take_back
from ideas.completeness import reasons_against
from ideas.models import LaunchedIdea, Launching, LaunchPage

log = logging.getLogger("ideas")


def mend_launches(*, at: datetime | None = None) -> int:
    """The chore: every public story has launched what it names, and nothing else is launched by a story. How many were
    put right."""
    at = at or timezone.now()
    return _launch_what_is_public(at=at) + _take_back_what_is_not(at=at)


def _launch_what_is_public(*, at: datetime) -> int:
    launched = Launching.objects.standing().filter(page=OuterRef("page"), idea=OuterRef("idea"))
    missing = LaunchedIdea.objects.filter(~Exists(launched), page__live=True, page__alias_of=None)
    done = 0
    for story in LaunchPage.objects.filter(pk__in=missing.values("page")).order_by("pk"):
        if reasons_against(story):
            continue  # an idea that it names was hidden since: nothing that time will mend
        try:
            revision = story.live_revision
            done += bool(launch(story, by=(revision.user if revision else None) or story.owner, at=at))
        except RuleBroken as broken:
            log.warning("Story %s launches nothing: %s", story.pk, " ".join(broken.messages))
    return done


def _take_back_what_is_not(*, at: datetime) -> int:
    pages = Launching.objects.standing().filter(page__live=False).values("page")
    stories = LaunchPage.objects.filter(pk__in=pages).order_by("pk")
    return sum(bool(take_back(story, by=story.owner, at=at)) for story in stories)
