"""Looking after votes: held ones are released, or made void by two people; nobody adds one by any route."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.models import get_snippet_models

from contests.actions.sealing import seal
from contests.actions.voting import cast_vote, withdraw_vote
from contests.actions.watching import ask_for_order, decide_order, move, release, watch
from contests.kinds import Act, Standing
from contests.ledger import readiness, verify
from contests.models import ContestPage, Entry, EntryVote, LedgerDay, Seal, VoidOrder, VoteEvent, VoterKey
from contests.phases import Phase
from contests.recounting import drift_of
from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from core.notices.models import Message, Notice
from tests.cast import make_member, with_role
from tests.contests.juries import make_judge
from tests.contests.things import make_contest, make_entry
from tests.factories import somebody

pytestmark = pytest.mark.django_db
WHY = "All of these came from one rack of a data centre."
SAFE = (EntryVote, VoteEvent, Seal, LedgerDay, VoterKey)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def carla(bea: Any) -> Any:
    """A second editor."""
    return with_role(make_member("carla"), "Brand editors")


@pytest.fixture
def entry() -> Entry:
    return make_entry(make_contest(Phase.VOTING), media=False)


def cast(entry: Entry, count: int) -> list[Any]:
    voters = [somebody() for _ in range(count)]
    for voter in voters:
        cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=voter, traits=None)
    return voters


def held(entry: Entry, count: int = 3) -> list[Any]:
    voters = cast(entry, count)
    EntryVote.objects.filter(entry=entry).update(score=60, reasons=["rhythm", "new"])
    move(ids(entry), Act.HOLD, why="rhythm", at=timezone.now())
    return voters


def ids(entry: Entry) -> list[int]:
    return list(EntryVote.objects.filter(entry=entry).order_by("pk").values_list("pk", flat=True))


def count_of(entry: Entry) -> int:
    return Entry.objects.get(pk=entry.pk).vote_count


def standings(entry: Entry) -> set[str]:
    return set(EntryVote.objects.filter(entry=entry).values_list("standing", flat=True))


def signed_in(member: Any) -> Client:
    client = Client()
    client.force_login(member)
    return client


def screen_of(entry: Entry) -> str:
    return reverse("contest_votes:contest", args=[entry.contest_id])


def test_held_votes_are_out_of_the_tally_and_released_ones_are_in_it_again(entry, bea):
    held(entry)
    assert count_of(entry) == 0
    assert release(entry.contest, ids(entry), by=bea) == 3
    assert release(entry.contest, ids(entry), by=bea) == 0
    assert count_of(entry) == 3
    assert list(drift_of(entry.contest_id)) == []


def test_released_votes_are_not_held_again_for_the_same_pattern(entry, bea):
    held(entry)
    release(entry.contest, ids(entry), by=bea)
    assert watch(entry.contest) == 0
    assert standings(entry) == {Standing.COUNTED}


def test_making_void_needs_a_second_person_and_tells_the_voters(entry, bea, carla):
    voters = held(entry)
    order = ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea)
    assert standings(entry) == {Standing.HELD}
    with pytest.raises(Refused, match="somebody else confirms"):
        decide_order(order, confirm=True, by=bea)
    decide_order(order, confirm=True, by=carla)
    assert standings(entry) == {Standing.VOID}
    assert set(VoteEvent.objects.filter(act="void").values_list("why", flat=True)) == {f"order {order.pk}"}
    told = Notice.objects.filter(kind="vote-voided")
    assert set(told.values_list("recipient", flat=True)) == {voter.pk for voter in voters}
    inbox = signed_in(voters[0]).get(reverse("notices:inbox"))
    assert "was made void" in inbox.text
    assert WHY in inbox.text
    assert Message.objects.filter(notice__in=told).count() == 3


def test_the_mail_says_the_reason_and_how_to_answer(entry, bea, carla, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        held(entry, 1)
        decide_order(ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea), confirm=True, by=carla)
    call_command("sweep", verbosity=0)
    [mail] = [mail for mail in mailoutbox if "made void" in mail.subject]
    assert WHY in mail.body
    assert "you can appeal once" in mail.body
    assert entry.contest.get_url_of("own-votes") in mail.body


def test_what_was_made_void_can_be_restored_by_two_people(entry, bea, carla):
    voters = held(entry)
    decide_order(ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea), confirm=True, by=carla)
    back = ask_for_order(entry.contest, "restore", ids(entry), reason="They were a school after all.", by=carla)
    with pytest.raises(Refused):
        decide_order(back, confirm=True, by=carla)
    decide_order(back, confirm=True, by=bea)
    assert count_of(entry) == 3
    assert Notice.objects.filter(kind="vote-restored", recipient=voters[0]).exists()
    assert list(drift_of(entry.contest_id)) == []
    seal(entry.contest)
    assert verify(entry.contest) is None
    assert readiness(entry.contest) == []


def test_an_order_that_is_refused_changes_nothing_and_is_decided_once(entry, bea, carla):
    held(entry)
    order = ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea)
    assert release(entry.contest, ids(entry), by=carla) == 0  # while somebody asks, they stay held
    decide_order(order, confirm=False, by=bea)
    assert standings(entry) == {Standing.HELD}
    with pytest.raises(Stale):
        decide_order(order, confirm=True, by=carla)


@pytest.mark.parametrize("reason", ["", "   ", "No."])
def test_an_order_needs_a_reason_and_votes(entry, bea, reason):
    held(entry)
    with pytest.raises(RuleBroken, match="Say why"):
        ask_for_order(entry.contest, "void", ids(entry), reason=reason, by=bea)
    with pytest.raises(RuleBroken, match="None of these"):
        ask_for_order(entry.contest, "restore", ids(entry), reason=WHY, by=bea)
    other = make_contest(Phase.VOTING)
    with pytest.raises(RuleBroken, match="None of these"):
        ask_for_order(other, "void", ids(entry), reason=WHY, by=bea)


def test_a_void_vote_cannot_be_cast_again_and_says_why(entry, bea, carla):
    [voter] = held(entry, 1)
    decide_order(ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea), confirm=True, by=carla)
    with pytest.raises(Refused, match="made void"):
        cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=voter, traits=None)
    withdraw_vote(Entry.objects.for_voting().get(pk=entry.pk), by=voter)
    assert standings(entry) == {Standing.VOID}


def test_others_may_neither_release_nor_ask_nor_confirm(entry, bea, tom, mo):
    held(entry)
    order = ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea)
    for person in (tom, mo):
        for act in (
            lambda person=person: release(entry.contest, ids(entry), by=person),
            lambda person=person: ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=person),
            lambda person=person: decide_order(order, confirm=True, by=person),
        ):
            with pytest.raises(Refused, match="asked to look after"):
                act()
        assert signed_in(person).get(screen_of(entry)).status_code == 403


def test_the_screen_groups_by_entry_and_pattern_and_names_nobody(entry, bea):
    voters = held(entry)
    EntryVote.objects.update(network="abcdef0123456789")
    page = signed_in(bea).get(screen_of(entry)).text
    assert "3 votes for <bdi>Steam</bdi>" in page
    assert "even intervals" in page
    assert "3 held votes are undecided." in page
    for word in (*(voter.handle for voter in voters), *(voter.email for voter in voters), "abcdef0123456789"):
        assert word not in page
    assert "Votes (3)" in page
    index = signed_in(bea).get(reverse("contest_votes:index")).text
    assert entry.contest.title in index


def test_on_the_screen_one_person_asks_and_another_confirms(entry, bea, carla):
    held(entry)
    form = {"act": "void", "group": [f"{entry.pk}:rhythm,new"], "reason": WHY, "until": max(ids(entry))}
    assert signed_in(bea).post(screen_of(entry), form).status_code == 302
    order = VoidOrder.objects.get()
    decide = reverse("contest_votes:decide", args=[order.pk])
    assert signed_in(bea).post(decide, {"do": "confirm"}).status_code == 403
    asked = signed_in(carla).get(screen_of(entry)).text
    assert WHY in asked
    assert "3 votes for <bdi>Steam</bdi>" in asked
    assert signed_in(carla).post(decide, {"do": "confirm"}).status_code == 302
    assert standings(entry) == {Standing.VOID}
    assert signed_in(carla).post(decide, {"do": "confirm"}).status_code == 409


def test_on_the_screen_held_votes_are_released_but_not_those_that_came_meanwhile(entry, bea):
    held(entry)
    until = max(ids(entry))
    cast(entry, 1)
    late = max(ids(entry))
    EntryVote.objects.filter(pk=late).update(reasons=["rhythm", "new"], score=60)
    move([late], Act.HOLD, why="rhythm", at=timezone.now())
    form = {"act": "release", "group": [f"{entry.pk}:rhythm,new"], "until": until}
    assert signed_in(bea).post(screen_of(entry), form).status_code == 302
    assert count_of(entry) == 3
    assert EntryVote.objects.get(pk=late).standing == Standing.HELD


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "void", "reason": WHY, "until": 9},
        {"act": "void", "group": ["1:nothing"], "reason": WHY, "until": 9},
        {"act": "cast", "group": ["1:"], "until": 9},
        {},
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_what_was_typed(entry, bea, sent):
    held(entry)
    answer = signed_in(bea).post(screen_of(entry), sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    if "reason" in sent:
        assert WHY in answer.text
    assert standings(entry) == {Standing.HELD}


def test_a_member_who_leaves_takes_the_key_and_leaves_the_votes(entry, bea):
    voter, _other = cast(entry, 2)
    seal(entry.contest)
    erase_member(voter, by=voter)
    assert not VoterKey.objects.filter(member=voter.pk).exists()
    assert VoteEvent.objects.count() == 2
    assert count_of(entry) == 2
    assert verify(entry.contest) is None
    assert list(drift_of(entry.contest_id)) == []


# --- an organiser who wants another result


def test_no_screen_of_the_admin_knows_votes_or_the_ledger():
    shown = {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
    assert not shown & {*SAFE, Entry}
    assert not set(get_snippet_models()) & {*SAFE, Entry}


def test_no_permission_to_add_or_change_votes_exists():
    for model in (*SAFE, VoidOrder):
        assert not Permission.objects.filter(
            content_type__app_label="contests", content_type__model=model._meta.model_name
        ).exists()
    rights = Permission.objects.filter(content_type__app_label="contests", content_type__model="entry")
    assert list(rights.values_list("codename", flat=True)) == ["view_entry"]


def test_the_editor_of_a_contest_has_no_field_that_a_tally_comes_from(entry, bea):
    form = ContestPage.get_edit_handler().get_form_class()
    assert not [name for name in form.base_fields if ("count" in name and name != "countries") or "tally" in name]
    assert not {"register", "vote_events", "entries", "void_orders", "ledger_days"} & {
        *form.base_fields,
        *form.formsets,
    }


def test_publishing_an_old_version_of_a_contest_changes_no_vote(entry, bea):
    contest = entry.contest
    contest.save_revision(user=bea)
    cast(entry, 3)
    seal(contest)
    ContestPage.objects.get(pk=contest.pk).get_latest_revision().publish()
    assert count_of(entry) == 3
    assert verify(contest) is None


def test_no_address_takes_a_number_of_votes(entry, bea, ada):
    for person in (bea, ada):
        client = signed_in(person)
        for sent in ({"vote": "on", "votes": "1000"}, {"vote": "on", "count": 1000}, {"vote": "on", "by": 1}):
            client.post(reverse("contests:vote", args=[entry.pk]), sent)
        client.post(f"{entry.contest.url}ledger/", {"vote_count": 1000})
    assert count_of(entry) == 2


def test_no_command_adds_votes_and_recount_takes_false_ones_away(entry):
    ours = {name for name, app in get_commands().items() if str(app).startswith(("core", "contests", "ideas"))}
    assert ours <= {
        *("demo", "recount", "serve", "sweep", "import_ideas", "export_ideas", "seed_scale", "check_gate"),
        *("inspect_media", "seed_contest"),
    }
    cast(entry, 2)
    Entry.objects.filter(pk=entry.pk).update(vote_count=5_000)
    EntryVote.objects.bulk_create(EntryVote(entry=entry, pseudonym=f"{n:032x}") for n in range(50))
    call_command("recount", verbosity=0)
    call_command("sweep", verbosity=0)
    assert count_of(entry) == EntryVote.objects.count() == 2


def test_no_verb_of_watching_makes_a_vote_of_nothing(entry, bea, carla):
    cast(entry, 2)
    everything = [*ids(entry), 10_000_000, 10_000_001]
    assert release(entry.contest, everything, by=bea) == 0
    with pytest.raises(RuleBroken):
        ask_for_order(entry.contest, "restore", everything, reason=WHY, by=bea)
    assert count_of(entry) == 2
    assert VoteEvent.objects.count() == 2


def test_no_address_of_the_admin_names_votes_but_the_screen_of_integrity():
    named = [str(pattern.pattern) for pattern in get_resolver("wagtail.admin.urls").url_patterns]
    assert [name for name in named if "vote" in name] == ["contest-votes/"]
    assert apps.get_model("contests", "VoteEvent") is VoteEvent


@pytest.mark.parametrize("how", ["entered", "judges"])
def test_who_has_something_to_win_moves_no_votes(entry, bea, carla, how):
    held(entry)
    order = ask_for_order(entry.contest, "void", ids(entry)[:1], reason=WHY, by=carla)
    if how == "entered":
        make_entry(entry.contest, by=bea, media=False)
    else:
        make_judge(entry.contest, bea)
    for act in (
        lambda: release(entry.contest, ids(entry), by=bea),
        lambda: ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea),
        lambda: decide_order(order, confirm=True, by=bea),
        lambda: decide_order(order, confirm=False, by=bea),
    ):
        with pytest.raises(Refused, match="so somebody else decides on this"):
            act()
    assert standings(entry) == {Standing.HELD}
    page = signed_in(bea).get(reverse("contest_votes:contest", args=[entry.contest_id])).text
    assert "so somebody else decides on this" in page
    assert 'name="act"' not in page
    assert 'name="do"' not in page


def test_who_has_entered_since_they_asked_takes_it_back(entry, bea):
    held(entry)
    order = ask_for_order(entry.contest, "void", ids(entry), reason=WHY, by=bea)
    make_entry(entry.contest, by=bea, media=False)
    assert "Take it back" in signed_in(bea).get(reverse("contest_votes:contest", args=[entry.contest_id])).text
    assert not decide_order(order, confirm=False, by=bea).is_confirmed
