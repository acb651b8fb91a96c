"""How Wagtail's log says that a contest was not published at its hour."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from contests.models.contest import HELD_BACK


class SaidOfHoldingBack(LogFormatter):
    label = gettext_lazy("Hold back a contest")

    def format_message(self, log_entry: Any) -> str:
        return _("It was not published at its hour: something was missing.")


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(HELD_BACK)(SaidOfHoldingBack)
