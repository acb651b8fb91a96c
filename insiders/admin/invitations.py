"""The screens on which the team invites people to tiers and sees how they answered."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from core.audience.models import Tier
from core.errors import RuleBroken
from core.http import limited
from core.notices.letters import absolute
from insiders.actions.inviting import invite_again, invite_by_link, invite_many, revoke
from insiders.admin.screens import InsidersScreen, for_inviters, say
from insiders.invitation_forms import InvitationForm
from insiders.letters import preview
from insiders.models import Invitation

INDEX, NEW = "invitations:index", "invitations:new"
SHOW_LINK = "insiders.link-to-show"  # in the session, until the next look at the list
ROWS = 50
State = Invitation.State


class InvitationsView(InsidersScreen, View):
    """The latest first; `?state=` is one of the states. A link that was just made is shown, once."""

    template_name = "insiders/admin/invitations.html"
    page_title = gettext_lazy("Invitations")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Invite"), url=reverse(NEW), icon_name="plus")]

    def get(self, request: HttpRequest) -> HttpResponse:
        at, state = timezone.now(), request.GET.get("state", "")
        found = Invitation.objects.in_state(state, at).select_related("tier", "invited_by", "member")
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        context = self.get_context_data(
            page_obj=page,
            rows=[(one, one.state_at(at)) for one in page],
            states=State.choices,
            state=state if state in State.values else "",
            link=self.link_to_show(),
        )
        return self.render_to_response(context)

    def link_to_show(self) -> str:
        pk = self.request.session.pop(SHOW_LINK, None)
        found = Invitation.objects.filter(pk=pk, invited_by=self.request.user.pk, way=Invitation.By.LINK).first()
        return absolute(found.link.path) if found else ""


class InviteView(InsidersScreen, View):
    """POST shows the letter as it would be sent (`preview`), or sends it."""

    template_name = "insiders/admin/invite.html"
    page_title = gettext_lazy("Invite to a tier")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(INDEX), "label": _("Invitations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        tier = request.GET.get("tier", "")
        tier = tier if tier.isdecimal() else ""
        inviter: Any = request.user
        return self.show(InvitationForm(initial={"signature": inviter.shown_name, "tier": tier}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InvitationForm(request.POST)
        if not form.is_valid() or "preview" in request.POST:
            return self.show(form)
        by_link = form.cleaned_data["way"] == Invitation.By.LINK
        try:
            return self.hand_over(form) if by_link else self.send(form)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.show(form)

    def hand_over(self, form: InvitationForm) -> HttpResponse:
        given = form.cleaned_data
        made = invite_by_link(given["tier"], form.letter, by=self.request.user, name=given["name"])
        self.request.session[SHOW_LINK] = made.pk
        return redirect(INDEX)

    def send(self, form: InvitationForm) -> HttpResponse:
        given = form.cleaned_data
        made = invite_many(given["tier"], given["people"], form.letter, by=self.request.user)
        told = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", len(made))
        messages.success(self.request, told % {"n": len(made)})
        return redirect(INDEX)

    def show(self, form: InvitationForm) -> HttpResponse:
        is_ready = form.is_bound and form.is_valid()
        context = self.get_context_data(form=form, letter=None, seats="")
        if is_ready:
            context |= {"letter": self.letter_of(form), "seats": seats_left(form.cleaned_data["tier"])}
        return self.render_to_response(context)

    def letter_of(self, form: InvitationForm) -> dict[str, str]:
        given, letter = form.cleaned_data, form.letter
        inviter: Any = self.request.user
        people = given.get("people") or []
        name = people[0].name if people else given["name"]
        return preview(
            Invitation(
                tier=given["tier"],
                name=name,
                words=letter.words,
                signature=letter.signature,
                invited_by=inviter,
                expires_at=timezone.now() + letter.valid,
            )
        )


def seats_left(tier: Tier) -> str:
    """A sentence about the places, of a tier that has so many."""
    if tier.seats is None:
        return ""
    at = timezone.now()
    free = max(0, tier.seats - tier.memberships.active(at).count())
    asked = tier.invitations.waiting(at).count()
    told = ngettext(
        "%(n)d place is free in this tier; invitations that wait: %(asked)d. A place is taken when somebody accepts.",
        "%(n)d places are free in this tier; invitations that wait: %(asked)d. A place is taken when somebody accepts.",
        free,
    )
    return told % {"n": free, "asked": asked}


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Another letter, or another link, which is shown once."""
    found = get_object_or_404(Invitation.objects.select_related("tier"), pk=pk)

    def ask_again() -> str:
        invitation = invite_again(found, by=request.user)
        if invitation.way == Invitation.By.LINK:
            request.session[SHOW_LINK] = invitation.pk
            return _("There is a new link. The one before leads nowhere any more.")
        return _("Another letter is on its way. The link of the one before leads nowhere any more.")

    say(request, ask_again)
    return redirect(INDEX)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Invitation.objects.all(), pk=pk)

    def take() -> str:
        revoke(found, by=request.user)
        return _("The invitation is taken back. Its link leads nowhere any more.")

    say(request, take)
    return redirect(INDEX)


class InvitationsViewSet(ViewSet):
    name = "invitations"
    url_prefix = "invitations"
    icon = "mail"
    menu_label = gettext_lazy("Invitations")

    def get_urlpatterns(self) -> list[Any]:
        sends_mail = limited("insider-invite", rate="120/h")
        return [
            path("", for_inviters(self.construct_view(InvitationsView)), name="index"),
            path("new/", for_inviters(sends_mail(self.construct_view(InviteView))), name="new"),
            path("<int:pk>/again/", for_inviters(sends_mail(again)), name="again"),
            path("<int:pk>/revoke/", for_inviters(take_back), name="revoke"),
        ]
