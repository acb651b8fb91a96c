"""Somebody of the staff who wants another result tries every address of the admin that there is, found by asking the
URL configuration. Votes, tallies and the ledger stay as they were."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page

from contests.actions.sealing import seal
from contests.actions.watching import ask_for_order
from contests.ledger import verify
from contests.models import ContestPage, Entry, EntryVote, LedgerDay, Seal, VoidOrder, VoteEvent
from contests.phases import Phase
from contests.recounting import drift_of
from core.members.models import User
from tests.contests.test_watching import WHY, cast, held, ids
from tests.contests.things import make_contest, make_entry
from tests.page_editor import form_of

pytestmark = pytest.mark.django_db

# Every name under which somebody could hope to say how many votes there are, or that one counts.
WISHED = {
    **dict.fromkeys(("vote_count", "votes", "count", "tally", "entries-0-vote_count", "score", "points"), "5000"),
    **dict.fromkeys(("standing", "entry_votes-0-standing", "votes-0-standing"), "counted"),
    **dict.fromkeys(("entries-TOTAL_FORMS", "vote_events-TOTAL_FORMS", "votes-TOTAL_FORMS"), "1"),
    **dict.fromkeys(("entries-INITIAL_FORMS", "vote_events-INITIAL_FORMS", "votes-INITIAL_FORMS"), "0"),
    **dict.fromkeys(("confirm", "yes", "vote"), "on"),
    **dict.fromkeys(("register-0-votes", "until"), "5000"),
    **dict.fromkeys(("ledger", "form"), "{}"),
    "what": "restore",
    "act": "cast",
    "do": "confirm",
    "reason": WHY,
    "next": "/admin/",
}
OPEN_TO_ALL = {"wagtailadmin_login", "wagtailadmin_logout"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def contest(bea: User) -> ContestPage:
    """With votes that count, votes that are held, and an order of bea's that waits."""
    contest = make_contest(Phase.VOTING)
    contest.save_revision(user=bea).publish()
    first, second = (make_entry(contest, title=title, media=False) for title in ("Steam", "Spoon"))
    cast(first, 2)
    held(second, 3)
    ask_for_order(contest, "void", ids(second)[:1], reason=WHY, by=bea)
    seal(contest)
    return contest


def standing(contest: ContestPage) -> dict[str, Any]:
    """All that a result comes from."""
    entries = Entry.objects.filter(contest=contest.pk).order_by("pk")
    votes = EntryVote.objects.order_by("pk").values_list("pk", "entry", "standing", "pseudonym")
    return {
        "entries": list(entries.values_list("pk", "vote_count", "state")),
        "votes": list(votes),
        "events": list(VoteEvent.objects.order_by("pk").values_list("pk", "entry_id", "act", "pseudonym")),
        "orders": list(VoidOrder.objects.values_list("pk", "what", "decided_at")),
        "seals": Seal.objects.count(),
        "days": list(LedgerDay.objects.values_list()),
    }


def leaves(resolver: URLResolver, prefix: str = "/admin/") -> Iterator[tuple[str, Any]]:
    """Every address of the admin with its pattern, however deep."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            yield from leaves(entry, address)
        elif entry.name not in OPEN_TO_ALL:
            yield address, entry


def addresses(contest: ContestPage, prefixes: tuple[str, ...] = ("/admin/",)) -> list[str]:
    """With the keys of the contest, of an entry, of the order and of its latest revision in each place for a key."""
    entry, order = contest.entries.order_by("pk")[0], VoidOrder.objects.get()
    named = {"app_label": "contests", "app_name": "contests", "content_type_app_name": "contests", "action": "publish"}
    named |= {"content_type_model_name": "contestpage", "revision_id": contest.latest_revision_id, "juror": 1}
    found: dict[str, None] = {}
    for address, pattern in leaves(get_resolver("wagtail.admin.urls")):
        if not address.startswith(prefixes):
            continue
        for key in (contest.pk, entry.pk, order.pk):
            for model in ("contestpage", "entryvote"):
                made = address.replace("$", "").replace("\\Z", "")
                for name, converter in getattr(pattern.pattern, "converters", {}).items():
                    value = {"model_name": model, "action_name": "publish"}.get(name, named.get(name, key))
                    kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                    made = made.replace(f"<{kind}:{name}>", str(value)).replace(f"<{name}>", str(value))
                found[made] = None
    return [address for address in found if not set("<(") & set(address)]


def tried(address: str, *, by: User, method: str) -> int:
    """What is answered; whatever it did is taken back, so that each address is asked of the same world."""
    client = Client(raise_request_exception=False)
    client.force_login(by)
    return getattr(client, method)(address, WISHED).status_code


def moved_by(contest: ContestPage, by: User, method: str, found: list[str]) -> tuple[list[str], dict[str, int]]:
    before, moved, answers = standing(contest), [], {}
    for address in found:
        point = transaction.savepoint()
        answers[address] = tried(address, by=by, method=method)
        if standing(contest) != before:
            moved.append(f"{method} {address}")
        transaction.savepoint_rollback(point)
    return moved, answers


@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_admin_moves_a_vote_by_one_persons_hand(contest, bea, ada, method):
    """Bea, who asked for an order, may not confirm it; of an administrator's one step is known: to confirm hers. What
    reading moves for nobody who may read everything, it moves for nobody."""
    found = addresses(contest)
    assert len(found) > 300
    if method == "post":
        moved, _answers = moved_by(contest, bea, method, found)
        assert moved == []
    moved, _answers = moved_by(contest, ada, method, found)
    decide = reverse("contest_votes:decide", args=[VoidOrder.objects.get().pk])
    assert moved == ([f"post {decide}"] if method == "post" else [])


OURS = ("/admin/contests/", "/admin/contest-votes/", "/admin/juries/", "/admin/snippets/contests/")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", ["tom", "mo", "plain"])
def test_the_screens_of_contests_are_closed_to_who_may_not_run_them(request, contest, person, method):
    """To members, moderators, and an editor from whom running contests, votes and scenes were taken."""
    by = _plain_editor(request) if person == "plain" else request.getfixturevalue(person)
    moved, answers = moved_by(contest, by, method, addresses(contest, OURS))
    assert moved == []
    wrong = {address: status for address, status in answers.items() if status not in {302, 403, 404}}
    assert wrong == {}
    led = [address for address, status in answers.items() if status == 302]
    assert all(address.startswith("/admin/snippets/") for address in led)  # as Wagtail answers: back to its first page


def _plain_editor(request: pytest.FixtureRequest) -> User:
    bea = request.getfixturevalue("bea")
    for group in bea.groups.all():
        group.permissions.remove(*group.permissions.filter(content_type__app_label="contests"))
    return User.objects.get(pk=bea.pk)


@pytest.mark.parametrize("sent", [{}, {"do": "results"}, WISHED, {"do": "\x00"}, {"act": ["void"] * 3, "until": "x"}])
def test_our_screens_answer_nonsense_with_a_page(contest, bea, sent):
    client = Client()
    client.force_login(bea)
    for address in addresses(contest, OURS):
        point = transaction.savepoint()
        assert client.post(address, sent).status_code < 500, address
        transaction.savepoint_rollback(point)


def test_the_form_of_a_contest_takes_no_vote_with_it(contest, bea):
    before = standing(contest)
    client = Client()
    client.force_login(bea)
    edit = reverse("wagtailadmin_pages:edit", args=[contest.pk])
    typed = form_of(client.get(edit)) | {"title": "Another title", "action-publish": "1"}
    assert client.post(edit, WISHED | typed).status_code == 302
    assert ContestPage.objects.get(pk=contest.pk).title == "Another title"
    assert standing(contest) == before


def test_a_version_whose_content_was_forged_brings_no_vote(contest, bea):
    """As somebody could write it who has the database of another site, or an import."""
    before = standing(contest)
    revision = contest.save_revision(user=bea)
    forged = deepcopy(revision.content)
    entry = contest.entries.order_by("pk")[0]
    forged |= {"vote_count": 5000, "register": [{"pk": 1, "contest": contest.pk, "seal_head": "f" * 64}]}
    forged["entries"] = [{"pk": entry.pk, "contest": contest.pk, "vote_count": 5000, "title": "Steam"}]
    forged["vote_events"] = [{"pk": None, "contest": contest.pk, "entry_id": entry.pk, "act": "cast"}]
    revision.content = forged
    revision.save()
    revision.publish()
    assert standing(contest) == before
    assert verify(contest) is None


def test_a_copy_has_no_vote_and_takes_none(contest, ada):
    before = standing(contest)
    Page.objects.get(pk=contest.pk).specific.copy(update_attrs={"slug": "again", "title": "Again"}, user=ada)
    assert standing(contest) == before
    assert not ContestPage.objects.get(slug="again").entries.exists()


def test_what_stands_above_a_contest_cannot_be_deleted_from_under_it(contest, ada):
    client, before = Client(), standing(contest)
    client.force_login(ada)
    for page in contest.get_ancestors(inclusive=True).filter(depth__gt=1):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirm": page.title})
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        client.post(f"{bulk}?id={page.pk}", {"confirm": page.title})
    assert standing(contest) == before


def test_whoever_deletes_a_member_deletes_no_vote(contest, ada):
    entry = contest.entries.order_by("pk")[0]
    tally, client = entry.vote_count, Client()
    client.force_login(ada)
    voters = User.objects.filter(handle__startswith="member-")
    for voter in [*voters, entry.author]:
        client.post(reverse("wagtailusers_users:delete", args=[voter.pk]))
    assert VoteEvent.objects.count() == 2 + 3 * 2
    assert Entry.objects.get(pk=entry.pk).vote_count == tally
    assert list(drift_of(contest.pk)) == []


@pytest.mark.parametrize("name", ["recount", "sweep", "fixtree", "rebuild_references_index", "publish_scheduled"])
def test_commands_that_run_by_themselves_change_no_vote(contest, name):
    before = standing(contest)
    call_command(name, verbosity=0, **({"interactive": False} if name == "fixtree" else {}))
    assert standing(contest) == before
