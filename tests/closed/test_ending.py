"""A membership ends, or a page is closed, in the middle of something. Nobody notices before the next request; there
everything is as if it had never been, and nothing is stored."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from contests.actions.allotting import allot
from contests.actions.drafting import keep_draft
from contests.models import Entry, EntryVote, Judgement
from contests.phases import Phase
from core.audience.actions.groups import join
from core.audience.actions.memberships import take_out
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, Membership
from core.notices.models import Follow
from gallery.actions.uploading import complete_upload
from gallery.models import MediaItem
from gallery.storages import private
from ideas.models import Idea, IdeaComment, Vote
from moderation.actions.opening import open_case
from moderation.models import Decision, Report
from tests.closed.rooms import FRAGMENT, close_by, signed_in
from tests.contests.juries import judged_contest, make_judge, on_top, posted
from tests.contests.test_entering import sent_file
from tests.contests.test_entering_pages import words
from tests.contests.things import make_contest, make_entry
from tests.factories import make_board, make_idea
from tests.gallery.sending import begun, send
from tests.gallery.things import PIXEL_FILM, make_film

pytestmark = [pytest.mark.django_db, pytest.mark.once]
End = Callable[[Any], None]


def taken_out(member: Any) -> None:
    take_out(Membership.objects.active().get(member=member), by=None)


def lapsed(member: Any) -> None:
    """Only the clock has gone on: no job has run, and the group still has them."""
    over = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(member=member).update(expires_at=over - timedelta(days=1), closes_at=over)


@pytest.fixture(params=[taken_out, lapsed])
def end(request: pytest.FixtureRequest) -> End:
    return request.param


@pytest.fixture
def board(ines: Any) -> Any:
    board = make_board(slug="zanzibar")
    close_by("ladder", board, INSIDERS)
    return board


@pytest.fixture
def desk(ines: Any) -> Any:
    return signed_in(ines)


def closed_contest(phase: str = Phase.ENTRIES, **fields: Any) -> Any:
    contest = make_contest(phase, **fields)
    close_by("restriction", contest, INSIDERS)
    return contest


def test_forms_of_a_board_that_were_open_store_nothing(board, desk, ines, end):
    idea, own = make_idea(board=board), make_idea(board=board, by=ines)
    there = {"pk": idea.pk}
    new, counts = f"{board.url}new/", (Idea.objects.count(), Vote.objects.count())
    assert desk.get(new).status_code == desk.get(idea.get_absolute_url()).status_code == 200
    end(ines)
    for address, data in (
        (reverse("ideas:vote", kwargs=there), {"vote": "on"}),
        (reverse("ideas:follow", kwargs=there), {"wanted": "on"}),
        (reverse("ideas:comments", kwargs=there), {"body": "Me too."}),
        (reverse("ideas:report", kwargs=there), {"reason": "other", "note": "It is an advertisement."}),
        (reverse("ideas:edit", args=[own.pk]), {"title": "Another", "body": "Other words."}),
        (reverse("ideas:withdraw", args=[own.pk]), {}),
        (new, {"title": "One more", "body": "It would be nice."}),
    ):
        for headers in ({}, FRAGMENT):
            assert desk.post(address, data, headers=headers).status_code == 404, address
    assert (Idea.objects.count(), Vote.objects.count()) == counts
    assert not (IdeaComment.objects.exists() or Report.objects.exists() or Follow.objects.exists())
    assert desk.get("/me/settings/").status_code == 200  # the session goes on


def test_a_vote_in_a_contest_is_not_cast(desk, ines, end):
    entry = make_entry(closed_contest(Phase.VOTING), media=False)
    assert desk.get(entry.get_absolute_url()).status_code == 200
    end(ines)
    answer = desk.post(reverse("contests:vote", args=[entry.pk]), {"vote": "on"}, headers=FRAGMENT)
    assert answer.status_code == 404
    assert not EntryVote.objects.exists()


def test_an_upload_that_was_begun_inside_is_theirs_and_enters_nothing(desk, ines, end):
    """The file belongs to whoever sent it; it stands under nothing and goes as every loose file."""
    contest = closed_contest()
    session = send(begun(by=ines, purpose=contest.purpose.key))
    keep_draft(contest, by=ines, words={"title": "Zanzibar draft"}, uploads=[str(session.token)])
    assert "Zanzibar draft" in desk.get("/me/entries/").text
    end(ines)
    item = complete_upload(session, by=ines)
    ready = sent_file(ines, contest)
    for token in (session.token, ready.token):
        answer = desk.post(f"{contest.url}enter/", words(uploads=str(token)))
        assert answer.status_code == 404
    assert not Entry.objects.exists()
    assert not item.attachments.exists()
    assert "Zanzibar draft" not in desk.get("/me/entries/").text


def test_a_download_ends_with_the_next_range(board, desk, ines, end):
    film = make_film(under=make_idea(board=board), is_public=False, data=PIXEL_FILM * 20)
    address = reverse("gallery:file", args=[film.token, "film-480.mp4"])
    assert desk.get(address, headers={"Range": "bytes=0-9"}).status_code == 206
    end(ines)
    assert desk.get(address, headers={"Range": "bytes=10-19"}).status_code == 404
    assert desk.head(address).status_code == 404


def test_a_judge_who_is_outside_has_no_desk_and_their_marks_stay(desk, ines, end):
    contest = judged_contest(entries=3, quorum=1)
    close_by("restriction", contest, INSIDERS)
    judge = make_judge(contest, ines)
    allot(contest)
    shown = on_top(judge)
    jury = contest.get_url_of("jury")
    assert desk.get(jury).status_code == 200
    desk.post(f"{jury}{shown.entry_id}/", posted(contest, 4, after=shown.stamp))
    given = Judgement.objects.filter(juror=judge, state=Judgement.State.GIVEN).count()
    assert given == 1
    nxt = on_top(judge)
    end(ines)
    assert desk.post(f"{jury}{nxt.entry_id}/", posted(contest, 5, after=nxt.stamp)).status_code == 404
    assert desk.get(jury).status_code == desk.get(f"{jury}judged/").status_code == 404
    assert Judgement.objects.filter(juror=judge, state=Judgement.State.GIVEN).count() == given


def test_a_moderator_loses_the_case_that_they_had_claimed(board, mo, ines, end, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    join(mo, INSIDERS)
    case, desk = open_case("idea", make_idea(board=board, title="Zanzibar"), reason="is_reported"), signed_in(mo)
    of_case = [case.pk]
    assert desk.post(reverse("moderation_queue:claim", args=of_case), {"claim": "on"}).status_code < 400
    assert "Zanzibar" in desk.get(reverse("moderation_queue:case", args=of_case)).text
    end(mo)
    for name in ("claim", "decide", "preview"):
        address = reverse(f"moderation_queue:{name}", args=of_case)
        answer = desk.post(address, {"act": "approve", "version": 1, "claim": "on"})
        assert answer.status_code == 404, name
    assert desk.get(reverse("moderation_queue:case", args=of_case)).status_code == 404
    assert not Decision.objects.exists()


def test_a_visitors_click_that_waited_is_not_cast_in_a_room_that_was_closed_meanwhile(client, tom):
    idea = make_idea(board=make_board(slug="zanzibar"))
    client.post(reverse("ideas:vote", args=[idea.pk]), {"vote": "on"})
    close_by("restriction", idea.board, INSIDERS)
    client.post(reverse("account_login"), {"login": tom.email, "password": "sayso-demo"})
    assert "_auth_user_id" in client.session
    assert not Vote.objects.filter(voter=tom).exists()


def test_a_boundary_between_page_and_click(board, tom):
    """The ladder is read at each request: a form of before is answered by what holds then."""
    idea, desk, now = make_idea(board=board), signed_in(tom), timezone.now()
    vote = reverse("ideas:vote", args=[idea.pk])
    assert desk.post(vote, {"vote": "on"}).status_code == 404
    window, moment = AudienceWindow.objects.filter(page_id=board.pk), timedelta(milliseconds=1)
    window.update(members_from=now - moment)
    assert desk.get(idea.get_absolute_url()).status_code == 200
    window.update(members_from=now + timedelta(hours=1))  # an editor moves it while the page is open
    assert desk.post(vote, {"vote": "on"}).status_code == 404
    window.update(members_from=now - 2 * moment, public_from=now - moment)
    assert desk.post(vote, {"vote": "on"}).status_code == 302
    assert signed_in(None).get(idea.get_absolute_url()).status_code == 200


def test_a_page_that_is_closed_while_its_fragments_are_still_to_come(tom):
    idea = make_idea(board=make_board(slug="zanzibar"), title="Zanzibar")
    desk, board = signed_in(tom), idea.board
    assert desk.get(board.url).status_code == 200
    close_by("ladder", board, "Somebody else")
    for address in (
        f"{board.url}?sort=new",
        f"{board.url}similar/?q=zanzibar",
        reverse("ideas:comments", args=[idea.pk]),
    ):
        answer = desk.get(address, headers=FRAGMENT)
        assert answer.status_code == 404
        assert "Zanzibar" not in answer.text


def test_an_original_is_nobodys_after_the_end_but_its_owners(board, desk, ines, tom, end):
    theirs = make_film(under=make_idea(board=board), by=tom, is_public=False)
    mine = make_film(under=make_idea(board=board), by=ines, is_public=False)
    for film in (theirs, mine):
        private().save(MediaItem.objects.get(pk=film.pk).key, ContentFile(b"as it came"))
    end(ines)
    assert desk.get(reverse("gallery:original", args=[theirs.token])).status_code == 404
    assert desk.get(reverse("gallery:original", args=[mine.token])).status_code == 200
