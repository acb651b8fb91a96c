"""What was said of early-access pages, for their team: summed up, narrowed, read, answered, taken along."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import page_permission_policy

from core.errors import RuleBroken, Stale
from core.http import key_in
from insiders.actions.advising import answer_feedback
from insiders.actions.early import early_access_of
from insiders.admin.feedback_file import csv_lines
from insiders.admin.feedback_forms import AnswerForm, NarrowForm
from insiders.givers import givers_of
from insiders.models import EarlyAccess, EarlyAccessPage, Feedback
from insiders.models.feedback import BEST, FeedbackQuerySet
from insiders.policies.early_access import may_look_after

FEEDBACK, FEEDBACK_CSV = "early_access_feedback", "early_access_feedback_csv"
ALL_FEEDBACK, ALL_FEEDBACK_CSV = "early_access_all_feedback", "early_access_all_feedback_csv"
PER_PAGE = 20


class FeedbackScreen(WagtailAdminTemplateMixin, View):
    """GET lists; POST answers the one that `feedback` names."""

    template_name = "insiders/admin/feedback.html"
    page_title = gettext_lazy("Feedback")
    header_icon = "comment"
    page: EarlyAccessPage | None = None
    pages: Any = None  # to choose from, where the screen is about several

    def feedback(self) -> FeedbackQuerySet:
        """All that whoever asks may read here."""
        raise NotImplementedError

    def file_url(self) -> str:
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.feedback().filter(pk=key_in(request.POST.get("feedback", "")))
        feedback = get_object_or_404(found.select_related("early__page", "author"))
        form = AnswerForm(request.POST, prefix=f"f{feedback.pk}")
        if form.is_valid():
            try:
                answer_feedback(feedback, by=request.user, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_error(None, broken.messages)
            except Stale as stale:
                form.add_error(None, str(stale))
                read_now = request.POST.copy()
                read_now[form.add_prefix("words")] = feedback.words  # what is shown beside it now
                form.data = read_now
            else:
                messages.success(request, _("The answer is stored."))
                return redirect(f"{request.get_full_path()}#feedback-{feedback.pk}")
        return self.show({feedback.pk: form}, status=422)

    def show(self, filled: dict[int, AnswerForm] | None = None, *, status: int = 200) -> HttpResponse:
        filled, narrow = filled or {}, narrowed_by(self.request, self.pages)
        rows = self.feedback().narrowed(**narrow.cleaned_data).select_related("author", "answered_by", "early__page")
        page_of = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        givers, query = givers_of(page_of), self.request.GET.copy()
        query.pop("p", None)
        context = self.get_context_data(
            page=self.page,
            narrow=narrow,
            rows=[(row, givers.get(row.author_id), filled.get(row.pk) or _empty(row)) for row in page_of],
            page_of=page_of,
            query=query.urlencode(),
            file_url=f"{self.file_url()}?{query.urlencode()}",
            best=BEST,
            **self.summary(),
        )
        return self.render_to_response(context, status=status)

    def summary(self) -> dict[str, Any]:
        """What stands above the list, of all that was said here, however the list is narrowed."""
        return {"figures": self.feedback().figures(), "ratings": self.feedback().ratings()}


class FeedbackView(FeedbackScreen):
    """Of one page."""

    def dispatch(self, request: HttpRequest, page_pk: int) -> HttpResponseBase:
        self.page, self.early = looked_after(request, page_pk)
        return super().dispatch(request, page_pk)

    def feedback(self) -> FeedbackQuerySet:
        found: FeedbackQuerySet = self.early.feedback.all()
        return found

    def file_url(self) -> str:
        return reverse(FEEDBACK_CSV, args=[self.early.page_id])

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.early.page_id])
        return [
            HeaderButton(_("Edit"), url=edit, icon_name="edit"),
            HeaderButton(_("All feedback"), url=reverse(ALL_FEEDBACK), icon_name="comment"),
        ]

    def get_page_subtitle(self) -> str:
        return str(self.early.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        place = reverse("wagtailadmin_explore", args=[self.early.page.get_parent().pk])
        return [
            *self.breadcrumbs_items,
            {"url": place, "label": _("Early access")},
            {"url": "", "label": self.page_title, "sublabel": self.early.page.title},
        ]


class AllFeedbackView(FeedbackScreen):
    """Of all pages that whoever asks looks after, side by side."""

    page_title = gettext_lazy("Feedback on early access")

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        self.pages = pages_looked_after(request)
        return super().dispatch(request)

    def feedback(self) -> FeedbackQuerySet:
        return of_pages(self.pages)

    def file_url(self) -> str:
        return reverse(ALL_FEEDBACK_CSV)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def summary(self) -> dict[str, Any]:
        return super().summary() | {"by_page": self.feedback().figures_by_page()}


def narrowed_by(request: HttpRequest, pages: Any = None) -> NarrowForm:
    """What is asked for; whatever makes no sense is told beside its field and narrows nothing."""
    narrow = NarrowForm(request.GET, pages=pages)
    narrow.is_valid()
    return narrow


def _empty(row: Feedback) -> AnswerForm:
    return AnswerForm(initial={"answer": row.answer, "words": row.words}, prefix=f"f{row.pk}")


def looked_after(request: HttpRequest, page_pk: int) -> tuple[EarlyAccessPage, EarlyAccess]:
    """Raises Http404 for whoever does not look after the page."""
    page = EarlyAccessPage.objects.filter(pk=page_pk).first()
    if page is None or not may_look_after(request.user, page):
        raise Http404
    return page, early_access_of(page)


def pages_looked_after(request: HttpRequest) -> Any:
    """Raises Http404 for whoever looks after no page at all."""
    if not page_permission_policy.user_has_permission(request.user, "change"):
        raise Http404
    theirs = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    return EarlyAccessPage.objects.filter(pk__in=theirs.order_by().values("pk")).order_by("title")


def of_pages(pages: Any) -> FeedbackQuerySet:
    found: FeedbackQuerySet = Feedback.objects.filter(early__page__in=pages.order_by().values("pk"))
    return found


def feedback_csv(request: HttpRequest, page_pk: int) -> HttpResponseBase:
    """Of one page, as the list is narrowed, the newest first."""
    _page, early = looked_after(request, page_pk)
    found = early.feedback.narrowed(**narrowed_by(request).cleaned_data)
    return _file(found, f"feedback-{early.pk}.csv")


def all_feedback_csv(request: HttpRequest) -> HttpResponseBase:
    """Of all pages that whoever asks looks after, in the same way."""
    pages = pages_looked_after(request)
    return _file(of_pages(pages).narrowed(**narrowed_by(request, pages).cleaned_data), "feedback.csv")


def _file(feedback: FeedbackQuerySet, name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(csv_lines(feedback), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
