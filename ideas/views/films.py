"""Films that the team gives to a story, for whoever edits it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import Refused, RuleBroken
from core.http import form_status, key_in, limited, toast
from gallery.addresses import captioning_url
from gallery.models import MediaItem
from gallery.posting import chosen
from gallery.purposes import PURPOSES
from ideas.actions.filming import add_film, remove_film
from ideas.launches.films import FILM
from ideas.launches.forms import FilmForm
from ideas.models import LaunchPage
from ideas.models.launching import STORY
from ideas.policies import may_film


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("story-film", rate="60/h")
def films(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the story's films and the form for one more; POST adds it, or takes out the one that `remove` names."""
    story = LaunchPage.objects.filter(pk=pk).first()
    if story is None or not may_film(request.user, story):
        raise Http404
    standing = MediaItem.objects.of(story, kind=STORY).with_renditions()
    if removed := request.POST.get("remove", ""):
        remove_film(story, get_object_or_404(standing, pk=key_in(removed)), by=request.user)
        toast(request, _("The film is gone."))
        return redirect(request.path)
    form = FilmForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, story, form):
        toast(request, _("It is added. Choose it as evidence in the story."))
        return redirect(request.path)
    context = {
        "page": story,
        "films": [(film, captioning_url(film)) for film in standing],
        "form": form,
        "purpose": PURPOSES[FILM],
        "chosen": chosen([request.POST.get("upload", "")], by=request.user),
    }
    return render(request, "ideas/films.html", context, status=form_status(request) if form.errors else 200)


def _added(request: HttpRequest, story: LaunchPage, form: FilmForm) -> bool:
    """Whether what was sent is the story's now; else the form says why not."""
    sent: dict[str, Any] = {"upload": request.FILES.get("file"), "token": request.POST.get("upload", "")}
    try:
        add_film(story, by=request.user, **sent, **form.cleaned_data)
    except (RuleBroken, Refused) as trouble:
        form.add_error(None, getattr(trouble, "messages", None) or str(trouble))
        return False
    return True
