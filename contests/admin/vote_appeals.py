"""Appeals about votes in the admin: decided by somebody who had no part in making them void."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages

from contests.actions.appealing import decide_vote_appeal
from contests.models import ContestPage, VoteAppeal
from contests.policies.watching import may_decide_vote_appeal
from core.errors import RuleBroken
from core.fields import TextField
from core.policies import Verdict

SCREEN = "contest_votes:contest"


class AnswerForm(forms.Form):
    """What the voter reads, either way."""

    answer = TextField(required=False)
    do = forms.ChoiceField(choices=[("overturn", "overturn"), ("uphold", "uphold")])


@dataclass(frozen=True, slots=True)
class Appealed:
    """An appeal, whether whoever looks may decide it, and what was typed and refused."""

    appeal: VoteAppeal
    verdict: Verdict
    typed: str = ""
    problem: str = ""


def appeals_in(contest: ContestPage, user: Any, *, form: AnswerForm | None = None, at: int = 0) -> list[Appealed]:
    """The open ones, the oldest first. `form` was refused, of the appeal with the key `at`."""
    found = []
    for appeal in _appeals().filter(order__contest=contest).open():
        typed, problem = "", ""
        if form is not None and appeal.pk == at:
            typed = str(form["answer"].value() or "")
            problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
        found.append(Appealed(appeal, may_decide_vote_appeal(user, appeal), typed, problem))
    return found


def decided_in(contest: ContestPage) -> list[VoteAppeal]:
    """The last ones."""
    decided = _appeals().filter(order__contest=contest).exclude(decided_at=None)
    return list(decided.order_by("-decided_at", "-pk")[:50])


def _appeals() -> Any:
    return VoteAppeal.objects.select_related(
        "order__contest", "order__asked_by", "order__decided_by", "vote__entry", "decided_by"
    )


class DecideAppealView(View):
    """A vote counts again, or stays void. What is missing is said beside the answer, on the screen of the contest."""

    screen: Any = None  # the view of the contest, which shows it again

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contests = ContestPage.objects.visible_to(request.user)
        appeal = get_object_or_404(_appeals().filter(order__contest__in=contests), pk=pk)
        form = AnswerForm(request.POST)
        if form.is_valid():
            overturn = form.cleaned_data["do"] == "overturn"
            try:
                decide_vote_appeal(appeal, overturn=overturn, answer=form.cleaned_data["answer"], by=request.user)
            except RuleBroken as broken:
                form.add_error("answer", broken.message_dict["answer"])
            else:
                said = _("It counts again. The voter is told.") if overturn else _("It stays void. The voter is told.")
                messages.success(request, said)
                return redirect(SCREEN, appeal.order.contest_id)
        view = self.screen()
        view.setup(request, pk=appeal.order.contest_id)
        view.contest = appeal.order.contest
        return view.screen(answer=form, at=appeal.pk, status=422)
