"""One's own data: taking it along, and leaving."""

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from core.http import form_status, limited, toast
from core.members.actions.erasing import erase_member
from core.members.actions.exporting import export_member
from core.members.forms import LeavingForm
from core.members.models import User
from core.members.policies import may_erase
from core.members.views.signing import clear_browser


@login_required
@require_safe
@never_cache
@limited("export", rate="10/h", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    member: User = request.user  # type: ignore[assignment]
    data = export_member(member, by=member)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="sayso-{member.handle}.json"'
    return response


@sensitive_post_parameters("proof")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("delete-account", rate="10/h")
def delete(request: HttpRequest) -> HttpResponse:
    member: User = request.user  # type: ignore[assignment]
    form = LeavingForm(request.POST if request.method == "POST" else None, member=member)
    verdict = may_erase(member, member)
    if verdict and form.is_bound and form.is_valid():
        address = member.email
        erase_member(member, by=member)
        logout(request)
        get_adapter(request).send_mail("account/email/account_deleted", address, {})
        toast(request, _("Your account is gone. Thank you for what you gave."))
        return clear_browser(redirect("/"))
    status = 403 if form.is_bound and not verdict else form_status(request) if form.errors else 200
    return render(request, "members/delete.html", {"form": form, "verdict": verdict}, status=status)
