"""Members say that a thing breaks a rule. It joins the thing's one open case and weighs what their word weighs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Model, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.members.models import User
from core.policies import ensure
from core.publication import Publishable, State
from core.sanitizing import clean_text, is_blank
from core.subjects import subject_of, subjects
from moderation import trust
from moderation.actions.deciding import Reasons, hold, record, tell_later, thing_of, words_of
from moderation.actions.opening import open_case, weigh
from moderation.acts import COSTS_TRUST, SHOWS, Act
from moderation.models import Case, Decision, HouseRule, Report
from moderation.policies import may_report
from moderation.registries import moderated
from moderation.urgency import FAINT

NEW_FOR = timedelta(days=7)
AT_MOST = 1.5


def report(thing: Any, *, by: Any, rule: HouseRule | None, note: str, at: datetime | None = None) -> Report:
    """What `by` says of this thing, kept with its words as they stand now. Without a rule, the note says what is wrong.

    One report a member and case: again changes nothing, nor does a second report of a version that a moderator has
    found in order since the first. `thing` was fetched through `visible_to`. A suspended member cannot report: whoever
    has to be silent for hurting people could go on with it here. What is illegal they can still say, in a notice.
    Raises Refused, RuleBroken, and Stale when the thing is gone.
    """
    at, kind = at or timezone.now(), subject_of(thing).key
    ensure(may_report(by, subjects[kind].author_id(thing)))
    if said := report_of(thing, by=by):
        return said
    _check(rule, note)
    with transaction.atomic():
        things = hold(kind, [thing.pk])
        case = open_case(kind, thing, reason="is_reported", at=at)
        thing = thing_of(case, things)
        new = Report(case=case, by=by, rule=rule, note=clean_text(note), at=at, weight=weight_of(by, at=at))
        new.version, new.snapshot = subjects[kind].version(thing), words_of(kind, thing)
        Report.objects.bulk_create([new], ignore_conflicts=True)  # the unique constraint decides a double click
        weigh(case, thing)
        _hide_until_decided(case, thing, at=at)
    return Report.objects.get(case=case, by=by)


def report_of(thing: Any, *, by: Any) -> Report | None:
    """What this member said of the thing and what still counts: in its open case, or of the version that is there now
    when no breach was found in it."""
    subject = subject_of(thing)
    mine = Report.objects.filter(by=by.pk, case__kind=subject.key, case__subject_id=thing.pk).order_by("-pk")
    last = mine.select_related("case").first()
    if last is None or last.case.is_open:
        return last
    return last if last.was_agreed is False and last.version == subject.version(thing) else None


def weight_of(member: Any, *, at: datetime | None = None) -> float:
    """How much a report of this member weighs: 1.5 · (agreed + 1) / (decided + 2), always below 1.5.

    `decided` are the reports of theirs that moderators have judged, `agreed` those after which something was done. Who
    has none yet weighs 0.75; eight of eight weigh 1.35, none of eight 0.15. A moderator who agrees with a report of
    their own proves nothing. A new account, younger than seven days or without anything of its own that is published,
    weighs at most 0.1.
    """
    by_others = Report.objects.filter(by=member.pk, was_agreed__isnull=False).exclude(case__decisions__by=member.pk)
    judged = by_others.aggregate(agreed=Count("pk", filter=Q(was_agreed=True)), decided=Count("pk"))
    weight = AT_MOST * (judged["agreed"] + 1) / (judged["decided"] + 2)
    return min(weight, FAINT) if is_new(member, at=at) else weight


def is_new(member: Any, *, at: datetime | None = None) -> bool:
    """Younger than seven days, or nothing of theirs stands here by itself: a note, which names no author, does not."""
    if member.date_joined > (at or timezone.now()) - NEW_FOR:
        return True
    kinds: Any = (subjects[adapter.key].model for adapter in moderated)
    written = (kind for kind in kinds if issubclass(kind, Publishable) and _names_its_author(kind))
    return not any(kind.objects.filter(author=member.pk, state=State.PUBLISHED).exists() for kind in written)


def _names_its_author(kind: type[Model]) -> bool:
    return any(field.name == "author" for field in kind._meta.get_fields())


def weight_that_hides(case: Case) -> float:
    """What counts towards hiding: the reports that weigh more than a new account's. However many of those there are,
    they hide nothing."""
    return sum(case.reports.filter(weight__gt=FAINT).values_list("weight", flat=True))


def _check(rule: HouseRule | None, note: str) -> None:
    if rule is None and is_blank(note):
        raise RuleBroken({"note": _("Say what is wrong with it.")})
    if rule is not None and rule.is_retired:
        raise RuleBroken({"reason": _("This rule does not hold any more. Choose another reason.")})


def _hide_until_decided(case: Case, thing: Any, *, at: datetime) -> None:
    """What enough members report disappears until a moderator has looked; the author is told. The case stays open."""
    adapter = moderated[case.kind]
    before = adapter.state(thing)
    if before != State.PUBLISHED or weight_that_hides(case) < trust.house().hide_at_weight or _is_spared(case, thing):
        return
    author = User.objects.filter(pk=case.author_id).first()
    if author and trust.is_staff(author):
        return
    with translation.override((author and author.language) or settings.LANGUAGE_CODE):
        text = _("Several members reported this. It is hidden until a moderator has looked at it.")
    after = adapter.place(thing, State.HIDDEN, at=at)
    facts = {"thing": thing, "by": None, "at": at, "reasons": Reasons(rule=_most_named(case), text=text)}
    tell_later(record(case, Act.HIDE, state_before=before, state_after=after, **facts))


def _is_spared(case: Case, thing: Any) -> bool:
    """Hidden once in this case already, or found in order by a person who read this very version."""
    standing = Decision.objects.filter(kind=case.kind, subject_id=case.subject_id)
    by_itself = Q(case=case, act=Act.HIDE, by=None)
    version = subjects[case.kind].version(thing)
    fine = Q(act__in=SHOWS) | Q(act__in=(Act.REVERSE, Act.OVERTURN), takes_back__act__in=COSTS_TRUST)
    by_a_person = fine & Q(by__isnull=False, version=version, taken_back_by=None)
    return standing.filter(by_itself | by_a_person).exists()


def _most_named(case: Case) -> HouseRule | None:
    """The rule behind most of the weight that hides."""
    named: dict[int, float] = {}
    for rule_id, weight in case.reports.filter(weight__gt=FAINT).values_list("rule", "weight"):
        if rule_id:
            named[rule_id] = named.get(rule_id, 0.0) + weight
    return HouseRule.objects.get(pk=max(named, key=lambda pk: named[pk])) if named else None
