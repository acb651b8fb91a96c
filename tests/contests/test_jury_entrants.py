"""Whoever has entered does not judge, and an invitation ends with the jury."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.actions.inviting import accept_invitation, decline_invitation, invite
from contests.juries import progress_of
from contests.models import ContestPage, Entry, Juror
from contests.phases import Phase
from core.errors import Refused
from core.publication import State
from tests.contests.juries import judged_contest
from tests.contests.things import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest():
    return judged_contest(Phase.ENTRIES)


@pytest.fixture
def juror(contest, bea, tom):
    return invite(contest, by=bea, email=tom.email, name="Tom Berg")


def test_who_has_entered_can_only_decline(client, contest, juror, tom):
    entry = make_entry(contest, by=tom, media=False, state=State.WAITING)
    client.force_login(tom)
    page = client.get(juror.get_absolute_url()).text
    assert "You have entered this contest, so you cannot judge it." in page
    assert 'value="accept"' not in page
    assert client.post(juror.get_absolute_url(), {"answer": "accept"}).status_code == 403
    with pytest.raises(Refused, match="so you cannot judge it"):
        accept_invitation(juror, by=tom)
    assert decline_invitation(juror, by=tom).declined_at
    Juror.objects.filter(pk=juror.pk).update(declined_at=None, member=None)
    Entry.objects.filter(pk=entry.pk).update(state=State.WITHDRAWN)
    assert accept_invitation(juror, by=tom).is_judging


def test_an_invitation_is_over_when_the_jury_has_decided(contest, juror):
    closes = timezone.now() + timedelta(days=2)
    ContestPage.objects.filter(pk=contest.pk).update(judging_until=closes)
    contest.refresh_from_db()
    [row] = progress_of(contest, at=timezone.now())
    assert (row.state, row.until) == ("invited", closes)
    [row] = progress_of(contest, at=closes)
    assert row.state == "expired"
