"""What merging and undoing ask of the database, which grows neither with the people behind the ideas nor with what is
merged into them."""

from itertools import pairwise

import pytest

from ideas.actions.merging import merge_into, undo_merge
from ideas.kin import preview_of
from tests.ideas.merges import crowd, drifted, now, snapshot, supported_by, supporters

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [4, 600])
def test_merging_asks_at_most_twenty_queries_and_so_does_the_undo(bea, max_queries, size):
    people = crowd(size + size // 2)
    root, duplicate = supported_by(people[:size]), supported_by(people[size // 2 :])
    preview = preview_of(duplicate, root, by=bea)
    assert (preview.in_common, preview.total) == (size // 2, size + size // 2 + 2)
    with max_queries(20):
        merge_into(duplicate, root, by=bea)
    assert now(root).vote_count == preview.total
    with max_queries(20):
        undo_merge(duplicate, by=bea)
    assert (now(root).vote_count, now(duplicate).vote_count) == (size + 1, size + 1)
    assert drifted() == []


@pytest.mark.parametrize("length", [1, 8])
def test_a_root_that_brings_others_along_asks_no_more(bea, max_queries, length):
    """Each was merged into the next one, and brought along what had been merged into itself."""
    people = crowd(length + 4)
    way = [supported_by(people[n : n + 3]) for n in range(length)]
    middle, root = supported_by(people[:2]), supported_by(people[1:])
    for duplicate, into in pairwise([*way, middle]):
        merge_into(duplicate, into, by=bea)
    before, together = snapshot(*way, middle, root), supporters(middle) | supporters(root)
    with max_queries(20):
        merge_into(middle, root, by=bea)
    assert (supporters(root), now(root).vote_count) == (together, len(together))
    with max_queries(20):
        undo_merge(middle, by=bea)
    assert snapshot(*way, middle, root) == before
    assert drifted() == []
