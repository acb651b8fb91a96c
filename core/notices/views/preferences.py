from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import form_status, limited, toast
from core.notices.forms import EverythingForm, PreferencesForm
from core.notices.models.preference import ByEmail


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("notices", rate="120/m")
def preferences(request: HttpRequest) -> HttpResponse:
    is_for_all = "everything" in request.POST
    for_all = EverythingForm(request.POST if is_for_all else None)
    form = PreferencesForm(request.POST if request.method == "POST" and not is_for_all else None, member=request.user)
    if for_all.is_valid():
        for_all.save(member=request.user)
    elif form.is_valid():
        form.save()
    else:
        return _page(request, form, for_all)
    toast(request, _("Saved."))
    return redirect("notices:preferences")


def _page(request: HttpRequest, form: PreferencesForm, for_all: EverythingForm) -> HttpResponse:
    confirmed = EmailAddress.objects.filter(user=request.user, verified=True, primary=True).exists()
    context = {"form": form, "for_all": for_all, "answers": ByEmail, "is_confirmed": confirmed}
    status = form_status(request) if form.errors or for_all.errors else 200
    return render(request, "notices/preferences.html", context, status=status)
