"""Decisions, and answers to notices, in Wagtail's log beside what editors do: by whom, when, by which rule.

An entry belongs to the case, that of many at once to their bulk approval, and names no title: the log is read by people
who may not see every thing. That of a notice without a case belongs to the notice; neither its words nor its receipt,
which opens the answer, are in it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, F, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter, get_active_log_context, log
from wagtail.models import ModelLogEntry

from moderation.acts import Act
from moderation.models import BulkApproval, Case, Decision, IllegalNotice

PREFIX = "moderation."
ANSWERED = f"{PREFIX}answer-notice"
ABOUT_BULKS = {
    "ask": gettext_lazy("Bulk approval asked for"),
    "confirm": gettext_lazy("Bulk approval confirmed"),
    "refuse": gettext_lazy("Bulk approval not done"),
    "undo": gettext_lazy("Bulk approval taken back"),
}


def log_decision(decision: Decision) -> None:
    """As `log_decisions`, which costs more for one."""
    rule = decision.rule.slug if decision.rule else None
    facts = {"decision": decision.pk, "version": decision.version, "rule": rule, "takes_back": decision.takes_back_id}
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(Case),
        object_id=str(decision.case_id),
        label=str(decision.case),
        action=f"{PREFIX}{decision.act}",
        timestamp=decision.at,
        user_id=decision.by_id,
        uuid=get_active_log_context().uuid,
        data=facts,
    )
    ModelLogEntry.objects.bulk_create([entry])  # its own `save` asks the database for everything that it refers to


def log_decisions(decisions: Iterable[Decision]) -> None:
    """One entry each, in one query however many they are: the database copies what it has just stored."""
    made = Decision.objects.filter(pk__in=[decision.pk for decision in decisions]).order_by()
    columns = _columns()
    rows, params = made.annotate(**columns).values_list(*columns).query.sql_with_params()
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(ModelLogEntry._meta.db_table)} ({', '.join(map(quote, columns))}) {rows}"
    with connection.cursor() as cursor:
        cursor.execute(into, params)


def log_answer(notice: IllegalNotice) -> None:
    """That it was answered, and by whom."""
    label = str(notice.case) if notice.case else f"notice {notice.pk}"
    facts = {"title": label, "user": notice.answered_by, "timestamp": notice.answered_at}
    log(notice.case or notice, ANSWERED, data={"notice": notice.pk}, **facts)


def log_bulk(bulk: BulkApproval, act: str, *, by: Any, at: datetime, **numbers: int) -> None:
    """`act` is one of ABOUT_BULKS; `numbers` say what became of how many; `cases` among them where it was not all."""
    log(bulk, f"{PREFIX}bulk-{act}", user=by, timestamp=at, data={"cases": len(bulk.versions), **numbers})


def _columns() -> dict[str, Combinable]:
    """What each column of an entry is made of. Entries of one request share its mark, as Wagtail's own do."""
    facts = {"decision": "pk", "version": "version", "rule": "rule__slug", "takes_back": "takes_back_id"}
    return {
        "content_type_id": Value(ContentType.objects.get_for_model(Case).pk),
        "object_id": Cast("case_id", CharField()),
        "label": Concat("kind", Value(" "), Cast("subject_id", CharField())),
        "action": Concat(Value(PREFIX), "act"),
        "timestamp": F("at"),
        "user_id": F("by_id"),
        "uuid": Value(get_active_log_context().uuid, output_field=UUIDField()),
        "data": JSONObject(**facts),
        "content_changed": Value(False),
        "deleted": Value(False),
    }


class SaidOfAct(LogFormatter):
    """How the log says one act. Wagtail makes one of each class."""

    def format_message(self, entry: ModelLogEntry) -> str:
        said = str(self.label)
        if rule := entry.data.get("rule"):
            said = _("%(act)s, by the rule %(rule)s") % {"act": said, "rule": rule}
        return said

    def format_comment(self, entry: ModelLogEntry) -> str:
        return _("Decision %(decision)s, about version %(version)s") % {
            "decision": entry.data.get("decision", ""),
            "version": entry.data.get("version", ""),
        }


class SaidOfAnswer(LogFormatter):
    label = gettext_lazy("Notice of illegal content answered")

    def format_message(self, entry: ModelLogEntry) -> str:
        return str(self.label)

    def format_comment(self, entry: ModelLogEntry) -> str:
        return _("Notice %(notice)s") % {"notice": entry.data.get("notice", "")}


class SaidOfBulk(LogFormatter):
    """How the log says what was done about a bulk approval."""

    def format_message(self, entry: ModelLogEntry) -> str:
        cases, left_out = entry.data.get("cases", 0), entry.data.get("left_out", 0)
        said = ngettext("%(act)s: %(n)d case.", "%(act)s: %(n)d cases.", cases) % {"act": self.label, "n": cases}
        if left_out:
            more = ngettext("%(n)d was left out.", "%(n)d were left out.", left_out) % {"n": left_out}
            said = f"{said} {more}"
        return said


def register_acts(actions: LogActionRegistry) -> None:
    """Each act is an action of its own, so that the log can be filtered by it."""
    actions.register_action(ANSWERED)(SaidOfAnswer)
    for act in Act:
        actions.register_action(f"{PREFIX}{act.value}")(
            type(f"Said{act.name.title()}", (SaidOfAct,), {"label": act.label})
        )
    for key, label in ABOUT_BULKS.items():
        said = type(f"SaidOfBulk{key.title()}", (SaidOfBulk,), {"label": label})
        actions.register_action(f"{PREFIX}bulk-{key}")(said)
