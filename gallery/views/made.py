"""The answer with a picture that is made for whoever asks first."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from core.http import error_answer
from gallery.keeping import Busy, kept
from gallery.share_cards import LOST

SHORTLY = "public, max-age=300"  # after it was hidden, a cache may keep what everybody saw for so long


def made_picture(request: HttpRequest, name: str, make: Callable[[], bytes], *, is_open: bool) -> HttpResponse:
    """The picture of this name, which is its version, so who has it already is sent nothing."""
    tag = quote_etag(name)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            response = HttpResponse(kept(name, make), content_type="image/jpeg")
        except Busy:
            return error_answer(request, status=503, headers={"Retry-After": "5"})
        except LOST:
            raise Http404 from None
    response["ETag"] = tag
    response["Cache-Control"] = SHORTLY if is_open else "private, no-cache"
    return response
