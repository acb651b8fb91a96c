"""What the browser tests of the moderators' queue begin with."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Locator, Page

from ideas.actions.submitting import submit_idea
from ideas.models import Idea
from moderation.actions.appealing import appeal
from moderation.actions.telling import tell_due
from moderation.models import Act, Case, Decision, HouseRule
from moderation.registries import Review
from tests.factories import make_board
from tests.moderation.things import case_of, decided, make_rule

QUEUE = "/admin/moderation/"
SAID = "#queue-said"
WHY = "This is about a person, and it names her."


def three_waiting(by: Any) -> list[Idea]:
    """Bench, Lamp and Tree, the first of them the most urgent; two rules, with the digits 1 and 2."""
    for place, (slug, name) in enumerate((("kind", "Be kind"), ("true", "Say what is true")), 1):
        HouseRule.objects.filter(pk=make_rule(slug, name=name).pk).update(place=place)
    HouseRule.objects.exclude(slug__in=("kind", "true")).update(is_retired=True)
    board = make_board(slug="ideas", review=Review.EVERYTHING)
    made = [submit_idea(board, by=by, title=title, body=f"{title}, please.") for title in ("Bench", "Lamp", "Tree")]
    for hours, idea in enumerate(reversed(made), 1):
        since = timezone.now() - timedelta(hours=hours)
        Case.objects.filter(subject_id=idea.pk).update(urgent_since=since, opened_at=since)
    return made


def state_of(idea: Idea) -> str:
    return str(Idea.objects.values_list("state", flat=True).get(pk=idea.pk))


def heading(page: Page) -> Locator:
    return page.locator("#case-heading")


def told(idea: Idea, act: Act, *, by: Any) -> Decision:
    """Decided an hour ago: it cannot be undone any more, and its author knows."""
    decision = decided(idea, act, by=by)
    Decision.objects.filter(pk=decision.pk).update(at=timezone.now() - timedelta(hours=1))
    tell_due(at=timezone.now() + timedelta(hours=1))
    return Decision.objects.get(pk=decision.pk)


def appealed(idea: Idea, *, by: Any) -> Case:
    """Rejected by this moderator; its author appeals."""
    appeal(told(idea, Act.REJECT, by=by), by=idea.author, text="I meant it kindly.")
    return case_of(idea)
