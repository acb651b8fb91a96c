"""The waiting list, and the idea that is answered in place: as pages, and as the part that the script asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.errors import RuleBroken, Stale
from core.http import VARY, wants_fragment
from ideas.actions.owning import take_idea
from ideas.admin.answering import AnswerView, owner_words, sent_words
from ideas.admin.columns import ANSWER
from ideas.admin.desk import has_keys
from ideas.admin.forms import PanelForm
from ideas.admin.waiting_list import LIST, WaitingList
from ideas.figures import behind_of
from ideas.models import Idea

PAGE, DESK = "ideas/admin/waiting.html", "ideas/admin/waiting_desk.html"


class WaitingScreen(WagtailAdminTemplateMixin, View):
    """The list on one side and the open idea on the other."""

    template_name = PAGE
    page_title: Any = gettext_lazy("Waiting list")
    header_icon = "history"

    @cached_property
    def waiting(self) -> WaitingList:
        return WaitingList(self.request.user, self.request.GET)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Pace of boards"), url=reverse("idea_answers:paces"), icon_name="time"),
            HeaderButton(_("Saved replies"), url=reverse("idea_answers:replies"), icon_name="list-ul"),
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse(LIST), "label": _("Waiting list")}
        return [*self.breadcrumbs_items, {"url": reverse("idea_answers:index"), "label": _("Ideas")}, here]

    def beside(self) -> dict[str, Any]:
        """The list, as the whole page shows it."""
        waiting = self.waiting
        return {
            "waiting": waiting,
            "rows": waiting.rows(),
            "behind": behind_of(waiting.boards),
            "has_keys": has_keys(self.request.user),
            "previous_url": self.further(waiting.page.previous_page_number) if waiting.page.has_previous() else "",
            "next_url": self.further(waiting.page.next_page_number) if waiting.page.has_next() else "",
        }

    def further(self, number: Any) -> str:
        return self.waiting.address(p=str(number()))

    def answer(self, desk: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The desk alone to the page's script, the whole page to a browser."""
        desk |= {"query": self.waiting.query, "list_url": self.waiting.address(), "tabs": self.waiting.tabs()}
        if wants_fragment(self.request):
            response = render(self.request, DESK, desk, status=status)
        else:
            context = self.get_context_data(**desk, **self.beside())
            response = self.render_to_response(context, status=status)
        patch_vary_headers(response, VARY)
        return response


class WaitingView(WaitingScreen):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer({})


class WaitingIdeaView(WaitingScreen, AnswerView):
    """One idea of the list. POST sends the answer and opens the next one, or inserts a saved reply."""

    form_class = PanelForm
    template_name = PAGE

    def get_page_title(self) -> str:
        return _("Waiting list")

    def get_page_subtitle(self) -> str:
        return ""

    def form_url(self) -> str:
        return self.waiting.address(self.idea.pk)

    def show(self, form: Any, *, status: int = 200, note_form: Any = None, **extra: Any) -> HttpResponse:
        return self.answer({**self.what_is_shown(form), **extra}, status=status)

    def send(self, form: Any) -> HttpResponse:
        """The next one is looked up before this one leaves the list."""
        following, told = self.waiting.after(self.idea.pk), len(self.audience)
        try:
            self.answer_now(form)
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(form)
        except Stale as conflict:
            return self.show_conflict(form, str(conflict))
        return self.go_on(following, said=sent_words(told))

    def go_on(self, following: Idea | None, *, said: str) -> HttpResponse:
        address = self.waiting.address(following.pk if following else None)
        if not wants_fragment(self.request):
            sent = messages.button(reverse(ANSWER, args=[self.idea.pk]), _("See what was sent"))
            messages.success(self.request, said, buttons=[sent])
            return redirect(address)
        done = {"said": said, "finished": self.idea.pk}
        if following is None:
            response = self.answer({**done, "is_over": True})
        else:
            self.open(following.pk)
            response = self.answer({**self.what_is_shown(self.empty_form()), **done})
        response["HX-Push-Url"] = address
        return response

    def say_owner(self, form: Any, said: str) -> HttpResponse:
        if wants_fragment(self.request):
            return self.show(self.untried(form), said=said)
        return super().say_owner(form, said)


class TakeView(WaitingIdeaView):
    """To take what is nobody's; its panel is open afterwards."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            take_idea(self.idea, by=request.user)
        except Stale as conflict:
            said, level = str(conflict), messages.warning
        else:
            said, level = owner_words(request.user, user=request.user), messages.success
        if not wants_fragment(request):
            level(request, said)
            return redirect(self.form_url())
        self.open(pk)
        response = self.show(self.empty_form(), said=said)
        response["HX-Push-Url"] = self.form_url()
        return response
