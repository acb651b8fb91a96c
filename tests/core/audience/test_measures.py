"""What each measure counts, and what not. Each table plants what counts beside all that must not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.models import Entry, Placement, Publication
from core.audience.conditions import figures_of, meets
from core.audience.measures import measures
from core.members.models import User
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaBoardPage, IdeaComment, StatusChange, Vote
from insiders.actions.advising import Advice, give_feedback, take_feedback_back
from tests.cast import make_member
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.insiders.things import make_early

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NOT_READ = (State.WAITING, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN)


def counted(member, key: str, *, at=None) -> int:
    """The figure; and that members who reach it, and no further, agree with it, one by one and all at once."""
    at = at or timezone.now()
    n = figures_of(member, [key], at=at)[key]
    reached = [bool(User.objects.filter(meets([(key, least)], at=at), pk=member.pk)) for least in (max(n, 1), n + 1)]
    assert reached == [n > 0, False]
    since = User.objects.filter(pk=member.pk).values_list(measures[key].reached_at(n + 1, at=at), flat=True)
    assert key == "days-as-member" or since[0] is None
    return n


def reached_at(member, key: str, least: int):
    return User.objects.filter(pk=member.pk).values_list(measures[key].reached_at(least, at=timezone.now()))[0][0]


def test_every_room_offers_what_it_counts_in_words():
    assert [one.key for one in measures] == [
        *("days-as-member", "ideas-published", "ideas-answered", "ideas-launched", "ideas-supported", "idea-comments"),
        *("entries-published", "contests-won", "feedback-given"),
    ]
    for one in measures:
        assert (one.words(1) != one.words(2)) and "2" in one.words(2)
        assert str(one.rule).endswith(".")


def test_ideas_that_can_be_read_count_and_closed_boards_do_as_well(tom, ines):
    board, closed, gone = make_board(), make_board(), make_board()
    for at in (closed, board):
        make_idea(board=at, by=tom)
    for state in NOT_READ:
        make_idea(board=board, by=tom, state=state)
    make_idea(board=board, by=tom, published_at=timezone.now() + timedelta(days=1))
    make_idea(board=gone, by=tom)
    make_idea(board=board, by=ines)
    close(closed, "Nobody")
    IdeaBoardPage.objects.filter(pk=gone.pk).update(live=False)
    assert counted(tom, "ideas-published") == 2
    assert counted(ines, "ideas-published") == 1
    assert counted(make_member("kim"), "ideas-published") == 0


def test_answered_and_launched_ideas(tom):
    board = make_board()
    days = [NOW - timedelta(days=n) for n in (9, 6, 3)]
    make_idea(board=board, by=tom)
    make_idea(board=board, by=tom, status="planned", is_answered=True, first_answered_at=days[0])
    launched = make_idea(board=board, by=tom, status="launched", is_answered=True, first_answered_at=days[1])
    make_idea(board=board, by=tom, status="launched", is_answered=True, state=State.HIDDEN)
    make_idea(board=board, by=tom, status="not-planned")
    assert counted(tom, "ideas-answered") == 2
    assert counted(tom, "ideas-launched") == 1
    assert [reached_at(tom, "ideas-answered", n) for n in (1, 2)] == days[:2]
    status = launched.status
    for at in (days[2], days[1]):
        StatusChange.objects.create(idea=launched, old=status, new=status, note="In the shop.", at=at)
    assert reached_at(tom, "ideas-launched", 1) == days[1]


def test_ideas_of_others_are_supported_and_ones_own_are_not(tom, ines):
    board = make_board()
    own = make_idea(board=board, by=tom)
    shown, hidden = make_idea(board=board, by=ines), make_idea(board=board, by=ines, state=State.HIDDEN)
    withdrawn, no_author = make_idea(board=board, by=ines, state=State.WITHDRAWN), make_idea(board=board)
    Idea.objects.filter(pk=no_author.pk).update(author=None)
    for idea in (shown, hidden, withdrawn, no_author):
        Vote.objects.create(idea=idea, voter=tom)
    assert own.votes.filter(voter=tom).exists()
    assert counted(tom, "ideas-supported") == 2
    assert counted(ines, "ideas-supported") == 0


def test_comments_that_can_be_read_count(tom, ines, bea):
    board = make_board()
    idea, hidden = make_idea(board=board), make_idea(board=board)
    said = [add_comment(idea, by=tom, body=f"Words {n}") for n in range(9)]
    for comment, state in zip(said, NOT_READ, strict=False):
        IdeaComment.objects.filter(pk=comment.pk).update(state=state)
    IdeaComment.objects.filter(pk=said[5].pk).update(deleted_at=NOW)
    IdeaComment.objects.filter(pk=said[6].pk).update(is_official=True)
    add_comment(hidden, by=tom, body="Under what is hidden")
    Idea.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    above = add_comment(idea, by=ines, body="Hidden later")
    add_comment(idea, by=tom, body="Under it", parent=above)
    IdeaComment.objects.filter(pk=above.pk).update(state=State.HIDDEN)
    assert counted(tom, "idea-comments") == 2
    assert counted(ines, "idea-comments") == 0


def test_entries_and_contests_that_were_won(tom, ines):
    contest, later, unread = make_contest("results"), make_contest("entries"), make_contest("results")
    first, second = (make_entry(contest, by=tom, media=False) for _ in range(2))
    make_entry(later, by=tom, media=False)
    out = make_entry(unread, by=tom, media=False, disqualified_at=NOW)
    for state in NOT_READ:
        make_entry(contest, by=tom, media=False, state=state)
    fifth = make_entry(contest, by=ines, media=False)
    assert counted(tom, "entries-published") == 3
    old, new = (Publication.objects.create(contest=contest, what="results", number=n) for n in (1, 2))
    Placement.objects.create(publication=old, entry=fifth, rank=1)
    for place, (entry, prizes) in enumerate([(first, []), (second, [{"name": "Cup"}]), (fifth, [])], 1):
        Placement.objects.create(publication=new, entry=entry, rank=place, prizes=prizes)
    Placement.objects.create(publication=new, entry=first, rank=1, award="people")
    for one, entry in ((later, make_entry(later, by=tom, media=False)), (unread, out)):
        Placement.objects.create(
            publication=Publication.objects.create(contest=one, what="results"), entry=entry, rank=1
        )
    assert counted(tom, "contests-won") == 1
    assert reached_at(tom, "contests-won", 1) == contest.results_from
    assert counted(ines, "contests-won") == 0
    Entry.objects.filter(author=tom).update(state=State.WITHDRAWN)
    assert counted(tom, "contests-won") == 0


def test_feedback_counts_until_it_is_taken_back(ines):
    pages = [make_early(f"Cup {n}") for n in range(3)]
    for early in pages:
        give_feedback(early, Advice(rating=4), by=ines)
        give_feedback(early, Advice(rating=5), by=ines)
    take_feedback_back(pages[0], by=ines)
    assert counted(ines, "feedback-given") == 2


@pytest.mark.parametrize(("ago", "days"), [({"days": 30}, 30), ({"days": 29, "hours": 23}, 29), ({"hours": -5}, 0)])
def test_days_since_joining_are_whole(tom, ago, days):
    at = timezone.now()
    User.objects.filter(pk=tom.pk).update(date_joined=at - timedelta(**ago))
    assert counted(tom, "days-as-member", at=at) == days
    assert reached_at(tom, "days-as-member", 30) == at - timedelta(**ago) + timedelta(days=30)
