"""Giving a film captions: who may, what is refused and where, and that nothing is read around the gatekeeper."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from core.publication import State
from core.subjects import subjects
from gallery import belongings
from gallery.actions.attaching import arrange, delete_media
from gallery.actions.captioning import forget_author, place_captions, remove_captions, set_captions
from gallery.languages import of_site, others
from gallery.models import CaptionTrack, MediaItem, Stage
from gallery.policies import MOST_SAID, MOST_TRACKS
from gallery.processing.captions import said_in
from gallery.storages import private
from ideas.models import IdeaBoardPage
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.models import Act, Case, CaseState, Finding
from moderation.registries import Review, moderated
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.gallery.things import make_captions, make_film, make_media
from tests.moderation.things import case_of, decided

pytestmark = pytest.mark.django_db
HELLO = b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there.\n"
KEPT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello there.\n"
GOODBYE = HELLO.replace(b"Hello there.", b"Goodbye now.")


@pytest.fixture
def film(tom):
    """Published, on a board where everything is published at once."""
    return make_film(by=tom, under=make_idea(board=make_board(), by=tom, title="A bench"), widths=(), data=b"")


def strict():
    IdeaBoardPage.objects.update(review=Review.EVERYTHING)


def shown(film) -> list[str]:
    """What viewers read of what is said, track by track."""
    return [said_in(track.shown) for track in CaptionTrack.objects.filter(item=film).order_by("pk") if track.is_offered]


def why(film, data, *, by, language="en") -> str:
    with pytest.raises(RuleBroken) as broken:
        set_captions(film, by=by, language=language, data=data)
    return " ".join(broken.value.message_dict.get("captions", broken.value.message_dict.get("language", [])))


# --- what is kept


def test_behind_a_door_a_film_has_files_of_its_own_and_what_viewers_read_of_it(film, tom):
    make_captions(film, said="Read by all")
    set_captions(film, by=tom, language="he", data=HELLO)
    strict()
    set_captions(film, by=tom, language="en", data=GOODBYE)
    private().save(film.key, ContentFile(b"a film"))
    board = make_board(slug="insiders")
    close(board, INSIDERS)
    arrange([film], under=make_idea(board=board, by=tom), kind="idea")
    own = MediaItem.objects.exclude(pk=film.pk).get()
    assert shown(own) == shown(film) == ["Read by all", "Hello there."]
    assert {track.state for track in own.captions.all()} == {State.PUBLISHED}


def test_on_an_open_board_viewers_read_them_at_once(film, tom):
    track = set_captions(film, by=tom, language="en", data=HELLO)
    assert (track.state, track.shown, track.author, track.version) == (State.PUBLISHED, KEPT, tom, 1)
    assert not Case.objects.exists()


def test_a_language_has_one_track_and_the_new_takes_the_place_of_the_old(film, tom):
    set_captions(film, by=tom, language="en", data=HELLO)
    set_captions(film, by=tom, language="he", data=HELLO)
    set_captions(film, by=tom, language="en", data=GOODBYE)
    assert shown(film) == ["Goodbye now.", "Hello there."]


def test_the_same_again_changes_nothing(film, tom):
    first = set_captions(film, by=tom, language="en", data=HELLO)
    again = set_captions(film, by=tom, language="en", data=HELLO.replace(b"\n", b"\r\n"))
    assert (again.pk, again.version, again.edited_at) == (first.pk, 1, first.edited_at)


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + HELLO, HELLO.replace(b"\n", b"\r\n"), HELLO.replace(b"\n", b"\r"), HELLO[:-1]]
)
def test_a_mark_at_the_beginning_and_any_end_of_a_line_are_fine(film, tom, data):
    assert set_captions(film, by=tom, language="en", data=data).text == KEPT


def test_script_in_a_cue_is_text_that_is_read(film, tom):
    data = HELLO.replace(b"Hello there.", b"<script>alert(1)</script><img src=x onerror=y>")
    text = set_captions(film, by=tom, language="en", data=data).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;" in text
    assert said_in(text) == "<script>alert(1)</script><img src=x onerror=y>"


def test_what_is_said_is_all_that_viewers_can_read(film, tom):
    cues = b"WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<v Ann>Tea &amp; <i>cake</i>\n-- please\n\n"
    cues += b"00:03.000 --> 00:04.000\n<c.loud>YES</c>\n"
    assert said_in(set_captions(film, by=tom, language="en", data=cues).text) == "Ann: Tea & cake\n-- please\n\nYES"


# --- what is refused, and where


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HELLO.replace(b"Hello", b"H\xe9llo"), "Line 4 of the captions is not UTF-8 text"),
        (HELLO.decode().encode("utf-16"), "Line 1 of the captions is not UTF-8 text"),
        (b"", "Line 1 of the captions has to be WEBVTT"),
        (b"WEBVTT\n\nNOTE nothing said", "There are no captions in this file"),
        (HELLO + b"\n00:03.000 --> 00:0", "Line 6 of the captions: “00:03.000 --> 00:0” is not written like"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nשלום".encode()[:-1], "Line 4 of the captions is not UTF-8 text"),
        (b"\x00\x00\x00\x20ftypisom", "Line 1 of the captions has to be WEBVTT"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "Line 2 of the captions is not UTF-8 text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "such as SRT, have to be saved as WebVTT"),
        (HELLO + b" " * 1_000_001, "The captions have 1000.0 kB; at most 200 kB are allowed"),
        (HELLO.replace(b"Hello", b"a" * MOST_SAID), f"say {MOST_SAID + 7} characters; at most {MOST_SAID} are"),
    ],
)
def test_what_is_no_captions_is_refused_by_its_line(film, tom, data, words):
    assert words in why(film, data, by=tom)
    assert not CaptionTrack.objects.exists()


def test_what_was_there_stays_when_the_new_is_refused(film, tom):
    set_captions(film, by=tom, language="en", data=HELLO)
    why(film, b"Hello", by=tom)
    assert shown(film) == ["Hello there."]


@pytest.mark.parametrize("language", ["", "xx", "en-us-x-1", "../..", "EN"])
def test_a_language_that_nobody_knows_is_refused(film, tom, language):
    assert why(film, HELLO, by=tom, language=language) == "Choose a language from the list."


def test_a_film_has_so_many_languages_and_replacing_one_is_always_possible(film, tom):
    for code, _name in (*of_site(), *others())[:MOST_TRACKS]:
        set_captions(film, by=tom, language=code, data=HELLO)
    assert f"in {MOST_TRACKS} languages" in why(film, HELLO, by=tom, language=others()[-1][0])
    set_captions(film, by=tom, language="en", data=GOODBYE)
    assert CaptionTrack.objects.count() == MOST_TRACKS


# --- who may


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": State.HIDDEN}, "taken down"),
        ({"state": State.REJECTED}, "taken down"),
        ({"stage": Stage.PROCESSING}, "not ready yet"),
        ({"stage": Stage.REMOVED}, "no such film"),
        ({"purpose": "picture"}, "no such film"),
    ],
)
def test_only_a_film_that_may_be_shown_gets_captions(film, tom, change, words):
    type(film).objects.filter(pk=film.pk).update(**change)
    for known in (film, type(film).objects.get(pk=film.pk)):  # the film may have changed since it was fetched
        with pytest.raises(Refused, match=words):
            set_captions(known, by=tom, language="en", data=HELLO)
    assert not CaptionTrack.objects.exists()


def test_a_film_that_stands_nowhere_or_is_gone_gets_none(film, tom):
    with pytest.raises(Refused, match="Send it in first"):
        set_captions(make_film(by=tom, widths=(), data=b""), by=tom, language="en", data=HELLO)
    type(film).objects.get(pk=film.pk).delete()
    with pytest.raises(Refused, match="no such film|Send it in first"):
        set_captions(film, by=tom, language="en", data=HELLO)


def test_another_member_gives_and_removes_none(film, ines, mo, vera):
    make_captions(film)
    for other in (ines, mo, vera):
        with pytest.raises(Refused):
            set_captions(film, by=other, language="en", data=GOODBYE)
        with pytest.raises(Refused):
            remove_captions(film, by=other, language="en")
    assert shown(film) == ["Good morning!"]


def test_staff_with_the_permission_may_and_answer_for_their_words(film, tom, bea):
    strict()
    track = set_captions(film, by=bea, language="en", data=HELLO)
    assert (track.state, track.author) == (State.PUBLISHED, bea)
    assert subjects["captions"].author_id(track) == bea.pk


def test_a_permission_alone_is_enough_and_its_words_wait_like_a_members(film, ines):
    ines.user_permissions.add(Permission.objects.get(codename="caption_films"))
    strict()
    assert set_captions(film, by=type(ines).objects.get(pk=ines.pk), language="en", data=HELLO).is_waiting


def test_a_suspended_member_removes_but_does_not_write(film, tom, mo):
    make_captions(film)
    open_case("media", film, reason="is_reported")
    decided(film, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="suspended"):
        set_captions(film, by=tom, language="en", data=HELLO)
    remove_captions(film, by=tom, language="en")
    assert shown(film) == []


# --- the gatekeeper


def test_where_everything_is_reviewed_they_wait_and_the_film_stays(film, tom):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    assert (track.is_waiting, shown(film)) == (True, [])
    assert case_of(track).is_waiting
    film.refresh_from_db()
    assert film.is_published


def test_what_was_approved_stays_until_the_new_is(film, tom, mo):
    set_captions(film, by=tom, language="en", data=HELLO)
    strict()
    track = set_captions(film, by=tom, language="en", data=GOODBYE)
    assert shown(film) == ["Hello there."]
    decided(track, Act.APPROVE, by=mo)
    assert shown(film) == ["Goodbye now."]


def test_an_approval_that_is_undone_brings_back_what_was_read_before(film, tom, mo):
    set_captions(film, by=tom, language="en", data=HELLO)
    strict()
    track = set_captions(film, by=tom, language="en", data=GOODBYE)
    undo(decided(track, Act.APPROVE, by=mo), by=mo)
    track.refresh_from_db()
    assert (track.state, shown(film)) == (State.WAITING, ["Hello there."])
    decided(track, Act.REJECT, by=mo)
    track.refresh_from_db()
    assert (track.state, shown(film)) == (State.REJECTED, ["Hello there."])


def test_rejected_they_are_read_by_nobody_and_mended_they_wait_again_wherever_they_stand(film, tom, mo):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    decided(track, Act.REJECT, by=mo)
    IdeaBoardPage.objects.update(review=Review.NOTHING)
    track = set_captions(film, by=tom, language="en", data=GOODBYE)
    assert (track.is_waiting, track.version, shown(film)) == (True, 2, [])
    assert case_of(track).is_waiting


def test_changes_can_be_asked_for(film, tom, mo):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    decided(track, Act.ASK, by=mo)
    track.refresh_from_db()
    assert (track.state, shown(film)) == (State.RETURNED, [])
    assert set_captions(film, by=tom, language="en", data=GOODBYE).is_waiting


def test_what_changed_since_it_was_read_cannot_be_approved(film, tom, mo):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    set_captions(film, by=tom, language="en", data=GOODBYE)
    with pytest.raises(Stale, match="edited it meanwhile"):
        decide(case_of(track), Act.APPROVE, by=mo, version=1, reasons=Reasons())
    assert shown(film) == []


@pytest.mark.parametrize("state", [State.HIDDEN, State.REJECTED, State.RETURNED])
def test_what_is_taken_down_leaves_no_older_words_behind(film, tom, state):
    set_captions(film, by=tom, language="en", data=HELLO)
    track = set_captions(film, by=tom, language="en", data=GOODBYE)
    for _again in range(2):
        place_captions([track.pk], state, at=timezone.now())
        assert shown(film) == []
    place_captions([track.pk], State.PUBLISHED, at=timezone.now())
    assert shown(film) == ["Goodbye now."]


def test_many_are_placed_in_few_queries(film, tom, max_queries):
    tracks = [set_captions(film, by=tom, language=code, data=HELLO).pk for code in ("en", "he", "nb")]
    with max_queries(5):
        assert moderated["captions"].approve_many([*tracks, 10**9], by=tom, at=timezone.now()) == {
            **dict.fromkeys(tracks, ""),
            10**9: "It is gone.",
        }


def test_the_checks_read_the_last_words_too(film, tom):
    said = "Fine. " * (MOST_SAID // 6 - 20) + "Buy at shop.example.com, shop.example.org, now.example.net/x"
    data = HELLO.replace(b"Hello there.", said.encode())
    track = set_captions(film, by=tom, language="en", data=data)
    assert Finding.objects.filter(case=case_of(track), check_key="links").exists()


# --- leaving


def test_removed_nothing_is_left_and_its_case_has_lapsed(film, tom):
    strict()
    set_captions(film, by=tom, language="en", data=HELLO)
    set_captions(film, by=tom, language="he", data=HELLO)
    for _again in range(2):
        remove_captions(film, by=tom, language="en")
    assert [track.language for track in CaptionTrack.objects.all()] == ["he"]
    assert sorted(Case.objects.values_list("state", flat=True)) == [CaseState.LAPSED, CaseState.OPEN]


def test_captions_of_a_film_that_was_taken_down_can_be_removed(film, tom):
    make_captions(film)
    type(film).objects.filter(pk=film.pk).update(state=State.HIDDEN)
    remove_captions(film, by=tom, language="en")
    assert not CaptionTrack.objects.exists()


def test_they_go_with_their_film(film, tom):
    strict()
    set_captions(film, by=tom, language="en", data=HELLO)
    delete_media(film)
    assert not CaptionTrack.objects.exists()
    assert not Case.objects.open().exists()


def test_a_member_takes_their_captions_along(film, tom):
    set_captions(film, by=tom, language="en", data=HELLO)
    (told,) = belongings.export(tom)
    assert told["captions"] == [{"language": "en", "state": "published", "text": KEPT}]


def test_of_who_leaves_what_everybody_read_stays_and_what_nobody_did_is_gone(film, tom):
    set_captions(film, by=tom, language="en", data=HELLO)
    strict()
    set_captions(film, by=tom, language="en", data=GOODBYE)
    set_captions(film, by=tom, language="he", data=GOODBYE)
    erase_member(tom, by=tom)
    (track,) = CaptionTrack.objects.all()
    assert (track.author, track.state, said_in(track.text), shown(film)) == (
        None,
        State.PUBLISHED,
        "Hello there.",
        ["Hello there."],
    )
    assert "Goodbye" not in f"{track.text}{track.shown}{track.former}"
    assert not Case.objects.open().exists()


def test_of_who_captioned_the_film_of_another_the_words_go_as_well(film, ines):
    track = make_captions(film, author=ines)
    forget_author(ines, at=timezone.now())
    track.refresh_from_db()
    assert (track.author, shown(film)) == (None, ["Good morning!"])


# --- what other rooms know


def test_moderators_find_them_by_what_they_say_and_see_where_they_stand(film, tom):
    strict()
    track = set_captions(film, by=tom, language="he", data=HELLO)
    adapter, subject = moderated["captions"], subjects["captions"]
    assert list(adapter.saying("hello there")) == [track]
    (thing,) = adapter.fetched([track.pk])
    assert subject.snapshot(thing) == {"body": "Hello there.", "subject": "A bench", "language": "עברית"}
    assert adapter.exposure([track.pk]) == {track.pk: moderated["media"].exposure([film.pk])[film.pk]}


def test_others_know_of_them_once_they_are_read(film, tom, ines, vera):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    seen = subjects["captions"].visible_to
    assert list(seen(tom)) == [track]
    assert not seen(ines).exists()
    place_captions([track.pk], State.PUBLISHED, at=timezone.now())
    assert list(seen(ines)) == list(seen(vera)) == [track]
    type(film).objects.filter(pk=film.pk).update(state=State.HIDDEN)
    assert not seen(vera).exists()


def test_a_picture_has_no_captions_to_ask_for(tom):
    item = make_media(by=tom, under=make_idea(by=tom), widths=())
    assert subjects["media"].snapshot(item)["captions"] == ""
