"""The conversation under an entry: reading on, saying something, changing and deleting what one said."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reselect, retarget

from contests.actions.commenting import add_comment
from contests.models import Entry, EntryComment
from contests.policies.entries import may_comment
from core.comments.actions import delete_comment, edit_comment
from core.comments.forms import CommentForm, WordsForm
from core.comments.models import CommentQuerySet
from core.comments.policies import may_delete_comment, may_edit_comment
from core.comments.threads import Conversation, address_of, known_handles, read_thread, read_threads
from core.errors import Refused, RuleBroken
from core.http import form_status, limited, page_or_fragment, sign_in_first, toast, wants_fragment
from core.pagination import Page
from core.policies import ensure
from moderation.policies import may_write
from moderation.standing import attach_standing
from moderation.trust import reason_to_wait

DRAFT = "entry_comment_draft"
FRAGMENTS = "comments/fragments"


def comments_context(request: HttpRequest, entry: Entry, after: str = "") -> dict[str, Any]:
    """What `comments/fragments/comments.html` needs, as the page of an entry adds it to its own."""
    comments = _readable(request, entry)
    threads = read_threads(comments, to=request.user, after=after)
    return {"conversation": _conversation(request, entry, threads, form=_empty_form(request, entry, comments))}


@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment", rate="20/m")
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """GET with `after` reads on, with `reply` gives the form of an answer; POST says `body`, to `parent` or to all."""
    entry = _visible(request, pk)
    if request.method == "POST":
        return _say(request, entry)
    if "reply" in request.GET:
        return _begin_answer(request, entry)
    context = comments_context(request, entry, after=request.GET.get("after", ""))
    fragment = "more_comments" if "after" in request.GET else "comments"
    return _answer(request, entry, context["conversation"], fragment=fragment)


def _begin_answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    comments = _readable(request, entry)
    wanted = request.GET["reply"]
    wanted_pk = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    answered = get_object_or_404(comments.filter(deleted_at=None).select_related("author"), pk=wanted_pk)
    form = CommentForm.answering(answered, comments=comments)
    return _with_form(request, entry, form)


def _say(request: HttpRequest, entry: Entry) -> HttpResponse:
    form = CommentForm(request.POST, comments=_readable(request, entry))
    verdict = may_comment(request.user, entry)
    if not verdict and not verdict.sign_in:
        form.add_error(None, verdict.reason)
        return _with_form(request, entry, form, status=403)
    if not form.is_valid():
        return _with_form(request, entry, form, status=form_status(request))
    if verdict.sign_in:
        return _keep_and_sign_in(request, entry, form)
    said = form.cleaned_data
    try:
        comment = add_comment(entry, by=request.user, body=said["body"], parent=said["parent"], key=said["key"])
    except RuleBroken as broken:
        form.add_error(None, broken.messages)
        return _with_form(request, entry, form, status=form_status(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _with_form(request, entry, form, status=403)
    if DRAFT in request.session:
        del request.session[DRAFT]
    return _said(request, entry, comment)


def _said(request: HttpRequest, entry: Entry, comment: EntryComment) -> HttpResponse:
    """The comment in its place; the form empty again; the count right."""
    if not wants_fragment(request):
        toast(request, _happened(request, comment, entry))
        return redirect(_address(request, comment, entry))
    entry.refresh_from_db(fields=["comment_count"])
    comments = _readable(request, entry)
    thread = read_thread(comments, comment.top_id, to=request.user)
    form = CommentForm(comments=comments)
    context = {"said": comment, "happened": _happened(request, comment, entry), "thread": thread}
    shown = _conversation(request, entry, Page([thread]), form=form)
    response = _answer(request, entry, shown, fragment="comment_added", **context)
    if not comment.parent_id:
        return reselect(response, f"#{form.dom_id}")
    return retarget(reselect(response, f"#{thread.dom_id}"), f"#{thread.dom_id}")


def _happened(request: HttpRequest, comment: EntryComment, entry: Entry) -> str:
    if comment.is_published:
        return _("Your comment is here for everyone to read.")
    waits = _("Your comment is waiting for a moderator. Until then only you can see it.")
    return f"{waits} {reason_to_wait(request.user, entry.contest.review)}".strip()


def _keep_and_sign_in(request: HttpRequest, entry: Entry, form: CommentForm) -> HttpResponse:
    """The words wait in the session; after signing in they stand in the form on the page of the entry."""
    said = form.cleaned_data
    request.session[DRAFT] = {
        "entry": entry.pk,
        "body": said["body"],
        "parent": said["parent"].pk if said["parent"] else None,
    }
    return sign_in_first(request, back=f"{entry.get_absolute_url()}#comment-form")


def _empty_form(request: HttpRequest, entry: Entry, comments: CommentQuerySet) -> CommentForm:
    """Empty but for words that waited for their writer to sign in."""
    draft = request.session.get(DRAFT)
    if not draft or draft["entry"] != entry.pk:
        return CommentForm(comments=comments)
    answered = comments.filter(pk=draft["parent"]).select_related("author").first() if draft["parent"] else None
    if answered:
        return CommentForm.answering(answered, comments=comments, body=draft["body"])
    return CommentForm(initial={"body": draft["body"]}, comments=comments)


def _with_form(request: HttpRequest, entry: Entry, form: CommentForm, *, status: int = 200) -> HttpResponse:
    """The form alone to htmx; a browser is shown the conversation around it, from the beginning."""
    threads = Page() if wants_fragment(request) else read_threads(form.comments, to=request.user)
    shown = _conversation(request, entry, threads, form=form)
    return _answer(request, entry, shown, fragment="comment_form", status=status)


def _answer(
    request: HttpRequest, entry: Entry, shown: Conversation, *, fragment: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"entry": entry, "contest": entry.contest, "conversation": shown, "thing": entry, **context}
    return page_or_fragment(
        request, page="comments/page.html", fragment=f"{FRAGMENTS}/{fragment}.html", context=context, status=status
    )


def _conversation(request: HttpRequest, entry: Entry, threads: Page, *, form: CommentForm) -> Conversation:
    said = [comment for thread in threads for comment in (thread, *thread.shown_replies)]
    attach_standing(EntryComment.kind, said, to=request.user)
    verdict = may_comment(request.user, entry)
    return Conversation(
        subject=entry,
        url=reverse("contests:comments", args=[entry.pk]),
        threads=threads,
        known_handles=known_handles(threads, to=request.user),
        form=form,
        verdict=verdict,
        note=reason_to_wait(request.user, entry.contest.review) if verdict or verdict.sign_in else "",
    )


@require_safe
def comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Leads to the place of the comment."""
    entry = _visible(request, pk)
    return redirect(_address(request, _found(request, entry, comment_pk), entry))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment-edit", rate="20/m")
def edit(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Its author changes the words; the former ones are kept."""
    entry = _visible(request, pk)
    comment = _found(request, entry, comment_pk)
    verdict = may_edit_comment(request.user, comment) and may_write(request.user)
    if request.method != "POST" or comment.author_id != request.user.pk:
        ensure(verdict)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"body": comment.body})
    if form.is_bound and form.is_valid() and not verdict:
        form.add_error(None, verdict.reason)
    elif form.is_bound and form.is_valid():
        comment = edit_comment(comment, by=request.user, body=form.cleaned_data["body"])  # type: ignore[assignment]
        toast(request, _("Your comment is changed."))
        return redirect(_address(request, comment, entry))
    status = 403 if not verdict else form_status(request) if form.errors else 200
    context = {"entry": entry, "thing": entry, "comment": comment, "form": form}
    return render(request, "comments/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment-delete", rate="20/m")
def delete(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """Asks once; then the words are gone for good."""
    entry = _visible(request, pk)
    own = EntryComment.objects.visible_to(request.user, under=entry)  # the empty row too: a second click is no error
    comment = get_object_or_404(own, pk=comment_pk)
    if request.method == "POST":
        delete_comment(comment, by=request.user)
        toast(request, _("Your comment is deleted."))
        return redirect(f"{entry.get_absolute_url()}#comments")
    ensure(may_delete_comment(request.user, comment))
    context = {"entry": entry, "thing": entry, "comment": comment, "has_replies": comment.replies.exists()}
    return render(request, "comments/delete.html", context)


def _visible(request: HttpRequest, pk: int) -> Entry:
    return get_object_or_404(Entry.objects.visible_to(request.user).select_related("contest__register__pause"), pk=pk)


def _readable(request: HttpRequest, entry: Entry) -> CommentQuerySet:
    return EntryComment.objects.visible_to(request.user, under=entry).with_a_place()


def _found(request: HttpRequest, entry: Entry, pk: int) -> EntryComment:
    return get_object_or_404(_readable(request, entry).select_related("author", "parent"), pk=pk)


def _address(request: HttpRequest, comment: EntryComment, entry: Entry) -> str:
    further = reverse("contests:comments", args=[entry.pk])
    return address_of(comment, _readable(request, entry), page=entry.get_absolute_url(), further=further)
