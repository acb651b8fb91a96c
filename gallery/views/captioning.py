"""Where the captions of a film are given, changed and removed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from core.errors import Refused, RuleBroken
from core.http import form_status, limited, page_or_fragment, sign_in_first, toast, wants_fragment
from core.policies import ensure
from core.publication import State
from gallery.actions.captioning import remove_captions, set_captions
from gallery.addresses import captioning_url
from gallery.exhibition import as_works, on_show
from gallery.filters import SORTS_OF_WORK, GalleryFilter
from gallery.forms import CaptionsForm
from gallery.languages import name_of
from gallery.models import CaptionTrack, MediaItem
from gallery.policies import MOST_TRACKS, may_caption, may_read_captions, may_uncaption
from gallery.processing.captions import said_in
from gallery.seeing import seen_by
from moderation.standing import attach_standing

FRAGMENT = "gallery/fragments/captions_form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@limited("captions", rate="30/h")
def edit(request: HttpRequest, work_pk: int) -> HttpResponse:
    """GET shows the film with its newest captions, and the form; POST sets those of one language."""
    film = _film(request, work_pk)
    verdict = may_read_captions(request.user, film)
    if verdict.sign_in:
        return sign_in_first(request, back=request.path)
    ensure(verdict)
    status = 200
    if request.method == "POST":
        form = CaptionsForm(request.POST, request.FILES)
        status = form_status(request)
        if form.is_valid():
            try:
                track = set_captions(film, by=request.user, language=form.cleaned_data["language"], data=form.sent())
            except RuleBroken as broken:
                form.blame(broken)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 403
            else:
                toast(request, _set(track))
                to = captioning_url(film)
                return HttpResponseClientRedirect(to) if wants_fragment(request) else redirect(to)
    else:
        language = request.GET.get("language", "")[:10]
        form = CaptionsForm.of(film.captions.filter(language=language).first(), language=language)
    context = {"form": form, **_context(request, film)}
    return page_or_fragment(request, page="gallery/captions.html", fragment=FRAGMENT, context=context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("remove-captions", rate="60/h")
def remove(request: HttpRequest, work_pk: int, language: str) -> HttpResponse:
    """Asks once, then removes the captions in one language."""
    film = _film(request, work_pk)
    verdict = may_uncaption(request.user, film)
    if verdict.sign_in:
        return sign_in_first(request, back=request.path)
    ensure(verdict)
    if request.method == "POST":
        remove_captions(film, by=request.user, language=language)
        toast(request, _("The captions are removed."))
        return redirect(captioning_url(film))
    track = get_object_or_404(film.captions, language=language)
    context = {"film": film, "track": track, "name": name_of(language), "captioning_url": captioning_url(film)}
    return render(request, "gallery/captions_remove.html", context)


def _film(request: HttpRequest, pk: int) -> MediaItem:
    films = seen_by(request.user).uploaded_for(SORTS_OF_WORK["films"][1])
    return get_object_or_404(films.select_related("owner"), pk=pk)


def _context(request: HttpRequest, film: MediaItem) -> dict[str, Any]:
    user = request.user
    item = MediaItem.objects.prefetch_related("renditions", "captions", "attachments").get(pk=film.pk)
    tracks = sorted(item.captions.all(), key=lambda track: track.pk)
    attach_standing("captions", tracks, to=user)
    return {
        "film": item,
        "work": as_works([item], to=user, wanted=GalleryFilter())[0],
        "is_on_show": on_show(user, GalleryFilter()).filter(pk=film.pk).exists(),
        "rows": [(track, name_of(track.language), said_in(track.text)) for track in tracks],
        "most": MOST_TRACKS,
        "verdict": may_caption(user, film),
        "may_remove": bool(may_uncaption(user, film)),
    }


def _set(track: CaptionTrack) -> str:
    if track.state == State.PUBLISHED:
        return _("The captions are here. Whoever watches the film can switch them on.")
    if track.is_offered:
        return _("A moderator looks at the new captions. Until then the former ones stay.")
    return _("A moderator looks at the captions. Until then only you can see them.")
