from typing import Any

from django import template
from django.utils import timezone

from contests.ballots import VoteBox, ballot_of, vote_box
from contests.models import Entry
from contests.policies.voting import may_vote_with

register = template.Library()


@register.simple_tag(takes_context=True)
def box_of(context: template.Context, entry: Entry, box: Any = None) -> VoteBox:
    """`{% box_of entry as box %}`: what the vote box shows to the person who looks; `box` as it is where a view has
    made one. At most four queries: the page of one entry asks for it, a list does not."""
    if isinstance(box, VoteBox):
        return box
    user, at = context["request"].user, timezone.now()
    ballot = ballot_of(user, entry, at=at)
    return vote_box(entry, ballot, may_vote_with(user, entry, ballot, at=at), at=at)
