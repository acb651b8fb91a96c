"""The integrity of votes in the admin: what was held and why, by entry and pattern, never by whom or from where."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from contests.actions.watching import LEAST_REASON, RELEASE_LOGGED, ask_for_order, decide_order, release
from contests.admin.vote_appeals import AnswerForm, DecideAppealView, appeals_in, decided_in
from contests.changes import is_outdated
from contests.groups import Group, entries_of, groups_of, held_by_contest, votes_in
from contests.ledger import readiness
from contests.models import ContestPage, VoidOrder, VoteAppeal
from contests.policies.watching import may_decide_order, may_move_votes, may_watch
from core.errors import Refused, RuleBroken, Stale
from core.fields import TextField
from core.http import error_answer
from core.policies import Verdict

INDEX, SCREEN, DECIDE = "contest_votes:index", "contest_votes:contest", "contest_votes:decide"
RELEASE, VOID, RESTORE = "release", VoidOrder.What.VOID.value, VoidOrder.What.RESTORE.value
PAST = 50  # decided orders that are shown
CHOOSE = gettext_lazy("Tick at least one group of votes.")


def for_watchers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 with the reason for who may not, and for what a verb refuses. Wagtail would send them home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may_watch(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return error_answer(request, status=403, exception=str(refused))
        except Stale as stale:
            return error_answer(request, status=409, exception=str(stale))

    return guarded


class ChoiceOfVotes(forms.Form):
    """Which groups, and what shall become of them. `until` is the last vote that was shown."""

    act = forms.ChoiceField(choices=[(name, name) for name in (RELEASE, VOID, RESTORE)])
    group = forms.MultipleChoiceField(error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    reason = TextField(required=False, max_length=500)
    until = forms.IntegerField()

    def __init__(self, *args: Any, groups: Iterable[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(group.key, group.key) for group in groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("act") in (VOID, RESTORE) and len(said.get("reason", "").strip()) < LEAST_REASON:
            self.add_error("reason", _("Say why, in ten characters or more: the voters will read it."))
        return said


@dataclass(frozen=True, slots=True)
class Watched:
    """One contest in the list."""

    contest: ContestPage
    held: int
    orders: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Asked:
    """An order, how many votes for which entries it is about, and whether whoever looks may confirm it."""

    order: VoidOrder
    entries: list[tuple[str, int]]
    verdict: Verdict = field(repr=False)

    @property
    def votes(self) -> int:
        return sum(count for _title, count in self.entries)


class IndexView(WagtailAdminTemplateMixin, View):
    """Contests that people may see, those with something undecided first."""

    template_name = "contests/admin/votes.html"
    page_title = gettext_lazy("Integrity of votes")
    header_icon = "tick-inverse"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        contests = ContestPage.objects.visible_to(request.user).order_by("-voting_from", "-pk")
        held, orders = held_by_contest(), VoidOrder.objects.undecided_by_contest()
        appeals = VoteAppeal.objects.open_by_contest()
        rows = [Watched(one, *(counts.get(one.pk, 0) for counts in (held, orders, appeals))) for one in contests]
        rows.sort(key=lambda row: -(row.held + row.orders + row.appeals))
        return self.render_to_response(self.get_context_data(rows=rows))


class ContestView(WagtailAdminTemplateMixin, View):
    """Held votes to release or to make void, orders to confirm, void votes to restore, and what has been decided."""

    template_name = "contests/admin/votes_of_contest.html"
    page_title = gettext_lazy("Integrity of votes")
    header_icon = "tick-inverse"

    def get_page_subtitle(self) -> str:
        return str(self.contest.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.contest.title}
        return [*self.breadcrumbs_items, {"url": reverse(INDEX), "label": _("All contests")}, here]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.contest = get_object_or_404(ContestPage.objects.visible_to(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.screen()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = request.POST.get("act", "")
        form = ChoiceOfVotes(request.POST, groups=groups_of(self.contest, VOID if act == RELEASE else act))
        if not form.is_valid():
            return self.screen(form, status=422)
        try:
            self.do(**form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.screen(form, status=422)
        return redirect(SCREEN, self.contest.pk)

    def do(self, *, act: str, group: list[str], reason: str, until: int) -> None:
        ids = votes_in(self.contest, VOID if act == RELEASE else act, group, until=until)
        if act == RELEASE:
            count = release(self.contest, ids, by=self.request.user)
            said = ngettext("%(n)d vote counts now.", "%(n)d votes count now.", count) % {"n": count}
        else:
            ask_for_order(self.contest, act, ids, reason=reason, by=self.request.user)
            said = _("Asked for. It is done when somebody else confirms it.")
        messages.success(self.request, said)

    def screen(
        self, form: ChoiceOfVotes | None = None, *, answer: AnswerForm | None = None, at: int = 0, status: int = 200
    ) -> HttpResponse:
        held, void = groups_of(self.contest, VOID), groups_of(self.contest, RESTORE)
        context = {
            "contest": self.contest,
            "verdict": may_move_votes(self.request.user, self.contest),
            "form": form,
            "ticked": form.data.getlist("group") if form else [],  # type: ignore[attr-defined]
            "held": held,
            "void": void,
            "until": max((group.last_id for group in (*held, *void)), default=0),
            "orders": self.orders(decided=False),
            "past": self.orders(decided=True),
            "appeals": appeals_in(self.contest, self.request.user, form=answer, at=at),
            "appealed": decided_in(self.contest),
            "outdated": self.outdated(),
            "problems": readiness(self.contest, lately=True),
        }
        return self.render_to_response(self.get_context_data(**context), status=status)

    def outdated(self) -> str:
        """The address at which results are corrected, when votes have changed since they were published."""
        published = self.contest.publications.results().newest().first()
        is_so = published is not None and is_outdated(self.contest, published)
        return reverse("contest_results", args=[self.contest.pk]) + "#correct" if is_so else ""

    def orders(self, *, decided: bool) -> list[Asked]:
        orders = self.contest.void_orders.filter(decided_at__isnull=not decided)
        orders = orders.select_related("asked_by", "decided_by", "contest")[: PAST if decided else None]
        about, user = entries_of(orders), self.request.user
        return [Asked(order, about.get(order.pk, []), may_decide_order(user, order, confirm=True)) for order in orders]


class DecideView(View):
    """An order is confirmed or refused."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        contests = ContestPage.objects.visible_to(request.user)
        order = get_object_or_404(VoidOrder.objects.filter(contest__in=contests), pk=pk)
        confirm = request.POST.get("do") == "confirm"
        decide_order(order, confirm=confirm, by=request.user)
        messages.success(request, _("Done. The voters are told.") if confirm else _("It stays as it is."))
        return redirect(SCREEN, order.contest_id)


class VotesMenuItem(MenuItem):
    """With the number of what is undecided."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_watch(request.user))

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := VoidOrder.objects.undecided():
            component.label = f"{self.label} ({waiting})"
        return component


class VotesViewSet(ViewSet):
    """At /admin/contest-votes/."""

    name = "contest_votes"
    url_prefix = "contest-votes"
    icon = "tick-inverse"
    menu_label = gettext_lazy("Votes")
    menu_order = 106
    menu_item_class = VotesMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list:
        decide_appeal: Any = DecideAppealView.as_view(screen=ContestView)

        def screen(view: Any) -> Any:
            return for_watchers(self.construct_view(view))

        return [
            path("", screen(IndexView), name="index"),
            path("<key:pk>/", screen(ContestView), name="contest"),
            path("orders/<int:pk>/", screen(DecideView), name="decide"),
            path("appeals/<int:pk>/", for_watchers(decide_appeal), name="appeal"),
        ]


class SaidOfRelease(LogFormatter):
    """How the log says that held votes count."""

    label = gettext_lazy("Held votes released")

    def format_message(self, entry: PageLogEntry) -> str:
        count = entry.data.get("votes", 0)
        return ngettext("%(n)d held vote counts now.", "%(n)d held votes count now.", count) % {"n": count}


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(RELEASE_LOGGED)(SaidOfRelease)
