"""A member is suspended, as a moderator does it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, Suspension
from tests.factories import make_idea


def suspend(member: Any, *, by: Any) -> Suspension:
    idea = make_idea(by=member)
    decision = decide(open_case("idea", idea), Act.WARN, by=by, version=1, reasons=Reasons(text="Please be kind."))
    return Suspension.objects.create(member=member, decision=decision, until=timezone.now() + timedelta(days=7))
