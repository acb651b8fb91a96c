"""Where somebody reads an invitation and answers it.

The link of a letter only opens it: it is remembered in the session and the address left behind, so that no further
page, sign-in or log line carries the token.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.errors import Refused, RuleBroken
from core.http import limited, sign_in_first, toast
from core.policies import Verdict, no
from insiders.actions.accepting import accept_invitation, decline_invitation, membership_by
from insiders.models import Invitation, InvitationLink
from insiders.policies.invitations import may_accept, may_decline

KEPT = "insiders.invitation"  # in the session: the key of the link
View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """For the eyes of one person: nothing keeps it, no search engine shows it, and no log says its address."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django logs the address of an answer above 399
        return response

    return guarded


@csrf_exempt  # it takes no POST, and Django would log the address of one that it refuses
@private
@limited("invitation-link", rate="60/h", methods=("GET",))
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Remembers which invitation was opened; answers none."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])  # Django's decorator would log it
    link = InvitationLink.with_token(token)
    if link is None:
        told = _("This link leads to no invitation: its address is not whole, or not one of ours.")
        return _show(request, None, no(told), status=404)
    request.session[KEPT] = link.pk
    return redirect("insiders:invitation")


@private
@require_http_methods(["GET", "HEAD", "POST"])
@limited("invitation", rate="60/h")
def answer(request: HttpRequest) -> HttpResponse:
    """GET shows the letter to whoever it is for; POST (`answer`: accept or decline) answers it."""
    link = _opened(request)
    if link is None:
        return _show(request, None, no(_("Open the link in your letter, and your invitation is here.")))
    invitation = link.invitation
    if link.pk != invitation.link.pk:
        told = _("This link is no longer in use: you were sent a newer one. Look for the latest letter.")
        return _show(request, None, no(told), status=410)
    if _is_mine(request, invitation):
        return _to_membership(invitation)
    if request.method == "POST":
        return _take(request, invitation)
    verdict = may_accept(request.user, invitation)
    return _show(request, invitation, verdict, status=200 if verdict or verdict.sign_in else 403)


def _take(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    wanted = request.POST.get("answer")
    if wanted not in ("accept", "decline"):
        return _show(request, invitation, may_accept(request.user, invitation), status=422)
    if wanted == "accept" and may_accept(request.user, invitation).sign_in:
        return sign_in_first(request, back=reverse("insiders:invitation"))
    try:
        if wanted == "decline":
            decline_invitation(invitation, by=request.user)
            toast(request, _("You have declined. Thank you for the answer."))
            return redirect("insiders:invitation")
        entered = accept_invitation(invitation, by=request.user)
    except Refused as refusal:
        return _show(request, invitation, no(str(refusal)), status=403)
    except RuleBroken as broken:
        return _show(request, invitation, no(" ".join(broken.messages)), status=409)
    request.session.pop(KEPT, None)
    return redirect("insiders:membership", entered.pk)


def _opened(request: HttpRequest) -> InvitationLink | None:
    kept = request.session.get(KEPT, 0)
    found = InvitationLink.objects.filter(pk=kept)
    return found.select_related("invitation__tier", "invitation__invited_by").first()


def _is_mine(request: HttpRequest, invitation: Invitation) -> bool:
    user = request.user
    return bool(user.is_authenticated and invitation.accepted_at and invitation.member_id == user.pk)


def _to_membership(invitation: Invitation) -> HttpResponse:
    entered = membership_by(invitation)
    return redirect("insiders:membership", entered.pk) if entered else redirect("/")


def _show(request: HttpRequest, invitation: Invitation | None, verdict: Verdict, *, status: int = 200) -> HttpResponse:
    """The letter only to whoever it is for; a hidden tier is named to nobody else, not even to who has yet to sign in
    unless the link itself is the invitation."""
    context: dict[str, Any] = {"verdict": verdict, "invitation": None, "at": timezone.now()}
    if invitation is not None and (verdict or verdict.sign_in):
        is_letter = bool(verdict) or invitation.way == Invitation.By.LINK
        context |= {
            "invitation": invitation,
            "inviter": invitation.invited_by,
            "is_letter": is_letter,
            "is_named": is_letter or not invitation.tier.is_hidden,
            "may_decline": may_decline(request.user, invitation) and invitation.declined_at is None,
        }
    return render(request, "insiders/invitation.html", context, status=status)
