"""Who works on what: the most urgent first, nobody twice, and a claim that dies by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from core.errors import Refused
from core.members.models import User
from moderation.actions.appealing import appeal
from moderation.actions.claiming import claim, claim_next, release
from moderation.actions.opening import lapse_cases, open_case
from moderation.actions.telling import tell_due
from moderation.models import Act, Case, CaseState
from moderation.models.case import LEASE
from moderation.models.decision import UNDO
from moderation.queue import Asked, to_pull
from moderation.urgency import parts_of
from tests.cast import make_member, with_role
from tests.factories import make_idea, somebody
from tests.moderation.things import case_of, decided, reported_idea

CROWD = 20


def test_the_most_urgent_that_is_free_comes_first(mo, mia):
    now = timezone.now()
    calm, urgent = reported_idea(), reported_idea()
    open_case("idea", urgent, reason="is_illegal_notice")
    assert claim_next(Case.objects.open(), by=mo).subject_id == urgent.pk
    assert claim_next(Case.objects.open(), by=mia).subject_id == calm.pk
    assert claim_next(Case.objects.open(), by=make_moderator("max")) is None
    assert claim_next(Case.objects.open(), by=mia, at=now + 2 * LEASE).subject_id == urgent.pk


def make_moderator(handle):
    return with_role(make_member(handle), "Community moderators")


def test_the_next_one_lets_the_last_one_go(mo, mia):
    reported_idea(), reported_idea()
    first = claim_next(Case.objects.open(), by=mo)
    second = claim_next(Case.objects.open(), by=mo)
    assert first.pk != second.pk
    assert claim_next(Case.objects.open(), by=mia).pk == first.pk


def test_nobody_is_given_their_own(mo):
    mine = case_of(reported_idea(by=mo))
    assert claim_next(to_pull(Asked(), by=mo), by=mo) is None
    with pytest.raises(Refused, match="yours"):
        claim(mine, by=mo)


def test_only_moderators_claim(tom, bea):
    case = case_of(reported_idea())
    for user in (tom, bea):
        with pytest.raises(Refused):
            claim(case, by=user)
        with pytest.raises(Refused):
            claim_next(Case.objects.open(), by=user)


def test_a_sign_of_life_keeps_a_claim_and_silence_ends_it(mo, mia):
    case, now = case_of(reported_idea()), timezone.now()
    assert claim(case, by=mo, at=now)
    assert not claim(case, by=mia, at=now + LEASE / 2)
    assert claim(case, by=mo, at=now + LEASE / 2)
    assert not claim(case, by=mia, at=now + LEASE)
    assert claim(case, by=mia, at=now + 2 * LEASE)
    assert not claim(case, by=mo, at=now + 2 * LEASE)


def test_a_clock_that_was_set_back_keeps_nobody_out_for_long(mo, mia):
    case, now = case_of(reported_idea()), timezone.now()
    claim(case, by=mo, at=now)
    assert not claim(case, by=mia, at=now - timedelta(hours=1))
    assert release(case, by=mo)
    assert claim(case, by=mia, at=now - timedelta(hours=1))


def test_releasing_is_for_who_claimed(mo, mia):
    case = case_of(reported_idea())
    claim(case, by=mo)
    assert not release(case, by=mia)
    assert release(case, by=mo)


def test_a_thing_has_one_open_case_whatever_comes(mo):
    idea = make_idea()
    assert len({open_case("idea", idea, reason="is_reported").pk for _ in range(3)}) == 1
    open_case("idea", idea, reason="is_waiting")
    case = case_of(idea)
    assert (case.is_reported, case.is_waiting, Case.objects.count()) == (True, True, 1)


def test_urgency_is_the_sum_of_its_parts(db):
    idea = reported_idea()
    case = case_of(idea)
    head_start = sum(part.hours for part in parts_of(case, at=case.opened_at))
    assert case.opened_at - case.urgent_since == timedelta(hours=head_start)
    assert str(parts_of(case, at=case.opened_at + timedelta(hours=50))[0].label) == "Time since"


def test_a_case_lapses_with_its_thing(db):
    gone, stays = reported_idea(), reported_idea()
    gone.delete()
    assert lapse_cases() == 1
    assert lapse_cases() == 0
    assert case_of(stays).is_open
    assert Case.objects.exclude(subject_id=stays.pk).get().state == CaseState.LAPSED


@pytest.mark.django_db(transaction=True)
def test_twenty_moderators_who_pull_at_once_get_twenty_cases():
    author = somebody()
    for _ in range(CROWD):
        open_case("idea", make_idea(by=author), reason="is_reported")
    crowd = [make_moderator(f"moderator-{n}") for n in range(CROWD)]
    gate = Barrier(CROWD)

    def pull(moderator: User) -> int:
        gate.wait(timeout=30)
        try:
            return claim_next(Case.objects.open(), by=moderator).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        taken = list(pool.map(pull, crowd))
    assert len(set(taken)) == CROWD


def test_an_appeal_is_not_handed_to_whoever_decided_first(mo, mia, tom):
    made = decided(reported_idea(by=tom), Act.HIDE, by=mo)
    at = made.at + 2 * UNDO
    tell_due(at=at)
    appeal(made, by=tom, text="I meant it kindly.", at=at)
    assert claim_next(to_pull(Asked(), by=mo), by=mo) is None
    with pytest.raises(Refused, match="other eyes"):
        claim(Case.objects.open().get(), by=mo)
    assert claim_next(to_pull(Asked(), by=mia), by=mia) == Case.objects.open().get()
