from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.members.models import User
from core.members.registries import ProfileSection, profile_sections


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    member = get_object_or_404(User.objects.visible_to(request.user).with_handle(handle))
    if member.handle != handle:
        return redirect(member, permanent=False)
    sections = [shown for section in profile_sections if (shown := _shown(request, section, member))]
    is_own = member.pk == request.user.pk
    return render(request, "members/profile.html", {"member": member, "sections": sections, "is_own": is_own})


def _shown(request: HttpRequest, section: ProfileSection, member: User) -> dict[str, Any] | None:
    """The section as this viewer may see it, or None when there is nothing for them."""
    answer = section.render(member, request.user)
    if answer is None:
        return None
    template, values = answer
    values = {**values, "member": member, "viewer": request.user, "section": section}
    body: SafeString = render_to_string(template, values, request)
    return {"key": section.key, "title": section.title, "body": body}
