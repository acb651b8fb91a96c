"""Launch stories for tests: complete unless a test takes something away."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from core.brand.models import BrandImage
from ideas.models import Idea, LaunchedIdea, LaunchIndexPage, LaunchPage
from ideas.statuses import Credit
from tests.core.audience.trees import close
from tests.factories import home_page

NOTE = "Every shop has it now, and it works as you said."
DAY = timedelta(days=1)


def launches_page() -> LaunchIndexPage:
    """The place in which all stories of a test stand."""
    there = LaunchIndexPage.objects.first()
    return there or home_page().add_child(instance=LaunchIndexPage(title="Launches", slug="launches"))


def a_picture(title: str = "A face") -> BrandImage:
    held = BytesIO()
    Image.new("RGB", (24, 16), "#0f5a4d").save(held, "JPEG")
    return BrandImage.objects.create(title=title, file=ImageFile(held, name="small.jpg"))


def named(idea: Idea, credit: str = Credit.YOURS, day: date | None = None, note: str = NOTE) -> LaunchedIdea:
    return LaunchedIdea(idea=idea, credit=credit, credit_date=day, note=note)


def draft_story(*rows: Idea | LaunchedIdea, by: Any, **changes: Any) -> LaunchPage:
    """A story that was never public and lacks nothing that `changes` does not take away."""
    fields: dict[str, Any] = {
        "title": "It is there",
        "slug": f"story-{uuid4().hex[:8]}",
        "introduction": "You can have it now.",
        "launched_on": timezone.localdate() - DAY,
        "evidence_url": "https://example.com/proof/",
        "thanks": "Thank you for saying so.",
        "signed_by": by,
        "owner": by,
        "live": False,
    } | changes
    if not by.portrait:
        by.portrait = "/media/public/face.webp"
        by.save(update_fields=["portrait"])
    story = LaunchPage(**fields)
    story.launched_ideas = [row if isinstance(row, LaunchedIdea) else named(row) for row in rows]
    launches_page().add_child(instance=story)
    story.save_revision(user=by, clean=False)
    return fresh(story)


def fresh(story: LaunchPage) -> LaunchPage:
    return LaunchPage.objects.get(pk=story.pk)


def publish(story: LaunchPage, by: Any = None) -> LaunchPage:
    """Its newest draft."""
    story.get_latest_revision().publish(user=by)
    return fresh(story)


def make_story(*rows: Idea | LaunchedIdea, by: Any, **changes: Any) -> LaunchPage:
    """One that is public."""
    return publish(draft_story(*rows, by=by, **changes), by)


def rewrite(story: LaunchPage, *rows: LaunchedIdea, by: Any, **changes: Any) -> LaunchPage:
    """A new draft of it that names these ideas, published."""
    story = fresh(story)
    for name, value in changes.items():
        setattr(story, name, value)
    story.launched_ideas = list(rows)
    story.save_revision(user=by, clean=False)
    return publish(story, by)


def close_but_for(page: Page, *members: Any) -> None:
    """Only these members see it, and what is below it, from now on."""
    group = Group.objects.create(name=f"Group {uuid4().hex[:8]}")
    group.user_set.set(members)
    close(page, group.name)
