"""Decisions as they are sent: one address a case. What is refused keeps what was typed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.errors import Refused, RuleBroken, Stale
from core.http import form_status
from core.policies import ensure
from moderation.actions.appealing import decide_appeal
from moderation.actions.deciding import decide
from moderation.actions.illegal import answer_notice
from moderation.actions.taking_back import reverse
from moderation.acts import ABOUT_AUTHOR, ON_APPEAL, PUTS, Act
from moderation.admin.acting import ActingScreen, decision_of
from moderation.admin.dossier import Dossier
from moderation.admin.forms import DecisionForm, NoticeForm, ReverseForm
from moderation.admin.preview import preview_of
from moderation.admin.screens import language_of
from moderation.meanwhile import what_happened
from moderation.models import Case, Decision
from moderation.policies import may_decide, may_reverse
from moderation.queue import cases_of, is_answer_owed, notices_of


class DecideView(ActingScreen):
    """The one address to which every decision on a case is sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.address(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case, form = self.fetch(pk), DecisionForm(request.POST)
        ensure(may_decide(request.user, case))
        is_valid = form.is_valid()
        if request.POST.get("do") == "preview":
            return self.preview(case, with_ready_text(form, case))
        if not is_valid:
            return self.show(case, form=form, status=form_status(request))
        try:
            decision = self.decide(case, form)
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(case, form=with_ready_text(form, case), status=form_status(request))
        except Stale as conflict:
            return self.show_conflict(case, form, str(conflict))
        return self.go_on(case, decision)

    def decide(self, case: Case, form: DecisionForm) -> Decision:
        given, act, by = form.cleaned_data, Act(form.cleaned_data["act"]), self.request.user
        appeal = Dossier(case, by=by).appeal
        if act in ON_APPEAL:
            if appeal is None:
                raise Stale(what_happened(case, to=by))
            overturn = act == Act.OVERTURN
            return decide_appeal(appeal, by=by, overturn=overturn, text=given["text"], version=given["version"])
        if appeal and act in PUTS:
            raise RuleBroken({"act": _("The author waits for an answer to the appeal: overturn or uphold.")})
        return decide(case, act, by=by, version=given["version"], reasons=form.reasons)

    def go_on(self, case: Case, decision: Decision) -> HttpResponse:
        """On to the next case; what was said of the author alone leaves this one to be decided, and whoever filed a
        notice waits to be told what was."""
        said = _("%(decision)s: “%(title)s”.") % {"decision": decision.get_act_display(), "title": decision.title}
        is_owed = decision.act in PUTS and is_answer_owed(case, by=self.request.user)
        if is_owed:
            said = f"{said} {_('The notice still waits for your answer.')}"
        following = self.fetch(case.pk) if is_owed or decision.act in ABOUT_AUTHOR else self.pull()
        undoable = None if decision.act in ON_APPEAL else decision
        return self.go_to(following, said=said, decided=undoable, finished=case.pk)

    def preview(self, case: Case, form: DecisionForm) -> HttpResponse:
        reasons = form.reasons_as_typed
        shown = preview_of(case, form.data.get("act", ""), reasons, by=self.request.user)
        untried = DecisionForm(initial={name: form.data.get(name) for name in form.fields})
        return self.show(case, form=untried, is_preview=True, **shown)

    def show_conflict(self, case: Case, form: DecisionForm, conflict: str) -> HttpResponse:
        """What happened meanwhile stands beside what was typed, which may be sent on top of it."""
        case = self.fetch(case.pk)
        typed = self.request.POST.copy()
        typed["version"] = str(Dossier(case, by=self.request.user).piece.version)
        form.data = typed
        return self.show(case, form=form, conflict=conflict, status=409)


class PreviewView(ActingScreen):
    """The statement alone, while it is being typed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.address(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        case, form = self.fetch(pk), DecisionForm(request.POST)
        ensure(may_decide(request.user, case))
        form.is_valid()
        shown = preview_of(case, request.POST.get("act", ""), form.reasons_as_typed, by=request.user)
        return render(request, "moderation/admin/fragments/statement.html", shown)


class ReverseView(ActingScreen):
    """The form for taking one decision back, with the thing and its history beside it; and where it is sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = decision_of(request, pk)
        ensure(may_reverse(request.user, decision))
        return self.show(self.case_now(decision), reversing=decision)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision, form = decision_of(request, pk), ReverseForm(request.POST)
        ensure(may_reverse(request.user, decision))
        case = self.case_now(decision)
        refused: dict[str, Any] = {"reverse_form": form, "reversing": decision}
        if not form.is_valid():
            return self.show(case, **refused, status=form_status(request))
        try:
            reverse(decision, by=request.user, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(case, **refused, status=form_status(request))
        except Stale as conflict:
            return self.show(self.fetch_to_draw(case.pk), **refused, problem=str(conflict), status=409)
        return self.go_to(
            self.fetch_to_draw(case.pk), said=_("Reversed. Everybody who was told of the decision is told so.")
        )

    def case_now(self, decision: Decision) -> Case:
        """The thing's open case, where there is one: the decision may be of an earlier one."""
        about = cases_of(self.request.user).open().about(decision.kind, decision.subject_id)
        return self.fetch_to_draw(about.values_list("pk", flat=True).first() or decision.case_id)


class AnswerNoticeView(ActingScreen):
    """The answer to whoever filed a notice of illegal content, with its case on the desk or without one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.address())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice, form = get_object_or_404(notices_of(request.user), pk=pk), NoticeForm(request.POST)
        case = self.fetch(notice.case_id) if notice.case_id else None
        refused: dict[str, Any] = {"notice_form": form, "refused_notice": notice.pk}
        if not form.is_valid():
            return self.show(case, **refused, status=form_status(request))
        try:
            answer_notice(notice, by=request.user, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(case, **refused, status=form_status(request))
        except (Refused, Stale) as conflict:
            return self.show(case, **refused, problem=str(conflict), status=409)
        said = _("Answered: notice %(receipt)s.") % {"receipt": notice.receipt}
        return self.go_to(case, said=said, finished=case.pk if case else 0)


def with_ready_text(form: DecisionForm, case: Case) -> DecisionForm:
    """Where a rule was picked and nothing written, what the house says by default stands in the field."""
    rule = form.cleaned_data.get("rule")
    if rule and not form.cleaned_data.get("text"):
        typed: Any = dict(form.data.items())
        typed["text"] = rule.words(language_of(case)).ready_text
        form.data = typed
    return form
