from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from core.errors import Refused, RuleBroken
from core.http import form_status, limited, toast
from core.members.actions.settling import change_settings, choose_language
from core.members.forms import SettingsForm
from core.members.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("settings", rate="30/m")
def settings(request: HttpRequest) -> HttpResponse:
    member: User = request.user  # type: ignore[assignment]
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=_now(member))
    status = form_status(request) if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(member, by=member, **form.cleaned_data)
        except (RuleBroken, Refused) as error:
            form.add_error(None, error if isinstance(error, RuleBroken) else str(error))
            status = 403 if isinstance(error, Refused) else form_status(request)
        else:
            toast(request, _("Your settings are saved."))
            return redirect("members:settings")
    context = {"form": form, "has_second_factor": is_mfa_enabled(member)}
    return render(request, "members/settings.html", context, status=status)


def _now(member: User) -> dict[str, object]:
    names = ("display_name", "handle", "bio", "language", "is_profile_public")
    return {name: getattr(member, name) for name in names}


@require_POST
@limited("language", rate="60/m")
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language: kept in a cookie, and for a member in their settings too."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(site_settings.LANGUAGES):
        choose_language(request.user, chosen, by=request.user)
    return django_set_language(request)
