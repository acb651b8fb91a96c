"""What tests of moderation begin with: ideas that wait or were reported, with their open case."""

from typing import Any

from core.subjects import subject_of
from ideas.actions.submitting import submit_idea
from ideas.models import Idea
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, Case, Decision, HouseRule, HouseRuleWords
from moderation.registries import Review
from tests.factories import make_board, make_idea, somebody


def make_rule(slug: str = "be-kind", *, name: str = "Be kind") -> HouseRule:
    """A rule in English."""
    rule, is_new = HouseRule.objects.get_or_create(slug=slug, defaults={"place": HouseRule.objects.count() + 1})
    if is_new:
        HouseRuleWords.objects.create(
            rule=rule, language="en", name=name, text=f"{name}, please.", ready_text=f"This broke our rule “{name}”."
        )
    return rule


def waiting_idea(*, by: Any = None, title: str = "A bench at the tram stop") -> Idea:
    """On a board where everything is reviewed; its case is open."""
    return submit_idea(make_board(review=Review.EVERYTHING), by=by or somebody(), title=title, body="Please.")


def reported_idea(**fields: Any) -> Idea:
    """Published, with an open case that somebody's report made."""
    idea = make_idea(**fields)
    open_case("idea", idea, reason="is_reported")
    return idea


def case_of(thing: Any) -> Case:
    """The open case of this thing."""
    return Case.objects.open().about(subject_of(thing).key, thing.pk).get()


def decided(thing: Any, act: Act, *, by: Any, text: str = "It broke a rule.", **reasons: Any) -> Decision:
    """The decision of this moderator on the thing's open case, with a rule and a text."""
    asked = {"note": "Please look at this."} if act == Act.ESCALATE else {}
    reasons = {"rule": make_rule(), "text": text, **asked, **reasons}
    return decide(case_of(thing), act, by=by, version=subject_of(thing).version(thing), reasons=Reasons(**reasons))
