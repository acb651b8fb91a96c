"""What merging and undoing ask of the database, which does not grow with the people behind the ideas."""

import pytest

from ideas.actions.merging import merge_into, undo_merge
from ideas.kin import preview_of
from tests.ideas.merges import crowd, drifted, now, supported_by

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
