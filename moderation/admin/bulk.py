"""Approving what was ticked in the list, each with its own result; many at once wait for a second person."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from core.errors import Refused
from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk, pending_bulk, take_back_bulk
from moderation.admin.acting import ActingScreen
from moderation.admin.pieces import pieces_of
from moderation.models.bulk import ALONE
from moderation.policies import may_confirm
from moderation.queue import cases_of

MOST = 500


class BulkView(ActingScreen):
    """POST `case` (several) with `version-<case>` for each; the page says what became of every one."""

    template_name = "moderation/admin/bulk.html"
    page_title = gettext_lazy("Approved together")

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(self.address())

    def post(self, request: HttpRequest) -> HttpResponse:
        versions = ticked(request.POST)
        there = set(cases_of(request.user).filter(pk__in=versions).values_list("pk", flat=True))
        versions = {pk: version for pk, version in versions.items() if pk in there}
        if not versions:
            messages.warning(request, _("Tick the cases first."))
            return redirect(self.address())
        if len(versions) > ALONE:
            ask_for_bulk(versions, by=request.user, versions=versions)
            messages.success(request, _("Another moderator is asked to confirm this."))
            return redirect(self.address())
        return self.show_results(approve_in_bulk(versions, by=request.user, versions=versions))

    def show_results(self, outcome: dict[int, str]) -> HttpResponse:
        cases = list(cases_of(self.request.user).filter(pk__in=outcome).select_related("author"))
        pieces = pieces_of(cases)
        results = [(case, pieces[case.pk], outcome[case.pk]) for case in cases]
        left_out = sum(bool(reason) for reason in outcome.values())
        count = len(outcome) - left_out
        said = ngettext("%(n)d case is approved.", "%(n)d cases are approved.", count) % {"n": count}
        shown: dict[str, Any] = {"results": results, "said": said, "left_out": left_out, "back": self.address()}
        return self.render_to_response(self.get_context_data(**shown))


class SecondPersonView(BulkView):
    """POST `do`: confirm or refuse what somebody else ticked."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        return redirect(self.address())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        bulk = get_object_or_404(pending_bulk(), pk=pk)
        try:
            if request.POST.get("do") == "confirm":
                return self.show_results(confirm_bulk(bulk, by=request.user))
            take_back_bulk(bulk, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("It will not be done."))
        return redirect(self.address())


def ticked(given: QueryDict) -> dict[int, int]:
    """By case the version that was seen. What is no number is left out."""
    chosen = [pk for pk in given.getlist("case")[:MOST] if is_number(pk) and is_number(given.get(f"version-{pk}", ""))]
    return {int(pk): int(given.get(f"version-{pk}", "0")) for pk in chosen}


def is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def waiting_for_a_second(user: Any) -> list[dict[str, Any]]:
    """Bulks that somebody asked for, with whether this moderator may confirm them."""
    return [{"bulk": bulk, "count": len(bulk.versions), "verdict": may_confirm(user, bulk)} for bulk in pending_bulk()]
