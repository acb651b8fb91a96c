"""What a visitor wrote or clicked waits for them through joining, too: form, code from the mailbox, and back."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ideas.models import Idea, IdeaComment, Vote
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
KIM = {"display_name": "Kim", "email": "kim@example.com", "password1": "blue-harbour-42", "accept": "on"}


def join(client: Client, sign_in: str) -> Any:
    """From the log-in page that a visitor was sent to, by its link, through the code in the letter."""
    page = client.get(sign_in).text
    link = re.search(r'href="(/accounts/signup/[^"]*)"', page)[1].replace("&amp;", "&")
    form = client.get(link).text
    onward = re.search(r'name="next" value="([^"]*)"', form)[1].replace("&amp;", "&")
    client.post(link, {**KIM, "next": onward})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE).group()
    return client.post("/accounts/confirm-email/", {"code": code})


def test_an_idea_waits_for_who_joins(client):
    board = make_board(slug="ideas")
    words = {"title": "Open at six", "body": "The night shift ends at 5:45.", "category": "shops"}
    answer = client.post(board.url + "new/", {**words, "step": "send"})
    answer = join(client, answer["Location"])
    assert answer["Location"] == board.url + "new/?draft=1"
    assert "The night shift ends at 5:45." in client.get(answer["Location"]).text
    client.post(board.url + "new/", {**words, "step": "send"})
    assert Idea.objects.get().author.handle == "kim"


def test_a_vote_waits_for_who_joins(client):
    idea = make_idea()
    answer = client.post(reverse("ideas:vote", args=[idea.pk]), {"vote": "on"})
    answer = join(client, answer["Location"])
    assert answer["Location"] == idea.get_absolute_url()
    assert Vote.objects.filter(idea=idea, voter__handle="kim").exists()
    assert "Your vote is cast." in client.get(answer["Location"]).text


def test_a_comment_waits_for_who_joins(client):
    idea = make_idea()
    answer = client.post(reverse("ideas:comments", args=[idea.pk]), {"body": "Benches with backs, please."})
    answer = join(client, answer["Location"])
    assert "Benches with backs, please.</textarea>" in client.get(answer["Location"].partition("#")[0]).text
    assert not IdeaComment.objects.exists()
