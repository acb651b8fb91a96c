"""What people said of a launch, for whoever edits its story, and the brand's reply."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.errors import RuleBroken
from ideas.actions.opinions import reply_to_opinions
from ideas.models import LaunchPage
from ideas.opinions.forms import ReplyForm
from ideas.opinions.showing import lines_of, opinion_figures
from ideas.policies import may_reply_to_opinions

OPINIONS = "launch_opinions"


class OpinionsView(WagtailAdminTemplateMixin, View):
    """GET shows what was said, and what was replied so far; POST replies."""

    template_name = "ideas/admin/opinions.html"
    page_title = gettext_lazy("Did we get it right?")
    header_icon = "comment"

    def dispatch(self, request: HttpRequest, page_pk: int) -> HttpResponseBase:
        page = LaunchPage.objects.filter(pk=page_pk).first()
        if page is None or not may_reply_to_opinions(request.user, page):
            raise Http404
        self.page = page
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        last = self.page.replies.last()
        return self.show(ReplyForm(initial={"body": last.body if last else ""}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReplyForm(request.POST)
        if form.is_valid():
            try:
                reply_to_opinions(self.page, by=request.user, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_error(None, broken)
            else:
                messages.success(request, _("Your reply stands under what people said."))
                return redirect(reverse(OPINIONS, args=[self.page.pk]))
        return self.show(form, status=422)

    def show(self, form: ReplyForm, *, status: int = 200) -> HttpResponse:
        question = getattr(self.page, "question", None)
        context = self.get_context_data(
            page=self.page,
            form=form,
            figures=opinion_figures(self.page),
            question=question,
            lines=lines_of(self.page, self.request.user, number=self.request.GET.get("p")),
            replies=list(self.page.replies.select_related("by").reverse()),
        )
        return self.render_to_response(context, status=status)

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [*self.breadcrumbs_items, {"url": edit, "label": self.page.title}, {"url": "", "label": self.page_title}]


def offer_opinions() -> list[URLPattern]:
    return [path("launches/<key:page_pk>/opinions/", OpinionsView.as_view(), name=OPINIONS)]


def offer_in_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def offer_in_listing(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _buttons(page, user)


def _buttons(page: Page, user: Any) -> Iterator[Button]:
    if page.pk and issubclass(page.specific_class, LaunchPage) and may_reply_to_opinions(user, page):
        url = reverse(OPINIONS, args=[page.pk])
        yield Button(_("Did we get it right?"), url=url, icon_name="comment", priority=12)
