"""The demo's queue: something of everything to do, nobody told, and the board as it was."""

from collections import Counter

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from core.commands import chapters
from core.members.models import User
from core.notices.models import Notice
from core.publication import State
from ideas.demo.queue import NEWCOMERS, SCENES
from ideas.models import Idea, IdeaBoardPage, IdeaComment
from moderation.models import Act, Appeal, Case, Decision, Finding, IllegalNotice, Report, Telling, TextPrint
from moderation.registries import Review
from moderation.teams import listeners

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]

COUNTED = (Case, Decision, Report, Finding, Appeal, IllegalNotice, TextPrint)


def figures() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def first_page() -> list[str]:
    board = IdeaBoardPage.objects.get(slug="ideas")
    return [idea.title for idea in Client().get(board.url).context["ideas"]]


def write(*, anew: bool = False) -> None:
    """The chapters that the queue is about: those of contests take longer than all of these."""
    told = [chapter for chapter in chapters if chapter.key not in ("scenes", "contests")]
    for chapter in reversed(told) if anew else ():
        chapter.erase()
    for chapter in told:
        chapter.write()


def test_the_queue_is_lively_and_can_start_over():
    write()
    written, page = figures(), first_page()
    opened = Case.objects.open()
    assert 12 <= opened.count() <= 18
    for reason, least in (("is_waiting", 6), ("is_reported", 5), ("is_illegal_notice", 1), ("is_appealed", 1)):
        assert opened.filter(**{reason: True}).count() >= least, reason
    assert opened.filter(escalated_to="safety").count() == 1
    to_brand = Decision.objects.get(case=opened.get(escalated_to="brand"), act=Act.ESCALATE)
    assert to_brand.note
    assert {member.email for member in listeners(to_brand.case, to_brand)} == {"mo@example.com", "ada@example.com"}
    assert set(opened.values_list("kind", flat=True)) == {"idea", "idea-comment", "media", "member"}
    assert Finding.objects.filter(case__in=opened).exists()
    acts = Counter(Decision.objects.values_list("act", flat=True))
    assert sum(acts.values()) >= 14
    assert {Act.REJECT, Act.ASK, Act.HIDE, Act.APPROVE, Act.WARN, Act.ESCALATE, Act.REVERSE, Act.UPHOLD} <= set(acts)
    assert not Decision.objects.filter(act__in=[Act.HIDE, Act.REJECT], text="").exists()
    write()
    assert (figures(), first_page()) == (written, page)
    write(anew=True)
    assert (figures(), first_page()) == (written, page)
    there = set(IdeaComment.objects.values_list("pk", flat=True))
    assert set(Case.objects.filter(kind="idea-comment").values_list("subject_id", flat=True)) <= there
    assert User.objects.filter(handle__in=[person.handle for person in NEWCOMERS]).count() == len(NEWCOMERS)
    call_command("recount", "--check")
    assert (Notice.objects.count(), Telling.objects.count(), mail.outbox) == (0, 0, [])


def test_the_board_still_publishes_at_once_and_shows_none_of_what_waits():
    write()
    assert User.objects.get(email="mo@example.com").has_perm("moderation.moderate")
    board = IdeaBoardPage.objects.get(slug="ideas")
    assert board.review == Review.NOTHING
    titles = {scene.title for scene in SCENES if scene.title}
    assert set(Idea.objects.filter(title__in=titles).values_list("state", flat=True)) <= {
        State.WAITING,
        State.RETURNED,
        State.REJECTED,
    }
    assert not titles & set(first_page())
