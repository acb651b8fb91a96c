"""What the author reads of a decision: the statement of reasons."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moderation.acts import AGAINST_AUTHOR
from moderation.models import Decision
from moderation.models.appeal import WITHIN
from moderation.sentences import called, name_of, what_of, words_in

LARGEST_COUNT = 100_000  # a higher version is a fingerprint, not a count


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statement of reasons, as plain text in one language."""

    name: str  # what the thing was called, else its kind
    act: str  # the decision in a word or two
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
            act=called(decision),
            what=what_of(decision),
            said=words_in(decision),
            text=decision.text,
            rule=rule.name if rule else "",
            rule_text=rule.text if rule else "",
            facts=tuple(_facts(decision)),
            appeal=_appeal(decision),
        )


def _facts(decision: Decision) -> Iterator[str]:
    when = {"when": _moment(decision.at), "version": decision.version}
    if decision.version < LARGEST_COUNT:
        yield _("It was judged as it stood on %(when)s (version %(version)s).") % when
    else:
        yield _("It was judged as it stood on %(when)s, even if it has changed since.") % when
    if decision.act in AGAINST_AUTHOR:
        yield from _how_it_came(decision)
    yield _("A person decided this.") if decision.by_id else _("This was decided automatically, not by a person.")


def _how_it_came(decision: Decision) -> Iterator[str]:
    case = decision.case
    if case.is_waiting:
        yield _("It was read before it could appear, as is usual here.")
    if case.is_illegal_notice:
        yield _("Somebody sent us a notice that it is illegal.")
    if case.is_reported:
        yield _("Somebody reported it.")
    if case.pk and any(finding.at <= decision.at for finding in case.findings.all()):
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
