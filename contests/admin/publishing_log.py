"""How Wagtail's log says what happened to the times of a contest, and when it was to be published."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter

from contests.actions.scheduling import EXTENDED, PAUSED, RESUMED
from contests.models.contest import HELD_BACK, QUORUM


class SaidOfHoldingBack(LogFormatter):
    label = gettext_lazy("Hold back a contest")

    def format_message(self, log_entry: Any) -> str:
        return _("It was not published at its hour: something was missing.")


class SaidOfQuorum(LogFormatter):
    label = gettext_lazy("Change how many judges an entry needs")

    def format_message(self, log_entry: Any) -> str:
        words = _("An entry needs %(now)d judges; it was %(before)d.")
        return words % {"now": log_entry.data.get("now", 0), "before": log_entry.data.get("before", 0)}


class SaidOfPause(LogFormatter):
    label = gettext_lazy("Pause a contest")

    def format_message(self, log_entry: Any) -> str:
        return _("The contest was paused: %(note)s") % {"note": log_entry.data.get("note", "")}


class SaidOfResuming(LogFormatter):
    label = gettext_lazy("Let a contest go on")

    def format_message(self, log_entry: Any) -> str:
        if log_entry.data.get("later"):
            return _("The contest goes on; what was still to come comes later by as long as the pause took.")
        return _("The contest goes on at its times.")


class SaidOfExtension(LogFormatter):
    label = gettext_lazy("Extend a contest")

    def format_message(self, log_entry: Any) -> str:
        minutes, note = log_entry.data.get("minutes", 0), log_entry.data.get("note", "")
        words = ngettext(
            "All that is still to come comes later by %(n)d minute: %(note)s",
            "All that is still to come comes later by %(n)d minutes: %(note)s",
            minutes,
        )
        return words % {"n": minutes, "note": note}


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(HELD_BACK)(SaidOfHoldingBack)
    actions.register_action(QUORUM)(SaidOfQuorum)
    actions.register_action(PAUSED)(SaidOfPause)
    actions.register_action(RESUMED)(SaidOfResuming)
    actions.register_action(EXTENDED)(SaidOfExtension)
