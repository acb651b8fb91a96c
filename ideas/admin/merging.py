"""The desk's screens to say that an idea is the same as another one, and to take that back."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import Refused
from core.http import key_in
from ideas.actions.merging import merge_into, undo_merge
from ideas.admin.columns import ANSWER
from ideas.desks import ideas_of
from ideas.kin import preview_of
from ideas.models import Idea, Merge
from ideas.policies import may_be_merged, may_merge, may_undo_merge
from ideas.searching import by_root, find, similar

PART, RESULTS = "idea_answers:part", "idea_answers:merge_results"
ROWS = 8
MOST_WORDS = 200  # characters that are looked for
NUMBER = re.compile(r"(?:#|.*/idea/)?(\d{1,18})(?:[-/?#].*)?")  # 42, #42, or the address of an idea


class IdeaScreen(WagtailAdminTemplateMixin, View):
    """A screen about one idea of the desk."""

    page_title: Any = ""
    header_icon = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.idea: Idea = get_object_or_404(mine(request).select_related("merged_into"), pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.idea.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("idea_answers:index"), "label": _("Ideas")},
            {"url": reverse(ANSWER, args=[self.idea.pk]), "label": _("Answer"), "sublabel": self.idea.title},
            {"url": "", "label": self.get_page_title()},
        ]


class MergeView(IdeaScreen):
    """GET looks for the root (`q`) and shows what it would come to (`root`); POST merges, and leads back to the list
    that somebody came from (`next`)."""

    template_name = "ideas/admin/merge.html"
    page_title = gettext_lazy("This is the same as …")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.idea.is_merged:
            return redirect(ANSWER, pk)
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.chosen is None:
            return self.show(problem=_("Choose the idea that this one is the same as."), status=422)
        try:
            merge = merge_into(self.idea, self.chosen, by=request.user)
        except Refused as refusal:
            return self.show(problem=str(refusal), status=403)
        words = _("“%(title)s” is merged into “%(root)s”. Its people are told now.")
        undo = messages.button(reverse(PART, args=[pk]), _("Undo"))
        messages.success(request, words % {"title": self.idea.title, "root": merge.into.title}, buttons=[undo])
        return redirect(self.back or reverse(ANSWER, args=[pk]))

    @property
    def back(self) -> str:
        return str(get_valid_next_url_from_request(self.request))

    @cached_property
    def chosen(self) -> Idea | None:
        """The root that is asked for; for one that is itself merged, the one that is meant by it."""
        wanted = (self.request.POST or self.request.GET).get("root", "")
        found = mine(self.request).select_related("merged_into").filter(pk=key_in(wanted)).first()
        return found.merged_into if found and found.merged_into_id not in (None, self.idea.pk) else found

    def show(self, *, problem: str = "", status: int = 200) -> HttpResponse:
        verdict = may_be_merged(self.request.user, self.idea)
        root, preview = self.chosen, None
        if root is not None and verdict and not problem:
            if fits := may_merge(self.request.user, self.idea, root):
                preview = preview_of(self.idea, root, by=self.request.user)
            else:
                problem = fits.reason
        sides = [{"label": _("This idea"), "idea": self.idea}, {"label": _("is the same as"), "idea": root}]
        context = self.get_context_data(
            idea=self.idea,
            root=root,
            sides=sides,
            preview=preview,
            problem=problem,
            verdict=verdict,
            **found_for(self.request, self.idea),
        )
        return self.render_to_response(context, status=status)


class PartView(IdeaScreen):
    """Says what undoing the merge does, and does it."""

    template_name = "ideas/admin/part.html"
    page_title = gettext_lazy("Undo the merge")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.idea.is_merged:
            return redirect(ANSWER, pk)
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            undo_merge(self.idea, by=request.user)
        except Refused as refusal:
            return self.show(problem=str(refusal), status=403)
        messages.success(request, _("“%(title)s” stands by itself again.") % {"title": self.idea.title})
        return redirect(ANSWER, pk)

    def show(self, *, problem: str = "", status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            idea=self.idea,
            root=self.idea.merged_into,
            merge=standing_merge(self.idea),
            brought=len(Merge.objects.below(self.idea.pk)),
            verdict=may_undo_merge(self.request.user, self.idea),
            problem=problem,
        )
        return self.render_to_response(context, status=status)


def merge_results(request: HttpRequest, pk: int) -> HttpResponse:
    """What is found while the words are being typed."""
    idea = get_object_or_404(mine(request), pk=pk)
    return render(request, "ideas/admin/merge_results.html", {"idea": idea, **found_for(request, idea)})


def mine(request: HttpRequest) -> Any:
    return ideas_of(request.user).select_related("board", "status", "category", "author", "owner")


def standing_merge(idea: Idea) -> Merge | None:
    """The merge that put the idea where it is."""
    return Merge.objects.standing().select_related("by", "into").filter(duplicate=idea.pk).first()


def found_for(request: HttpRequest, idea: Idea) -> dict[str, Any]:
    """Ideas of the same board by words, number or address (`q`); without, those that are called most alike."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_WORDS]
    if match := NUMBER.fullmatch(words):
        ids = [int(match[1])]
    else:
        ids = find(idea.board, words) if words else similar(idea.board, idea.title)
    roots = by_root(ids[: ROWS * 3], seen=ideas_of(request.user))
    there = mine(request).published().filter(board=idea.board_id).exclude(pk=idea.pk).in_bulk(list(roots))
    found = [there[pk] for pk in roots if pk in there][:ROWS]
    return {"q": words, "found": found, "back": get_valid_next_url_from_request(request)}
