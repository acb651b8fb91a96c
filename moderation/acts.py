"""What moderators can decide, and what each act means: tables that the verbs, the desk and the statements read."""

from collections.abc import Collection, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.publication import State


class Act(models.TextChoices):
    APPROVE = "approve", _("Approved")
    ASK = "ask", _("Changes asked for")
    REJECT = "reject", _("Not published")
    HIDE = "hide", _("Hidden")
    RESTORE = "restore", _("Restored")
    ESCALATE = "escalate", _("Passed on")
    RETURN = "return", _("Taken back into the queue")
    WARN = "warn", _("Author warned")
    SUSPEND = "suspend", _("Author suspended")
    UNDO = "undo", _("Taken back")  # within ten seconds, before anybody was told
    REVERSE = "reverse", _("Reversed")  # later, by a moderator
    OVERTURN = "overturn", _("Overturned on appeal")
    UPHOLD = "uphold", _("Upheld on appeal")


# The acts that place the thing and end its case, with the state that each puts it in
PUTS: Mapping[str, State] = {
    Act.APPROVE: State.PUBLISHED,
    Act.ASK: State.RETURNED,
    Act.REJECT: State.REJECTED,
    Act.HIDE: State.HIDDEN,
    Act.RESTORE: State.PUBLISHED,
}
SHOWS = frozenset({Act.APPROVE, Act.RESTORE})
AGAINST_THING = frozenset({Act.ASK, Act.REJECT, Act.HIDE})  # those who reported it were right
AGAINST_AUTHOR = AGAINST_THING | {Act.WARN, Act.SUSPEND}  # what they can appeal against
COSTS_TRUST = frozenset({Act.REJECT, Act.HIDE, Act.SUSPEND})
ABOUT_AUTHOR = frozenset({Act.WARN, Act.SUSPEND})

TAKES_BACK = frozenset({Act.UNDO, Act.REVERSE, Act.OVERTURN})
ABOUT_A_DECISION = frozenset({Act.REVERSE, Act.OVERTURN, Act.UPHOLD})
ON_APPEAL = frozenset({Act.OVERTURN, Act.UPHOLD})
PASSING = frozenset({Act.ESCALATE, Act.RETURN})  # to others, and back into the queue
INSIDE = PASSING | {Act.UNDO}  # nobody but moderators hears of these

NEEDS_RULE = COSTS_TRUST
NEEDS_TEXT = AGAINST_AUTHOR | ABOUT_A_DECISION

OFFERED: Mapping[str, tuple[Act, ...]] = {
    State.WAITING: (Act.APPROVE, Act.REJECT, Act.ASK),
    State.PUBLISHED: (Act.APPROVE, Act.REJECT, Act.ASK, Act.HIDE),
    State.HIDDEN: (Act.RESTORE, Act.REJECT, Act.ASK, Act.HIDE),
}


NOT_SEEN_YET = frozenset({State.WAITING, State.RETURNED, State.REJECTED})


def acts_for(states: Collection[str], state: str) -> tuple[Act, ...]:
    """What is offered for a thing that stands in `state`, when its kind can be placed in `states`. What was returned,
    rejected or withdrawn, and is judged again, is judged as what waits is."""
    return tuple(act for act in OFFERED.get(state, OFFERED[State.WAITING]) if PUTS[act] in states)


def can_place(act: Act, states: Collection[str], state: str) -> bool:
    """Whether the act makes sense for a thing that stands in `state`. Only what was seen before can be restored: else
    it would be published without having been approved."""
    return PUTS[act] in states and not (act == Act.RESTORE and state in NOT_SEEN_YET)
