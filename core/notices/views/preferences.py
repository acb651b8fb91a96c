from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import form_status, limited, toast
from core.notices.forms import PreferencesForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("notices", rate="120/m")
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_valid():
        form.save()
        toast(request, _("Saved."))
        return redirect("notices:preferences")
    confirmed = EmailAddress.objects.filter(user=request.user, verified=True, primary=True).exists()
    context = {"form": form, "is_confirmed": confirmed}
    return render(request, "notices/preferences.html", context, status=form_status(request) if form.errors else 200)
