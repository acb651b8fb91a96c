"""The author's own page of a decision: what was decided and why, and the way to appeal."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.errors import RuleBroken
from core.fields import TextField
from core.http import form_status, limited, sign_in_first, toast
from core.publication import State
from core.subjects import show
from moderation.actions.appealing import LONGEST
from moderation.actions.appealing import appeal as make_appeal
from moderation.models import Appeal, Case, Decision
from moderation.policies import may_appeal
from moderation.registries import moderated
from moderation.sentences import former_of, name_of
from moderation.statements import statement_of


class AppealForm(forms.Form):
    text = TextField(
        label=gettext_lazy("Why should it be decided otherwise?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Another moderator reads this. You can appeal once."),
    )


@login_required
@require_safe
def decision(request: HttpRequest, decision_pk: int) -> HttpResponse:
    return _page(request, _theirs(request, decision_pk), AppealForm())


@require_POST
@limited("appeal", rate="20/h")
def appeal(request: HttpRequest, decision_pk: int) -> HttpResponse:
    """Its author asks for other eyes; nothing typed is lost when something is missing."""
    if not request.user.is_authenticated:
        return sign_in_first(request, back=reverse("moderation:decision", args=[decision_pk]))
    found, form = _theirs(request, decision_pk), AppealForm(request.POST)
    if form.is_valid():
        try:
            make_appeal(found, by=request.user, text=form.cleaned_data["text"])
        except RuleBroken as broken:
            form.add_error(None, broken)
        else:
            toast(request, _("Your appeal is on its way. Another moderator decides and answers you."))
            return redirect(found)
    return _page(request, found, form, status=form_status(request))


def _theirs(request: HttpRequest, pk: int) -> Decision:
    seen = Decision.objects.visible_to(request.user)
    related = ("case", "rule", "author", "takes_back", "decides__decision")
    return get_object_or_404(seen.select_related(*related), pk=pk)


def _page(request: HttpRequest, decision: Decision, form: AppealForm, *, status: int = 200) -> HttpResponse:
    thing = show(decision.kind, [decision.subject_id], to=request.user).get(decision.subject_id)
    context = {
        "decision": decision,
        "statement": statement_of(decision),
        "thing": thing,
        "name": name_of(decision, under=thing.title if thing else ""),
        "state": _state_now(decision),
        "former": former_of(decision),
        "taken_back": Decision.objects.visible_to(request.user).filter(takes_back=decision).first(),
        "verdict": may_appeal(request.user, decision),
        "form": form,
        **_appeal_of(request, decision),
    }
    return render(request, "moderation/decision.html", context, status=status)


def _state_now(decision: Decision) -> str:
    """Where the thing stands, in the words of the queue; nothing when it is gone."""
    adapter = moderated[decision.kind]
    thing = adapter.fetched([decision.subject_id]).first()
    return str(State(adapter.state(thing)).label) if thing is not None else ""


def _appeal_of(request: HttpRequest, decision: Decision) -> dict[str, Any]:
    """The appeal against this decision and its outcome, once that can be read. It lapses with what it is about."""
    made = Appeal.objects.filter(decision=decision).first()
    if made is None:
        return {"appeal": None}
    outcome = Decision.objects.visible_to(request.user).filter(decides=made).first()
    is_waiting = made.is_open and Case.objects.open().about(decision.kind, decision.subject_id).exists()
    return {
        "appeal": made,
        "outcome": outcome,
        "answer": statement_of(outcome) if outcome else None,
        "is_lapsed": made.is_open and not is_waiting,
    }
