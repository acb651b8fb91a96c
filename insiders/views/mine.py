"""One's own tiers: why, since when, until when, leaving, and whether they stand on the profile."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.audience.actions.memberships import leave_tier, show_mark
from core.audience.models import Membership
from core.audience.reasons import reasons_of
from core.http import limited, toast
from core.members.models import User
from insiders.showing import tiers_to_earn

MINE = "insiders:mine"


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The tiers that one is in, those that can be earned and how far one is with them, and those that one was in."""
    at, found = timezone.now(), _of(request.user)
    reasons = reasons_of(found, to=request.user)
    rows = [(one, reasons[one.pk], one.is_in_grace(at)) for one in found]
    active = [row for row in rows if row[0].is_active(at)]
    former = [row[0] for row in rows if not row[0].is_active(at)]
    context = {"active": active, "former": former, "to_earn": tiers_to_earn(request.user, at=at)}
    return render(request, "insiders/mine.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("leave-tier", rate="30/h")
def leave(request: HttpRequest, membership_pk: int) -> HttpResponse:
    """Asks first. POST leaves."""
    member: User = request.user  # type: ignore[assignment]
    membership = get_object_or_404(_own(member), pk=membership_pk)
    if request.method != "POST" and membership.is_active():
        return render(request, "insiders/leave.html", {"membership": membership})
    if membership.is_active():
        leave_tier(membership.tier, by=member)
        toast(request, _("You have left %(tier)s.") % {"tier": membership.tier.name})
    return redirect(MINE)


@login_required
@require_POST
@limited("insider-mark", rate="60/h")
def mark(request: HttpRequest, membership_pk: int) -> HttpResponse:
    """POST with shown=on has the tier on the profile; without, it does not."""
    member: User = request.user  # type: ignore[assignment]
    membership = get_object_or_404(_own(member), pk=membership_pk)
    shown = request.POST.get("shown") == "on"
    show_mark(membership, shown, by=member)
    names = {"tier": membership.tier.mark or membership.tier.name}
    said = _("%(tier)s stands on your page.") if shown else _("%(tier)s does not stand on your page.")
    toast(request, said % names)
    return redirect(MINE)


def _own(member: Any) -> Any:
    return Membership.objects.of(member).select_related("tier")


def _of(member: Any) -> list[Membership]:
    return list(_own(member).select_related("tier", "by"))
