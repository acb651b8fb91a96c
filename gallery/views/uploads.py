"""The faces of an upload: JSON for the script that sends the file. Nobody else's upload exists."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Refused, RuleBroken, Stale
from core.http import View, limited
from gallery.actions import uploading
from gallery.forms import TicketsForm, UploadForm
from gallery.models import UploadSession
from gallery.policies import may_upload
from gallery.preflight import findings
from gallery.transports import transport
from gallery.transports.protocol import Faulty

# What is not 422, and beside which field it is said.
STATUSES = {
    "too-heavy": 413,
    "part-too-long": 413,
    "part-cut": 400,
    "part-slow": 408,
    "part-of-many": 429,
    "busy": 503,
    "parts-missing": 409,
    "over": 409,
    "sent-elsewhere": 409,
    "no-room": 507,
    "storage-away": 503,
}
FIELDS = {"no-purpose": "purpose", "empty": "size", "too-heavy": "size", "no-part": "numbers"}


class Malformed(Exception):
    """The form has errors."""

    def __init__(self, form: Form) -> None:
        super().__init__(form.errors)
        self.form = form


def spoken(view: View) -> View:
    """Whatever goes wrong is said in JSON, `{"errors": {field: [sentence]}}`, to whoever is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _errors(401, may_upload(request.user).reason)
        try:
            response = view(request, *args, **kwargs)
        except Malformed as malformed:
            return JsonResponse({"errors": malformed.form.errors}, status=422)
        except UnreadablePostError:
            return _errors(400, _("The connection broke off. Send it once more."))
        except Refused as refused:
            return _errors(403, str(refused))
        except Stale as stale:
            return _errors(409, str(stale))
        except RuleBroken as broken:
            code = str(getattr(broken, "code", ""))
            return _errors(STATUSES.get(code, 422), *broken.messages, field=FIELDS.get(code, NON_FIELD_ERRORS))
        return _slow_down(response) if response.status_code == 429 else response

    return guarded


def _errors(status: int, *sentences: str, field: str = NON_FIELD_ERRORS) -> JsonResponse:
    response = JsonResponse({"errors": {field: list(sentences)}}, status=status)
    if status in (429, 503, 507):
        response["Retry-After"] = "5"
    return response


def _slow_down(refused: HttpResponse) -> JsonResponse:
    response = _errors(429, _("That was too fast. It goes on in a moment."))
    response["Retry-After"] = refused["Retry-After"]
    return response


def _valid(form_class: Callable[[Any], Form], request: HttpRequest) -> dict[str, Any]:
    """What a JSON object or a form says. Raises Malformed."""
    form = form_class(_object(request.body) if request.content_type == "application/json" else request.POST)
    if not form.is_valid():
        raise Malformed(form)
    return form.cleaned_data


def _object(body: bytes) -> dict[str, Any]:
    """An empty one for what is no JSON object: each field then says that it is missing."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _theirs(request: HttpRequest, token: UUID) -> UploadSession:
    return get_object_or_404(UploadSession.objects.of(request.user).select_related("media"), token=token)


@never_cache
@spoken
@require_http_methods(["GET", "HEAD", "POST"])
@limited("upload-list", rate="120/m", methods=("GET",))
@limited("upload-begin", rate="60/m")
def uploads(request: HttpRequest) -> HttpResponse:
    """GET: what is open. POST: a file is announced, and where its parts go is told."""
    if request.method != "POST":
        theirs = UploadSession.objects.of(request.user).open().select_related("media").order_by("pk")
        return JsonResponse({"uploads": [as_json(session) for session in theirs]})
    session = uploading.begin_upload(by=request.user, **_valid(UploadForm, request))
    return JsonResponse(as_json(session), status=201)


@never_cache
@spoken
@require_http_methods(["GET", "HEAD"])
@limited("upload-status", rate="240/m", methods=("GET",))
def upload(request: HttpRequest, token: UUID) -> HttpResponse:
    """How far it is: which parts have arrived, and then how far its check is."""
    return JsonResponse(as_json(_theirs(request, token)))


@spoken
@require_http_methods(["PUT"])
@limited("upload-part", rate="1200/m", methods=("PUT",))
def part(request: HttpRequest, token: UUID, number: int) -> HttpResponse:
    """One part, streamed to disk. When parts go to a bucket, this address takes none."""
    session = _theirs(request, token)
    if not transport().carries:
        raise Faulty("sent-elsewhere")
    _refuse_long(request, session, number)
    uploading.receive_part(session, number, request, by=request.user)
    return JsonResponse({"number": number})


def _refuse_long(request: HttpRequest, session: UploadSession, number: int) -> None:
    """Before a byte of it is read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if session.has_part(number) and announced.isdecimal() and int(announced[:20]) > session.length_of(number):
        raise Faulty("part-too-long", most=session.length_of(number))


@never_cache
@spoken
@require_POST
@limited("upload-tickets", rate="600/m")
def tickets(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the parts of these numbers are sent, by number. Some at a time."""
    session = _theirs(request, token)
    numbers = _valid(TicketsForm, request)["numbers"]
    given = uploading.tickets_for(session, numbers, by=request.user)
    ways = {number: {"url": one.url, "method": one.method, "headers": one.headers} for number, one in given.items()}
    return JsonResponse({"tickets": ways})


@never_cache
@spoken
@require_POST
@limited("upload-complete", rate="60/m")
def complete(request: HttpRequest, token: UUID) -> HttpResponse:
    session = _theirs(request, token)
    uploading.complete_upload(session, by=request.user)
    return JsonResponse(as_json(session))


@never_cache
@spoken
@require_POST
@limited("upload-abandon", rate="60/m")
def abandon(request: HttpRequest, token: UUID) -> HttpResponse:
    session = _theirs(request, token)
    uploading.abandon_upload(session, by=request.user)
    return JsonResponse(as_json(session))


def as_json(session: UploadSession) -> dict[str, Any]:
    """`arrived` holds numbers of parts while it is open; `media` is there once it is complete."""
    is_open = session.is_open()
    return {
        "token": str(session.token),
        "purpose": session.purpose,
        "name": session.name,
        "size": session.size,
        "state": session.state if is_open or session.state != "open" else "expired",
        "expires": session.expires_at.isoformat(),
        "part_size": session.part_size,
        "parts": session.parts,
        "arrived": sorted(transport().arrived(session)) if is_open else [],
        "tickets": reverse("gallery:upload-tickets", args=[session.token]),
        "media": _media_json(session),
    }


def _media_json(session: UploadSession) -> dict[str, Any] | None:
    item = session.media
    if item is None:
        return None
    return {
        "token": str(item.token),
        "stage": item.stage,
        "step": item.step,
        "percent": item.percent,
        "words": _stage_in_words(item.stage, item.step, item.percent),
        "reason": item.reason,
        "measured": item.measured,
        "findings": findings(item),
    }


def _stage_in_words(stage: str, step: str, percent: int) -> str:
    if stage == "processing" and step == "converting":
        return _("Converting, %(percent)s %%") % {"percent": percent}
    return {
        "uploaded": _("Waiting to be checked"),
        "processing": _("Checking"),
        "ready": _("Ready"),
        "failed": _("This file cannot be used"),
    }.get(stage, _("Not available"))
