"""How a thing that is not public stands, in the words that its author reads beside it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.publication import State
from moderation import trust
from moderation.acts import AGAINST_THING, TAKES_BACK, Act
from moderation.models import Decision
from moderation.models.appeal import WITHIN

JUDGED = (State.RETURNED, State.REJECTED, State.HIDDEN)


@dataclass(frozen=True, slots=True)
class Standing:
    """`label` is the state as moderators call it too; `url` leads to the decision, once its author may read that."""

    label: str
    text: str
    url: str = ""
    action: str = ""


def attach_standing(kind: str, things: Iterable[Any], *, to: Any) -> None:
    """Whatever of these (fetched for `to` through `visible_to`) is not public has a `standing`; what is, has None."""
    states = {thing.pk: thing.state for thing in things}
    found = standings(kind, states, to=to)
    for thing in things:
        thing.standing = found.get(thing.pk)


def standings(kind: str, states: dict[int, str], *, to: Any) -> dict[int, Standing]:
    """By id, for each that waits or was judged. At most two queries, none when everything is public."""
    judged = [pk for pk, state in states.items() if state in JUDGED]
    reasons = latest_about(kind, judged, to=to) if judged else {}
    expected = trust.expected_words() if State.WAITING in states.values() else ""
    shown = (*JUDGED, State.WAITING)
    return {pk: _standing(state, reasons.get(pk), expected) for pk, state in states.items() if state in shown}


def latest_about(kind: str, ids: Collection[int], *, to: Any) -> dict[int, int]:
    """By id the decision that put the thing of this author where it stands, as far as they may read it now."""
    about = Decision.objects.visible_to(to).filter(kind=kind, subject_id__in=ids)
    against = about.filter(act__in=AGAINST_THING, taken_back_by=None)
    return dict(against.order_by("pk").values_list("subject_id", "pk"))


def _standing(state: str, decision_id: int | None, expected: str) -> Standing:
    label = str(State(state).label)
    url = reverse("moderation:decision", args=[decision_id]) if decision_id else ""
    if state == State.WAITING:
        return Standing(label, f"{_('Only you can see it.')} {expected}")
    if state == State.RETURNED:
        text = _("Only you can see it. Change it, and a moderator looks at it again.")
        return Standing(label, text, url, _("Read what is asked for"))
    return Standing(label, _("Only you can see it."), url, _("Read why, and what you can do"))


def can_appeal_no_more(kind: str, ids: Collection[int], *, at: datetime) -> set[int]:
    """Those of these rejected things for which nothing is open any more: the rejection was upheld on appeal, or the
    time for one is over. One query."""
    if not ids:
        return set()
    rejected = Decision.objects.filter(kind=kind, subject_id__in=ids, act=Act.REJECT).order_by("pk")
    standing = rejected.exclude(taken_back_by__act__in=TAKES_BACK)
    last = {decision.subject_id: decision for decision in standing.select_related("appeal__outcome")}
    return {pk for pk, decision in last.items() if _is_final(decision, at)}


def _is_final(decision: Decision, at: datetime) -> bool:
    appeal = getattr(decision, "appeal", None)
    if appeal is None:
        return at > decision.at + WITHIN
    return appeal.outcome is not None and appeal.outcome.act == Act.UPHOLD
