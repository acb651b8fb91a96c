"""“Did we get it right?”: the answer of somebody who was asked, and a report of what somebody else said."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Refused, RuleBroken
from core.http import form_status, limited, toast
from core.policies import ensure
from ideas.actions.opinions import give_opinion
from ideas.models import LaunchOpinion, LaunchPage
from ideas.opinions.forms import OpinionForm
from ideas.opinions.subjects import OPINION
from ideas.policies import may_give_opinion
from moderation.registries import Review
from moderation.standing import attach_standing
from moderation.trust import reason_to_wait
from moderation.views.reporting import RATE, report_thing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("opinion", rate="30/h")
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, and stores what is sent. Opening the address answers nothing: a mail program may do that."""
    page = get_object_or_404(LaunchPage.objects.visible_to(request.user), pk=pk)
    ensure(may_give_opinion(request.user, page))
    mine = LaunchOpinion.objects.get(page=page, member=request.user.pk)
    attach_standing(OPINION, [mine] if mine.body else [], to=request.user)
    said = {"verdict": mine.verdict, "body": mine.body}
    form, refused = OpinionForm(request.POST if request.method == "POST" else None, initial=said), False
    if form.is_valid():
        try:
            mine = give_opinion(page, by=request.user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken)
        except Refused as refusal:
            form.add_error("body", str(refusal))
            refused = True
        else:
            toast(request, _said(mine))
            return redirect(f"{page.get_url(request)}#opinions")
    context = {
        "page": page,
        "page_url": page.get_url(request),
        "form": form,
        "mine": mine,
        "reason_to_wait": reason_to_wait(request.user, Review.NEW_MEMBERS),
    }
    status = 403 if refused else form_status(request) if form.errors else 200
    return render(request, "ideas/opinion.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    seen = LaunchOpinion.objects.visible_to(request.user).lines().select_related("page")
    return report_thing(request, get_object_or_404(seen, pk=pk))


def _said(mine: LaunchOpinion) -> str:
    if mine.is_waiting:
        return _("Thank you. What you say counts. Your line waits for a moderator; until then only you can see it.")
    return _("Thank you. What you say counts, and you can change it.")
