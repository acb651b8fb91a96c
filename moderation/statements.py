"""What people read of a decision: the author a statement of reasons, whoever reported it the outcome."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.publication import State
from core.subjects import subjects
from moderation.acts import AGAINST_AUTHOR, Act
from moderation.models import Decision
from moderation.models.appeal import WITHIN

BESIDE_WORDS = frozenset({"title", "subject"})  # of a snapshot: these are shown as headings
LARGEST_COUNT = 100_000  # a higher version is a fingerprint, not a count

WHAT: dict[str, str | Promise] = {
    Act.APPROVE: gettext_lazy("Your words are published now."),
    Act.ASK: gettext_lazy("Please change your words and send them again. Until then only you can see them."),
    Act.REJECT: gettext_lazy("Your words are not published. Only you can see them."),
    Act.HIDE: gettext_lazy("Your words are hidden. Only you can see them."),
    Act.RESTORE: gettext_lazy("Your words can be seen again."),
    Act.WARN: gettext_lazy("This is a warning. Please keep to the rules of this house."),
    Act.SUSPEND: gettext_lazy("Until %(until)s you can read here, but not write."),
    Act.REVERSE: gettext_lazy("We have taken back the decision “%(former)s”. All is as it was before it."),
    Act.OVERTURN: gettext_lazy(
        "Your appeal has succeeded. The decision “%(former)s” is taken back, and all is as it was before it."
    ),
    Act.UPHOLD: gettext_lazy("Somebody else has looked at your appeal. The decision “%(former)s” stands."),
}
OUTCOMES: dict[str, str | Promise] = {
    Act.APPROVE: gettext_lazy("We have looked at it and found no breach of our rules. It stays."),
    Act.ASK: gettext_lazy("Its author has been asked to change it. Until then nobody else sees it."),
    Act.REJECT: gettext_lazy("It broke our rules and is not shown any more."),
    Act.HIDE: gettext_lazy("It broke our rules and is hidden now."),
    Act.RESTORE: gettext_lazy("We have looked at it and found no breach of our rules. It can be seen."),
    Act.REVERSE: gettext_lazy("We have looked again and taken our decision back. All is as it was before it."),
    Act.OVERTURN: gettext_lazy("Its author appealed. We have looked again and taken our decision back."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statement of reasons, as plain text in one language."""

    name: str  # what the thing was called, else its kind
    act: str  # the decision in a word or two, as the queue calls it
    what: str
    said: tuple[str, ...]  # the thing's words as they stood
    text: str  # what the moderator wrote to the author
    rule: str
    rule_text: str
    facts: tuple[str, ...]
    appeal: str  # how to appeal and until when; empty when there is nothing to appeal against


def statement_of(decision: Decision, *, language: str | None = None) -> Statement:
    """What its author reads of this decision, also while it is not stored yet. Without a language: the active one."""
    with translation.override(language) if language in dict(settings.LANGUAGES) else nullcontext():
        rule = decision.rule.words() if decision.rule else None
        return Statement(
            name=name_of(decision),
            act=str(Act(decision.act).label),
            what=_what(decision),
            said=_said(decision),
            text=decision.text,
            rule=rule.name if rule else "",
            rule_text=rule.text if rule else "",
            facts=tuple(_facts(decision)),
            appeal=_appeal(decision),
        )


def outcome_of(decision: Decision) -> str:
    """What whoever reported the thing reads: neither who decided nor what the author was told."""
    return str(OUTCOMES.get(decision.act, ""))


def name_of(decision: Decision) -> str:
    """What the thing was called then; its kind where that is the title of somebody else's thing.

    Such a title may stand behind a door that has closed since.
    """
    if decision.title and "subject" not in decision.snapshot:
        return decision.title
    subject = subjects.get(decision.kind)
    return capfirst(str(subject.label)) if subject else ""


def _what(decision: Decision) -> str:
    if decision.act in (Act.APPROVE, Act.RESTORE) and decision.state_before == State.PUBLISHED:
        return _("Nothing changes: your words stay as they are.")
    former = former_of(decision)
    words = {"until": _moment(decision.until), "former": Act(former.act).label if former else ""}
    return str(WHAT.get(decision.act, "")) % words


def former_of(decision: Decision) -> Decision | None:
    """The decision that this one takes back, or lets stand on appeal."""
    if decision.act != Act.UPHOLD:
        return decision.takes_back
    appeal = getattr(decision, "decides", None)
    return appeal.decision if appeal else None


def _said(decision: Decision) -> tuple[str, ...]:
    words = ((name, value) for name, value in decision.snapshot.items() if name not in BESIDE_WORDS)
    return tuple(value for _name, value in words if isinstance(value, str) and value)


def _facts(decision: Decision) -> Iterator[str]:
    when = {"when": _moment(decision.at), "version": decision.version}
    if decision.version < LARGEST_COUNT:
        yield _("What counts are your words as they stood on %(when)s (version %(version)s).") % when
    else:
        yield _("What counts are your words as they stood on %(when)s, even if they have changed since.") % when
    if decision.act in AGAINST_AUTHOR:
        yield from _how_it_came(decision)
    yield _("A person decided this.") if decision.by_id else _("This was decided automatically, not by a person.")


def _how_it_came(decision: Decision) -> Iterator[str]:
    case = decision.case
    if case.is_waiting:
        yield _("It was read before it appears, as is usual here.")
    if case.is_illegal_notice:
        yield _("Somebody sent us a notice that it is illegal.")
    if case.is_reported:
        yield _("Somebody reported it.")
    if case.pk and case.findings.exists():
        yield _("An automatic check had drawn attention to it.")


def _appeal(decision: Decision) -> str:
    if decision.act not in AGAINST_AUTHOR:
        return ""
    until = date_format(timezone.localtime(decision.at + WITHIN), "DATE_FORMAT")
    return _(
        "If you think that this is wrong, you can appeal here once, until %(day)s. Another person then decides and "
        "answers you. You can also turn to a certified body for settling disputes, or to a court."
    ) % {"day": until}


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""  # type: ignore[arg-type]
