"""How Wagtail's log says what was done to a jury. It names a judge by number alone: the name leaves with an account."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from contests.actions.conflicts import DECLARED, UNDONE
from contests.actions.inviting import INVITED, REMOVED


class SaidOfInvitation(LogFormatter):
    label = gettext_lazy("Invite a judge")

    def format_message(self, log_entry: Any) -> str:
        return _("Judge %(number)s was invited.") % {"number": log_entry.data.get("judge", "")}


class SaidOfRemoval(LogFormatter):
    label = gettext_lazy("Remove a judge")

    def format_message(self, log_entry: Any) -> str:
        number, out = log_entry.data.get("judge", ""), log_entry.data.get("marks_out", 0)
        if not out:
            return _("Judge %(number)s was removed; what they gave counts.") % {"number": number}
        words = ngettext(
            "Judge %(number)s was removed, and %(n)d judgement of theirs does not count.",
            "Judge %(number)s was removed, and %(n)d judgements of theirs do not count.",
            out,
        )
        return words % {"number": number, "n": out}


class SaidOfConflict(LogFormatter):
    label = gettext_lazy("Declare a judge’s conflict")

    def format_message(self, log_entry: Any) -> str:
        known = log_entry.data
        figures = {"number": known.get("judge", ""), "entry": known.get("entry", ""), "why": known.get("why", "")}
        if known.get("marks_out"):
            words = _("Entry %(entry)s is not judge %(number)s’s to judge, and their marks do not count: %(why)s")
        else:
            words = _("Entry %(entry)s is not judge %(number)s’s to judge: %(why)s")
        return words % figures


class SaidOfUndoing(LogFormatter):
    label = gettext_lazy("Take a judge’s conflict back")

    def format_message(self, log_entry: Any) -> str:
        known = log_entry.data
        figures = {"number": known.get("judge", ""), "entry": known.get("entry", "")}
        if known.get("marks_in"):
            return _("Entry %(entry)s is judge %(number)s’s to judge again, and their marks count.") % figures
        return _("Entry %(entry)s is judge %(number)s’s to judge again.") % figures


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(INVITED)(SaidOfInvitation)
    actions.register_action(REMOVED)(SaidOfRemoval)
    actions.register_action(DECLARED)(SaidOfConflict)
    actions.register_action(UNDONE)(SaidOfUndoing)
