"""What other rooms may know of moderation's own things: notices are about these, whatever became of what was judged."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from moderation.models import BulkApproval, Case, Decision, IllegalNotice, Report
from moderation.policies import may_moderate
from moderation.queue import cases_of, notices_of
from moderation.sentences import name_of


class DecisionSubject:
    """To its author alone, once the time for undoing it is over."""

    key = "decision"
    model = Decision
    label = _("decision")
    words = ("text",)

    def visible_to(self, user: Any) -> QuerySet[Decision]:
        return Decision.objects.visible_to(user)

    def title(self, decision: Decision) -> str:
        return capfirst(name_of(decision))

    def url(self, decision: Decision) -> str:
        return decision.get_absolute_url()

    def author_id(self, decision: Decision) -> int | None:
        return decision.author_id

    def people(self, decision: Decision) -> dict[str, list[int]]:
        return {"author": [decision.author_id] if decision.author_id else []}

    def version(self, decision: Decision) -> int:
        """A decision is never changed."""
        return 1

    def snapshot(self, decision: Decision) -> dict[str, Any]:
        return {"text": decision.text}

    def thumbnail(self, decision: Decision) -> str | None:
        return None


class CaseSubject:
    """To moderators alone, and of those to whom what it is about is open."""

    key = "case"
    model = Case
    label = _("case")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[Case]:
        return cases_of(user) if may_moderate(user) else Case.objects.none()

    def title(self, case: Case) -> str:
        """Not what the thing is called: the title of a notice goes into mail."""
        return gettext("Case %(number)s") % {"number": case.pk}

    def url(self, case: Case) -> str:
        return reverse("moderation_queue:case", args=[case.pk])

    def author_id(self, case: Case) -> int | None:
        return case.author_id

    def people(self, case: Case) -> dict[str, list[int]]:
        return {"author": [case.author_id] if case.author_id else []}

    def version(self, case: Case) -> int:
        return 1

    def snapshot(self, case: Case) -> dict[str, Any]:
        return {}

    def thumbnail(self, case: Case) -> str | None:
        return None


class ReportSubject:
    """To the member who made it alone."""

    key = "report"
    model = Report
    label = _("report")
    words = ("note",)

    def visible_to(self, user: Any) -> QuerySet[Report]:
        return Report.objects.visible_to(user)

    def title(self, report: Report) -> str:
        """Not what the thing is called: whoever reported it may not see it any more."""
        return gettext("Your report")

    def url(self, report: Report) -> str:
        return report.get_absolute_url()

    def author_id(self, report: Report) -> int | None:
        return report.by_id

    def people(self, report: Report) -> dict[str, list[int]]:
        return {"author": [report.by_id] if report.by_id else []}

    def version(self, report: Report) -> int:
        return 1

    def snapshot(self, report: Report) -> dict[str, Any]:
        return {"note": report.note}

    def thumbnail(self, report: Report) -> str | None:
        return None


class IllegalNoticeSubject:
    """To those who moderate and may see what it is about. Known by its receipt: no word of it stands elsewhere."""

    key = "illegal-notice"
    model = IllegalNotice
    label = _("notice of illegal content")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[IllegalNotice]:
        return notices_of(user) if may_moderate(user) else IllegalNotice.objects.none()

    def title(self, notice: IllegalNotice) -> str:
        return notice.receipt

    def url(self, notice: IllegalNotice) -> str:
        """In the queue."""
        case = [notice.case_id] if notice.case_id else []
        return reverse(f"moderation_queue:{'case' if case else 'index'}", args=case) + "?tab=illegal"

    def author_id(self, notice: IllegalNotice) -> int | None:
        return notice.by_id

    def people(self, notice: IllegalNotice) -> dict[str, list[int]]:
        return {"author": [notice.by_id] if notice.by_id else []}

    def version(self, notice: IllegalNotice) -> int:
        """What it says is never changed."""
        return 1

    def snapshot(self, notice: IllegalNotice) -> dict[str, Any]:
        return {"receipt": notice.receipt}

    def thumbnail(self, notice: IllegalNotice) -> str | None:
        return None


class BulkApprovalSubject:
    """To those who moderate. It is called by how many it is about: not everybody may see each of them."""

    key = BulkApproval.kind
    model = BulkApproval
    label = _("bulk approval")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[BulkApproval]:
        return BulkApproval.objects.all() if may_moderate(user) else BulkApproval.objects.none()

    def title(self, bulk: BulkApproval) -> str:
        count = len(bulk.versions)
        return ngettext("Approval of %(n)d case", "Approval of %(n)d cases together", count) % {"n": count}

    def url(self, bulk: BulkApproval) -> str:
        return bulk.get_absolute_url()

    def author_id(self, bulk: BulkApproval) -> int | None:
        return bulk.asked_by_id

    def people(self, bulk: BulkApproval) -> dict[str, list[int]]:
        return {"author": [bulk.asked_by_id] if bulk.asked_by_id else []}

    def version(self, bulk: BulkApproval) -> int:
        return 1

    def snapshot(self, bulk: BulkApproval) -> dict[str, Any]:
        return {}

    def thumbnail(self, bulk: BulkApproval) -> str | None:
        return None
