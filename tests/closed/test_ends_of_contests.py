"""What follows on the votes and marks of a contest is closed with it: appeals, receipts, results as a file, juries."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.actions.allotting import allot
from contests.actions.appealing import appeal_vote
from contests.actions.inviting import invite
from contests.actions.jury_mailing import send_invitations
from contests.actions.publishing import publish_results
from contests.actions.voting import cast_vote
from contests.actions.watching import ask_for_order, decide_order
from contests.models import Entry, EntryVote, Judgement, Juror, VoteAppeal
from contests.phases import Phase
from core.notices.actions.delivering import deliver_waiting
from tests.cast import make_member, with_role
from tests.closed.rooms import FRAGMENT, KINDS, OTHERS, OWN, close_by, signed_in, text_of
from tests.contests.deciding import decided_contest, entries_with
from tests.contests.juries import desks, judged_contest, make_judge
from tests.contests.things import make_contest, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OUTSIDERS = ("vera", "tom", "lars", "otto", "lena")
WHY = "All of these came from one rack in Zanzibar."
TEXT = "I vote from the library, as many do."


@pytest.fixture
def carla(bea: Any) -> Any:
    return with_role(make_member("carla"), "Brand editors")


@pytest.fixture
def ended(cast: dict[str, Any], carla: Any) -> SimpleNamespace:
    """Still open. Everybody voted, entered and judges; their votes were made void, and half of them have appealed."""
    members = [cast[name] for name in ("tom", "lars", "otto", "lena", "ines")]
    made = SimpleNamespace(contest=make_contest(Phase.VOTING, slug="cup", title="Zanzibar cup"))
    made.entry = make_entry(made.contest, title="Zanzibar dawn", media=False)
    for member in members:
        make_entry(made.contest, by=member, title="Ukulele dawn", media=False)
        cast_vote(Entry.objects.for_voting().get(pk=made.entry.pk), by=member, traits=None)
    votes = list(EntryVote.objects.values_list("pk", flat=True))
    order = ask_for_order(made.contest, "void", votes, reason=WHY, by=cast["bea"])
    decide_order(order, confirm=True, by=carla)
    made.votes = {member.handle: EntryVote.objects.of(member, made.contest.pk).get() for member in members}
    made.appeals = [appeal_vote(made.votes[name], by=cast[name], text=TEXT) for name in ("tom", "lena")]
    made.decided = decided_contest(slug="prize", title="Zanzibar prize")
    for entry in entries_with(made.decided, 3, 1):
        Entry.objects.filter(pk=entry.pk).update(title="Zanzibar wins", search_text="zanzibar wins")
    publish_results(made.decided, by=cast["bea"])
    made.judged = judged_contest(
        slug="jury-of-it", title="Zanzibar jury", brief="Of Zanzibar.", entries=5
    )  # each has a desk
    made.judges = [make_judge(made.judged, member) for member in members]
    allot(made.judged)
    return made


@pytest.fixture(params=KINDS)
def shut(ended: SimpleNamespace, request: pytest.FixtureRequest) -> SimpleNamespace:
    for contest in [ended.contest] if request.param.endswith("above") else [ended.contest, ended.decided, ended.judged]:
        close_by(request.param, contest, "Insiders")
    return ended


def addresses(made: SimpleNamespace) -> list[str]:
    """Everything that hangs on votes, results and marks, by ids that were known or can be guessed."""
    results, jury = f"{made.decided.url}results/", f"{made.judged.url}jury/"
    found = [
        results,
        f"{results}?number=1",
        f"{results}csv/",
        f"{results}csv/?number=1",
        f"{made.decided.url}ledger/file/",
    ]
    found += [f"{made.contest.url}votes/", f"{made.contest.url}ledger/", f"{made.contest.url}ledger/file/"]
    found += [f"{made.contest.url}votes/{vote.pk}/appeal/" for vote in made.votes.values()]
    found += [jury, f"{jury}judged/", *(f"{jury}{pk}/" for pk in set().union(*desks(made.judged).values()))]
    entries = Entry.objects.filter(contest=made.contest)
    return found + [reverse(f"contests:{name}", args=[one.pk]) for one in entries for name in ("receipt", "edit")]


def asked(client: Client, address: str) -> list[Any]:
    """By every method, and as a fragment."""
    posted = {"text": TEXT, "do": "give", "words": "Zanzibar?", "answer": "decline"}
    answers = [getattr(client, method)(address) for method in ("get", "head", "options")]
    return [*answers, client.post(address, posted), client.get(address, headers=FRAGMENT)]


def test_nobody_outside_has_any_of_it(shut, cast):
    """What has an address of its own is answered as what never was."""
    counts = [model.objects.count() for model in (VoteAppeal, EntryVote, Judgement)]
    for person in OUTSIDERS:
        client = signed_in(cast[person])
        never = {name: asked(client, f"/entry/987654/{name}/") for name in ("receipt", "edit")}
        hidden = {name: [answer.status_code for answer in answers] for name, answers in never.items()}
        for address in addresses(shut):
            answers = asked(client, address)
            expected = hidden.get(address.split("/")[-2], [404] * 5)
            assert [answer.status_code for answer in answers] == expected, (person, address)
            told = "".join(map(text_of, answers))
            assert not any(word in told for word in (*OTHERS, *OWN, WHY, TEXT)), (person, address)
    assert counts == [model.objects.count() for model in (VoteAppeal, EntryVote, Judgement)]
    assert not Judgement.objects.filter(state=Judgement.State.GIVEN).exists()


def test_an_insider_has_all_that_is_theirs(shut, cast):
    """So that the others would show what leaks."""
    client, ines = signed_in(cast["ines"]), cast["ines"]
    theirs = Entry.objects.get(contest=shut.contest, author=ines).pk
    seat = Juror.objects.get(contest=shut.judged, member=ines).pk
    results, votes = f"{shut.decided.url}results/", f"{shut.contest.url}votes/"
    for address, word in (
        (results, "Zanzibar wins"),
        (f"{results}csv/", "winner,1,"),
        (votes, WHY),
        (f"{votes}{shut.votes['ines'].pk}/appeal/", WHY),
        (f"{shut.judged.url}jury/{min(desks(shut.judged)[seat])}/", "Zanzibar jury"),
        (f"{shut.judged.url}jury/judged/", "Zanzibar jury"),
        (reverse("contests:receipt", args=[theirs]), "Ukulele dawn"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"], address
        assert word in text_of(answer), address


def test_an_appeal_is_decided_by_nobody_who_may_not_see_its_contest(shut, cast, settings):
    dora = with_role(make_member("dora"), "Brand editors")
    desk, answer = signed_in(dora), {"do": "overturn", "answer": "You are right: it is one network."}
    for appeal in shut.appeals:
        for address in (f"/admin/contest-votes/appeals/{appeal.pk}/", f"/admin/contest-votes/{shut.contest.pk}/"):
            for method in ("get", "head", "post"):
                told = getattr(desk, method)(address, answer)
                assert told.status_code in (404, 405), address
                assert not any(word in text_of(told) for word in (*OTHERS, TEXT)), address
    assert not VoteAppeal.objects.exclude(decided_at=None).exists()
    with_role(dora, "Insiders")
    assert TEXT in desk.get(f"/admin/contest-votes/{shut.contest.pk}/").text


def test_the_letter_to_a_judge_and_its_page_name_a_closed_contest_to_insiders_alone(shut, cast, bea, mailoutbox):
    """Its link was written while it was open, or is forwarded: what it is about is asked for when it is read."""
    Juror.objects.all().delete()
    with_role(bea, "Insiders")
    asked = {name: invite(shut.judged, by=bea, name=name, email=cast[name].email) for name in ("tom", "lena", "ines")}
    mailoutbox.clear()
    send_invitations()
    told = {mail.to[0]: f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox}
    assert {one: "anzibar" in said for one, said in told.items()} == {
        "tom@example.com": False,
        "lena@example.com": False,
        "ines@example.com": True,
    }
    for name in ("tom", "lena", "ines"):
        for person in (*OUTSIDERS, "ines"):
            client, address = signed_in(cast[person]), asked[name].get_absolute_url()
            for answer in (client.get(address), client.head(address), client.post(address, {"answer": "?"})):
                seen = any(word in text_of(answer) for word in OTHERS)
                assert not seen or person == name == "ines", (name, person)


def test_mail_about_votes_that_waited_is_without_words(ended, cast, mailoutbox, django_capture_on_commit_callbacks):
    """It was written while they were inside."""
    close_by("restriction", ended.contest, "Insiders")
    deliver_waiting()
    for mail in mailoutbox:
        said = f"{mail.subject} {mail.body} {mail.alternatives}"
        assert mail.to == ["ines@example.com"] or not any(word in said for word in (*OTHERS, WHY)), mail.to
    for person in ("tom", "lars", "otto", "lena"):
        told = text_of(signed_in(cast[person]).get("/me/notices/")) + text_of(
            signed_in(cast[person]).get("/me/export/")
        )
        assert not any(word in told for word in OTHERS), person
