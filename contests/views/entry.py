"""One entry: its page, and what its entrant may still do with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from contests.models import Entry
from contests.models.entry import KIND
from gallery.models import MediaItem


@require_safe
def short_address(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(get_object_or_404(Entry.objects.visible_to(request.user), pk=pk), permanent=False)


@require_safe
def show(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The page of one entry. An old or wrong slug leads to the right address."""
    seen = Entry.objects.visible_to(request.user).select_related("contest__register", "author")
    entry = get_object_or_404(seen, pk=pk)
    if slug != entry.slug:
        return redirect(entry)
    works = list(MediaItem.objects.under(entry, kind=KIND, to=request.user))
    return render(request, "contests/entry.html", {"entry": entry, "contest": entry.contest, "works": works})
