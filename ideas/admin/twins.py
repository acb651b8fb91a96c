"""Ideas that may be the same: pairs side by side, to be merged or to be told apart for good."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.http import key_in
from ideas.actions.comparing import dismiss_twins, suggest_again
from ideas.desks import boards_of
from ideas.models import Idea, Twins
from ideas.models.twins import TwinsQuerySet

TWINS = "idea_answers:twins"
ON_A_PAGE = 20
MOST_BESIDE = 3  # on the screen to answer one idea


def twins_of(user: Any) -> TwinsQuerySet:
    """Suggested pairs of the boards that this person of the team works on."""
    return Twins.objects.on(boards_of(user)).suggested()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ideas that may be the same, the older one first, and what each would be merged into."""

    twins: Twins

    @property
    def sides(self) -> list[tuple[Idea, Idea]]:
        older, newer = self.twins.older, self.twins.newer
        return [(older, newer), (newer, older)]

    @property
    def percent(self) -> int:
        return round(self.twins.likeness * 100)


def with_ideas(found: TwinsQuerySet) -> TwinsQuerySet:
    related = ("board", "status", "author")
    ideas = found.select_related(*(f"{side}__{name}" for side in ("older", "newer") for name in related))
    whole = ideas.defer("older__search_text", "newer__search_text", "older__body", "newer__body")
    return whole.order_by(F("likeness").desc(), "-pk")


def twins_beside(idea: Idea, *, user: Any) -> list[tuple[Twins, Idea]]:
    """The likeliest twins of one idea: each with the other of the two."""
    found = with_ideas(twins_of(user).of(idea))[:MOST_BESIDE]
    return [(twins, twins.newer if twins.older_id == idea.pk else twins.older) for twins in found]


class TwinsView(WagtailAdminTemplateMixin, View):
    """The list, the likest first. With `dismissed` it says what was just decided, and gives the way back."""

    template_name = "ideas/admin/twins.html"
    page_title = ""
    header_icon = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return _("Maybe the same")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("idea_answers:index"), "label": _("Ideas")},
            {"url": "", "label": _("Maybe the same")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        shown: Page = Paginator(with_ideas(twins_of(self.request.user)), ON_A_PAGE).get_page(self.request.GET.get("p"))
        context["page_obj"] = shown
        context["pairs"] = [Pair(twins) for twins in shown]
        context["dismissed"] = self.dismissed
        context["several_boards"] = boards_of(self.request.user).count() > 1
        return context

    @property
    def dismissed(self) -> Twins | None:
        if not (pk := key_in(self.request.GET.get("dismissed", ""))):
            return None
        mine = Twins.objects.on(boards_of(self.request.user)).filter(pk=pk, dismissed_by=self.request.user.pk)
        return mine.select_related("older", "newer").first()


def tell_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `same` is `no`: never suggested again; or `maybe`: it is, after all. Anything else changes nothing."""
    if request.method != "POST":
        return redirect(TWINS)
    twins = get_object_or_404(Twins.objects.on(boards_of(request.user)), pk=pk)
    match request.POST.get("same", ""):
        case "no":
            dismiss_twins(twins, by=request.user)
            return redirect(f"{reverse(TWINS)}?dismissed={twins.pk}")
        case "maybe":
            suggest_again(twins, by=request.user)
    return redirect(TWINS)
