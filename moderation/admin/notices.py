"""Notices of illegal content: the list, one of them with everything in it, and the file.

Who filed a notice is shown to those alone who were given that apart; nothing else here depends on it.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import RuleBroken, Stale
from core.fields import LineField
from core.http import form_status, limited
from core.pagination import Page, keyset
from moderation.actions.illegal import answer_notice
from moderation.admin.forms import NoticeForm
from moderation.admin.pieces import as_kept
from moderation.admin.screens import as_query, for_moderators
from moderation.exporting import notice_lines
from moderation.models import IllegalNotice
from moderation.policies import may_answer, may_moderate, may_read_contacts
from moderation.queue import notices_of, rising

LIST, ONE, FILE = "moderation_notices", "moderation_notice", "moderation_notices_csv"
SIZE = 50
UNANSWERED = "unanswered"
STATES = {
    UNANSWERED: pgettext_lazy("notices", "Unanswered"),
    "answered": pgettext_lazy("notices", "Answered"),
    "all": pgettext_lazy("notices", "All"),
}


class NoticesForm(forms.Form):
    """What stands in the address. What makes no sense is left out."""

    state = forms.ChoiceField(choices=list(STATES.items()), required=False, widget=forms.HiddenInput)
    q = LineField(label=gettext_lazy("Receipt, law or address"), required=False, max_length=200)


class NoticesScreen(WagtailAdminTemplateMixin, View):
    """Those that exist for this moderator, as the address narrows them."""

    page_title = gettext_lazy("Notices of illegal content")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(LIST), "label": _("Notices of illegal content")}]

    @cached_property
    def asked(self) -> dict[str, str]:
        form = NoticesForm(self.request.GET)
        form.is_valid()
        return {"state": form.cleaned_data.get("state") or UNANSWERED, "q": form.cleaned_data.get("q") or ""}

    def found(self) -> QuerySet[IllegalNotice]:
        notices = notices_of(self.request.user)
        if self.asked["state"] != "all":
            notices = notices.filter(answered_at__isnull=self.asked["state"] == UNANSWERED)
        return notices.that_fit(self.asked["q"]) if self.asked["q"] else notices

    def address(self, name: str = LIST, **changes: str) -> str:
        return reverse(name) + as_query({key: value for key, value in {**self.asked, **changes}.items() if value})


class NoticesView(NoticesScreen):
    """What waits, the longest first; what is answered, and all together, the newest first."""

    template_name = "moderation/admin/notices.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            page = self.page(request.GET.get("after", ""))
        except RuleBroken:  # a damaged link to a further page shows the first one
            page = self.page("")
        state = self.asked["state"]
        tabs = [(self.address(state=key, q=""), label, key == state) for key, label in STATES.items()]
        more = self.address(after=page.next) if page.next else ""
        search = NoticesForm(initial=self.asked, auto_id="search-%s")
        whole = {"notices": page, "tabs": tabs, "more": more, "search": search, "asked": self.asked}
        return self.render_to_response(self.get_context_data(file_url=self.address(FILE), **whole))

    def page(self, after: str) -> Page[IllegalNotice]:
        rows = self.found().select_related("case", "answered_by").defer("why", "snapshot", "answer", "name", "email")
        if self.asked["state"] == UNANSWERED:
            return rising(rows, "at", after=after, size=SIZE)
        return keyset(rows, by=("at", "pk"), kinds=(datetime, int), after=after, size=SIZE)


class NoticeView(NoticesScreen):
    """One notice. POST answers it, with a case or without."""

    template_name = "moderation/admin/one_notice.html"
    page_title = pgettext_lazy("of illegal content", "Notice")

    @cached_property
    def notice(self) -> IllegalNotice:
        notices = notices_of(self.request.user).select_related("case", "by", "answered_by")
        return get_object_or_404(notices, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(NoticeForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = NoticeForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=form_status(request))
        try:
            answer_notice(self.notice, by=request.user, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.show_broken(error)
            return self.show(form, status=form_status(request))
        except Stale as conflict:
            return self.show(form, problem=str(conflict), status=409)
        messages.success(request, _("Answered: notice %(receipt)s.") % {"receipt": self.notice.receipt})
        return redirect(LIST)

    def show(self, form: NoticeForm, *, status: int = 200, **extra: Any) -> HttpResponse:
        notice, by = self.notice, self.request.user
        kind = notice.case.kind if notice.case else ""
        shown = {
            "notice": notice,
            "former": as_kept(kind, notice.snapshot) if notice.snapshot else None,
            "form": form,
            "verdict": may_answer(by, notice),
            "contacts": may_read_contacts(by),
        }
        response = self.render_to_response(self.get_context_data(**shown, **extra), status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.notice.receipt}]


class NoticesFileView(NoticesScreen):
    """What the list holds, line by line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = notice_lines(self.found())
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="notices.csv"'
        response["Cache-Control"] = "private, no-store"
        return response  # type: ignore[return-value]  # Django knows both as one kind


class NoticesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_moderate(request.user))


def menu_item() -> MenuItem:
    return NoticesMenuItem(_("Notices of illegal content"), reverse(LIST), icon_name="warning", order=890)


def addresses() -> list[URLPattern]:
    screens: dict[Any, Any] = {view: view.as_view() for view in (NoticesView, NoticeView, NoticesFileView)}
    file = limited("notices-csv", rate="10/m", methods=("GET",))(screens[NoticesFileView])
    return [
        path("moderation/notices/", for_moderators(screens[NoticesView]), name=LIST),
        path("moderation/notices/<int:pk>/", for_moderators(screens[NoticeView]), name=ONE),
        path("moderation/notices.csv", for_moderators(file), name=FILE),
    ]
