"""What the demo's queue holds: something of everything to do, nobody told, and the board as it was."""

from collections import Counter

from django.test import Client

from core.members.models import User
from ideas.demo.queue import NEWCOMERS, SCENES
from ideas.models import Idea, IdeaBoardPage, IdeaComment
from moderation.models import Act, Appeal, Case, Decision, Finding, IllegalNotice, Report, Telling, TextPrint
from moderation.registries import Review
from moderation.teams import listeners

QUEUED = (Case, Decision, Report, Finding, Appeal, IllegalNotice, TextPrint)


def first_page() -> list[str]:
    board = IdeaBoardPage.objects.get(slug="ideas")
    return [idea.title for idea in Client().get(board.url).context["ideas"]]


def expect_a_lively_queue() -> None:
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
    assert User.objects.filter(handle__in=[person.handle for person in NEWCOMERS]).count() == len(NEWCOMERS)
    assert not Telling.objects.exists()


def expect_cases_only_of_what_is_there() -> None:
    there = set(IdeaComment.objects.values_list("pk", flat=True))
    assert set(Case.objects.filter(kind="idea-comment").values_list("subject_id", flat=True)) <= there


def expect_a_board_that_publishes_at_once_and_shows_none_of_what_waits() -> None:
    assert User.objects.get(email="mo@example.com").has_perm("moderation.moderate")
    assert IdeaBoardPage.objects.get(slug="ideas").review == Review.NOTHING
    titles = {scene.title for scene in SCENES if scene.title}
    states = Idea.objects.filter(title__in=titles).values_list("state", flat=True)
    assert set(states) <= {"waiting", "returned", "rejected"}
    assert not titles & set(first_page())
