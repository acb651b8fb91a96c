"""What the admin does with launch stories beside editing them: publishing follows, leaving asks why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from core.pages.held_back import hold_back, refuse_incomplete
from ideas.actions.filming import bring_films, keep_film
from ideas.actions.launching import launch, take_back
from ideas.completeness import reasons_against
from ideas.models import Launching, LaunchPage

LONGEST_REASON = 600


def follow_publication(instance: LaunchPage, revision: Any = None, **kwargs: Any) -> None:
    """By the signal, not the editor's hook: a publication that was scheduled has no editor. What is incomplete all the
    same was never asked: pages that were copied as they stand."""
    if not instance.live or instance.alias_of_id:
        return  # only scheduled, or the shadow of another story
    if reasons_against(instance):
        hold_back(instance)
    else:
        launch(instance, by=(revision.user if revision else None) or instance.owner)
        if instance.evidence_film_id:
            keep_film(instance)


def follow_copy(page: LaunchPage, source: LaunchPage, **kwargs: Any) -> None:
    bring_films(source, page)


def follow_leaving(instance: LaunchPage, **kwargs: Any) -> None:
    """It was unpublished, has expired, or is about to be deleted: then its page is in the database as it was."""
    by = getattr(instance, "taken_back_by", None) or instance.owner
    is_leaving = LaunchPage.objects.filter(pk=instance.pk, live=True).exists()
    take_back(instance, by=by, reason=getattr(instance, "taken_back_because", ""), is_leaving=is_leaving)


def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Before a story is unpublished: whose ideas it launched read the reason."""
    if not isinstance(page, LaunchPage) or not Launching.objects.standing().filter(page=page.pk).exists():
        return None
    reason = request.POST.get("taken_back_because", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("Say why it is taken back: everybody who stands behind its ideas reads it."))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    page.taken_back_because, page.taken_back_by = reason, request.user  # type: ignore[attr-defined]
    return None


def keep_story(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


def keep_stories(request: HttpRequest, action: str, objects: Any, view: Any) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if action in ("delete", "unpublish"):
        return _refusal(request, pages)
    if action == "publish":
        return refuse_incomplete(request, pages, LaunchPage, lambda story, reader: reasons_against(story, to=reader))
    return None


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """A reason is asked for where one story is unpublished, so no other way leads past it."""
    for page in pages:
        standing = Launching.objects.standing().values("page")
        story = LaunchPage.objects.descendant_of(page, inclusive=True).filter(pk__in=standing).first()
        if story:
            words = _("“%(story)s” stays, because it has launched ideas. Unpublish it by itself, and say why.")
            messages.error(request, words % {"story": story.title})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
