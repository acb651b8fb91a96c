"""Approving what was ticked in the list: one page a bulk approval, before it is confirmed and afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from core.errors import Refused, RuleBroken
from core.http import form_status
from moderation.actions.bulk import Hands, approve_in_bulk, ask_for_bulk, confirm_bulk, obstacle, take_back_bulk
from moderation.actions.undoing import undo_bulk
from moderation.acts import TAKES_BACK
from moderation.admin.acting import ActingScreen
from moderation.admin.pieces import Piece, pieces_of
from moderation.admin.screens import as_query
from moderation.models import BulkApproval, Case, Decision
from moderation.models.bulk import ALONE
from moderation.models.decision import UNDO
from moderation.policies import may_confirm, may_take_back_bulk, may_undo_bulk
from moderation.queue import cases_of
from moderation.statements import LARGEST_COUNT

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case of a bulk approval, as it stands now."""

    case: Case
    piece: Piece
    seen: int  # the version that whoever asked saw
    why: str = ""  # it is not for a bulk, or was left out
    taken_back: str = ""  # the name of the decision that took the approval back
    stays: str = ""  # why it could not be undone
    is_ticked: bool = True

    @property
    def is_edited(self) -> bool:
        return not self.piece.is_gone and self.piece.version != self.seen

    @property
    def counts_versions(self) -> bool:
        """A version may also be made of what is said; then its number means nothing to people."""
        return max(self.seen, self.piece.version) < LARGEST_COUNT


class BulkView(ActingScreen):
    """POST `case` (several) with `version-<case>` for each; the page of the bulk says what became of every one."""

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
            bulk = ask_for_bulk(versions, by=request.user, versions=versions)
            messages.success(request, _("The other moderators are asked to confirm this."))
        else:
            bulk = approve_in_bulk(versions, by=request.user, versions=versions)
        return redirect(bulk.get_absolute_url() + as_query(self.kept))


class BulkApprovalView(ActingScreen):
    """What somebody ticked, thing by thing. POST `do`: confirm (`case` for each that is still ticked), refuse, undo."""

    template_name = "moderation/admin/bulk.html"
    page_title = gettext_lazy("Approving together")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show_bulk(fetched(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        bulk, act = fetched(pk), request.POST.get("do")
        try:
            if act == "undo":
                stay = undo_bulk(bulk, by=request.user)
                return self.show_bulk(fetched(pk), stay=stay)
            if act == "confirm":
                confirm_bulk(bulk, by=request.user, unticked=self.unticked(bulk))
            elif act == "refuse":
                take_back_bulk(bulk, by=request.user)
        except RuleBroken as broken:
            return self.show_bulk(bulk, problem=broken.messages[0], status=form_status(request))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(bulk.get_absolute_url() + as_query(self.kept))

    def unticked(self, bulk: BulkApproval) -> set[int]:
        """What was shown and came back without its tick; everything when nothing has one."""
        shown = set(cases_of(self.request.user).filter(pk__in=bulk.seen).values_list("pk", flat=True))
        kept = shown & {int(pk) for pk in self.request.POST.getlist("case") if is_number(pk)}
        return shown - kept if kept else set(bulk.seen)

    def show_bulk(
        self, bulk: BulkApproval, *, stay: dict[int, str] | None = None, problem: str = "", status: int = 200
    ) -> HttpResponse:
        """`stay` says what could not be undone; `problem` why nothing was done, with the ticks as they were sent."""
        user, now = self.request.user, self.now
        items = list(items_of(bulk, to=user, stay=stay or {}, all_ticked=not problem, at=now))
        is_undoable = may_undo_bulk(user, bulk, at=now) and any(not (item.why or item.taken_back) for item in items)
        shown = {
            "bulk": bulk,
            "items": items,
            "closed_doors": len(bulk.versions) - len(items),
            "is_open": bulk.is_open(at=now),
            "is_expired": bulk.is_expired(at=now),
            "is_mine": bulk.asked_by_id == user.pk,
            "confirm": may_confirm(user, bulk, at=now),
            "take_back": may_take_back_bulk(user, bulk, at=now),
            "undo_seconds": seconds_left(bulk, at=now) if is_undoable else 0,
            "problem": problem,
            "back": self.address(),
            "query": as_query(self.kept),
        }
        return self.render_to_response(self.get_context_data(**shown), status=status)


def fetched(pk: int) -> BulkApproval:
    bulk: BulkApproval = get_object_or_404(BulkApproval.objects.with_people().with_numbers(), pk=pk)
    return bulk


def items_of(bulk: BulkApproval, *, to: Any, stay: dict[int, str], all_ticked: bool, at: datetime) -> Iterator[Item]:
    """The cases that exist for this moderator; in as few queries for many as for one."""
    cases = list(cases_of(to).filter(pk__in=bulk.seen).select_related("author", "claimed_by").order_by("pk"))
    pieces, taken_back = pieces_of(cases), taken_back_of(bulk)
    hands = Hands(to, None if bulk.asked_by_id == to.pk else bulk.asked_by)
    outcome = bulk.outcome if bulk.is_confirmed else {case.pk: obstacle(case, hands, at=at) for case in cases}
    for case in sorted(cases, key=lambda case: bulk.is_confirmed and not outcome[case.pk]):  # what was left out first
        yield Item(
            case=case,
            piece=pieces[case.pk],
            seen=bulk.seen[case.pk],
            why=outcome[case.pk],
            taken_back=taken_back.get(case.pk, ""),
            stays=stay.get(case.pk, ""),
            is_ticked=all_ticked,
        )


def taken_back_of(bulk: BulkApproval) -> dict[int, str]:
    """By case how its approval was taken back, where it was."""
    rows = Decision.objects.filter(takes_back__bulk=bulk, act__in=TAKES_BACK)
    return {row.case_id: row.get_act_display() for row in rows.only("case", "act").order_by("pk")}


def seconds_left(bulk: BulkApproval, *, at: datetime | None = None) -> int:
    """For undoing it."""
    return ceil((bulk.closed_at + UNDO - (at or timezone.now())).total_seconds()) if bulk.closed_at else 0


def ticked(given: QueryDict) -> dict[int, int]:
    """By case the version that was seen. What is no number is left out."""
    chosen = [pk for pk in given.getlist("case")[:MOST] if is_number(pk) and is_number(given.get(f"version-{pk}", ""))]
    return {int(pk): int(given.get(f"version-{pk}", "0")) for pk in chosen}


def is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19
