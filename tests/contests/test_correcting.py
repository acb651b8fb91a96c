"""Results that changed since they were published are published again, with the reason, and those concerned are told."""

import pytest
from django.utils import timezone

from contests.actions.correcting import correct_results
from contests.actions.disqualifying import disqualify
from contests.actions.publishing import publish_results, publish_shortlist
from contests.actions.watching import ask_for_order, decide_order, move
from contests.kinds import Act, Standing
from contests.models import Entry, EntryVote, Prize, Publication
from contests.phases import Decides
from core.errors import Refused, RuleBroken
from core.notices.models import Notice
from tests.cast import make_member, with_role
from tests.contests.deciding import decided_contest, make_juror, mark, vote_for

pytestmark = pytest.mark.django_db
REASON = "Six votes for A were made void after the results."


@pytest.fixture
def carla(bea):
    return with_role(make_member("carla"), "Brand editors")


def titled(title):
    return Entry.objects.select_related("contest").get(title=title)


def read(published):
    rows = published.placements.select_related("entry")
    return [(row.rank, row.entry.title, row.votes, row.moved_up_from, row.moved_down_from) for row in rows]


def void(title, count):
    ids = list(EntryVote.objects.filter(entry__title=title).order_by("pk").values_list("pk", flat=True)[:count])
    move(ids, Act.VOID, why="order 1", at=timezone.now())


def test_votes_made_void_afterwards_change_the_places(bea):
    contest = decided_contest(9, 5, 1)
    first = publish_results(contest, by=bea)
    void("A", 6)
    after = correct_results(contest, by=bea, reason=REASON)
    assert (after.number, after.cause, after.note, after.by) == (2, "counted", REASON, bea)
    assert read(after) == [(1, "B", 5, 2, None), (2, "A", 3, None, 1), (3, "C", 1, None, None)]
    assert [row.prize_names for row in after.placements.all()] == [["Prize 1"], ["Prize 2"], []]
    assert after.figures["votes"]["void"] == {"": 6}
    assert after.head != first.head
    assert read(first)[0] == (1, "A", 9, None, None)


def test_without_a_change_there_is_nothing_to_correct(bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        correct_results(contest, by=bea, reason=REASON)
    void("A", 1)
    correct_results(contest, by=bea, reason=REASON)
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        correct_results(contest, by=bea, reason=REASON)
    assert Publication.objects.results().count() == 2


def test_before_the_results_there_is_nothing_to_correct(bea):
    with pytest.raises(RuleBroken, match="not published yet"):
        correct_results(decided_contest(9), by=bea, reason=REASON)


def test_what_is_undecided_stands_in_the_way(bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    vote_for(titled("B"), 7, standing=Standing.HELD)
    with pytest.raises(RuleBroken, match="7 held votes are undecided"):
        correct_results(contest, by=bea, reason=REASON)


@pytest.mark.parametrize("reason", ["", "Too short.", "\u200b" * 30])
def test_the_reason_is_asked_for(bea, reason):
    contest = decided_contest(9)
    publish_results(contest, by=bea)
    void("A", 1)
    with pytest.raises(RuleBroken, match="at least 20 characters"):
        correct_results(contest, by=bea, reason=reason)


def test_it_is_for_the_team_and_not_for_who_judges(bea, tom):
    contest = decided_contest(9)
    publish_results(contest, by=bea)
    with pytest.raises(Refused, match="brand’s team"):
        correct_results(contest, by=tom, reason=REASON)
    make_juror(contest, member=bea)
    with pytest.raises(Refused, match="You judge"):
        correct_results(contest, by=bea, reason=REASON)


def test_the_jurys_points_stay_as_they_were_published(bea):
    contest = decided_contest(9, 5, 4, decides=Decides.JURY_AND_PEOPLE, quorum=1)
    strict, mild = make_juror(contest), make_juror(contest)
    for title, points, judge in (("A", 1, strict), ("B", 3, strict), ("C", 4, mild)):
        mark(titled(title), points, by=judge)
    publish_results(contest, by=bea)
    disqualify(titled("A"), by=bea, reason="The picture was taken by somebody else.")
    before = dict(Publication.objects.results().newest().get().placements.values_list("entry__title", "points"))
    void("B", 5)
    after = correct_results(contest, by=bea, reason=REASON)
    winners = after.placements.filter(award="winner")
    assert {row.entry.title: row.points for row in winners} == {title: before[title] for title in ("B", "C")}
    assert [row.entry.title for row in after.placements.filter(award="people")] == ["C"]


def test_those_whose_place_changed_are_told_and_nobody_else(bea, django_capture_on_commit_callbacks):
    contest = decided_contest(9, 5, 1, prizes=1)
    with django_capture_on_commit_callbacks(execute=True):
        publish_results(contest, by=bea)
    Notice.objects.all().delete()
    void("A", 6)
    with django_capture_on_commit_callbacks(execute=True):
        correct_results(contest, by=bea, reason=REASON)
    told = set(Notice.objects.exclude(kind="contest-results").values_list("kind", "recipient"))
    moved, thanked = ("entry-moved", titled("A").author_id), ("entry-won", titled("B").author_id)
    assert {moved, thanked} <= told
    assert ("entry-moved", titled("C").author_id) not in told
    assert ("entry-moved", titled("B").author_id) not in told


def test_before_anybody_was_told_nobody_hears_of_a_change(bea, django_capture_on_commit_callbacks):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)  # its people have no notices yet
    void("A", 6)
    with django_capture_on_commit_callbacks(execute=True):
        correct_results(contest, by=bea, reason=REASON)
    assert not Notice.objects.filter(kind="entry-moved").exists()


def test_the_page_says_when_and_why_and_the_former_ones_can_be_read(client, bea):
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    void("A", 6)
    correct_results(contest, by=bea, reason=REASON)
    page = client.get(f"{contest.url}results/").text
    assert "corrected on" in page
    assert "The votes were counted anew." in page
    assert REASON in page
    assert "Moved up from place 2." in page
    assert "These are earlier results." in client.get(f"{contest.url}results/?number=1").text


def test_the_screen_shows_what_would_change_and_corrects_it(client, bea, carla, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    contest = decided_contest(9, 5)
    publish_results(contest, by=bea)
    client.force_login(bea)
    address = f"/admin/contests/{contest.pk}/results/"
    assert "They say what stands" in client.get(address).text
    ids = list(EntryVote.objects.filter(entry=titled("A")).values_list("pk", flat=True)[:6])
    order = ask_for_order(contest, "void", ids, reason="All from one rack.", by=bea)
    decide_order(order, confirm=True, by=carla)
    assert "Votes have changed since the results" in client.get(f"/admin/contest-votes/{contest.pk}/").text
    page = client.get(address).text
    assert "1 → 2" in page
    assert "9 → 3" in page
    assert "at least 20 characters" in client.post(address, {"do": "correct", "correct-reason": "No."}).text
    client.post(address, {"do": "correct", "correct-reason": REASON})
    assert Publication.objects.results().newest().get().number == 2


def test_all_prizes_of_a_place_are_shown_everywhere(client, bea):
    contest = decided_contest(9, 5)
    Prize.objects.create(contest=contest, rank=1, name="A cup", text="Of silver.", sort_order=9)
    published = publish_results(contest, by=bea)
    assert published.placements.get(rank=1).prize_names == ["Prize 1", "A cup"]
    hall = f"{contest.get_parent().url}hall-of-fame/"
    for address in (f"{contest.url}results/", hall, titled("A").get_absolute_url(), f"{contest.url}results/csv/"):
        answer = client.get(address)
        text = answer.getvalue().decode() if answer.streaming else answer.text
        assert "Prize 1" in text
        assert "A cup" in text


def test_a_shortlist_decides_among_the_same_when_it_is_counted_anew(bea):
    contest = decided_contest(9, 5, 3, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2, quorum=1)
    publish_shortlist(contest, by=bea)
    judge = make_juror(contest)
    mark(titled("A"), 2, by=judge)
    mark(titled("B"), 5, by=judge)
    publish_results(contest, by=bea)
    void("A", 8)
    after = correct_results(contest, by=bea, reason=REASON)
    assert [(row.rank, row.entry.title, row.votes) for row in after.placements.all()] == [(1, "B", 5), (2, "A", 1)]
