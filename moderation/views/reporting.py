"""Reporting a thing, and what became of one's reports. Rooms fetch the thing and hand it over."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.comments.views import Talk
from core.errors import RuleBroken
from core.http import form_status, fragment_or_redirect, limited, page_or_fragment, sign_in_first
from core.members.models import User
from core.pagination import keyset
from core.policies import ensure
from core.subjects import Shown, show, subject_of, subjects
from moderation.actions import reporting
from moderation.forms import ReportForm
from moderation.models import Report
from moderation.policies import may_report

RATE = "30/h"
DRAFT = "report_draft"
FRAGMENTS = "moderation/fragments"


def report_thing(request: HttpRequest, thing: Any) -> HttpResponse:
    """GET asks what is wrong with the thing, POST says it. The caller has fetched it through `visible_to`."""
    verdict = may_report(request.user, subject_of(thing).author_id(thing))
    if verdict.sign_in:
        return _keep_and_sign_in(request)
    ensure(verdict)
    if said := reporting.report_of(thing, by=request.user):
        return _reported(request, said)
    form = _form(request)
    if form.is_bound and form.is_valid():
        try:
            said = reporting.report(thing, by=request.user, **form.said())
        except RuleBroken as broken:
            form.add_error(None, broken)
        else:
            return _reported(request, said)
    return _ask(request, thing, form)


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_member(request: HttpRequest, handle: str) -> HttpResponse:
    return report_thing(request, get_object_or_404(User.objects.visible_to(request.user).with_handle(handle)))


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", rate=RATE)
def report_comment(request: HttpRequest, pk: int, comment_pk: int, *, talk: Talk) -> HttpResponse:
    said = talk.model.objects.visible_to(request.user, under=talk.thing(request, pk)).filter(deleted_at=None)
    return report_thing(request, get_object_or_404(said.select_related("subject"), pk=comment_pk))


@login_required
@require_safe
def my_reports(request: HttpRequest) -> HttpResponse:
    """What the member reported, the newest first, and what became of it."""
    after = request.GET.get("after", "")
    mine = Report.objects.visible_to(request.user).with_row_relations()
    page = keyset(mine, by=("at", "id"), kinds=(datetime, int), after=after)
    more = f"{reverse('moderation:my-reports')}?after={page.next}" if page.next else ""
    context = {"rows": _rows(page, to=request.user), "more": more}
    fragment = "moderation/report_rows.html" if after else f"{FRAGMENTS}/my_reports.html"
    return page_or_fragment(request, page="moderation/my_reports.html", fragment=fragment, context=context)


@login_required
@require_safe
def my_report(request: HttpRequest, report_pk: int) -> HttpResponse:
    """One of them: thanks, what happens next, and once it is decided the outcome."""
    mine = get_object_or_404(Report.objects.visible_to(request.user).with_row_relations(), pk=report_pk)
    return render(request, "moderation/reported.html", {"row": _rows([mine], to=request.user)[0]})


def _form(request: HttpRequest) -> ReportForm:
    """Empty but for words that waited for their writer to sign in."""
    if request.method == "POST":
        return ReportForm(request.POST)
    draft = request.session.get(DRAFT)
    return ReportForm(initial=draft["said"] if draft and draft["at"] == request.path else None)


def _keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            request.session[DRAFT] = {"at": request.path, "said": {n: form.cleaned_data[n] for n in ("reason", "note")}}
    return sign_in_first(request, back=request.path)


def _ask(request: HttpRequest, thing: Any, form: ReportForm) -> HttpResponse:
    subject = subject_of(thing)
    seen = Shown(subject.key, thing.pk, subject.title(thing), subject.url(thing))
    context = {"form": form, "seen": seen, "label": subject.label, "excerpt": subject.snapshot(thing).get("body", "")}
    status = form_status(request) if form.errors else 200
    page, fragment = "moderation/report.html", f"{FRAGMENTS}/report_form.html"
    return page_or_fragment(request, page=page, fragment=fragment, context=context, status=status)


def _reported(request: HttpRequest, said: Report) -> HttpResponse:
    """By an address that stays open to the reporter, also when this report has just hidden the thing."""
    request.session.pop(DRAFT, None)
    row = _rows([said], to=request.user)[0]
    return fragment_or_redirect(request, f"{FRAGMENTS}/reported.html", {"row": row}, to=said)


def _rows(reports: list[Report], *, to: Any) -> list[dict[str, Any]]:
    """Each report with the thing, as far as the member may see that now: a snapshot says nothing that is closed."""
    ids: dict[str, set[int]] = {}
    for one in reports:
        ids.setdefault(one.case.kind, set()).add(one.case.subject_id)
    seen = {kind: show(kind, wanted, to=to) for kind, wanted in ids.items()}
    return [
        {
            "report": one,
            "seen": seen[one.case.kind].get(one.case.subject_id),
            "label": subjects[one.case.kind].label,
        }
        for one in reports
    ]
