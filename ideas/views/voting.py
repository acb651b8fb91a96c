from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import Refused
from core.http import HtmxHttpRequest, error_answer, fragment_or_redirect, limited, sign_in_first, toast, wants_fragment
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.forms import SwitchForm
from ideas.models import Idea

PENDING = "pending_vote"
PENDING_MINUTES = 30
BOX = "ideas/fragments/vote_box.html"


@require_POST
@limited("vote", rate="120/m")
def vote(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """The wanted state is set, `vote=on` or `off`; a visitor's vote waits in the session until they have signed in."""
    idea = get_object_or_404(_votable(request), pk=pk)
    form = SwitchForm({"wanted": request.POST.get("vote")})
    if not form.is_valid():
        return error_answer(request, status=422, reasons=form.errors["wanted"])
    wanted = form.cleaned_data["wanted"]
    if not request.user.is_authenticated and idea.open_to_votes:
        return remember_and_sign_in(request, idea, wanted)
    try:
        idea = (cast_vote if wanted == "on" else withdraw_vote)(idea, by=request.user)
    except Refused as refusal:
        if not wants_fragment(request):
            raise
        context = {"idea": idea, "refusal": str(refusal), "size": request.POST.get("size", "")}
        return fragment_or_redirect(request, BOX, context, to=idea, status=403)
    return fragment_or_redirect(
        request, BOX, {"idea": idea, "size": request.POST.get("size", "")}, to=way_back(request, idea)
    )


def _votable(request: HttpRequest) -> QuerySet[Idea]:
    return Idea.objects.visible_to(request.user).with_vote_of(request.user).with_half_life()


def remember_and_sign_in(request: HttpRequest, idea: Idea, wanted: str) -> HttpResponse:
    """The vote waits for half an hour; after signing in, by whatever way, it is cast."""
    request.session[PENDING] = {"idea": idea.pk, "wanted": wanted, "at": timezone.now().timestamp()}
    return sign_in_first(request, back=way_back(request, idea))


def after_sign_in(sender: Any, request: HttpRequest, user: Any, **extra: Any) -> None:
    """What somebody clicked as a visitor counts now, or they are told why not."""
    pending = request.session.pop(PENDING, None)
    if not pending or timezone.now().timestamp() - pending["at"] > timedelta(minutes=PENDING_MINUTES).total_seconds():
        return
    idea = Idea.objects.visible_to(user).filter(pk=pending["idea"]).first()
    if idea is None:
        return
    try:
        (cast_vote if pending["wanted"] == "on" else withdraw_vote)(idea, by=user)
    except Refused as refusal:
        toast(request, str(refusal))
    else:
        toast(request, _("Your vote is cast.") if pending["wanted"] == "on" else _("Your vote is withdrawn."))


def way_back(request: HttpRequest, idea: Idea) -> str:
    """Where the person was, when that is another page of this site; else the idea, as below it stand addresses that
    only take a POST."""
    came_from = request.htmx.current_url_abs_path if wants_fragment(request) else request.headers.get("Referer", "")  # type: ignore[attr-defined]
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    if not is_ours or urlsplit(came_from).path.startswith(reverse("ideas:short", args=[idea.pk])):
        return resolve_url(idea)
    return str(came_from)
