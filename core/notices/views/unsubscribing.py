from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.errors import RuleBroken
from core.http import limited
from core.notices.actions.preferring import resubscribe
from core.notices.actions.preferring import unsubscribe as stop
from core.notices.tokens import read_token

TEMPLATE = "notices/unsubscribe.html"


# Mail programs post here by themselves (RFC 8058): they have no session and no form token. What the address allows is
# signed into it, and it is no more than to stop one kind of mail, or one rhythm, and to take that back for a day.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("unsubscribe", rate="600/m")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: programs that check links look, too. The button and the mail program post."""
    try:
        context = _act(request, token)
    except RuleBroken as error:
        return render(request, TEMPLATE, {"reason": error.messages[0]}, status=404)
    return render(request, TEMPLATE, context)


def _act(request: HttpRequest, token: str) -> dict[str, object]:
    _member, what = read_token(token)
    context: dict[str, object] = {"what": what}
    if request.method != "POST":
        return context
    if undo := request.POST.get("undo"):
        resubscribe(undo)
        return context | {"is_back": True}
    return context | {"is_stopped": True, "undo": stop(token).undo}
