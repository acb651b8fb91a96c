"""Where somebody's support counts since an idea was merged, and whether they keep it there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from core.http import form_status, limited, toast
from ideas.actions.voting import cast_vote, withdraw_vote
from ideas.forms import SwitchForm
from ideas.kin import root_for
from ideas.models import Idea
from ideas.policies import may_take_part


@login_required
@require_http_methods(["GET", "POST"])
@limited("vote", rate="120/m")
def merged(request: HttpRequest, pk: int) -> HttpResponse:
    """The wanted state is set, `support=on` or `off`, and both may be sent again. An idea that is merged no more leads
    to its own page."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user).select_related("board"), pk=pk)
    if not idea.is_merged:
        return redirect(idea)
    root = root_for(idea, request.user)
    problem, status = "", 200
    if request.method == "POST" and root is not None:
        form = SwitchForm({"wanted": request.POST.get("support")})
        if form.is_valid():
            try:
                return _choose(request, root, keeps=form.cleaned_data["wanted"] == "on")
            except Refused as refusal:
                problem, status = str(refusal), 403
        else:
            problem, status = " ".join(str(error) for error in form.errors["wanted"]), form_status(request)
    verdict = may_take_part(request.user, root) if root else None
    context = {"idea": idea, "board": idea.board, "root": root, "verdict": verdict, "problem": problem}
    return render(request, "ideas/merged.html", context, status=status)


def _choose(request: HttpRequest, root: Idea, *, keeps: bool) -> HttpResponse:
    if keeps:
        if not root.has_my_vote:  # type: ignore[attr-defined]
            cast_vote(root, by=request.user)
        toast(request, _("Your support counts for this idea."))
    else:
        withdraw_vote(root, by=request.user)
        toast(request, _("Your support is taken back."))
    return redirect(root)
