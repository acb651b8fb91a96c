"""Entering a contest: file first, words meanwhile, one look at everything, then the receipt. Nothing typed is lost."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.actions.drafting import KEPT, LONGEST, TOKEN_LENGTH, forget_draft, keep_draft
from contests.actions.entering import enter_contest
from contests.entrants import TooYoung, current_rules
from contests.forms import EntryForm
from contests.models import ContestPage, EntryDraft, RulesVersion
from contests.moments import entry_window
from contests.policies.entering import may_enter
from core.errors import Refused, RuleBroken
from core.http import form_status, limited, sign_in_first, toast, wants_fragment
from gallery.actions.attaching import items_of
from gallery.models import MediaItem
from gallery.posting import chosen, with_plain_files
from moderation.trust import reason_to_wait

UNSENT = "unsent_entry"  # in the session: words of whoever was signed out meanwhile


def enter(contest: ContestPage, request: HttpRequest) -> HttpResponse:
    """GET shows the form, with what was begun before; POST takes the `step`: `draft` keeps what is there, `preview`
    shows everything once more, `edit` goes back to the form, `send` enters, `forget` throws the draft away. The
    clock is read once."""
    at = timezone.now()
    if request.method != "POST":
        return _begin(request, contest, at)
    if not request.user.is_authenticated:
        return _keep_and_sign_in(request, contest)
    step = request.POST.get("step", "preview")
    if step == "forget":
        return _forget(request, contest)
    posted, problems = _with_file(request, contest)
    form = EntryForm(posted, contest=contest, at=at)
    if step == "draft":
        return _save_draft(request, contest, form, problems, at)
    if step == "edit":
        return _form(request, contest, EntryForm(initial=_typed(posted), contest=contest, at=at), at)
    if problems:
        form.is_valid()
        form.add_error("uploads", problems)  # type: ignore[arg-type]
        return _form(request, contest, form, at)
    return _send(request, contest, form, at) if step == "send" else _preview(request, contest, form, at)


def _typed(posted: Any) -> dict[str, Any]:
    """As the form's beginning, without a word of complaint."""
    return posted.dict() | {"uploads": posted.getlist("uploads")}


def _with_file(request: HttpRequest, contest: ContestPage) -> tuple[Any, list[str]]:
    """One file: what came with the form last takes the place of what was there."""
    posted, problems = with_plain_files(request, purpose=contest.purpose.key)
    if request.FILES and (tokens := posted.getlist("uploads")):
        posted.setlist("uploads", tokens[-1:])
    return posted, problems


def _begin(request: HttpRequest, contest: ContestPage, at: datetime) -> HttpResponse:
    draft = _draft_of(request, contest)
    initial: dict[str, Any] = {"key": str(uuid4()), **(draft.words if draft else {})}
    form = EntryForm(initial=initial, contest=contest, at=at)
    return _form(request, contest, form, at, draft=draft)


def _draft_of(request: HttpRequest, contest: ContestPage) -> EntryDraft | None:
    """What this member began before; and what they sent while they were signed out, which counts as the latest."""
    if not request.user.is_authenticated:
        return None
    unsent = request.session.get(UNSENT)
    if unsent and unsent["contest"] == contest.pk:
        del request.session[UNSENT]
        if any(unsent["words"].values()) or unsent["uploads"]:
            keep_draft(contest, by=request.user, words=unsent["words"], uploads=unsent["uploads"])
    return EntryDraft.objects.filter(contest=contest, author=request.user).first()


@limited("entry-unsent", rate="60/m")
def _keep_and_sign_in(request: HttpRequest, contest: ContestPage) -> HttpResponse:
    words = {name: request.POST.get(name, "")[:LONGEST] for name in KEPT}
    uploads = [token[:TOKEN_LENGTH] for token in request.POST.getlist("uploads")[:1]]
    request.session[UNSENT] = {"contest": contest.pk, "words": words, "uploads": uploads}
    return sign_in_first(request, back=contest.get_url_of("enter", request))


@limited("entry-draft", rate="60/m")
def _save_draft(
    request: HttpRequest, contest: ContestPage, form: EntryForm, problems: list[str], at: datetime
) -> HttpResponse:
    draft = keep_draft(contest, by=request.user, words=form.data, uploads=form.data.getlist("uploads"), at=at)  # type: ignore[attr-defined]
    if wants_fragment(request):
        return render(request, "contests/fragments/draft_kept.html", {"draft": draft, "contest": contest})
    for problem in problems:
        toast(request, problem)
    kept = _("Your draft is kept. You find it here and among your entries.")
    toast(request, kept if draft else _("There is nothing in it that could be kept."))
    return redirect(contest.get_url_of("enter", request))


def _forget(request: HttpRequest, contest: ContestPage) -> HttpResponse:
    forget_draft(contest, by=request.user)
    toast(request, _("Your draft is gone."))
    return redirect("contests:mine")


def _form(
    request: HttpRequest, contest: ContestPage, form: EntryForm, at: datetime, *, status: int = 0, **context: Any
) -> HttpResponse:
    rules = contest.rules_versions.first()
    if rules and not form.is_bound:
        form.initial["rules"] = rules.number
    context = _context(request, contest, form, at, rules) | context
    status = status or (form_status(request) if form.errors else 200)
    return render(request, "contests/enter.html", context, status=status)


def _context(
    request: HttpRequest, contest: ContestPage, form: EntryForm, at: datetime, rules: RulesVersion | None
) -> dict[str, Any]:
    return {
        "page": contest,
        "contest": contest,
        "form": form,
        "rules": rules,
        "verdict": may_enter(request.user, contest, at),
        "is_late": at >= entry_window(contest).closes,
        "purpose": contest.purpose,
        "enter_url": contest.get_url_of("enter", request),
        "chosen": chosen(form["uploads"].value(), by=request.user),
        "why_it_waits": reason_to_wait(request.user, contest.review),
    }


@limited("entry-preview", rate="60/m")
def _preview(request: HttpRequest, contest: ContestPage, form: EntryForm, at: datetime) -> HttpResponse:
    keep_draft(contest, by=request.user, words=form.data, uploads=form.data.getlist("uploads"), at=at)  # type: ignore[attr-defined]
    try:
        item = _checked(request, contest, form, at)
    except TooYoung as refusal:
        return _kindly_refused(request, contest, refusal)
    if item is None:
        return _form(request, contest, form, at)
    context = _context(request, contest, form, at, current_rules(contest)) | {"said": form.cleaned_data, "item": item}
    return render(request, "contests/enter_preview.html", context)


def _checked(request: HttpRequest, contest: ContestPage, form: EntryForm, at: datetime) -> MediaItem | None:
    """The file, if everything is in order; else what is wrong stands in the form. Raises TooYoung."""
    if not form.is_valid():
        return None
    try:
        [item] = items_of(form.cleaned_data["uploads"], by=request.user, purpose=contest.purpose.key, most=1)
        form.promises().check(contest, current_rules(contest), at=at)
    except RuleBroken as broken:
        _blame(form, broken, contest)
        return None
    return item


def _blame(form: EntryForm, broken: RuleBroken, contest: ContestPage) -> None:
    form.add_error(None, broken)
    if "accepts_rules" in form.errors:
        form.with_rules_of(current_rules(contest).number)


def _kindly_refused(request: HttpRequest, contest: ContestPage, refusal: TooYoung) -> HttpResponse:
    """Nothing of a child is kept: neither the year, nor what they began."""
    forget_draft(contest, by=request.user)
    context = {"page": contest, "contest": contest, "reason": str(refusal)}
    return render(request, "contests/too_young.html", context, status=403)


@limited("enter", rate="30/h")
def _send(request: HttpRequest, contest: ContestPage, form: EntryForm, at: datetime) -> HttpResponse:
    try:
        item = _checked(request, contest, form, at)
        if item is None:
            return _form(request, contest, form, at)
        entry = enter_contest(
            contest,
            by=request.user,
            item=item,
            words=form.words(),
            promises=form.promises(),
            key=form.cleaned_data["key"],
            at=at,
        )
    except TooYoung as refusal:
        return _kindly_refused(request, contest, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form(request, contest, form, at, status=403)
    except RuleBroken as broken:
        _blame(form, broken, contest)
        return _form(request, contest, form, at)
    return redirect(reverse("contests:receipt", args=[entry.pk]))
