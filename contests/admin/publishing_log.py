"""How Wagtail's log says what happened when a contest was to be published."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

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


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(HELD_BACK)(SaidOfHoldingBack)
    actions.register_action(QUORUM)(SaidOfQuorum)
