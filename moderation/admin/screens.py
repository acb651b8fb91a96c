"""The queue and the desk beside it, as pages and as the fragments that the page's script asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import Refused, RuleBroken
from core.http import VARY, error_answer, key_in, wants_fragment
from core.pagination import Page
from moderation.actions.bulk import pending_bulk
from moderation.acts import Act
from moderation.admin.dossier import Dossier, Filed
from moderation.admin.forms import DecisionForm, FilterForm, NoticeForm, ReverseForm
from moderation.admin.panel import blank_panel, rail, rules_for
from moderation.admin.pieces import Piece, pieces_of
from moderation.models import Case, Decision, ModerationSettings
from moderation.models.bulk import ALONE
from moderation.models.decision import UNDO
from moderation.policies import may_answer, may_moderate
from moderation.queue import TABS, Asked, asked_for, cases_of, counts, first_without_a_case, page_of
from moderation.teams import teams
from moderation.trust import house
from moderation.urgency import parts_of

INDEX, CASE = "moderation_queue:index", "moderation_queue:case"
KEPT = (
    "tab",
    "q",
    "decided_by",
    "kind",
    "rule",
    "age",
    "passed_to",
    "mine",
    "size",
)  # what links of the queue carry along


def for_moderators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 with the reason for who may not moderate, and for what a verb refuses. Wagtail would send them home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may_moderate(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return error_answer(request, status=403, exception=str(refused))

    return guarded


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list."""

    case: Case
    piece: Piece
    hours: int
    is_claimed: bool
    is_mine: bool
    is_late: bool
    is_own: bool  # about a thing of whoever looks: it says what authors may know

    @property
    def ended_by(self) -> str:
        """The act by which it is decided now, in a word or two."""
        act = getattr(self.case, "ended_by", None)
        return str(Act(act).label) if act and not self.is_own else ""


class QueueScreen(WagtailAdminTemplateMixin, View):
    """The list on one side and, with a case, the desk with the thing and all that is known about it."""

    template_name = "moderation/admin/queue.html"
    desk_name = "moderation/admin/fragments/desk.html"
    page_title = gettext_lazy("Moderation")
    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.asked = self.filters.asked(request.GET.get("tab", "")) if self.kept else Asked()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(INDEX), "label": _("Moderation")}]

    @cached_property
    def filters(self) -> FilterForm:
        return FilterForm(self.request.GET, auto_id="filter-%s")

    @cached_property
    def kept(self) -> dict[str, str]:
        return {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}

    def address(self, case_id: int | None = None, /, **more: Any) -> str:
        """Of the queue as it is narrowed now, with this case on the desk."""
        path = reverse(CASE, args=[case_id]) if case_id else reverse(INDEX)
        return path + as_query({**self.kept, **{name: value for name, value in more.items() if value}})

    def fetch(self, pk: int) -> Case:
        """To be acted on. What is to be drawn knows its people: `fetch_to_draw`."""
        return get_object_or_404(cases_of(self.request.user), pk=pk)

    def fetch_to_draw(self, pk: int) -> Case:
        return get_object_or_404(cases_of(self.request.user).select_related("author", "claimed_by"), pk=pk)

    def desk(self, case: Case | None, *, form: DecisionForm | None = None, **extra: Any) -> dict[str, Any]:
        """`extra` may hold `said`, `decided`, `conflict`, `problem` and forms that were refused."""
        dossier = Dossier(case, by=self.request.user, at=self.now) if case else None
        decided = extra.pop("decided", None) or self.just_decided()
        return {
            "dossier": dossier,
            "form": form,
            "rules": rules_for(language_of(case)) if case and form else [],
            "rail": rail(dossier.choices) if dossier and dossier.is_decidable else "",
            "panel": blank_panel(language_of(case)) if dossier and not form and dossier.is_decidable else "",
            "reverse_form": SimpleLazyObject(ReverseForm),
            "notice_form": SimpleLazyObject(NoticeForm),
            "decided": decided,
            "is_answer_next": bool(dossier and dossier.to_answer and decided and decided.case_id == dossier.case.pk),
            "undo_seconds": ceil((decided.at + UNDO - self.now).total_seconds()) if decided else 0,
            "query": as_query(self.kept),
            "list_query": as_query({**self.kept, **self.place}),
            "index_url": self.address(None, **self.place),
            **extra,
        }

    @cached_property
    def place(self) -> dict[str, str]:
        """Which page of the list stands beside the desk."""
        return {"after": self.request.GET["after"]} if self.request.GET.get("after") else {}

    def context_later(self, case: Case | None, **extra: Any) -> str:
        """Where the page's script finds the context: the thing itself, which is read first, does not wait for it.
        Nowhere when there is something to be written in it."""
        if case is None or case.is_illegal_notice or extra.get("refused_notice"):
            return ""
        return reverse("moderation_queue:context", args=[case.pk]) + as_query({**self.kept, **self.place})

    def just_decided(self) -> Decision | None:
        """The moderator's decision that the address names, while it can be undone."""
        if not (pk := key_in(self.request.GET.get("decided", ""))):
            return None
        lately = Decision.objects.filter(pk=pk, by=self.request.user.pk, at__gt=self.now - UNDO)
        return lately.filter(taken_back_by=None, telling__isnull=False).first()

    def rows(self) -> tuple[list[Row], Page[Case]]:
        cases = asked_for(self.asked, by=self.request.user, at=self.now)
        try:
            page = page_of(cases, self.asked.tab, after=self.place.get("after", ""), size=self.asked.size)
        except RuleBroken:  # a damaged link to a further page shows the first one
            page = page_of(cases, self.asked.tab, size=self.asked.size)
        pieces = pieces_of(page)
        return [self.row(case, pieces[case.pk]) for case in page], page

    def row(self, case: Case, piece: Piece) -> Row:
        hours = round(sum(part.hours for part in parts_of(case, at=self.now)))
        is_claimed = case.is_open and case.is_claimed(at=self.now)
        is_late, me = case.is_late(promised=self.house.promised, at=self.now), self.request.user.pk
        is_mine, is_own = is_claimed and case.claimed_by_id == me, case.author_id == me
        return Row(case, piece, hours, is_claimed, is_mine, is_late, is_own)

    @cached_property
    def house(self) -> ModerationSettings:
        return house()

    @cached_property
    def numbers(self) -> dict[str, int]:
        return counts(self.request.user, promised=self.house.promised, at=self.now)

    def tabs(self) -> list[dict[str, Any]]:
        links = {name: value for name, value in self.kept.items() if name != "tab"}
        return [
            {
                "key": tab.key,
                "label": tab.label,
                "count": self.numbers[tab.key],
                "url": f"{reverse(INDEX)}?{urlencode({'tab': tab.key, **links})}",
                "is_current": tab is self.asked.tab,
            }
            for tab in TABS.values()
        ]

    def passed_on(self) -> dict[str, Any]:
        """Who is told of what is passed on, each with the address of what was passed to them."""
        address = f"{reverse(INDEX)}?tab=passed&passed_to="
        told = teams(of=self.request.user, under=self.house)
        return {"teams": [(team, f"{address}{team.key}") for team in told]}

    def asked_of_all(self) -> dict[str, Any]:
        """What waits for an answer beside the cases: in their tab the notices that belong to none."""
        notices, more = first_without_a_case() if self.asked.tab.key == "illegal" else ([], 0)
        by = self.request.user
        return {
            "notices": [Filed(one, may_answer(by, one)) for one in notices],
            "more_notices": more,
            "bulks": pending_bulk(),
        }

    def show(self, case: Case | None = None, *, status: int = 200, **extra: Any) -> HttpResponse:
        """The desk alone to the page's script, the whole page to a browser."""
        desk = self.desk(case, **extra)
        if wants_fragment(self.request):
            desk["context_url"] = self.context_later(case, **extra)
            response = render(self.request, self.desk_name, desk, status=status)
        else:
            rows, page = self.rows()
            more = self.address(case.pk if case else None, after=page.next) if page.next else ""
            beside = self.passed_on() if self.asked.tab.key == "passed" else self.asked_of_all()
            profile = getattr(self.request.user, "wagtail_userprofile", None)
            beside["has_keys"] = profile is None or profile.keyboard_shortcuts
            whole = {"rows": rows, "more": more, "filters": self.filters, "asked": self.asked}
            whole |= {"tabs": self.tabs(), "late": self.numbers["late"]}
            context = self.get_context_data(**desk, **whole, **beside, alone=ALONE)
            response = self.render_to_response(context, status=status)
        patch_vary_headers(response, VARY)
        return response


def as_query(given: dict[str, Any]) -> str:
    """To be put behind an address; empty for nothing."""
    return f"?{urlencode(given)}" if given else ""


def language_of(case: Case | None) -> str | None:
    """In which language its author reads."""
    return (case.author.language or None) if case and case.author else None


class QueueView(QueueScreen):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show()


class CaseView(QueueScreen):
    """Reading a case. It claims nothing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(self.fetch_to_draw(pk))


class ContextView(QueueScreen):
    """What stands beside a case, alone."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = self.desk(self.fetch_to_draw(pk))
        return render(request, "moderation/admin/fragments/context.html", context)


class TabsView(QueueScreen):
    """The numbers alone, as they are now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        numbers = {"tabs": self.tabs(), "late": self.numbers["late"]}
        return render(request, "moderation/admin/fragments/tabs.html", numbers)
