"""A member's own place in a tier: why they are in, until when, and what is open to them now."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.audience.models import Membership
from core.audience.reasons import reason_of
from insiders.reach import pages_of


@never_cache
@require_safe
@login_required
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Also the welcome to whoever has just come in. That of somebody else does not exist."""
    mine = Membership.objects.of(request.user).select_related("tier", "by")
    found = get_object_or_404(mine, pk=pk)
    at = timezone.now()
    is_active = found.is_active(at)
    if not is_active and found.tier.is_hidden:
        return render(request, "insiders/membership.html", {"membership": None})
    context = {
        "membership": found,
        "is_active": is_active,
        "is_in_grace": found.is_in_grace(at),
        "reason": reason_of(found, to=request.user),
        "pages": pages_of(found.tier, request.user, at=at) if is_active else [],
    }
    response = render(request, "insiders/membership.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
