"""Casting votes, and taking them back. The vote, its row in the ledger and the tally are one transaction."""

import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.ballots import Ballot, ballot_among, day_of
from contests.kinds import Act, Standing, VoteRule
from contests.models import Entry, EntryVote, VoteEvent, VoterKey
from contests.models.vote import Ask, Happened
from contests.policies.voting import PAUSED, VOIDED, is_left, may_take_back, may_take_part
from contests.risk import LATELY, LOOKED_AT, YOUNG, Assessment, Traits, at_casting
from core.errors import Refused
from core.policies import ensure


def cast_vote(entry: Entry, *, by: Any, traits: Traits | None, at: datetime | None = None) -> Ballot:
    """Let `by` vote for this entry, under its contest's rule. Casting again changes nothing. Raises Refused with the
    reason. What looks like one of many that a machine casts is held, and not counted before somebody has looked."""
    at, traits = at or timezone.now(), traits or Traits()
    ensure(may_take_part(by, entry, at=at))
    contest, day = entry.contest, day_of(entry.contest, at)
    with transaction.atomic():
        pseudonym = VoterKey.objects.hold(contest.pk, by.pk, at=at)
        before = _ballot(entry, pseudonym, day)
        if before.is_cast:
            return before
        ensure(is_left(contest, before))
        risk = _assess(entry, traits, by=by, at=at)
        recorded = EntryVote.objects.record(_ask(entry, pseudonym, day, traits, risk, at=at), contest_id=contest.pk)
        if recorded is None:
            return _as_it_stands(entry, pseudonym, day, before)
        if recorded.is_paused:
            raise Refused(PAUSED)  # since it was fetched: all of it is undone
        standing = recorded.standing
        _write_down(entry, pseudonym, day, standing, risk, at=at)
        if standing == Standing.COUNTED:
            counted = Entry.objects.count_vote(entry.pk)
            if counted is None:
                raise Refused(_("It is not in the contest any more."))  # since it was fetched: all of it is undone
            entry.vote_count = counted
    return Ballot(standing, before.used + 1)


def withdraw_vote(entry: Entry, *, by: Any, day: date | None = None, at: datetime | None = None) -> Ballot:
    """Take the vote of `by` back while voting is open: that of today where the rule counts days, or of `day`.
    Withdrawing again changes nothing. Raises Refused."""
    at = at or timezone.now()
    ensure(may_take_back(by, entry, at=at))
    contest = entry.contest
    today = day_of(contest, at)
    with transaction.atomic():
        pseudonym = VoterKey.objects.hold(contest.pk, by.pk, at=at)
        mine = EntryVote.objects.filter(entry=entry.pk, pseudonym=pseudonym, day=day or today).standing()
        row = mine.select_for_update().first()
        if row is not None:
            EntryVote.objects.filter(pk=row.pk).update(standing=Standing.WITHDRAWN, at=at)
            VoteEvent.objects.append([Happened(contest.pk, entry.pk, pseudonym, row.day, Act.WITHDRAW.value, "", at)])
            if row.standing == Standing.COUNTED:
                Entry.objects.filter(pk=entry.pk).update(vote_count=F("vote_count") - 1)
    return _ballot(entry, pseudonym, today)


def _ballot(entry: Entry, pseudonym: str, day: date) -> Ballot:
    """Certain while the key is held. Where every entry may have a vote there is nothing to count."""
    if entry.contest.vote_rule == VoteRule.EACH:
        return Ballot()
    return ballot_among(EntryVote.objects.used_up(pseudonym, day), entry)


def _as_it_stands(entry: Entry, pseudonym: str, day: date, before: Ballot) -> Ballot:
    there = EntryVote.objects.filter(entry=entry.pk, pseudonym=pseudonym, day=day)
    standing = there.values_list("standing", flat=True).get()
    if standing == Standing.VOID:
        raise Refused(VOIDED)
    return Ballot(standing, before.used)


def _assess(entry: Entry, traits: Traits, *, by: Any, at: datetime) -> Assessment:
    """What others did lately matters to young accounts alone: members of long standing are spared the question."""
    if at - by.date_joined > YOUNG:
        return at_casting(joined=by.date_joined, email=by.email, traits=traits, lately=[], at=at)
    lately = EntryVote.objects.lately(entry.pk, since=at - LATELY, most=LOOKED_AT)
    return at_casting(joined=by.date_joined, email=by.email, traits=traits, lately=lately, at=at)


def _ask(entry: Entry, pseudonym: str, day: date, traits: Traits, risk: Assessment, *, at: datetime) -> Ask:
    standing = (Standing.HELD if risk.is_held else Standing.COUNTED).value
    reasons = json.dumps(risk.reasons)
    return Ask(entry.pk, pseudonym, day, standing, at, traits.network, traits.device, risk.score, reasons)


def _write_down(entry: Entry, pseudonym: str, day: date, standing: str, risk: Assessment, *, at: datetime) -> None:
    said = [Happened(entry.contest_id, entry.pk, pseudonym, day, Act.CAST.value, "", at)]
    if standing == Standing.HELD:
        why = risk.reasons[0] if risk.reasons else "before"  # one that was held before it was withdrawn
        said.append(said[0]._replace(act=Act.HOLD.value, why=why))
    VoteEvent.objects.append(said)
