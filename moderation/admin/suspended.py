"""Who is suspended now, why, and the way to lift it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import RuleBroken
from core.pagination import Page, keyset
from moderation.admin.screens import INDEX, as_query
from moderation.models import Suspension
from moderation.policies import may_take_back
from moderation.queue import cases_of

SIZE = 30


class SuspendedView(WagtailAdminTemplateMixin, View):
    """The latest first. One's own is not among them: of that one reads what authors read."""

    template_name = "moderation/admin/suspended.html"
    page_title = gettext_lazy("Suspended now")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        mine = [{"url": reverse(INDEX), "label": _("Moderation")}, {"url": "", "label": self.page_title}]
        return [*self.breadcrumbs_items, *mine]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = self.rows(request.GET.get("after", ""))
        rows = [(suspension, may_take_back(request.user, suspension.decision)) for suspension in page]
        more = as_query({"after": page.next}) if page.next else ""
        return self.render_to_response(self.get_context_data(rows=rows, more=more))

    def rows(self, after: str) -> Page[Suspension]:
        theirs = cases_of(self.request.user).not_by(self.request.user).order_by().values("pk")
        holding = Suspension.objects.holding(at=timezone.now()).filter(decision__case__in=theirs)
        rows = holding.select_related("member", "decision__by", "decision__rule", "decision__appeal")
        rows = rows.prefetch_related("decision__rule__translations")
        try:
            return keyset(rows, by=("pk",), kinds=(int,), after=after, size=SIZE)
        except RuleBroken:  # a damaged link to a further page shows the first one
            return keyset(rows, by=("pk",), kinds=(int,), size=SIZE)
