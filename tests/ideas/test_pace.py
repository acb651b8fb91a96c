"""A board that falls behind takes ideas more slowly, or none for a while, and says why."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from core.errors import Refused, RuleBroken
from core.publication import State
from ideas.actions.pacing import set_pace
from ideas.actions.promising import follow_board
from ideas.actions.submitting import submit_idea, withdraw_idea
from ideas.models import Idea, IdeaBoardPage, PaceChange
from ideas.policies import may_submit
from ideas.promises import COUNTERS
from ideas.statuses import Pace
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
REASON = "Two of us answer here, and the new till takes all our time."
SUNDAY = datetime(2026, 5, 3, 15, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def board():
    return make_board(slug="ideas")


@pytest.fixture
def slowed(board, bea):
    set_pace(board, Pace.SLOWED, by=bea, reason=REASON)
    return board


@pytest.fixture
def paused(board, bea):
    set_pace(board, Pace.PAUSED, by=bea, reason=REASON)
    return board


def say(board, by, *, at=None, **fields):
    return submit_idea(board, by=by, title="A bench", body="To sit on.", at=at, **fields)


def stored(board):
    return IdeaBoardPage.objects.values_list("pace", "pace_reason").get(pk=board.pk)


# --- setting it


def test_who_answers_slows_a_board_with_a_reason_and_the_history_says_so(board, bea):
    change = set_pace(board, Pace.SLOWED, by=bea, reason=f"  {REASON} ", at=SUNDAY)
    assert (change.pace, change.reason, change.by, change.at) == ("slowed", REASON, bea, SUNDAY)
    assert stored(board) == (board.pace, board.pace_reason) == ("slowed", REASON)
    assert set_pace(board, Pace.SLOWED, by=bea, reason=REASON) is None  # it holds already
    set_pace(board, Pace.SLOWED, by=bea, reason="Still the till: one more week of it.")
    set_pace(board, Pace.OPEN, by=bea, reason="Whatever stands here is not kept.")
    assert stored(board) == ("open", "")
    assert list(PaceChange.objects.values_list("pace", flat=True)) == ["open", "slowed", "slowed"]


@pytest.mark.parametrize("pace", [Pace.SLOWED, Pace.PAUSED])
@pytest.mark.parametrize("reason", ["", "Too much.", " " * 30, "\u200b" * 30])
def test_slowing_and_pausing_need_a_reason(board, bea, pace, reason):
    with pytest.raises(RuleBroken) as broken:
        set_pace(board, pace, by=bea, reason=reason)
    assert set(broken.value.message_dict) == {"reason"}
    assert stored(board) == ("open", "")


def test_a_pace_that_does_not_exist_is_refused(board, bea):
    with pytest.raises(RuleBroken) as broken:
        set_pace(board, "crawling", by=bea, reason=REASON)
    assert set(broken.value.message_dict) == {"pace"}


def test_a_member_sets_no_pace(board, tom):
    with pytest.raises(Refused, match="brand’s team"):
        set_pace(board, Pace.PAUSED, by=tom, reason=REASON)


def test_no_draft_and_no_copy_brings_another_pace(board, bea):
    former = board.save_revision()
    set_pace(board, Pace.PAUSED, by=bea, reason=REASON)
    former.publish()
    assert stored(board) == ("paused", REASON)
    copied = IdeaBoardPage.objects.get(pk=board.pk).copy(update_attrs={"slug": "copy", "title": "Copy"})
    assert stored(copied) == ("open", "")


def test_what_a_board_says_is_its_newest_change(paused):
    IdeaBoardPage.objects.update(pace=Pace.OPEN, pace_reason="")
    paces = COUNTERS[1]
    assert [(drift.cached, drift.counted) for drift in paces.find()] == [("open", "paused")]
    assert paces.mend() == 1
    assert stored(paused) == ("paused", REASON)
    IdeaBoardPage.objects.update(pace=Pace.OPEN)
    follow_board(paused)
    assert stored(paused) == ("paused", REASON)
    assert list(paces.find()) == []


# --- sending ideas


def test_a_paused_board_takes_none_but_the_teams(paused, tom, vera, bea):
    for person in (tom, vera):
        verdict = may_submit(person, paused)
        assert not verdict
        assert not verdict.sign_in  # signing in would not help
    with pytest.raises(Refused, match="takes no new ideas for a while"):
        say(paused, tom)
    assert say(paused, bea).is_published


def test_a_slowed_board_takes_one_a_week_from_each(slowed, tom, ines, bea):
    say(slowed, tom, at=SUNDAY)
    with pytest.raises(Refused, match="from May 10, 2026 on"):
        say(slowed, tom, at=SUNDAY + DAY)
    assert may_submit(ines, slowed)
    assert may_submit(tom, make_board(slug="other"), at=SUNDAY + DAY)
    with pytest.raises(Refused):
        say(slowed, tom, at=datetime(2026, 5, 9, 23, 59, tzinfo=UTC))
    assert say(slowed, tom, at=datetime(2026, 5, 10, 0, 1, tzinfo=UTC))  # from that day on, whatever the hour
    assert say(slowed, bea, at=SUNDAY)
    assert say(slowed, bea, at=SUNDAY)


def test_the_week_is_one_of_the_sites_calendar(slowed, tom, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    say(slowed, tom, at=datetime(2026, 10, 24, 22, 30, tzinfo=UTC))  # the 25th there; then the clock goes back
    assert not may_submit(tom, slowed, at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    assert may_submit(tom, slowed, at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize("became", ["withdrawn", "rejected", "hidden", "merged"])
def test_everything_that_was_sent_counts_whatever_became_of_it(board, bea, tom, became):
    idea = make_idea(board=board, by=tom)
    if became == "withdrawn":
        withdraw_idea(idea, by=tom)
    elif became == "merged":
        Idea.objects.filter(pk=idea.pk).update(merged_into=make_idea(board=board))
    else:
        Idea.objects.filter(pk=idea.pk).update(state=State(became))
    set_pace(board, Pace.SLOWED, by=bea, reason=REASON)
    assert not may_submit(tom, board)


def test_imports_are_nobodys_and_slow_nobody(slowed, tom):
    make_idea(board=slowed, author=None, by=tom)
    assert may_submit(tom, slowed)


def test_a_double_click_on_a_slowed_board_is_one_idea(slowed, tom):
    key = uuid4()
    assert say(slowed, tom, key=key) == say(slowed, tom, key=key)


def test_the_verb_knows_the_pace_of_now_and_not_of_when_the_board_was_fetched(board, tom, bea):
    fetched = IdeaBoardPage.objects.get(pk=board.pk)
    set_pace(board, Pace.PAUSED, by=bea, reason=REASON)
    assert may_submit(tom, fetched)
    with pytest.raises(Refused):
        say(fetched, tom)
    assert not Idea.objects.exists()


# --- in public


def test_the_board_says_so_before_anyone_types(client, paused, tom):
    said = client.get("/ideas/").text
    assert "This board takes no new ideas for a while." in said
    assert REASON in said
    assert "Say what should change</a>" not in said
    form = client.get("/ideas/new/").text
    assert form.count("This board takes no new ideas for a while.") == 1
    assert REASON in form
    assert REASON in client.get("/ideas/how-promises-work/").text


def test_the_form_of_a_slowed_board_says_from_when_one_may_send_again(client, slowed, tom):
    assert "one idea a week from each member" in client.get("/ideas/").text
    client.force_login(tom)
    assert "You can send your next one from" not in client.get("/ideas/new/").text
    say(slowed, tom)
    assert "You can send your next one from" in client.get("/ideas/new/").text


def test_what_was_typed_stays_when_the_board_was_paused_meanwhile(client, board, tom, bea):
    client.force_login(tom)
    assert client.get("/ideas/new/").status_code == 200
    set_pace(board, Pace.PAUSED, by=bea, reason=REASON)
    typed = {"title": "A bench at the tram stop", "body": "So that one can sit.", "category": "shops"}
    refused = client.post("/ideas/new/", {**typed, "step": "send"})
    assert refused.status_code == 403
    assert "takes no new ideas for a while" in refused.text
    assert REASON in refused.text
    assert 'value="A bench at the tram stop"' in refused.text
    assert "So that one can sit." in refused.text


def test_the_home_page_asks_for_no_idea_that_its_board_does_not_take(client, board, bea):
    make_idea(board=board)
    assert "/ideas/new/" in client.get("/").text
    set_pace(board, Pace.PAUSED, by=bea, reason=REASON)
    assert 'action="/ideas/new/"' not in client.get("/").text


def test_a_reason_is_text_and_no_markup(client, board, bea):
    set_pace(board, Pace.SLOWED, by=bea, reason="<b>Because</b> we are only two people here.")
    assert "&lt;b&gt;Because&lt;/b&gt;" in client.get("/ideas/").text
