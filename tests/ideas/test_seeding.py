"""Bulk data for the benchmarks is consistent: nothing has drifted, everything can be found and voted on."""

import pytest
from django.core.management import call_command

from ideas.actions.voting import cast_vote
from ideas.models import Idea, IdeaBoardPage, Vote
from ideas.searching import find

pytestmark = pytest.mark.django_db


def test_what_is_seeded_is_consistent_and_can_be_used(tom, capsys):
    call_command("seed_scale", "--ideas", "120", "--votes", "600", "--members", "40")
    board = IdeaBoardPage.objects.get(slug="scale")
    assert Idea.objects.filter(board=board).count() == 120
    assert 400 < Vote.objects.count() < 800
    call_command("recount", "--check")
    idea = Idea.objects.filter(board=board, open_to_votes=True).first()
    assert idea.pk in find(board, idea.title)
    assert cast_vote(idea, by=tom).vote_count == idea.vote_count + 1


def test_seeding_again_adds(capsys):
    for _ in range(2):
        call_command("seed_scale", "--ideas", "30", "--votes", "0", "--members", "5", "--board", "more")
    assert Idea.objects.filter(board__slug="more").count() == 60
    assert not Vote.objects.exists()
