"""Publishing a shortlist and results: when, by whom, with which figures, and once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.signals import post_save
from django.utils import timezone

from contests.actions.publishing import publish_results, publish_shortlist
from contests.actions.voting import cast_vote
from contests.kinds import Award, Standing, TieRule
from contests.models import ContestPage, Entry, EntryVote, LedgerDay, Prize, Publication, Register, ScheduleChange
from contests.phases import Decides, Phase
from core.errors import Refused, RuleBroken
from core.publication import State
from tests.cast import make_member
from tests.contests.deciding import decided_contest, entries_with, make_juror, mark, vote_for
from tests.contests.things import make_contest, make_entry, times_in
from tests.ideas.test_crowd import all_at_once

pytestmark = pytest.mark.django_db


def placed(published, award=Award.WINNER):
    rows = published.placements.filter(award=award).order_by("rank", "pk")
    return [(row.rank, row.entry.title, ", ".join(row.prize_names)) for row in rows.select_related("entry")]


def test_results_hold_places_prizes_and_every_figure(bea):
    contest = decided_contest(3, 5, 1)
    vote_for(contest.entries.get(title="A"), 2, standing=Standing.VOID)
    vote_for(contest.entries.get(title="A"), 1, standing=Standing.WITHDRAWN)
    published = publish_results(contest, by=bea, how="  We counted twice. ")
    assert placed(published) == [(1, "B", "Prize 1"), (2, "A", "Prize 2"), (3, "C", "")]
    assert (published.number, published.by, published.how) == (1, bea, "We counted twice.")
    assert published.head == Register.objects.get(contest=contest).head
    figures = published.figures
    assert (figures["entries"], figures["entrants"], figures["voters"], figures["disqualified"]) == (3, 3, 9, 0)
    votes = {name: sum(reasons.values()) for name, reasons in figures["votes"].items()}
    assert votes == {"counted": 9, "held": 0, "void": 2, "withdrawn": 1, "out": 0}
    days = LedgerDay.objects.filter(contest=contest)
    assert figures["days"] == [[day.day.isoformat(), day.events, day.head] for day in days]
    assert figures["exposure"]


def test_publishing_twice_gives_the_same_results(bea, ada):
    contest = decided_contest(3, 5)
    first = publish_results(contest, by=bea)
    vote_for(contest.entries.get(title="A"), 9)
    assert publish_results(contest, by=ada) == first
    assert Publication.objects.count() == 1


def test_shared_places_have_both_the_prize(bea):
    contest = decided_contest(5, 5, 1, tie_rule=TieRule.SHARED)
    published = publish_results(contest, by=bea)
    assert placed(published) == [(1, "A", "Prize 1"), (1, "B", "Prize 1"), (3, "C", "")]
    assert published.placements.filter(is_tied=True).count() == 2


def test_the_peoples_choice_has_its_own_prize(bea):
    contest = decided_contest(9, 1, decides=Decides.JURY_AND_PEOPLE, quorum=1)
    Prize.objects.create(contest=contest, rank=1, award=Award.PEOPLE, name="Cup")
    judge = make_juror(contest)
    mark(contest.entries.get(title="A"), 2, by=judge)
    mark(contest.entries.get(title="B"), 5, by=judge, words="It sings.", quotable=True)
    published = publish_results(contest, by=bea)
    assert placed(published) == [(1, "B", "Prize 1"), (2, "A", "Prize 2")]
    assert placed(published, Award.PEOPLE) == [(1, "A", "Cup"), (2, "B", "")]
    assert published.placements.get(award=Award.WINNER, rank=1).words == "It sings."


def test_what_a_judge_keeps_to_the_jury_is_not_quoted(bea):
    contest = decided_contest(1, decides=Decides.JURY_AND_PEOPLE, quorum=1)
    mark(contest.entries.get(), 4, by=make_juror(contest), words="Dull, to be honest.")
    assert set(publish_results(contest, by=bea).placements.values_list("words", flat=True)) == {""}


def test_a_contest_without_entries_has_results_without_a_winner(bea):
    for decides in Decides.values:
        published = publish_results(decided_contest(decides=decides), by=bea)
        assert (published.figures["entries"], published.placements.count()) == (0, 0)


def test_a_contest_without_votes_has_results_without_a_winner(bea):
    published = publish_results(decided_contest(0, 0), by=bea)
    assert (published.figures["entries"], published.placements.count()) == (2, 0)


def test_results_may_be_published_as_soon_as_voting_is_over_and_not_before(bea):
    contest = decided_contest(3, 5)
    with pytest.raises(RuleBroken, match="too early"):
        publish_results(contest, by=bea, at=contest.voting_until - timedelta(microseconds=1))
    assert publish_results(contest, by=bea, at=contest.voting_until).number == 1


def test_nothing_is_published_while_the_contest_is_paused(bea):
    contest = decided_contest(3)
    pause = ScheduleChange.objects.create(contest=contest, what=ScheduleChange.What.PAUSED, note="A fault.")
    Register.objects.filter(contest=contest).update(pause=pause)
    with pytest.raises(RuleBroken, match="paused"):
        publish_results(ContestPage.objects.get(pk=contest.pk), by=bea)


def test_everything_that_stands_in_the_way_is_said_at_once(bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    [entry] = entries_with(contest, 3)
    vote_for(entry, 2, standing=Standing.HELD)
    with pytest.raises(RuleBroken) as refused:
        publish_results(contest, by=bea)
    said = " ".join(refused.value.messages)
    assert "too early" in said
    assert "shortlist is not published" in said
    assert "2 held votes are undecided" in said
    assert not Publication.objects.exists()


def test_results_of_a_jury_wait_for_enough_judges(bea):
    contest = decided_contest(1, 1, decides=Decides.JURY_AND_PEOPLE, quorum=2)
    judge = make_juror(contest)
    for entry in contest.entries.all():
        mark(entry, 4, by=judge)
    with pytest.raises(RuleBroken, match="2 entries have fewer than 2 judges"):
        publish_results(contest, by=bea)


@pytest.mark.parametrize("person", ["tom", "mo"])
def test_only_the_brands_team_publishes(request, person):
    contest = decided_contest(3)
    for publish in (publish_results, publish_shortlist):
        with pytest.raises(Refused, match="brand’s team"):
            publish(contest, by=request.getfixturevalue(person))


def test_a_shortlist_marks_its_entries_and_all_who_tie_for_the_last_place(bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2)
    entries_with(contest, 9, 4, 4, 1)
    published = publish_shortlist(contest, by=bea)
    assert set(contest.entries.filter(is_shortlisted=True).values_list("title", flat=True)) == {"A", "B", "C"}
    assert (published.figures["wanted"], published.figures["tied"]) == (2, 1)
    assert publish_shortlist(contest, by=bea) == published


def test_a_shortlist_waits_until_whoever_picks_it_is_done(bea):
    contest = make_contest(Phase.VOTING, decides=Decides.PUBLIC_THEN_JURY)
    entries_with(contest, 9)
    with pytest.raises(RuleBroken, match="too early"):
        publish_shortlist(contest, by=bea)
    assert not contest.entries.filter(is_shortlisted=True).exists()


def test_a_contest_that_the_public_decides_has_no_shortlist(bea):
    with pytest.raises(RuleBroken, match="no shortlist"):
        publish_shortlist(decided_contest(3), by=bea)


def test_no_shortlist_follows_the_results(bea):
    contest = decided_contest(decides=Decides.PUBLIC_THEN_JURY)
    publish_results(contest, by=bea)
    entries_with(contest, 3)
    with pytest.raises(RuleBroken, match="published already"):
        publish_shortlist(contest, by=bea)


def test_an_entry_that_is_withdrawn_after_the_shortlist_has_no_place(bea):
    contest = decided_contest(9, 8, decides=Decides.JURY_THEN_PUBLIC, quorum=1)
    judge = make_juror(contest)
    for entry in contest.entries.all():
        mark(entry, 4, by=judge)
    publish_shortlist(contest, by=bea)
    Entry.objects.filter(title="A").update(state=State.WITHDRAWN, withdrawn_at=timezone.now())
    assert placed(publish_results(contest, by=bea)) == [(1, "B", "Prize 1")]


def test_results_are_for_everybody_from_their_time_on(bea, tom):
    contest = decided_contest(3)
    publish_results(contest, by=bea, at=contest.voting_until)
    early, late = contest.results_from - timedelta(seconds=1), contest.results_from
    assert not Publication.objects.visible_to(tom, at=early).exists()
    assert Publication.objects.visible_to(tom, at=late).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize("publish", [publish_shortlist, publish_results])
def test_two_who_publish_at_once_publish_one(publish, bea):
    contest = decided_contest(9, 8, 7, decides=Decides.PUBLIC_THEN_JURY, shortlist_size=2, quorum=1)
    if publish is publish_results:
        publish_shortlist(contest, by=bea)
        judge = make_juror(contest)
        for entry in contest.entries.all():
            mark(entry, 4, by=judge)
    found = all_at_once([lambda: publish(contest, by=bea) for _ in range(8)])
    assert len({one.pk for one in found}) == 1
    assert Publication.objects.filter(what=found[0].what).count() == 1
    assert found[0].placements.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_while_one_contest_is_published_others_are_voted_in(bea):
    locks: list[str] = []

    def look(**_kwargs):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND relation = 'contests_voteevent'::regclass"
            )
            locks.extend(mode for (mode,) in cursor.fetchall())

    post_save.connect(look, sender=Publication)
    try:
        published = publish_results(decided_contest(5), by=bea)
    finally:
        post_save.disconnect(look, sender=Publication)
    assert locks == ["AccessShareLock"]
    assert published.head


def test_a_pattern_that_nobody_has_seen_yet_is_held_before_results(bea):
    contest = make_contest(Phase.VOTING)
    entry, begun = make_entry(contest, media=False), timezone.now() - timedelta(hours=1)
    for place in range(40):  # a new account every five seconds, which votes at once
        at = begun + timedelta(seconds=5 * place)
        cast_vote(Entry.objects.for_voting().get(pk=entry.pk), by=newcomer(at), traits=None, at=at)
    counted = EntryVote.objects.counted().count()
    ContestPage.objects.filter(pk=contest.pk).update(**times_in(Phase.RESULTS))
    contest = ContestPage.objects.select_related("register").get(pk=contest.pk)
    with pytest.raises(RuleBroken, match="held votes are undecided"):
        publish_results(contest, by=bea)
    assert counted > EntryVote.objects.counted().count()
    assert Publication.objects.count() == 0


def newcomer(at):
    return make_member(f"new-{at:%H%M%S}", date_joined=at - timedelta(seconds=2))
