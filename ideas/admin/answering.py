"""One screen to answer one idea. Everything it does is a verb of `ideas.actions`."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.comments.mentions import linkable_handles
from core.errors import RuleBroken, Stale
from core.http import key_in
from ideas.actions.answering import assign_owner
from ideas.actions.desk import answer_from_desk, keep_staff_note, newest_entry
from ideas.actions.owning import owner_for
from ideas.actions.telling import audience_of, people_of
from ideas.admin.columns import ANSWER, is_overdue
from ideas.admin.desk import next_to_answer
from ideas.admin.forms import AnswerForm, StaffNoteForm
from ideas.admin.inserting import chosen, offered_on, with_reply
from ideas.admin.twins import twins_beside
from ideas.desks import ideas_of
from ideas.models import Idea, StatusChange
from ideas.policies import may_be_merged
from ideas.statuses import LEAST_NOTE, Stage

NEXT = "idea_answers:next"


class AnswerView(WagtailAdminTemplateMixin, View):
    """GET shows the idea and the form; POST sends the answer, or (`do`) keeps a private note, gives the idea another
    owner or shows the preview."""

    template_name = "ideas/admin/answer.html"
    form_class: type[AnswerForm] = AnswerForm
    page_title: Any = ""
    header_icon = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.open(kwargs["pk"])

    def open(self, pk: int) -> None:
        """This idea is the one that is shown and answered. Raises Http404 when it does not lie on the desk."""
        related = ("board", "status", "category", "author", "owner", "merged_into")
        mine = ideas_of(self.request.user).select_related(*related)
        self.idea: Idea = get_object_or_404(mine, pk=pk)
        self.__dict__.pop("audience", None)  # of the idea before

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.empty_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, idea=self.idea, by=request.user)
        if self.idea.is_merged and request.POST.get("do") != "note":
            return self.show(self.untried(form), status=403)
        if (given := request.POST.get("insert")) and (reply := chosen(offered_on(self.idea), given)):
            form.data = with_reply(request.POST, reply)
            return self.show(self.untried(form))
        match request.POST.get("do", ""):
            case "note":
                return self.keep_note(form)
            case "preview":
                form.is_valid()
                return self.show(form, is_preview=True)
            case "owner":
                return self.hand_over(form)
        return self.send(form) if form.is_valid() else self.show(form)

    def empty_form(self) -> AnswerForm:
        newest = newest_entry(self.idea)
        initial = {"after": newest.pk if newest else 0, "owner": self.idea.owner_id}
        if self.idea.is_answered:
            initial["status"] = self.idea.status_id
        return self.form_class(initial=initial, idea=self.idea, by=self.request.user)

    def answer_now(self, form: AnswerForm) -> None:
        given = form.cleaned_data
        to, owner, after = given["status"], given["owner"], given["after"]
        answer_from_desk(self.idea, to, by=self.request.user, answer=form.answer, owner=owner, after=after)

    def send(self, form: AnswerForm) -> HttpResponse:
        told = len(self.audience)
        try:
            self.answer_now(form)
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(form)
        except Stale as conflict:
            return self.show_conflict(form, str(conflict))
        self.say_sent(told)
        if self.request.POST.get("then") == "next":
            return redirect(f"{reverse(NEXT)}?after={self.idea.pk}")
        return redirect(ANSWER, self.idea.pk)

    def say_sent(self, told: int) -> None:
        seen = messages.button(self.idea.get_absolute_url(), _("See it in public"))
        following = messages.button(f"{reverse(NEXT)}?after={self.idea.pk}", _("Answer the next one"))
        messages.success(self.request, sent_words(told), buttons=[seen, following])

    def show_conflict(self, form: AnswerForm, text: str) -> HttpResponse:
        """What was typed stands in the form again, and may be sent on top of what has been said meanwhile."""
        newest = newest_entry(self.idea)
        typed = self.request.POST.copy()
        typed["after"] = str(newest.pk if newest else 0)
        form.data = typed
        self.idea.refresh_from_db()
        return self.show(form, conflict=text, status=409)

    def keep_note(self, form: AnswerForm) -> HttpResponse:
        note_form = StaffNoteForm(self.request.POST)
        if note_form.is_valid():
            keep_staff_note(self.idea, by=self.request.user, body=note_form.cleaned_data["staff_note"])
            messages.success(self.request, _("The private note is kept. Only the team can read it."))
            if not self.has_typed:
                return redirect(reverse(ANSWER, args=[self.idea.pk]) + "#private-notes")
            note_form = StaffNoteForm()
        return self.show(self.untried(form), note_form=note_form)

    def hand_over(self, form: AnswerForm) -> HttpResponse:
        """Without an answer; what else was typed stays in the form."""
        form.is_valid()
        if form.has_error("owner"):
            return self.show(form)
        owner = form.cleaned_data["owner"] or owner_for(self.idea.board, self.idea.category)
        assign_owner(self.idea, owner=owner, by=self.request.user)
        self.idea.owner = owner
        return self.say_owner(form, owner_words(owner, user=self.request.user))

    def say_owner(self, form: AnswerForm, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return self.show(self.untried(form)) if self.has_typed else redirect(self.form_url())

    @property
    def has_typed(self) -> bool:
        return any(self.request.POST.get(name, "").strip() for name in ("note", "change_our_mind", "evidence_url"))

    def untried(self, form: AnswerForm) -> AnswerForm:
        """The same words, not complained about yet: they were not sent."""
        typed = {name: form.data.get(name) for name in form.fields}
        return self.form_class(initial=typed, idea=self.idea, by=self.request.user)

    @cached_property
    def audience(self) -> set[int]:
        return audience_of(self.idea, by=self.request.user)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("See it in public"), url=self.idea.get_absolute_url(), icon_name="view"),
            HeaderButton(_("Next to answer"), url=f"{reverse(NEXT)}?after={self.idea.pk}", icon_name="arrow-right"),
        ]

    def get_page_title(self) -> str:
        return _("Answer")

    def get_page_subtitle(self) -> str:
        return self.idea.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("idea_answers:index"), "label": _("Ideas")},
            {"url": "", "label": _("Answer"), "sublabel": self.idea.title},
        ]

    def form_url(self) -> str:
        return reverse(ANSWER, args=[self.idea.pk])

    def what_is_shown(self, form: AnswerForm) -> dict[str, Any]:
        return {
            "form": form,
            "form_url": self.form_url(),
            "idea": self.idea,
            "is_overdue": is_overdue(self.idea),
            "entries": entries_of(self.idea),
            "author_notes": self.idea.notes.visible_to(self.request.user, under=self.idea),
            "told": len(self.audience),
            "people": {role: len(ids) for role, ids in people_of(self.idea).items()},
            "least_note": LEAST_NOTE,
            "duplicates": self.idea.duplicates.order_by("pk"),
            "merge_verdict": may_be_merged(self.request.user, self.idea),
            "replies": offered_on(self.idea),
            "twins": twins_beside(self.idea, user=self.request.user),
            **preview_of(form, by=self.request.user),
        }

    def show(self, form: AnswerForm, *, status: int = 200, note_form: Any = None, **extra: Any) -> HttpResponse:
        context = self.get_context_data(
            note_form=note_form or StaffNoteForm(),
            staff_notes=self.idea.staff_notes.select_related("by"),
            media=form.media,
            **self.what_is_shown(form),
            **extra,
        )
        return self.render_to_response(context, status=status)


def sent_words(told: int) -> str:
    if not told:
        return _("Answered. Nobody but you wrote, supports or follows this idea, so nobody is told.")
    words = ngettext("Answered. %(n)d person is told now.", "Answered. %(n)d people are told now.", told)
    return words % {"n": told}


def owner_words(owner: Any, *, user: Any) -> str:
    if owner is None:
        return _("Nobody looks after this idea now.")
    if owner.pk == user.pk:
        return _("You look after this idea now.")
    return _("%(name)s looks after this idea now.") % {"name": owner.shown_name}


def entries_of(idea: Idea) -> list[StatusChange]:
    """The timeline, the newest first, with what each entry corrects."""
    related = ("old", "new", "by", "corrects", "evidence_image")
    return list(reversed(idea.status_changes.select_related(*related)))


def preview_of(form: AnswerForm, *, by: Any) -> dict[str, Any]:
    """The public answer as it would look now. Nothing of it is stored."""
    if not form.is_bound:
        return {"preview": None}
    status, answer = form.chosen or form.idea.status, form.answer
    preview = StatusChange(idea=form.idea, old=form.idea.status, new=status, by=by, at=timezone.now())
    for name, value in answer.as_fields().items():
        setattr(preview, name, value)
    preview.next_update_by = None if status.is_final else answer.next_update_by or status.update_by_now
    named = linkable_handles((preview.note, preview.change_our_mind), to=by)
    return {
        "preview": preview,
        "preview_declines": status.stage == Stage.DECLINED,
        "mentioned": named,
    }


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview alone, while the answer is being typed."""
    if request.method != "POST":
        raise Http404
    idea = get_object_or_404(ideas_of(request.user).select_related("board", "status"), pk=pk)
    form = AnswerForm(request.POST, idea=idea, by=request.user)
    form.is_valid()
    return render(request, "ideas/admin/preview.html", {"idea": idea, **preview_of(form, by=request.user)})


def answer_next(request: HttpRequest) -> HttpResponse:
    """On to the idea that needs an answer most, leaving out the one just looked at (`after`)."""
    idea = next_to_answer(request.user, but=key_in(request.GET.get("after", "")))
    if idea:
        return redirect(ANSWER, idea.pk)
    messages.info(request, _("No idea is waiting for an answer."))
    return redirect("idea_answers:index")
