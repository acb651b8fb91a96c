"""Where files lie: in the public storage exactly while everybody may see the item. And who judges it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import TestCase
from django.utils import timezone

from core.publication import State
from gallery.actions.attaching import arrange, delete_media, items_of
from gallery.actions.cleaning import clean_media
from gallery.actions.placing import place_media, settle, settle_all
from gallery.models import Attachment, MediaItem, Stage
from gallery.moderating import ModeratedMedia
from gallery.storages import private, public
from ideas.models import Idea
from moderation.actions.deciding import Reasons, decide
from moderation.admin.pieces import piece_of
from moderation.models import Act, Case, HouseRule
from moderation.registries import Review
from tests.factories import make_board, make_idea
from tests.gallery.sending import files_under
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db
KIND = "idea"


def lies_in_public(item) -> set[bool]:
    return {public().exists(key) for key in item.renditions.values_list("key", flat=True)}


def settled(item) -> MediaItem:
    with TestCase.captureOnCommitCallbacks(execute=True):
        settle([item.pk])
    item.refresh_from_db()
    return item


@pytest.fixture
def board():
    return make_board(slug="ideas", review=Review.NOTHING)


@pytest.fixture
def idea(board, tom):
    return make_idea(board=board, by=tom)


def fresh(tom, **fields):
    """Ready, judged by nobody, standing nowhere."""
    return make_media(by=tom, is_public=False, state=State.WAITING, published_at=None, widths=(320,), **fields)


def test_on_an_open_board_a_picture_is_published_and_public(idea, tom):
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    item = settled(item)
    assert (item.state, item.is_public, lies_in_public(item)) == (State.PUBLISHED, True, {True})
    assert not Case.objects.filter(kind="media").exists()


def test_where_everything_is_reviewed_it_waits_with_a_case_and_is_nowhere_public(tom):
    board = make_board(slug="strict", review=Review.EVERYTHING)
    idea = make_idea(board=board, by=tom)
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    item = settled(item)
    assert (item.state, item.is_public, lies_in_public(item)) == (State.WAITING, False, {False})
    assert Case.objects.get(kind="media", subject_id=item.pk).is_waiting


def test_what_is_not_ready_yet_meets_the_gatekeeper_when_it_is(tom):
    board = make_board(slug="strict", review=Review.EVERYTHING)
    item = fresh(tom, stage=Stage.UPLOADED)
    arrange([item], under=make_idea(board=board, by=tom), kind=KIND)
    assert not Case.objects.filter(kind="media").exists()


@pytest.fixture
def waiting(tom, mo):
    board = make_board(slug="strict", review=Review.EVERYTHING)
    idea = make_idea(board=board, by=mo)
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    return settled(item)


def judged(item, act, by, **reasons):
    case = Case.objects.filter(kind="media", subject_id=item.pk).latest("pk")
    return decide(case, act, by=by, version=1, reasons=Reasons(**reasons))


def test_approved_it_is_public_and_taken_down_it_is_gone(waiting, mo, client):
    judged(waiting, Act.APPROVE, mo)
    item = settled(waiting)
    assert (item.state, lies_in_public(item)) == (State.PUBLISHED, {True})
    url = f"/media/{item.renditions.filter(format='webp').first().key}"
    assert client.get(url).status_code == 200
    place_media(item, State.HIDDEN, at=timezone.now())
    item = settled(item)
    assert (item.is_public, lies_in_public(item)) == (False, {False})
    assert client.get(url).status_code == 410


def test_rejected_it_stays_its_owners_alone(waiting, mo, tom, client):
    rule = HouseRule.objects.first() or HouseRule.objects.create(slug="kindness")
    judged(waiting, Act.REJECT, mo, rule=rule, text="Not here.")
    item = settled(waiting)
    assert (item.state, item.is_public) == (State.REJECTED, False)
    assert MediaItem.objects.visible_to(tom).filter(pk=item.pk).exists()


def test_settling_twice_moves_once(idea, tom):
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    assert settle([item.pk]) == 1
    assert settle([item.pk]) == 0
    assert settle([10**9]) == 0


def test_the_sweep_finds_what_lies_elsewhere_than_it_belongs(idea, tom, mo):
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    assert settle_all() == 1
    assert settle_all() == 0
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert settle_all() == 1
    assert lies_in_public(item) == {False}


def test_a_picture_of_two_ideas_is_judged_once_and_stays_when_one_lets_it_go(board, idea, tom):
    other = make_idea(board=board, by=tom)
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    arrange([item], under=other, kind=KIND)
    assert Attachment.objects.filter(item=item).count() == 2
    arrange([], under=idea, kind=KIND)
    assert MediaItem.objects.filter(pk=item.pk).exists()
    arrange([], under=other, kind=KIND)
    assert not MediaItem.objects.filter(pk=item.pk).exists()


def test_what_stands_nowhere_any_more_leaves_no_file(idea, tom, own_storages, django_capture_on_commit_callbacks):
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    settle([item.pk])
    with django_capture_on_commit_callbacks(execute=True):
        arrange([], under=idea, kind=KIND)
    assert [path for path in own_storages.parent.rglob("*") if path.is_file()] == []


def test_an_open_case_lapses_with_its_picture(waiting):
    delete_media(waiting)
    assert not Case.objects.open().filter(kind="media").exists()


def test_order_and_number_are_as_they_were_sent(idea, tom):
    first, second, third = (fresh(tom, name=f"{n}.jpg") for n in range(3))
    arrange([first, second, third], under=idea, kind=KIND)
    arrange([third, first], under=idea, kind=KIND)
    assert list(MediaItem.objects.of(idea, kind=KIND)) == [third, first]
    assert not MediaItem.objects.filter(pk=second.pk).exists()


class TestTokens:
    def wanted(self, tokens, by, most=3):
        return items_of([str(token) for token in tokens], by=by, purpose="picture", most=most)

    def refusal(self, tokens, by, **options):
        with pytest.raises(Exception) as refused:
            self.wanted(tokens, by, **options)
        return refused.value.message_dict["uploads"][0]

    def test_ones_own_in_their_order_each_once(self, tom):
        a, b = fresh(tom), fresh(tom)
        assert self.wanted([b.token, a.token, b.token], tom) == [b, a]

    def test_anothers_is_not_there(self, tom, ines):
        assert "missing" in self.refusal([fresh(ines).token], tom)

    def test_of_another_purpose_is_not_there(self, tom):
        assert "missing" in self.refusal([fresh(tom, purpose="avatar").token], tom)

    def test_nonsense_is_not_there(self, tom):
        assert "missing" in self.refusal(["../../etc/passwd"], tom)

    def test_too_many(self, tom):
        assert self.refusal([fresh(tom).token, fresh(tom).token], tom, most=1) == "At most 1 picture can stand here."

    def test_what_could_not_be_used_says_why(self, tom):
        failed = fresh(tom, stage=Stage.FAILED, reason_code="empty", name="cup.jpg")
        assert self.refusal([failed.token], tom) == "“cup.jpg” cannot be used: The file is empty."


def test_exposure_is_that_of_what_it_stands_under(idea, tom):
    item = fresh(tom)
    arrange([item], under=idea, kind=KIND)
    Idea.objects.filter(pk=idea.pk).update(vote_count=40)
    assert ModeratedMedia().exposure([item.pk])[item.pk] >= 40


def test_originals_never_lie_in_the_public_storage(idea, tom):
    item = fresh(tom)
    private().save(item.key, ContentFile(b"original"))
    arrange([item], under=idea, kind=KIND)
    settle([item.pk])
    assert private().exists(item.key)
    assert not public().exists(item.key)


def test_many_in_the_queue_cost_no_more_than_a_few(board, tom, count_queries):
    ids = []
    for _ in range(6):
        item = fresh(tom)
        arrange([item], under=make_idea(board=board, by=tom), kind=KIND)
        ids.append(item.pk)

    def drawn(wanted):
        return [piece_of("media", thing) for thing in ModeratedMedia().fetched(wanted)]

    assert count_queries(lambda: drawn(ids)) == count_queries(lambda: drawn(ids[:2]))
    assert all(piece.under and piece.thumbnail for piece in drawn(ids))


def test_what_nobody_sent_and_what_stood_under_something_gone_is_cleaned_away(idea, tom, own_storages):
    sent, forgotten = fresh(tom), fresh(tom)
    arrange([sent], under=idea, kind=KIND)
    now = timezone.now()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert clean_media(at=now) == 0
        assert clean_media(at=now + timedelta(hours=25)) == 1
    assert list(MediaItem.objects.all()) == [sent]
    assert forgotten.pk != sent.pk
    Idea.objects.all().delete()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert clean_media(at=now) == 1
    assert files_under(own_storages.parent) == []
