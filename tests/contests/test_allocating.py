"""Each entry lies on the desks of so many judges, and the desks are as even as they can be."""

from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest

from contests.allocating import Desk, Plan, allocate

EVERY = (0, 1, 7, 30, 60)
SIZES = [(judges, quorum, entries) for judges in range(1, 10) for quorum in range(1, 6) for entries in EVERY]


def judges_of(plan: Plan) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for judge, entry in plan.added:
        found.setdefault(entry, set()).add(judge)
    return found


def loads_after(desks: Mapping[int, Desk], plan: Plan) -> dict[int, int]:
    more, less = (Counter(judge for judge, _entry in pairs) for pairs in (plan.added, plan.taken))
    return {judge: desk.load + more[judge] - less[judge] for judge, desk in desks.items()}


@pytest.mark.parametrize(("judges", "quorum", "entries"), SIZES)
def test_without_conflicts_every_entry_has_its_judges_and_no_two_loads_differ_by_more_than_one(judges, quorum, entries):
    desks = {judge: Desk() for judge in range(1, judges + 1)}
    plan = allocate(dict.fromkeys(range(100, 100 + entries), quorum), desks, seed="a")
    seats = min(quorum, judges)
    assert all(len(found) == seats for found in judges_of(plan).values())
    assert len(judges_of(plan)) == entries
    loads = loads_after(desks, plan).values()
    assert max(loads) - min(loads) <= 1
    assert plan.lacking == (dict.fromkeys(range(100, 100 + entries), quorum - seats) if quorum > judges else {})


@pytest.mark.parametrize("seed", range(60))
def test_with_conflicts_the_loads_are_as_even_as_they_can_be(seed):
    chance = Random(seed)
    judges, quorum, entries = chance.randint(1, 9), chance.randint(1, 5), range(chance.randint(0, 60))
    share = chance.choice((0.05, 0.3, 0.8))
    barred = {judge: frozenset(entry for entry in entries if chance.random() < share) for judge in range(judges)}
    desks = {judge: Desk(barred=barred[judge]) for judge in range(judges)}
    plan = allocate(dict.fromkeys(entries, quorum), desks, seed=str(seed))
    on = {judge: {entry for one, entry in plan.added if one == judge} for judge in range(judges)}
    for entry in entries:
        free = [judge for judge in range(judges) if entry not in barred[judge]]
        assert sum(entry in on[judge] for judge in free) == min(quorum, len(free))
        assert plan.lacking.get(entry, 0) == quorum - min(quorum, len(free))
    for judge, theirs in on.items():
        assert not theirs & barred[judge]
        assert not ways_down(judge, on, barred)


def ways_down(judge: int, on: dict[int, set[int]], barred: dict[int, frozenset[int]]) -> list[int]:
    """Desks with at least two entries less to which an entry of this judge's could be passed on, in any number of
    steps."""
    reached, queue = {judge}, [judge]
    for one in queue:
        further = [other for other in on if other not in reached and on[one] - on[other] - barred[other]]
        reached |= set(further)
        queue += further
    return [other for other in reached if len(on[other]) <= len(on[judge]) - 2]


def test_the_same_seed_gives_the_same_plan_and_another_one_another():
    desks, wanted = {judge: Desk() for judge in range(6)}, dict.fromkeys(range(40), 3)
    assert allocate(wanted, desks, seed="a") == allocate(wanted, desks, seed="a")
    assert allocate(wanted, desks, seed="a") != allocate(wanted, desks, seed="b")


def test_not_always_the_same_judges_judge_together():
    plan = allocate(dict.fromkeys(range(60), 3), {judge: Desk() for judge in range(9)}, seed="a")
    assert len({frozenset(together) for together in judges_of(plan).values()}) > 15


def test_a_late_judge_takes_over_what_nobody_has_begun():
    full = {1: Desk(20, range(20), frozenset(range(20))), 2: Desk(20, range(20), frozenset(range(20)))}
    plan = allocate({}, full | {3: Desk()}, seed="a")
    assert sorted(loads_after(full | {3: Desk()}, plan).values()) == [13, 13, 14]
    assert len(plan.added) == len(plan.taken)


def test_what_was_judged_stays_where_it_is():
    desks = {1: Desk(20, (), frozenset(range(20))), 2: Desk()}
    assert allocate({}, desks, seed="a") == Plan(frozenset(), frozenset(), {})


def test_without_judges_everything_is_lacking():
    assert allocate({1: 3}, {}, seed="a").lacking == {1: 3}
