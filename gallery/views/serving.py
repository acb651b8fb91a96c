"""Files to those who may have them. What is not theirs does not exist."""

import re
from uuid import UUID

from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from core.brand.showing import former_picture
from core.http import error_answer
from core.serving import media_type, private_answer, sent
from gallery.models import MediaItem
from gallery.policies import may_have_original
from gallery.seeing import seen_by, was_taken_down
from gallery.storages import FOR_EVER, public

NUL = "\0"  # which no file has in its name, and PostgreSQL takes in no question
GUARDED = "documents/"  # Wagtail's, which have a view of their own
OURS = re.compile(r"[\w-]{2}/[\w-]{32}\.(?:avif|webp|jpg|mp4)")


@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the public storage, where no web server stands before us. What was taken down is gone; pictures of the
    brand that lay there before lead to where they are now."""
    storage = public()
    try:
        there = not name.startswith(GUARDED) and NUL not in name and storage.exists(name)
    except (SuspiciousFileOperation, ValueError):
        raise Http404 from None
    if not there:
        return _no_longer_there(request, name)
    response = sent(request, storage, name)
    if OURS.fullmatch(name):
        response["Cache-Control"] = FOR_EVER
    return response


def _no_longer_there(request: HttpRequest, name: str) -> HttpResponseBase:
    if NUL in name:
        raise Http404
    if was_taken_down(MediaItem.objects.filter(renditions__key=name)):
        return error_answer(request, status=410)
    if address := former_picture(name, request.user):
        return redirect(address)
    raise Http404


@require_safe
def file(request: HttpRequest, token: UUID, name: str) -> HttpResponseBase:
    """One rendition to whoever may see the item; also while it waits, to its owner and to moderators."""
    if NUL in name:
        raise Http404
    role, _dot, form = name.partition(".")
    item = get_object_or_404(seen_by(request.user), token=token)
    made = get_object_or_404(item.renditions, role=role, format=form)
    return private_answer(request, made.key, media_type(made.key))


@require_safe
def original(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """The file as it was uploaded, to be kept and never to be shown: to its owner and to moderators."""
    item = get_object_or_404(seen_by(request.user), token=token)
    if not may_have_original(request.user, item):
        raise Http404
    return private_answer(request, item.key, "application/octet-stream", attachment=item.name)
