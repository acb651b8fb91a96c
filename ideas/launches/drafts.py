"""What editors are told of a story that could not be published at its hour, and the subject that it is about: what they
may edit."""

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core.notices.kinds import NoticeKind
from core.pages.held_back import DraftSubject, still_missing, tell_who_scheduled
from ideas.completeness import reasons_against
from ideas.models import LaunchPage
from ideas.models.launch import HELD_BACK
from ideas.policies import may_answer

DRAFT, TOLD = "launch-draft", "launch-held-back"
SUBJECT = DraftSubject(DRAFT, LaunchPage, gettext_lazy("draft of a launch"))


def tell_of_held_back(*, at: datetime | None = None) -> int:
    """The chore: whoever wrote or scheduled a story that was not published at its hour is told, once. How many were."""
    return tell_who_scheduled(HELD_BACK, kind=TOLD, about=DRAFT, at=at)


class SaidOfHoldingBack(LogFormatter):
    label = gettext_lazy("Hold back a launch")

    def format_message(self, log_entry: Any) -> str:
        return _("It was not published at its hour: something was missing.")


def register_acts(actions: LogActionRegistry) -> None:
    actions.register_action(HELD_BACK)(SaidOfHoldingBack)


KIND = NoticeKind(
    key=TOLD,
    label=gettext_lazy("A launch could not be published at its hour"),
    reason=gettext_lazy("You wrote or scheduled this story."),
    facts=partial(still_missing, LaunchPage, lambda story, reader: reasons_against(story, to=reader)),
    is_for=may_answer,
    may_wait=False,
)
