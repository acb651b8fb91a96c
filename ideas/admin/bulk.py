"""One answer for many ideas, each in a transaction of its own: what fails is said one by one and keeps its words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from core.errors import Refused, RuleBroken, Stale
from core.http import error_answer, key_in
from ideas.actions.desk import answer_from_desk, newest_entry
from ideas.actions.telling import audience_of
from ideas.admin.columns import ANSWER
from ideas.admin.desk import by_need
from ideas.admin.forms import WordsForm
from ideas.admin.inserting import Offered, chosen, offered_for_many, with_reply
from ideas.answerers import answerers
from ideas.desks import ideas_of
from ideas.models import BoardStatus, Idea
from ideas.models.reply import fill
from ideas.policies import may_answer

MOST_AT_ONCE = 100
KEEP_OWNER = "keep"


@dataclass(frozen=True, slots=True)
class Failure:
    """An idea that was not answered, and why."""

    idea: Idea
    reasons: list[str]

    @property
    def url(self) -> str:
        return reverse(ANSWER, args=[self.idea.pk])


class BulkAnswerForm(WordsForm):
    """The answer to many ideas. Statuses go by slug, since each board has its own."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), widget=forms.RadioSelect)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    # idea:newest entry, for each idea as it was when the form was shown
    after = forms.RegexField(r"^(\d{1,18}:\d{1,18}( |$))*$", widget=forms.HiddenInput, required=False)

    field_order = ("status", "note", "reason", "change_our_mind", "evidence_url", "next_update_by", "owner", "after")

    def __init__(self, *args: Any, ideas: list[Idea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = BoardStatus.objects.filter(board__in={idea.board_id for idea in ideas})
        self.statuses = {(status.board_id, status.slug): status for status in rows.order_by("-sort_order", "-pk")}
        names = {slug: status.name for (_board, slug), status in reversed(self.statuses.items())}
        self.fields["status"].choices = list(names.items())  # type: ignore[attr-defined]
        self.people = {str(person.pk): person for person in answerers()}
        kept = [(KEEP_OWNER, _("Leave as it is"))]
        kept += [(pk, person.shown_name) for pk, person in self.people.items()]
        self.fields["owner"].choices = kept  # type: ignore[attr-defined]
        self.fields["note"].help_text = _("{author} and {title} are replaced by each idea’s own when it is sent.")

    def status_for(self, idea: Idea) -> BoardStatus | None:
        return self.statuses.get((idea.board_id, self.cleaned_data["status"]))

    def owner_for(self, idea: Idea) -> Any:
        return self.people.get(self.cleaned_data["owner"], idea.owner)

    def after_for(self, idea: Idea) -> int:
        seen = dict(pair.split(":") for pair in self.cleaned_data["after"].split())
        return int(seen.get(str(idea.pk), 0))


class BulkAnswer(BulkAction):
    display_name = gettext_lazy("Answer")
    action_type = "answer"
    aria_label = gettext_lazy("Answer the chosen ideas")
    template_name = "ideas/admin/bulk.html"
    models = [Idea]
    form_class = BulkAnswerForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = may_answer(request.user)
        if not verdict:
            return error_answer(request, status=403, exception=verdict.reason)
        self.ideas = self.chosen_ideas()
        if not self.ideas:
            messages.warning(request, _("Choose at least one idea first."))
            return redirect("idea_answers:index")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def chosen_ideas(self) -> list[Idea]:
        """Of those asked for, the ones on this person's desk. "All" would be more than a person has looked at."""
        keys = [key for said in self.request.GET.getlist("id") if (key := key_in(said))]
        mine = ideas_of(self.request.user).filter(pk__in=keys[:MOST_AT_ONCE])
        return list(by_need(mine.select_related("board", "status", "owner", "author")))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "ideas": self.ideas}

    def get_initial(self) -> dict[str, Any]:
        return {"after": seen_of(self.ideas), "owner": KEEP_OWNER}

    def get_actionable_objects(self) -> tuple[list[Idea], dict[str, list[Idea]]]:
        return self.ideas, {"items_with_no_access": []}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "ideas": self.ideas,
            "told": len(self.audience(self.ideas)),
            "replies": self.replies(),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("idea_answers:index"), "label": _("Ideas")},
                {"url": "", "label": _("Answer many")},
            ],
        }

    def audience(self, ideas: Iterable[Idea]) -> set[int]:
        """Everyone who is told, once, however many of the ideas are theirs."""
        return set().union(*(audience_of(idea, by=self.request.user) for idea in ideas))

    def replies(self) -> list[Offered]:
        slugs = BoardStatus.objects.filter(board__in={idea.board_id for idea in self.ideas})
        return offered_for_many(self.ideas, set(slugs.order_by().values_list("slug", flat=True)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without script a saved reply is inserted here; what was typed stays."""
        reply = chosen(self.replies(), request.POST["insert"]) if "insert" in request.POST else None
        if reply is None:
            return super().post(request, *args, **kwargs)
        typed = with_reply(request.POST, reply)
        form = BulkAnswerForm(initial={name: typed.get(name) for name in BulkAnswerForm.field_order}, ideas=self.ideas)
        return self.render_to_response(self.get_context_data(form=form))

    def form_valid(self, form: BulkAnswerForm) -> HttpResponse:
        failures = [failure for idea in self.ideas if (failure := self.answer(idea, form))]
        failed = {failure.idea.pk for failure in failures}
        answered = [idea for idea in self.ideas if idea.pk not in failed]
        if not failures:
            self.say_sent(answered)
            return redirect(self.next_url)
        self.ideas = [failure.idea for failure in failures]
        typed = self.request.POST.copy()
        typed["after"] = seen_of(self.ideas)
        form.data = typed
        context = self.get_context_data(form=form, answered=answered, failures=failures)
        context["submit_url"] = f"{self.request.path}?{self.query_of(self.ideas)}"
        return self.render_to_response(context)

    def answer(self, idea: Idea, form: BulkAnswerForm) -> Failure | None:
        to = form.status_for(idea)
        if to is None:
            return Failure(idea, [_("Its board has no such status.")])
        words = form.answer_for(to)
        words = replace(words, note=fill(words.note, idea))
        given = {"answer": words, "owner": form.owner_for(idea), "after": form.after_for(idea)}
        try:
            answer_from_desk(idea, to, by=self.request.user, **given)
        except RuleBroken as broken:
            return Failure(idea, broken.messages)
        except (Stale, Refused, PermissionDenied, Idea.DoesNotExist) as problem:
            return Failure(idea, [str(problem)])
        return None

    def query_of(self, ideas: list[Idea]) -> str:
        query = self.request.GET.copy()
        query.setlist("id", [str(idea.pk) for idea in ideas])
        return query.urlencode()

    def say_sent(self, ideas: list[Idea]) -> None:
        told = len(self.audience(ideas))
        answered = ngettext("%(n)d idea is answered.", "%(n)d ideas are answered.", len(ideas)) % {"n": len(ideas)}
        people = ngettext("%(n)d person is told now.", "%(n)d people are told now.", told) % {"n": told}
        messages.success(self.request, f"{answered} {people}")


def seen_of(ideas: Iterable[Idea]) -> str:
    """Each idea with its newest entry, as the form carries it."""
    newest = ((idea.pk, newest_entry(idea)) for idea in ideas)
    return " ".join(f"{pk}:{entry.pk if entry else 0}" for pk, entry in newest)
