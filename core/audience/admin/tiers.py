"""The screens of tiers in the admin: all, making and changing one, and what hangs on one before it is deleted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.audience.actions.tiers import change_tier, create_tier, delete_tier
from core.audience.admin.forms import TierForm
from core.audience.admin.heads import Head, changes_of, head_of
from core.audience.conditions import asked_by, in_words
from core.audience.models import Tier
from core.audience.policies import may_manage_tiers
from core.audience.roster import dependents_of, tiers_with_counts
from core.errors import Refused, RuleBroken
from core.http import error_answer

INDEX, NEW, EDIT, DELETE = (f"audience_tiers:{name}" for name in ("index", "new", "edit", "delete"))
MEMBERS = "audience_tiers:members"


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """403 with the reason for who may not, and for what a verb refuses. Wagtail would send them home."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may_manage_tiers(request.user)):
            return error_answer(request, status=403, exception=verdict.reason)
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return error_answer(request, status=403, exception=str(refused))

    return guarded


class TierScreen(WagtailAdminTemplateMixin, View):
    """Below it stand those of one tier, which knows itself as `tier`."""

    header_icon = "group"
    is_a_step = False  # with a title of its own, below the tier or below all of them

    @cached_property
    def tier(self) -> Tier:
        return get_object_or_404(Tier.objects.select_related("group"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Tiers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        trail = [*self.breadcrumbs_items, {"url": reverse(INDEX), "label": _("Tiers")}]
        if "pk" in self.kwargs:
            trail.append({"url": reverse(MEMBERS, args=[self.tier.pk]), "label": self.tier.name})
        return [*trail, {"url": "", "label": self.get_page_title()}] if self.is_a_step else trail

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(**context), status=status)
        response["Cache-Control"] = "private, no-store"
        return response


class TiersView(TierScreen):
    """All tiers, with how many are in each and how many will lapse."""

    template_name = "audience/admin/tiers.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        tiers: list[Any] = list(tiers_with_counts())
        asked = asked_by(tier for tier in tiers if tier.is_earned)
        for tier in tiers:
            tier.asked = in_words([(one.measure, one.at_least) for one in asked.get(tier.pk, ())])
        return self.show(tiers=tiers)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Add a tier"), url=reverse(NEW), icon_name="plus")]


class NewTierView(TierScreen):
    template_name = "audience/admin/tier_form.html"
    is_a_step = True

    def get_page_title(self) -> str:
        return _("New tier")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(TierForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TierForm(request.POST)
        head = head_of(form)
        if form.is_valid() and not head.stops:
            try:
                tier = create_tier(by=request.user, **form.values())
            except RuleBroken as broken:
                form.refuse(broken)
            else:
                messages.success(request, _("%(tier)s is made. Now let somebody in.") % {"tier": tier.name})
                return redirect(MEMBERS, tier.pk)
        return self.answer(form, head)

    def answer(self, form: TierForm, head: Head | None = None) -> HttpResponse:
        return self.show(form=form, head=head, asked=in_words(form.asked), back=reverse(INDEX))


class EditTierView(TierScreen):
    template_name = "audience/admin/tier_form.html"
    is_a_step = True

    def get_page_title(self) -> str:
        return _("Change a tier")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(TierForm(instance=self.tier))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = TierForm(request.POST, instance=Tier.objects.get(pk=self.tier.pk))  # which the form changes as it reads
        head = head_of(form, self.tier)
        if form.is_valid() and not head.stops:
            try:
                tier = change_tier(self.tier, by=request.user, **form.values())
            except RuleBroken as broken:
                form.refuse(broken)
            else:
                messages.success(request, _("%(tier)s is saved.") % {"tier": tier.name})
                return redirect(MEMBERS, tier.pk)
        return self.answer(form, head)

    def answer(self, form: TierForm, head: Head | None = None) -> HttpResponse:
        return self.show(
            form=form,
            head=head,
            asked=in_words(form.asked),
            changes=changes_of(self.tier),
            tier=self.tier,
            back=reverse(MEMBERS, args=[self.tier.pk]),
        )


class DeleteTierView(TierScreen):
    """Says first what hangs on the tier."""

    template_name = "audience/admin/delete_tier.html"
    is_a_step = True

    def get_page_title(self) -> str:
        return _("Delete a tier")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = may_manage_tiers(request.user, self.tier)
        return self.show(tier=self.tier, verdict=verdict, dependents=dependents_of(self.tier, to=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        name = self.tier.name
        delete_tier(self.tier, by=request.user)
        messages.success(request, _("%(tier)s is deleted. What it closed stays closed.") % {"tier": name})
        return redirect(INDEX)
