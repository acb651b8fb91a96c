"""The screens on which an editor gives early access to the people behind a thing, takes it back, and ends it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page, PageViewRestriction

from core.audience.deeds import deed_of
from core.audience.gate import is_closed
from core.audience.models import AudienceWindow, Tier
from core.audience.reasons import Reason
from core.errors import RuleBroken
from core.http import limited
from core.subjects import Shown, show
from insiders.actions.giving import give_access, undo_giving
from insiders.actions.standing import end_giving
from insiders.admin.screens import InsidersScreen, for_inviters, say
from insiders.crowd import heads, ordered_roles
from insiders.finding import Found, find, thing_of
from insiders.invitation_forms import GivingForm
from insiders.models import Giving, Place
from insiders.policies.invitations import may_give, may_undo_giving
from insiders.reach import closed_all_the_same

INDEX, GIVE = "givings:index", "givings:give"
ROWS = 50


def page_for(user: Any, pk: int) -> Page:
    """Raises Http404 for a page that this person may not edit, or behind a door that is closed to them."""
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(user).can_edit() or is_closed(page.path, user):
        raise Http404
    return page


def tiers_of(page: Page) -> list[int]:
    """Tiers that this page, by itself, names."""
    restricted = Tier.objects.filter(group__in=PageViewRestriction.objects.filter(page=page).values("groups"))
    laddered = AudienceWindow.objects.filter(page=page).values_list("tiers", flat=True)
    return [*restricted.values_list("pk", flat=True), *(pk for pk in laddered if pk)]


class GiveView(InsidersScreen, View):
    """`?q=` finds the thing, `?thing=` chooses it; POST shows what it comes to (`preview`), or gives."""

    template_name = "insiders/admin/give.html"
    page_title = gettext_lazy("Give access to the people behind…")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = page_for(request.user, kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        words, found = request.GET.get("q", "").strip()[:500], thing_of(request.GET.get("thing", ""), request.user)
        hits = find(words, request.user) if words and not found else []
        if not found:
            return self.render_to_response(self.get_context_data(page=self.page, words=words, hits=hits, found=None))
        initial = {"thing": found.key, "tier": next(iter(tiers_of(self.page)), None), "roles": ["author", "supporter"]}
        return self.show(found, GivingForm(initial=initial, roles=roles_of(found)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = thing_of(request.POST.get("thing", ""), request.user)
        if found is None:
            messages.warning(request, _("What you have chosen is not there any more."))
            return redirect(GIVE, self.page.pk)
        form = GivingForm(request.POST, roles=roles_of(found))
        if not form.is_valid() or "preview" in request.POST:
            return self.show(found, form)
        try:
            given = form.cleaned_data
            give_access(
                found.thing, given["tier"], given["roles"], by=request.user, page=self.page, stands=given["stands"]
            )
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.show(found, form)
        messages.success(request, _("It is being given. You can take it back within an hour."))
        return redirect(INDEX)

    def show(self, found: Found, form: GivingForm) -> HttpResponse:
        context = self.get_context_data(page=self.page, found=found, form=form, words="", hits=[], head=None)
        if form.is_bound and form.is_valid():
            tier = form.cleaned_data["tier"]
            head = heads(found.thing, tier, form.cleaned_data["roles"])
            by_role = [(deed_of(found.subject.key, role).label, count) for role, count in head.by_role.items()]
            closed = closed_all_the_same(tier, self.page)
            context |= {"head": head, "by_role": by_role, "closed": closed, "tier": tier}
            context |= {"stands": form.cleaned_data["stands"], "reason": sample_of(found, form.cleaned_data["roles"])}
        return self.render_to_response(context)


def roles_of(found: Found) -> dict[str, str]:
    return {
        role: str(deed_of(found.subject.key, role).label) for role in ordered_roles(found.subject.people(found.thing))
    }


def sample_of(found: Found, roles: list[str]) -> Reason:
    """What one of them, of the first of these roles, reads who has done it now."""
    shown = Shown(found.subject.key, found.thing.pk, found.title, found.url)
    said = deed_of(found.subject.key, ordered_roles(roles)[0]).own
    return Reason(said.pick(named=True, dated=True), at=timezone.now(), thing=shown)


class GivingsView(InsidersScreen, View):
    """What was given, to how many, and the way to take the latest back."""

    template_name = "insiders/admin/givings.html"
    page_title = gettext_lazy("Early access that was given")
    header_icon = "group"

    def get(self, request: HttpRequest) -> HttpResponse:
        outcomes = {name: Count("places", filter=Q(places__outcome=name)) for name in Place.Outcome.values}
        found = Giving.objects.select_related("tier", "by", "page").annotate(**outcomes).order_by("-at", "-pk")
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        things: dict[tuple[str, int], Any] = {}
        for kind in {one.because_kind for one in page}:
            ids = {one.because_id for one in page if one.because_kind == kind}
            things |= {(kind, pk): thing for pk, thing in show(kind, ids, to=request.user).items()}
        at = timezone.now()
        givers = {one.by for one in page if one.is_standing and one.by}
        able = {giver.pk for giver in givers if may_give(giver, at=at)}
        rows = [
            {
                "giving": one,
                "thing": things.get((one.because_kind, one.because_id)),
                "roles": [deed_of(one.because_kind, role).label for role in one.roles],
                "may_undo": one.can_be_undone(at),
                "rests": one.is_standing and one.by_id not in able,
            }
            for one in page
        ]
        return self.render_to_response(self.get_context_data(page_obj=page, rows=rows))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    giving = get_object_or_404(Giving, pk=pk)
    if not (verdict := may_undo_giving(request.user, giving)):
        messages.warning(request, verdict.reason)
        return redirect(INDEX)

    def take_back() -> str:
        out = undo_giving(giving, by=request.user)
        told = ngettext("Taken back: %(n)d member is out again.", "Taken back: %(n)d members are out again.", out)
        return told % {"n": out}

    say(request, take_back)
    return redirect(INDEX)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    end_giving(get_object_or_404(Giving, pk=pk), by=request.user)
    messages.success(request, _("Ended: nobody comes in by it any more. Who is in stays in."))
    return redirect(INDEX)


class GivingsViewSet(ViewSet):
    name = "givings"
    url_prefix = "givings"
    icon = "group"
    menu_label = gettext_lazy("Given access")

    def get_urlpatterns(self) -> list[Any]:
        slowly = limited("insider-give", rate="60/h")
        return [
            path("", for_inviters(self.construct_view(GivingsView)), name="index"),
            path("give/<int:pk>/", for_inviters(slowly(self.construct_view(GiveView))), name="give"),
            path("<int:pk>/undo/", for_inviters(undo), name="undo"),
            path("<int:pk>/end/", for_inviters(end), name="end"),
        ]
