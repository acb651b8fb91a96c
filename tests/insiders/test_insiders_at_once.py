"""Members who want the last place, or one link, at the same moment: on PostgreSQL, with real transactions."""

import pytest

from core.audience.models import Membership
from core.errors import Refused, RuleBroken
from core.notices.models import Notice
from insiders.actions.accepting import accept_invitation
from insiders.actions.giving import give_access
from insiders.actions.giving_out import carry_out
from insiders.models import Invitation
from insiders.news import BEGAN
from tests.cast import make_member
from tests.factories import make_idea, support
from tests.ideas.test_crowd import all_at_once
from tests.insiders.inviting import invited, linked, tasters

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def accepts(invitation, member) -> bool:
    try:
        accept_invitation(invitation, by=member)
    except (Refused, RuleBroken):
        return False
    return True


def test_one_link_at_once_is_one_member(bea):
    made = linked(by=bea)
    members = [make_member(f"m{n}") for n in range(6)]
    done = all_at_once([lambda m=m: accepts(made, m) for m in members])
    assert sorted(done) == [False] * 5 + [True]
    assert Membership.objects.filter(tier=made.tier).count() == 1


def test_the_last_place_at_once_is_one_place_and_the_others_keep_their_invitation(bea):
    tier = tasters(seats=1)
    members = [make_member(f"m{n}") for n in range(6)]
    letters = [invited(member.email, by=bea, tier=tier) for member in members]
    done = all_at_once([lambda i=i, m=m: accepts(i, m) for i, m in zip(letters, members, strict=True)])
    assert sum(done) == 1
    assert tier.memberships.count() == 1
    assert Invitation.objects.filter(accepted_at=None).count() == 5


def test_two_clicks_of_one_member_are_one_membership(bea, tom):
    made = invited(tom.email, by=bea)
    assert all_at_once([lambda: accepts(made, tom)] * 4) == [True] * 4
    assert Membership.objects.filter(member=tom).count() == 1


def test_two_workers_carry_one_giving_out_once(bea, tom):
    idea = make_idea(by=tom)
    support(idea, 20)
    tier = tasters(seats=15)
    giving = give_access(idea, tier, ["supporter"], by=bea)
    all_at_once([lambda: carry_out(giving.pk)] * 3)
    assert tier.memberships.count() == 15
    assert giving.places.count() == 21
    assert Notice.objects.filter(kind=BEGAN).count() == 15
