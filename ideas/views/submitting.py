"""Saying something: the words, a look at them, and signing in last. Nothing typed is lost on the way."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import Refused, RuleBroken
from core.http import form_status, limited, sign_in_first, toast
from gallery.posting import chosen, with_plain_files
from gallery.purposes import PURPOSES
from ideas.actions.picturing import MOST_PICTURES, pictures_by
from ideas.actions.submitting import submit_idea
from ideas.forms import IdeaForm
from ideas.models import IdeaBoardPage
from ideas.policies import may_submit
from ideas.views.board import similar_to
from moderation.trust import reason_to_wait

DRAFT = "idea_draft"


def new_idea(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST with `step=preview` shows the words again, `step=edit` the form, else sends them."""
    if request.method != "POST":
        return _begin(board, request)
    posted, problems = with_plain_files(request, purpose="picture")
    if problems:
        return _form(board, request, _with(IdeaForm(posted, board=board), problems))
    if posted.get("step") == "send" or "step" not in posted:
        return _send(request, board, posted)
    form = IdeaForm(posted, board=board)
    if posted["step"] == "edit" or not form.is_valid():
        if posted["step"] == "edit":
            form = IdeaForm(initial=posted.dict() | {"uploads": posted.getlist("uploads")}, board=board)
        return _form(board, request, form)
    return _preview(board, request, form)


def _begin(board: IdeaBoardPage, request: HttpRequest) -> HttpResponse:
    draft = request.session.get(DRAFT) if "draft" in request.GET else None
    if draft and draft["board"] == board.pk:
        form = IdeaForm(draft["words"], board=board)
        return _preview(board, request, form) if form.is_valid() else _form(board, request, form)
    initial = {"title": request.GET.get("title", "")[:300], "key": str(uuid4())}
    return _form(board, request, IdeaForm(initial=initial, board=board))


def _with(form: IdeaForm, problems: list[str]) -> IdeaForm:
    """What kept a file out stands beside the field; what was typed stays."""
    form.is_valid()
    form.add_error("uploads", problems)  # type: ignore[arg-type]
    return form


def _form(board: IdeaBoardPage, request: HttpRequest, form: IdeaForm, *, status: int = 0) -> HttpResponse:
    title = str(form["title"].value() or "")
    context = _context(board, request, form) | {"similar": similar_to(board, request.user, title), "q": title}
    status = status or (form_status(request) if form.errors else 200)
    return render(request, "ideas/new.html", context, status=status)


def _preview(board: IdeaBoardPage, request: HttpRequest, form: IdeaForm) -> HttpResponse:
    context = _context(board, request, form) | {
        "said": form.cleaned_data,
        "similar": similar_to(board, request.user, form.cleaned_data["title"]),
        "q": form.cleaned_data["title"],
    }
    return render(request, "ideas/preview.html", context)


def _context(board: IdeaBoardPage, request: HttpRequest, form: IdeaForm) -> dict[str, Any]:
    return {
        "page": board,
        "board": board,
        "form": form,
        "verdict": may_submit(request.user, board),
        "why_it_waits": reason_to_wait(request.user, board.review),
        "similar_url": board.get_url_of("similar", request),
        "purpose": PURPOSES["picture"],
        "pictures": chosen(form["uploads"].value(), by=request.user),
        "most": MOST_PICTURES,
    }


@limited("submit", rate="20/h")
def _send(request: HttpRequest, board: IdeaBoardPage, posted: Any) -> HttpResponse:
    form = IdeaForm(posted, board=board)
    if not form.is_valid():
        return _form(board, request, form)
    if not request.user.is_authenticated:
        words = {name: posted.get(name, "") for name in form.fields if name != "uploads"}
        request.session[DRAFT] = {"board": board.pk, "words": words}
        return sign_in_first(request, back=board.get_url_of("new", request) + "?draft=1")
    try:
        pictures = pictures_by(form.cleaned_data["uploads"], by=request.user)
        idea = submit_idea(board, by=request.user, key=form.cleaned_data["key"], pictures=pictures, **form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(board, request, form, status=403)
    except RuleBroken as broken:
        form.add_error(None, broken)
        return _form(board, request, form)
    request.session.pop(DRAFT, None)
    if idea.is_published:
        toast(request, _("Your idea is on the board. You support it already."))
    else:
        waits = _("Your idea is waiting for a moderator. Until then only you can see it.")
        toast(request, f"{waits} {reason_to_wait(request.user, board.review)}".strip())
    return redirect(idea)
