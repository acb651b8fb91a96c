"""What the team reads of feedback: sums with their denominators, every way to narrow it, pages of it, and files."""

import csv
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audience.actions.groups import leave, make_tier
from core.audience.actions.memberships import admit
from core.audience.groups import INSIDERS
from core.audience.models import Entrance
from insiders.actions.advising import Advice, answer_feedback, give_feedback
from insiders.admin.feedback import PER_PAGE
from insiders.models import EarlyAccess, Feedback
from tests.cast import make_member
from tests.insiders.things import make_early

pytestmark = pytest.mark.django_db
ALL, ALL_CSV = "/admin/early-access/feedback/", "/admin/early-access/feedback.csv"


@pytest.fixture
def staff(client, bea, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    return client


@pytest.fixture
def early(ines, lars, tom, bea) -> EarlyAccess:
    """Three said something of it, and one of another page."""
    early, other = make_early("Decaf"), make_early("Cups", slug="cups")
    answered = give_feedback(early, Advice(5, True, "works", "Plums at the end"), by=ines)
    answer_feedback(answered, by=bea, answer="They stay.", words=answered.words)
    give_feedback(early, Advice(2, False, "fails", "100% sour_cold"), by=lars)
    give_feedback(early, Advice(2, None, "idea", "=cmd() in a tin"), by=tom)
    give_feedback(other, Advice(None, True, "", "Round"), by=tom)
    return early


def of(early: EarlyAccess) -> str:
    return reverse("early_access_feedback", args=[early.page_id])


def handles(client, url: str, asked: dict) -> set[str]:
    """Who is listed, and who stands in the file: the same people."""
    listed = {row.author.handle for row, _tiers, _form in client.get(url, asked).context["rows"]}
    lines = b"".join(client.get(f"{url.rstrip('/')}.csv", asked)).decode()
    assert listed == {row["handle"] for row in csv.DictReader(StringIO(lines))}
    return listed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"ines", "lars", "tom"}),
        ({"rating": "2"}, {"lars", "tom"}),
        ({"rating": "2", "sort": "idea"}, {"tom"}),
        ({"answered": "yes"}, {"ines"}),
        ({"answered": "no"}, {"lars", "tom"}),
        ({"q": "PLUMS"}, {"ines"}),
        ({"q": "they stay"}, {"ines"}),
        ({"q": "@lars"}, {"lars"}),
        ({"q": "100% sour_"}, {"lars"}),
        ({"q": "zeppelin"}, set()),
        ({"tier": INSIDERS}, {"ines", "lars"}),
        ({"tier": "Table"}, set()),
        ({"rating": "9", "tier": "x", "answered": "perhaps", "p": "-1"}, {"ines", "lars", "tom"}),
    ],
)
def test_it_is_narrowed_on_the_screen_and_in_the_file(staff, early, asked, found):
    make_tier("Table")
    if asked.get("tier") in (INSIDERS, "Table"):
        asked = {**asked, "tier": make_tier(asked["tier"]).pk}
    assert handles(staff, of(early), asked) == found


def test_sums_have_their_denominators_and_stay_when_the_list_is_narrowed(staff, early):
    answer = staff.get(of(early), {"rating": "5"})
    assert answer.context["ratings"] == [(5, 1), (4, 0), (3, 0), (2, 2), (1, 0)]
    for words in (
        "3 people said something",
        "Rating 3.0 of 5 in the mean, by 3.",
        "2 of 3",
        "1 of 2 would want it.",
        "1 of 3 fits.",
    ):
        assert words in answer.text
    assert "Show all" in answer.text


def test_beside_a_name_stands_through_which_tier_somebody_saw_it(staff, early, ines, lars):
    leave(ines, INSIDERS)
    admit(ines, make_tier("Table"), entrance=Entrance.INVITED)
    answer = staff.get(of(early))
    tiers = {
        row.author.handle: [(one.name, one.is_in) for one in tiers or ()]
        for row, tiers, _form in answer.context["rows"]
    }
    assert tiers == {"ines": [("Table", True), (INSIDERS, False)], "lars": [(INSIDERS, False)], "tom": []}
    assert "In no tier" in answer.text


def test_all_pages_stand_side_by_side_for_who_looks_after_them(staff, early):
    answer = staff.get(ALL)
    sums = [
        (one["early__page__title"], one["said"], one["rated"], one["unanswered"]) for one in answer.context["by_page"]
    ]
    assert sums == [("Decaf", 3, 3, 2), ("Cups", 1, 0, 1)]
    assert handles(staff, ALL, {"page": early.page_id}) == {"ines", "lars", "tom"}
    assert handles(staff, ALL, {"q": "round"}) == {"tom"}
    lines = b"".join(staff.get(ALL_CSV, {"q": "cmd"})).decode()
    (row,) = csv.DictReader(StringIO(lines))
    assert (row["page"], row["words"], row["tiers"]) == ("Decaf", "'=cmd() in a tin", "")


def test_it_is_answered_where_all_pages_stand(staff, early):
    said = Feedback.objects.get(words="Round")
    form = {"feedback": said.pk, f"f{said.pk}-answer": "As they should be.", f"f{said.pk}-words": said.words}
    assert staff.post(f"{ALL}?answered=no", form)["Location"] == f"{ALL}?answered=no#feedback-{said.pk}"
    assert Feedback.objects.get(pk=said.pk).answer == "As they should be."


def test_who_looks_after_no_page_reads_nothing(client, early, tom, ines, mo, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    for outsider in (tom, ines, mo):
        client.force_login(outsider)
        assert {client.get(url).status_code for url in (ALL, ALL_CSV, of(early))} <= {403, 404}


def test_while_nobody_has_said_anything_it_says_so(staff):
    early = make_early()
    for url in (ALL, of(early)):
        assert "Nobody has said anything yet" in staff.get(url).text


def test_it_is_paged_at_the_same_price_however_much_there_is(staff, max_queries):
    early = make_early()
    tier = make_tier(INSIDERS)
    for number in range(PER_PAGE + 1):
        member = make_member(f"member{number}")
        admit(member, tier, entrance=Entrance.INVITED)
        Feedback.objects.create(
            early=early, author=member, rating=3, words=f"Word {number}", answered_at=timezone.now()
        )
    first = staff.get(of(early), {"rating": "3"})
    assert (len(first.context["rows"]), "Page 1 of 2" in first.text) == (PER_PAGE, True)
    assert "?rating=3&amp;p=2" in first.text
    assert len(staff.get(of(early), {"rating": "3", "p": "2"}).context["rows"]) == 1
    with max_queries(CEILING):
        staff.get(of(early))
    Feedback.objects.exclude(words="Word 0").delete()
    with max_queries(CEILING):
        staff.get(of(early))


CEILING = 30
