"""What a decision has done, in the words of those whom it concerns.

All of it is made of what is stored with the decision: it says the same for ever, wherever the thing goes from there.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from core.publication import State
from core.subjects import subjects
from moderation.acts import PUTS, SHOWS, Act
from moderation.models import Decision
from moderation.registries import moderated

Sentences = dict[str, str | Promise]

# What its author calls a decision; of the others moderators say the same
CALLED: Sentences = {
    Act.APPROVE: gettext_lazy("Published"),
    Act.WARN: gettext_lazy("A warning"),
    Act.SUSPEND: gettext_lazy("Your account is suspended"),
    Act.REVERSE: gettext_lazy("A decision is taken back"),
    Act.OVERTURN: gettext_lazy("Your appeal has succeeded"),
    Act.UPHOLD: gettext_lazy("Your appeal is decided"),
}
NOTHING_CHANGES = gettext_lazy("Nothing changes: it stays as it is.")
TAKEN_AWAY = gettext_lazy("You have taken it away yourself, and that stays.")
ANOTHER_HOLDS = gettext_lazy("Another decision still holds.")
ABOUT_AUTHOR: Sentences = {
    Act.WARN: gettext_lazy("This is a warning. Please keep to the rules of this house."),
    Act.SUSPEND: gettext_lazy(
        "Until %(until)s you can read here, but not write. You can still appeal, and take away what is yours."
    ),
    Act.UPHOLD: gettext_lazy("Somebody else has looked at your appeal. The decision “%(former)s” stands."),
}
TAKEN_BACK: Sentences = {
    Act.REVERSE: gettext_lazy("We have taken back the decision “%(former)s”."),
    Act.OVERTURN: gettext_lazy("Your appeal has succeeded. The decision “%(former)s” is taken back."),
}
AS_BEFORE: Sentences = {
    Act.REVERSE: gettext_lazy("We have taken back the decision “%(former)s”, and all is as it was before it."),
    Act.OVERTURN: gettext_lazy(
        "Your appeal has succeeded. The decision “%(former)s” is taken back, and all is as it was before it."
    ),
}
ENDED: Sentences = {
    Act.WARN: gettext_lazy("It does not count any more."),
    Act.SUSPEND: gettext_lazy("That suspension has ended."),
}

NO_BREACH = gettext_lazy("We have looked at it and found no breach of our rules.")
OUTCOMES: Sentences = {
    Act.APPROVE: gettext_lazy("We have looked at it and found no breach of our rules. It stays."),
    Act.ASK: gettext_lazy("Its author has been asked to change it. Until then nobody else sees it."),
    Act.REJECT: gettext_lazy("It broke our rules and is not shown any more."),
    Act.HIDE: gettext_lazy("It broke our rules and is hidden now."),
    Act.RESTORE: gettext_lazy("We have looked at it and found no breach of our rules. It can be seen."),
    Act.REVERSE: gettext_lazy("We have looked again and taken our decision back."),
    Act.OVERTURN: gettext_lazy("Its author appealed. We have looked again and taken our decision back."),
}
SEEN: Sentences = {
    State.PUBLISHED: gettext_lazy("It can be seen."),
    State.WAITING: gettext_lazy("It cannot be seen before a moderator has looked at it."),
    **dict.fromkeys((State.RETURNED, State.REJECTED, State.HIDDEN), gettext_lazy("It cannot be seen.")),
}


def called(decision: Decision) -> str:
    """The decision in a word or two, to its author."""
    return str(CALLED.get(decision.act) or Act(decision.act).label)


def name_of(decision: Decision, *, under: str = "") -> str:
    """What the thing is called to its author: its own title as it was then, else its kind.

    The title of what it stands under is named only when it is given: it may be behind a door that has closed since.
    """
    wording = moderated[decision.kind].wording
    if wording.has_title and decision.title:
        return decision.title
    return str(wording.named) % {"title": under} if under and wording.named else str(wording.name)


def words_in(decision: Decision) -> tuple[str, ...]:
    """The author's own words as they stood, without a title that is the thing's name."""
    has_title = moderated[decision.kind].wording.has_title
    names = (name for name in subjects[decision.kind].words if name != "title" or not has_title)
    return tuple(str(said) for name in names if (said := decision.snapshot.get(name)))


def what_of(decision: Decision) -> str:
    """What has become of it, to its author."""
    if decision.act in PUTS:
        return str(_left(decision))
    former = former_of(decision)
    facts = {"until": _moment(decision.until), "former": called(former) if former else ""}
    if decision.act not in TAKEN_BACK:
        return str(ABOUT_AUTHOR.get(decision.act, "")) % facts
    if former and former.act in PUTS and former.state_before == decision.state_after:
        return _joined(str(AS_BEFORE[decision.act]) % facts, _before(decision))
    return _joined(str(TAKEN_BACK[decision.act]) % facts, *(_now(decision, former) if former else ()))


def outcome_of(decision: Decision) -> str:
    """What whoever reported the thing reads: neither who decided nor what the author was told."""
    if decision.act in SHOWS and decision.state_after != State.PUBLISHED:
        return str(NO_BREACH)
    said = OUTCOMES.get(decision.act, "")
    return _joined(said, SEEN.get(decision.state_after, "")) if decision.act in TAKEN_BACK else str(said)


def former_of(decision: Decision) -> Decision | None:
    """The decision that this one takes back, or lets stand on appeal."""
    if decision.act != Act.UPHOLD:
        return decision.takes_back
    appeal = getattr(decision, "decides", None)
    return appeal.decision if appeal else None


def _left(decision: Decision) -> str | Promise:
    wording = moderated[decision.kind].wording
    if decision.act in SHOWS:
        if decision.state_before == State.PUBLISHED:
            return NOTHING_CHANGES
        if decision.state_after == State.WITHDRAWN:
            return TAKEN_AWAY
        return wording.published if decision.act == Act.APPROVE else wording.restored
    return {Act.ASK: wording.returned, Act.REJECT: wording.rejected}.get(Act(decision.act), wording.hidden)


def _before(decision: Decision) -> str | Promise:
    """Where the thing stands again."""
    wording = moderated[decision.kind].wording
    again = {State.WAITING: wording.waiting, State.PUBLISHED: wording.restored, State.HIDDEN: wording.hidden}
    return again.get(State(decision.state_after), "")


def _now(decision: Decision, former: Decision) -> tuple[str | Promise, ...]:
    """What holds after taking `former` back, where that is not what held before it."""
    if former.act not in PUTS:
        return (ENDED.get(former.act, ""),)
    wording = moderated[decision.kind].wording
    return {
        State.WAITING: (wording.waiting,),
        State.PUBLISHED: (wording.published,),
        State.WITHDRAWN: (TAKEN_AWAY,),
        State.RETURNED: (ANOTHER_HOLDS, wording.returned),
        State.REJECTED: (ANOTHER_HOLDS, wording.rejected),
        State.HIDDEN: (ANOTHER_HOLDS, wording.hidden),
    }.get(State(decision.state_after), ())


def _joined(*sentences: str | Promise) -> str:
    return " ".join(str(said) for said in sentences if said)


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""  # type: ignore[arg-type]
