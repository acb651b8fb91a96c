"""One idea: its page, and what its author may still do with it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.comments.mentions import linkable_handles
from core.errors import Refused, RuleBroken, Stale
from core.http import form_status, limited, sign_in_first, toast
from core.policies import ensure
from gallery.models import MediaItem
from gallery.posting import chosen, with_plain_files
from gallery.purposes import PURPOSES
from ideas.actions.picturing import KIND, MOST_PICTURES, pictures_by, set_pictures
from ideas.actions.submitting import add_note, edit_idea, withdraw_idea
from ideas.crowd import follows
from ideas.forms import EditIdeaForm, NoteForm
from ideas.kin import kin_of_page
from ideas.launches.elsewhere import launch_in
from ideas.launches.stories import attach_stories
from ideas.models import Idea, IdeaNote, StatusChange
from ideas.policies import may_add_note, may_answer, may_edit, may_withdraw
from ideas.timeline import is_overdue, overdue_words, timeline_of
from ideas.views.comments import TALK
from moderation.standing import attach_standing


@require_safe
def short_address(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(get_object_or_404(Idea.objects.visible_to(request.user), pk=pk), permanent=False)


@require_safe
def show(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The page of one idea. An old or wrong slug leads to the right address."""
    idea = _visible(request, pk)
    if slug != idea.slug:
        return redirect(idea)
    return render(request, "ideas/idea.html", page_context(request, idea))


def page_context(request: HttpRequest, idea: Idea, **changes: Any) -> dict[str, Any]:
    """What the page of an idea needs; `changes` replace parts of it, such as a form with errors."""
    user = request.user
    notes = list(IdeaNote.objects.visible_to(user, under=idea))
    attach_standing("idea", [idea], to=user)
    attach_standing("idea-note", notes, to=user)
    kin = kin_of_page(idea, user)
    entries = list(
        StatusChange.objects.filter(idea=idea).select_related("new", "old", "by", "evidence_image", "launching")
    )
    attach_stories(entries, to=user)
    return {
        "idea": idea,
        "idea_url": request.build_absolute_uri(idea.get_absolute_url()),
        "board": idea.board,
        "pictures": list(MediaItem.objects.under(idea, kind=KIND, to=user)),
        "known_handles": linkable_handles((idea.body, *(said.body for said in notes), *_answered(entries)), to=user),
        "steps": timeline_of(idea, entries, notes, kin.merges),
        "kin": kin,
        "answer": next((entry for entry in reversed(entries) if entry.note), None),
        "story": launch_in(entries),
        "overdue": overdue_words(idea) if is_overdue(idea) else "",
        "is_following": user.is_authenticated and follows(idea, user),
        "edit_verdict": may_edit(user, idea),
        "note_verdict": may_add_note(user, idea),
        "withdraw_verdict": may_withdraw(user, idea),
        "answer_verdict": may_answer(user, idea),
        "note_form": NoteForm(),
        **TALK.context(request, idea),
        **changes,
    }


def _answered(entries: list[StatusChange]) -> list[str]:
    """What the brand's team said here itself: an imported "@name" is no member of ours."""
    return [entry.note for entry in entries if not entry.is_imported]


def _visible(request: HttpRequest, pk: int) -> Idea:
    seen = Idea.objects.visible_to(request.user).with_vote_of(request.user).with_merges()
    return get_object_or_404(seen.select_related("board", "status", "category", "author", "owner"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
@limited("edit", rate="30/h")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author changes the words while nobody else relies on them; an old version is shown beside the new one."""
    idea = _visible(request, pk)
    verdict = may_edit(request.user, idea)
    if request.method == "GET" or idea.author_id != request.user.pk:
        ensure(verdict)
    posted, problems = with_plain_files(request, purpose="picture")
    form = EditIdeaForm(posted, board=idea.board) if request.method == "POST" else EditIdeaForm.of(idea)
    status, conflict = 200, ""
    if problems:
        form.is_valid()
        form.add_error("uploads", problems)  # type: ignore[arg-type]
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                pictures = pictures_by(form.cleaned_data["uploads"], by=request.user)
                version = form.cleaned_data["version"]
                set_pictures(idea, by=request.user, pictures=pictures, version=version)
                idea = edit_idea(idea, by=request.user, version=version, **form.words())
        except RuleBroken as broken:
            form.add_error(None, broken)
            status = form_status(request)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 403
        except Stale as stale:
            status, conflict = 409, str(stale)
            form.data = {**form.data.dict(), "version": str(idea.version)}  # type: ignore[attr-defined]
        else:
            toast(request, _saved(idea))
            return redirect(idea)
    elif form.errors:
        status = form_status(request)
    context = {"idea": idea, "board": idea.board, "form": form, "conflict": conflict, "most": MOST_PICTURES}
    context |= {"purpose": PURPOSES["picture"], "pictures": chosen(form["uploads"].value(), by=request.user)}
    return render(request, "ideas/edit.html", context, status=status)


def _saved(idea: Idea) -> str:
    if idea.is_waiting:
        return _("Your changes are saved. A moderator looks at them before everybody can.")
    return _("Your changes are saved.")


@require_POST
@limited("note", rate="20/h")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author adds a note in public."""
    idea = _visible(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, back=idea.get_absolute_url())
    form = NoteForm(request.POST)
    status = form_status(request)
    if form.is_valid() and not (verdict := may_add_note(request.user, idea)):
        form.add_error(None, verdict.reason)
        status = 403
    if form.errors:
        return render(request, "ideas/idea.html", page_context(request, idea, note_form=form), status=status)
    added = add_note(idea, by=request.user, body=form.cleaned_data["body"])
    if added.is_published:
        toast(request, _("Your note stands below your idea."))
    else:
        toast(request, _("Your note is waiting for a moderator. Until then only you can see it."))
    return redirect(idea)


@login_required
@require_http_methods(["GET", "POST"])
@limited("withdraw", rate="20/h")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then takes the idea from the lists."""
    idea = _visible(request, pk)
    if request.method == "POST":
        withdraw_idea(idea, by=request.user)
        toast(request, _("Your idea is withdrawn. Those who supported it are told."))
        return redirect(idea)
    ensure(may_withdraw(request.user, idea))
    return render(request, "ideas/withdraw.html", {"idea": idea, "board": idea.board})
