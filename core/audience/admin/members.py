"""The screens of who is in a tier: the list, letting in, one membership with its history, and the file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from core.audience.actions.letting_in import Outcome, let_in
from core.audience.actions.memberships import prolong, take_out
from core.audience.admin.forms import LetInForm, ProlongForm, RosterForm, TakeOutForm
from core.audience.admin.tiers import DELETE, EDIT, MEMBERS, TierScreen
from core.audience.exporting import csv_lines
from core.audience.models import Membership
from core.audience.policies import may_let_in
from core.audience.reasons import reason_of, reasons_of
from core.audience.roster import STATES, counts_of, members_of, page_of
from core.errors import RuleBroken

FILE, ONE = "audience_tiers:file", "audience_tiers:membership"


class MembersView(TierScreen):
    """Who is in, was in, and until when. POST lets somebody in."""

    template_name = "audience/admin/members.html"

    def get_page_title(self) -> str:
        return _("Tier")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Change the tier"), url=reverse(EDIT, args=[self.tier.pk]), icon_name="edit"),
            HeaderButton(_("Delete the tier"), url=reverse(DELETE, args=[self.tier.pk]), icon_name="bin"),
        ]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(LetInForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = LetInForm(request.POST)
        if not form.is_valid():
            return self.answer(form)
        said = form.cleaned_data
        outcome = let_in(self.tier, said["who"], by=request.user, words=said["words"], until=said["until"])
        if told := _in_words(outcome):
            messages.success(request, told)
        if not outcome.problems:
            return redirect(MEMBERS, pk)
        left = "\n".join(problem.line for problem in outcome.problems)
        form = LetInForm({**request.POST.dict(), "who": left})
        for number, problem in enumerate(outcome.problems, 1):
            parts = {"number": number, "line": problem.line, "reason": problem.reason}
            form.add_error("who", _("Line %(number)d, %(line)s: %(reason)s") % parts)
        return self.answer(form)

    @cached_property
    def asked(self) -> dict[str, str]:
        form = RosterForm(self.request.GET)
        form.is_valid()
        return {"state": form.cleaned_data.get("state") or "in", "q": form.cleaned_data.get("q") or ""}

    def address(self, name: str = MEMBERS, **changes: str) -> str:
        kept = {key: value for key, value in {**self.asked, **changes}.items() if value}
        return f"{reverse(name, args=[self.tier.pk])}?{urlencode(kept)}"

    def answer(self, form: LetInForm) -> HttpResponse:
        at = timezone.now()
        found = members_of(self.tier, at=at, **self.asked)
        try:
            page = page_of(found, after=self.request.GET.get("after", ""))
        except RuleBroken:  # a damaged link to a further page shows the first one
            page = page_of(found)
        reasons, counts = reasons_of(page, to=self.request.user), counts_of(self.tier, at)
        return self.show(
            tier=self.tier,
            form=form,
            verdict=may_let_in(self.request.user, self.tier),
            rows=[(one, reasons[one.pk], one.is_in_grace(at), one.is_active(at)) for one in page],
            tabs=[
                (self.address(state=key), label, counts[key], key == self.asked["state"])
                for key, label in STATES.items()
            ],
            counts=counts,
            is_full=self.tier.seats is not None and counts["in"] >= self.tier.seats,
            search=RosterForm(initial=self.asked, auto_id="search-%s"),
            asked=self.asked,
            more=self.address(after=page.next) if page.next else "",
            file_url=reverse(FILE, args=[self.tier.pk]),
        )


class MembersFileView(TierScreen):
    """All memberships of the tier, those that have ended too."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        lines = csv_lines(self.tier.memberships.all(), to=request.user)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="tier-{self.tier.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response  # type: ignore[return-value]  # Django knows both as one kind


class MembershipView(TierScreen):
    """One membership, all that happened to it, and what can be done. POST prolongs it or takes its member out."""

    template_name = "audience/admin/membership.html"

    @cached_property
    def membership(self) -> Membership:
        known = self.tier.memberships.select_related("member", "by", "tier__group")
        return get_object_or_404(known, pk=self.kwargs["membership_pk"])

    def get_page_title(self) -> str:
        return _("Membership")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.membership.member.shown_name}]

    def get(self, request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
        return self.answer(prolonging=self.prolonging(), taking_out=TakeOutForm(prefix="out"))

    def post(self, request: HttpRequest, pk: int, membership_pk: int) -> HttpResponse:
        if "out" in request.POST:
            form: ProlongForm | TakeOutForm = TakeOutForm(request.POST, prefix="out")
            forms: dict[str, Any] = {"prolonging": self.prolonging(), "taking_out": form}
        else:
            form = ProlongForm(request.POST)
            forms = {"prolonging": form, "taking_out": TakeOutForm(prefix="out")}
        if not form.is_valid():
            return self.answer(**forms)
        try:
            told = self.act(form)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.answer(**forms)
        messages.success(request, told)
        return redirect(ONE, pk, membership_pk)

    def act(self, form: ProlongForm | TakeOutForm) -> str:
        """What was done, in words."""
        by, said = self.request.user, form.cleaned_data
        named = {"name": self.membership.member.shown_name}
        if isinstance(form, TakeOutForm):
            take_out(self.membership, by=by, words=said["words"])
            return _("%(name)s is out.") % named
        prolong(self.membership, until=said["until"], by=by, words=said["words"])
        return _("The time of %(name)s is changed.") % named

    def prolonging(self) -> ProlongForm:
        until = self.membership.expires_at
        return ProlongForm(initial={"until": timezone.localdate(until) if until else None})

    def answer(self, **forms: Any) -> HttpResponse:
        at, one = timezone.now(), self.membership
        return self.show(
            tier=self.tier,
            membership=one,
            reason=reason_of(one, to=self.request.user),
            is_active=one.is_active(at),
            is_in_grace=one.is_in_grace(at),
            events=list(one.events.select_related("by")),
            verdict=may_let_in(self.request.user, self.tier),
            **forms,
        )


def _in_words(outcome: Outcome) -> str:
    """Who is in now, and who was before. Empty when there is nothing good to tell."""
    told = []
    if count := len(outcome.admitted):
        told.append(ngettext("%(n)d member is let in.", "%(n)d members are let in.", count) % {"n": count})
    if outcome.already:
        was = ngettext("%(n)d member was in already.", "%(n)d members were in already.", outcome.already)
        told.append(was % {"n": outcome.already})
    return " ".join(told)
