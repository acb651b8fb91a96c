"""The conversation under a thing: reading on, saying something, changing and deleting what one said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import reselect, retarget

from core.comments.actions import delete_comment, edit_comment
from core.comments.disclosing import attach_disclosure
from core.comments.forms import CommentForm, WordsForm
from core.comments.models import Comment, CommentQuerySet
from core.comments.policies import may_delete_comment, may_edit_comment
from core.comments.threads import Conversation, address_of, known_handles, read_thread, read_threads
from core.errors import Refused, RuleBroken
from core.http import form_status, key_in, limited, page_or_fragment, sign_in_first, toast, wants_fragment
from core.pagination import Page
from core.policies import Verdict, ensure

FRAGMENTS = "comments/fragments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """How one room's things are talked about. The room fills it in and includes `core.comments.urls.comment_urls`.

    `url_name` is the address of a thing's comments, `related` what is fetched with a thing. `add_comment` is the room's
    verb; `reason_to_wait(user, thing)` says why words are checked before they appear, or nothing;
    `attach_standing(kind, comments, to=user)` says of those that are not public how they stand; and `page_path(thing)`
    is the path of a page that some saw before others, or nothing.
    """

    model: Any
    url_name: str
    related: tuple[str, ...]
    may_comment: Callable[[Any, Any], Verdict]
    may_write: Callable[[Any], Verdict]
    add_comment: Callable[..., Comment]
    reason_to_wait: Callable[[Any, Any], str]
    attach_standing: Callable[..., None]
    page_path: Callable[[Any], str] = lambda thing: ""

    @property
    def draft(self) -> str:
        """Where the session keeps words that wait for their writer to sign in."""
        return f"{self.model.kind}-draft"

    def thing(self, request: HttpRequest, pk: int) -> Any:
        seen = self.model.things().visible_to(request.user)
        return get_object_or_404(seen.select_related(*self.related), pk=pk)

    def readable(self, request: HttpRequest, thing: Any) -> CommentQuerySet:
        comments: CommentQuerySet = self.model.objects.visible_to(request.user, under=thing)
        return comments.with_a_place()

    def found(self, request: HttpRequest, thing: Any, pk: int) -> Comment:
        comments = self.readable(request, thing).select_related("author", "parent")
        found: Comment = get_object_or_404(comments, pk=pk)
        return found

    def url(self, thing: Any) -> str:
        return reverse(self.url_name, args=[thing.pk])

    def mentions_url(self, request: HttpRequest, thing: Any) -> str:
        """Where members to mention are offered: only to whoever is signed in."""
        return f"{self.url(thing)}mentions/" if request.user.is_authenticated else ""

    def address(self, request: HttpRequest, thing: Any, comment: Comment) -> str:
        comments = self.readable(request, thing)
        return address_of(comment, comments, page=thing.get_absolute_url(), further=self.url(thing))

    def context(self, request: HttpRequest, thing: Any, after: str = "") -> dict[str, Any]:
        """What `comments/fragments/comments.html` needs, as the page of a thing adds it to its own."""
        comments = self.readable(request, thing)
        threads = read_threads(comments, to=request.user, after=after)
        form = self._empty_form(request, thing, comments)
        return {"conversation": self._conversation(request, thing, threads, form=form)}

    def begin_answer(self, request: HttpRequest, thing: Any) -> HttpResponse:
        comments = self.readable(request, thing)
        there = comments.filter(deleted_at=None).select_related("author")
        answered = get_object_or_404(there, pk=key_in(request.GET["reply"]))
        return self._with_form(request, thing, CommentForm.answering(answered, comments=comments))

    def say(self, request: HttpRequest, thing: Any) -> HttpResponse:
        form = CommentForm(request.POST, comments=self.readable(request, thing))
        verdict = self.may_comment(request.user, thing)
        if not verdict and not verdict.sign_in:
            form.add_error(None, verdict.reason)
            return self._with_form(request, thing, form, status=403)
        if not form.is_valid():
            return self._with_form(request, thing, form, status=form_status(request))
        if verdict.sign_in:
            return self._keep_and_sign_in(request, thing, form)
        said = form.cleaned_data
        try:
            comment = self.add_comment(
                thing, by=request.user, body=said["body"], parent=said["parent"], key=said["key"]
            )
        except RuleBroken as broken:
            form.add_error(None, broken.messages)
            return self._with_form(request, thing, form, status=form_status(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._with_form(request, thing, form, status=403)
        request.session.pop(self.draft, None)
        return self._said(request, thing, comment)

    def _said(self, request: HttpRequest, thing: Any, comment: Comment) -> HttpResponse:
        """The comment in its place; the form empty again; the count right."""
        happened = self._happened(request, thing, comment)
        if not wants_fragment(request):
            toast(request, happened)
            return redirect(self.address(request, thing, comment))
        thing.refresh_from_db(fields=["comment_count"])
        comments = self.readable(request, thing)
        thread = read_thread(comments, comment.top_id, to=request.user)
        form = CommentForm(comments=comments)
        shown = self._conversation(request, thing, Page([thread]), form=form)
        context = {"said": comment, "happened": happened, "thread": thread}
        response = _answer(request, shown, fragment="comment_added", **context)
        if not comment.parent_id:
            return reselect(response, f"#{form.dom_id}")
        return retarget(reselect(response, f"#{thread.dom_id}"), f"#{thread.dom_id}")

    def _happened(self, request: HttpRequest, thing: Any, comment: Comment) -> str:
        if comment.is_published:
            return _("Your comment is here for everyone to read.")
        waits = _("Your comment is waiting for a moderator. Until then only you can see it.")
        return f"{waits} {self.reason_to_wait(request.user, thing)}".strip()

    def _keep_and_sign_in(self, request: HttpRequest, thing: Any, form: CommentForm) -> HttpResponse:
        """The words wait in the session; after signing in they stand in the form on the page of the thing."""
        said = form.cleaned_data
        parent_pk = said["parent"].pk if said["parent"] else None
        request.session[self.draft] = {"thing": thing.pk, "body": said["body"], "parent": parent_pk}
        return sign_in_first(request, back=f"{thing.get_absolute_url()}#comment-form")

    def _empty_form(self, request: HttpRequest, thing: Any, comments: CommentQuerySet) -> CommentForm:
        """Empty but for words that waited for their writer to sign in."""
        draft = request.session.get(self.draft)
        if not draft or draft["thing"] != thing.pk:
            return CommentForm(comments=comments)
        answered = comments.filter(pk=draft["parent"]).select_related("author").first() if draft["parent"] else None
        if answered:
            return CommentForm.answering(answered, comments=comments, body=draft["body"])
        return CommentForm(initial={"body": draft["body"]}, comments=comments)

    def _with_form(self, request: HttpRequest, thing: Any, form: CommentForm, *, status: int = 200) -> HttpResponse:
        """The form alone to htmx; a browser is shown the conversation around it, from the beginning."""
        threads = Page() if wants_fragment(request) else read_threads(form.comments, to=request.user)
        shown = self._conversation(request, thing, threads, form=form)
        return _answer(request, shown, fragment="comment_form", status=status)

    def _conversation(self, request: HttpRequest, thing: Any, threads: Page, *, form: CommentForm) -> Conversation:
        said = [comment for thread in threads for comment in (thread, *thread.shown_replies)]
        self.attach_standing(self.model.kind, said, to=request.user)
        attach_disclosure(said, about=thing, path=self.page_path(thing))
        verdict = self.may_comment(request.user, thing)
        return Conversation(
            subject=thing,
            url=self.url(thing),
            threads=threads,
            known_handles=known_handles(threads, to=request.user),
            form=form,
            verdict=verdict,
            mentions_url=self.mentions_url(request, thing),
            note=self.reason_to_wait(request.user, thing) if verdict or verdict.sign_in else "",
        )


@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment", rate="20/m")
def conversation(request: HttpRequest, pk: int, *, talk: Talk) -> HttpResponse:
    """GET with `after` reads on, with `reply` gives the form of an answer; POST says `body`, to `parent` or to all."""
    thing = talk.thing(request, pk)
    if request.method == "POST":
        return talk.say(request, thing)
    if "reply" in request.GET:
        return talk.begin_answer(request, thing)
    context = talk.context(request, thing, after=request.GET.get("after", ""))
    fragment = "more_comments" if "after" in request.GET else "comments"
    return _answer(request, fragment=fragment, **context)


@require_safe
def comment(request: HttpRequest, pk: int, comment_pk: int, *, talk: Talk) -> HttpResponse:
    """Leads to the place of the comment."""
    thing = talk.thing(request, pk)
    return redirect(talk.address(request, thing, talk.found(request, thing, comment_pk)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment-edit", rate="20/m")
def edit(request: HttpRequest, pk: int, comment_pk: int, *, talk: Talk) -> HttpResponse:
    """Its author changes the words; the former ones are kept."""
    thing = talk.thing(request, pk)
    comment = talk.found(request, thing, comment_pk)
    verdict = may_edit_comment(request.user, comment) and talk.may_write(request.user)
    if request.method != "POST" or comment.author_id != request.user.pk:
        ensure(verdict)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"body": comment.body})
    if form.is_bound and form.is_valid() and not verdict:
        form.add_error(None, verdict.reason)
    elif form.is_bound and form.is_valid():
        comment = edit_comment(comment, by=request.user, body=form.cleaned_data["body"])
        toast(request, _("Your comment is changed."))
        return redirect(talk.address(request, thing, comment))
    status = 403 if not verdict else form_status(request) if form.errors else 200
    context = {"thing": thing, "comment": comment, "form": form, "mentions_url": talk.mentions_url(request, thing)}
    return render(request, "comments/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("comment-delete", rate="20/m")
def delete(request: HttpRequest, pk: int, comment_pk: int, *, talk: Talk) -> HttpResponse:
    """Asks once; then the words are gone for good."""
    thing = talk.thing(request, pk)
    own = talk.model.objects.visible_to(request.user, under=thing)  # the empty row too: a second click is no error
    comment = get_object_or_404(own, pk=comment_pk)
    if request.method == "POST":
        delete_comment(comment, by=request.user)
        toast(request, _("Your comment is deleted."))
        return redirect(f"{thing.get_absolute_url()}#comments")
    ensure(may_delete_comment(request.user, comment))
    context = {"thing": thing, "comment": comment, "has_replies": comment.replies.exists()}
    return render(request, "comments/delete.html", context)


def _answer(
    request: HttpRequest, conversation: Conversation, *, fragment: str, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"conversation": conversation, "thing": conversation.subject, **context}
    return page_or_fragment(
        request, page="comments/page.html", fragment=f"{FRAGMENTS}/{fragment}.html", context=context, status=status
    )
