"""An organiser says that an entry is not a judge's to judge: with a reason, logged, told to the judge, and undone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from contests.actions.allotting import allot
from contests.actions.conflicts import DECLARED, UNDONE, declare_conflict_of, undo_conflict_of
from contests.actions.judging import declare_conflict, give_judgement, take_back_conflict
from contests.juries import desk_of
from contests.jury_scores import jury_scores
from contests.models import Judgement, Publication
from core.errors import Refused, RuleBroken, Stale
from core.notices.models import Message, Notice
from tests.contests.juries import desks, given, judged_contest, make_judge, marks, on_top, opinion
from tests.contests.things import make_entry

pytestmark = pytest.mark.django_db
WHY = "They run a studio together."


@pytest.fixture
def contest():
    return judged_contest(entries=1, quorum=1)


def test_the_entry_leaves_the_desk_for_another_judge_and_the_judge_is_told_why(contest, bea, tom):
    judge, other = make_judge(contest, tom), make_judge(contest)
    allot(contest)
    who, spare = (judge, other) if desk_of(judge).exists() else (other, judge)
    entry = on_top(who).entry
    declare_conflict_of(who, entry, by=bea, why=f"  {WHY} ")
    assert desks(contest) == {who.pk: set(), spare.pk: {entry.pk}}
    [written] = PageLogEntry.objects.filter(action=DECLARED)
    assert (written.user, written.data["why"], written.data["marks_out"]) == (bea, WHY, False)
    assert "is not judge" in written.message
    assert list(Notice.objects.filter(kind="jury-conflict").values_list("recipient", flat=True)) == [who.member_id]
    assert Message.objects.filter(notice__kind="jury-conflict").count() == 1


def test_marks_that_were_given_stay_to_be_read_and_count_no_more(contest, bea, client):
    judge, entry = make_judge(contest), contest.entries.get()
    given(judge, entry, 5, 2)
    assert jury_scores(contest)[0].judges == 1
    judgement = declare_conflict_of(judge, entry, by=bea, why=WHY)
    assert [score.judges for score in jury_scores(contest)] == [0]
    assert marks(judgement) == [5, 2]
    client.force_login(bea)
    page = client.get(reverse("contest_jury:entry", args=[contest.pk, entry.pk])).text
    assert WHY in page
    assert "Kept, and not counted." in page
    undo_conflict_of(judgement, by=bea)
    assert jury_scores(contest)[0].judges == 1
    assert "Kept, and not counted." not in client.get(reverse("contest_jury:entry", args=[contest.pk, entry.pk])).text
    assert PageLogEntry.objects.get(action=UNDONE).data["marks_in"]


def test_undone_the_entry_is_on_the_desk_again_and_off_that_of_who_has_not_begun(contest, bea):
    judge, other = make_judge(contest), make_judge(contest)
    entry = contest.entries.get()
    Judgement.objects.create(juror=judge, entry=entry)
    judgement = declare_conflict_of(judge, entry, by=bea, why=WHY)
    assert desks(contest)[other.pk] == {entry.pk}
    undo_conflict_of(judgement, by=bea)
    assert desks(contest) == {judge.pk: {entry.pk}, other.pk: set()}
    told = Notice.objects.filter(recipient=judge.member).order_by("pk").values_list("kind", flat=True)
    assert [kind for kind in told if "conflict" in kind] == ["jury-conflict", "jury-conflict-undone"]


def test_doing_either_twice_changes_nothing(contest, bea):
    judge, entry = make_judge(contest), contest.entries.get()
    first = declare_conflict_of(judge, entry, by=bea, why=WHY)
    declare_conflict_of(judge, entry, by=bea, why="Another reason, later.")
    first.refresh_from_db()
    assert first.declared_why == WHY
    undo_conflict_of(first, by=bea)
    undo_conflict_of(first, by=bea)
    assert PageLogEntry.objects.filter(action__in=(DECLARED, UNDONE)).count() == 2


def test_what_was_declared_ahead_never_comes_to_the_desk(contest, bea):
    judge = make_judge(contest)
    declare_conflict_of(judge, contest.entries.get(), by=bea, why=WHY)
    allot(contest)
    assert desks(contest) == {judge.pk: set()}


def test_the_judge_can_neither_mark_it_nor_take_it_back(contest, bea):
    judge, entry = make_judge(contest), contest.entries.get()
    held = Judgement.objects.create(juror=judge, entry=entry)
    declared = declare_conflict_of(judge, entry, by=bea, why=WHY)
    with pytest.raises(Stale):
        give_judgement(held, opinion(contest, 4), by=judge.member)
    with pytest.raises(Refused, match="organisers have said"):
        take_back_conflict(declared, by=judge.member)


def test_a_conflict_that_the_judge_saw_stays_theirs_to_take_back(contest):
    judge, entry = make_judge(contest), contest.entries.get()
    seen = declare_conflict(Judgement.objects.create(juror=judge, entry=entry), by=judge.member)
    take_back_conflict(seen, by=judge.member)
    assert desk_of(judge).exists()


@pytest.mark.parametrize("why", ["", "   ", "Too short", "x" * 301])
def test_it_needs_a_reason_of_one_sentence(contest, bea, why):
    judge = make_judge(contest)
    with pytest.raises(RuleBroken) as refused:
        declare_conflict_of(judge, contest.entries.get(), by=bea, why=why)
    assert "why" in refused.value.message_dict
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("person", ["tom", "mo"])
def test_only_the_brands_team_declares(request, contest, person):
    judge = make_judge(contest)
    with pytest.raises(Refused, match="brand’s team"):
        declare_conflict_of(judge, contest.entries.get(), by=request.getfixturevalue(person), why=WHY)


def test_nobody_declares_it_of_their_own_entry_of_another_contest_or_after_the_results(contest, bea):
    judge, entry = make_judge(contest), contest.entries.get()
    own = make_entry(contest, by=bea, media=False)
    elsewhere = judged_contest(entries=1).entries.get()
    for wrong, words in ((own, "entered this yourself"), (elsewhere, "nothing to do with")):
        with pytest.raises(Refused, match=words):
            declare_conflict_of(judge, wrong, by=bea, why=WHY)
    declared = declare_conflict_of(judge, entry, by=bea, why=WHY)
    Publication.objects.create(contest=contest, what="results", number=1, by=bea)
    for act in (lambda: declare_conflict_of(judge, entry, by=bea, why=WHY), lambda: undo_conflict_of(declared, by=bea)):
        with pytest.raises(Refused, match="results are published"):
            act()


def test_once_the_jury_has_decided_marks_still_come_out(contest, bea):
    judge, entry = make_judge(contest), contest.entries.get()
    given(judge, entry, 5, 5)
    late = contest.judging_until + timedelta(hours=1)
    declare_conflict_of(judge, entry, by=bea, why=WHY, at=late)
    assert [score.judges for score in jury_scores(contest)] == [0]


def test_the_screen_declares_it_says_what_is_wrong_and_takes_it_back(contest, bea, client):
    judge, entry = make_judge(contest), contest.entries.get()
    client.force_login(bea)
    url = reverse("contest_jury:entry", args=[contest.pk, entry.pk])
    answer = client.post(url, {"juror": judge.pk, "why": "No."})
    assert "Say in a sentence why. The judge reads it." in answer.text
    assert 'value="No."' in answer.text
    answer = client.post(url, {"juror": judge.pk, "why": WHY}, follow=True)
    assert "Not theirs to judge" in answer.text
    declared = Judgement.objects.get(juror=judge)
    client.post(url, {"undo": declared.pk})
    declared.refresh_from_db()
    assert (declared.state, declared.declared_why) == (Judgement.State.OPEN, "")
    assert client.post(url, {"undo": "nonsense"}).status_code == 404


def test_the_judge_reads_the_reason_until_it_is_taken_back(contest, bea, tom, client):
    judge, entry = make_judge(contest, tom), contest.entries.get()
    declared = declare_conflict_of(judge, entry, by=bea, why=WHY)
    client.force_login(tom)
    assert WHY in client.get(reverse("notices:inbox")).text
    undo_conflict_of(declared, by=bea)
    page = client.get(reverse("notices:inbox")).text
    assert WHY not in page
    assert "is yours to judge again" in page
