"""Ideas that may be the same: pairs side by side, to be merged or to be told apart for good."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.http import key_in
from ideas.actions.comparing import dismiss_twins, suggest_again
from ideas.admin.desk import has_keys
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


def likest_first(found: TwinsQuerySet) -> TwinsQuerySet:
    return found.order_by(F("likeness").desc(), "-pk")


def with_ideas(found: TwinsQuerySet) -> TwinsQuerySet:
    related = ("board", "status", "author")
    ideas = found.select_related(*(f"{side}__{name}" for side in ("older", "newer") for name in related))
    whole = ideas.defer("older__search_text", "newer__search_text", "older__body", "newer__body")
    return likest_first(whole)


def below(twins: Twins, *, user: Any) -> Twins | None:
    """The pair that stands next in the list."""
    less = Q(likeness__lt=twins.likeness) | Q(likeness=twins.likeness, pk__lt=twins.pk)
    return likest_first(twins_of(user).filter(less)).first()


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
        context["has_keys"] = has_keys(self.request.user)
        return context

    @property
    def dismissed(self) -> Twins | None:
        if not (pk := key_in(self.request.GET.get("dismissed", ""))):
            return None
        mine = Twins.objects.on(boards_of(self.request.user)).filter(pk=pk, dismissed_by=self.request.user.pk)
        return mine.select_related("older", "newer").first()


def tell_apart(request: HttpRequest, pk: int) -> HttpResponse:
    """POST `same` is `no`: never suggested again; or `maybe`: it is, after all. Anything else changes nothing.

    The list goes on at the pair that stands next, or at the one that came back; from elsewhere it leads back (`next`).
    """
    if request.method != "POST":
        return redirect(TWINS)
    twins = get_object_or_404(Twins.objects.on(boards_of(request.user)), pk=pk)
    match request.POST.get("same", ""):
        case "no":
            following = below(twins, user=request.user)
            dismiss_twins(twins, by=request.user)
            address = address_of(request, at=following, dismissed=str(twins.pk))
            if elsewhere := get_valid_next_url_from_request(request):
                said = _("They are not the same, and not suggested again.")
                messages.success(request, said, buttons=[messages.button(address, _("Take it back"))])
            return redirect(elsewhere or address)
        case "maybe":
            suggest_again(twins, by=request.user)
            return redirect(address_of(request, at=twins))
    return redirect(TWINS)


def address_of(request: HttpRequest, *, at: Twins | None, **query: str) -> str:
    """Of the page of the list that the form stood on (`p`), at this pair."""
    if page := request.POST.get("p", ""):
        query["p"] = page[:20]
    return f"{reverse(TWINS)}?{urlencode(query)}" + (f"#twins-{at.pk}" if at else "")
