"""Of closed pages that somebody on the staff does not edit, the admin tells them nothing. Of itself it shows titles to
whoever chooses among pages, or names one by its number."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from core.audience.admin_screens import PAGE_PERMISSIONS
from core.audience.gate import closed_paths, once
from core.audience.paths import IsOpen

CHOOSE_BELOW, CHOSEN, MANY = (
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtail_bulk_action",
)


def kept_from(user: Any) -> dict[int, str]:
    """Paths by key of the pages that are closed to this person and that they do not edit. At most a few queries a
    request, and none beside the gate's where no page is closed to them."""
    return once(("kept in the admin", user.pk), lambda: _kept_from(user))


def only_known(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Of those among which somebody chooses."""
    kept = kept_from(request.user)
    return pages.exclude(pk__in=list(kept)) if kept else pages


def refuse_unknown(request: HttpRequest, match: ResolverMatch) -> None:
    """Raises Http404 for a screen that would name a page which is kept from this person."""
    asked = _asked_for(request, match)
    if not asked:
        return
    kept = kept_from(request.user)
    if asked & {str(pk) for pk in kept} or ("all" in asked and _is_above(request.GET.get("childOf"), kept)):
        raise Http404


def _kept_from(user: Any) -> dict[int, str]:
    closed = closed_paths(user)
    if not closed:
        return {}
    theirs = page_permission_policy.instances_user_has_any_permission_for(user, PAGE_PERMISSIONS)
    seen = Page.objects.filter(IsOpen(closed))
    kept = Page.objects.exclude(pk__in=seen.values("pk")).exclude(pk__in=theirs.values("pk"))
    return dict(kept.values_list("pk", "path"))


def _asked_for(request: HttpRequest, match: ResolverMatch) -> set[str]:
    if match.url_name == CHOOSE_BELOW:
        return {str(match.kwargs["parent_page_id"])}
    if match.url_name == CHOSEN or (match.url_name == MANY and match.kwargs["model_name"] == "page"):
        return {*request.GET.getlist("id"), request.GET.get("childOf") or ""} - {""}
    return set()


def _is_above(asked: str | None, kept: dict[int, str]) -> bool:
    """Whether one of these stands below the page that is asked for; without one, whether there are any."""
    if not (asked and asked.isdecimal() and len(asked) < 10):
        return bool(kept)
    above = Page.objects.filter(pk=asked).values_list("path", flat=True).first()
    return above is not None and any(path.startswith(above) for path in kept.values())
