"""Where somebody answers that they were asked to judge."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contests.actions.inviting import accept_invitation, decline_invitation
from contests.models import ContestPage, Juror
from contests.policies.judging import may_accept_invitation, may_answer_invitation
from core.errors import Refused, RuleBroken
from core.http import limited, sign_in_first, toast
from core.policies import Verdict, no


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("jury-invitation", rate="60/h")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows who invites, and what to once this person may know it; POST (`answer`) accepts or declines."""
    juror = _with_token(token)
    if juror is None:
        told = no(_("This invitation is not in use: it was replaced by a newer one, or its address is not whole."))
        return _show(request, None, told, status=404)
    verdict = may_answer_invitation(request.user, juror)
    if juror.is_judging and verdict and _is_open(request, juror):
        return redirect(juror.contest.get_url_of("jury", request))
    if request.method != "POST":
        return _show(request, juror, verdict, status=200 if verdict or verdict.sign_in else 403)
    if verdict.sign_in:
        return sign_in_first(request, back=juror.get_absolute_url())
    return _take(request, juror)


def _take(request: HttpRequest, juror: Juror) -> HttpResponse:
    accepts = request.POST.get("answer") == "accept"
    if not accepts and request.POST.get("answer") != "decline":
        return _show(request, juror, may_answer_invitation(request.user, juror), status=422)
    try:
        juror = (accept_invitation if accepts else decline_invitation)(juror, by=request.user)
    except Refused as refusal:
        return _show(request, juror, no(str(refusal)), status=403)
    except RuleBroken as broken:
        return _show(request, juror, no(" ".join(broken.messages)), status=422)
    toast(request, _("Welcome to the jury.") if accepts else _("You have declined. Thank you for the answer."))
    if not _is_open(request, juror):
        return redirect("/")
    return redirect(juror.contest.get_url_of("jury" if accepts else "contest", request))


def _with_token(token: str) -> Juror | None:
    try:
        wanted = UUID(token)
    except ValueError:
        return None
    return Juror.objects.filter(token=wanted).select_related("contest__register", "invited_by").first()


def _is_open(request: HttpRequest, juror: Juror) -> bool:
    return ContestPage.objects.visible_to(request.user).filter(pk=juror.contest_id).exists()


def _show(request: HttpRequest, juror: Juror | None, verdict: Verdict, *, status: int = 200) -> HttpResponse:
    """Names the contest only to those who may see it, and whoever was invited only to themselves."""
    context: dict[str, object] = {"verdict": verdict, "juror": None, "contest": None, "at": timezone.now()}
    if juror is not None and (verdict or verdict.sign_in):
        context |= {"juror": juror, "contest": juror.contest if _is_open(request, juror) else None}
        context["acceptance"] = may_accept_invitation(request.user, juror)
        context["is_closed"] = bool(verdict) and context["contest"] is None
    return render(request, "contests/invitation.html", context, status=status)
