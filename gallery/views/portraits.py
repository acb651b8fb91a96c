"""The picture beside one's own name."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleBroken
from core.http import form_status, limited, toast
from gallery.actions.portraits import portrait_of, remove_portrait, set_portrait
from gallery.posting import with_plain_files
from gallery.purposes import PURPOSES


@login_required
@require_http_methods(["GET", "POST"])
@limited("portrait", rate="30/h")
def portrait(request: HttpRequest) -> HttpResponse:
    """GET shows what stands there and the uploader; POST puts the last of the sent pictures there."""
    problems: list[str] = []
    if request.method == "POST":
        posted, problems = with_plain_files(request, purpose="avatar")
        tokens = [token for token in posted.getlist("uploads") if token]
        if not problems and not tokens:
            problems = [_("Choose a picture first.")]
        if not problems:
            try:
                item = set_portrait(by=request.user, token=tokens[-1])
            except RuleBroken as broken:
                problems = broken.messages
            else:
                toast(request, _("Your picture is here.") if item.is_ready else _("Your picture is being checked."))
                return redirect("gallery:portrait")
    context = {"item": portrait_of(request.user), "purpose": PURPOSES["avatar"], "problems": problems}
    return render(request, "gallery/portrait.html", context, status=form_status(request) if problems else 200)


@login_required
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    remove_portrait(by=request.user)
    toast(request, _("Your picture is removed."))
    return redirect("gallery:portrait")
