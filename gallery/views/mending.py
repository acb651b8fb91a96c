"""What can be done about one's own file that failed."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import limited, toast
from gallery.actions.preparing import retry as try_again
from gallery.models import MediaItem
from gallery.subjects import mending_url


@login_required
@require_POST
@limited("retry", rate="30/h")
def retry(request: HttpRequest, token: UUID) -> HttpResponse:
    """Once more from the beginning. Whose file it is not, for them it does not exist."""
    item = get_object_or_404(MediaItem.objects.filter(owner=request.user.pk), token=token)
    try_again(item, by=request.user)
    toast(request, _("Your file is being checked once more."))
    return redirect(mending_url(item) or "notices:inbox")
