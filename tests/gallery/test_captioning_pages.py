"""Where captions are given, changed and removed: the page of the film's owner, and what viewers and moderators get."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from core.publication import State
from gallery.actions.captioning import set_captions
from gallery.models import CaptionTrack
from ideas.models import IdeaBoardPage
from moderation.actions.opening import open_case
from moderation.models import Act
from moderation.registries import Review
from tests.factories import make_board, make_idea
from tests.gallery.test_captioning import GOODBYE, HELLO, strict
from tests.gallery.things import make_captions, make_film, make_gallery, make_media
from tests.limits import answers_until_refused
from tests.moderation.things import case_of, decided

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def film(tom):
    return make_film(by=tom, under=make_idea(board=make_board(), by=tom, title="A bench"), data=b"")


@pytest.fixture
def toms(client, tom):
    client.force_login(tom)
    return client


def page_of(film) -> str:
    return f"/work/{film.pk}/captions/"


def file_of(data: bytes, name: str = "talk.vtt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def sent(client, film, data=None, *, language="en", headers=None, **fields):
    posted = {"language": language, **({} if data is None else {"file": file_of(data)}), **fields}
    return client.post(page_of(film), posted, headers=headers or {})


def text_in(html: str) -> str:
    """What stands in the form's text."""
    return unescape(re.search(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', html, re.S)[1])


def hidden_in(html: str) -> str:
    return re.search(r'name="filled"(?: value="([^"]*)")?', html)[1] or ""


def chosen_in(html: str) -> str:
    return re.search(r'<option value="([^"]*)" selected', html)[1]


def errors_in(html: str, field: str) -> str:
    """What stands right below a field."""
    found = re.search(rf'id="id_{field}_error">(.*?)</div>', html, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


# --- the page


def test_without_captions_it_says_so_and_offers_the_form(toms, film):
    html = toms.get(page_of(film)).text
    assert "This film has no captions yet" in html
    assert 'enctype="multipart/form-data"' in html
    assert "A bench" in html


def test_a_file_is_sent_and_stands_there(toms, film):
    answer = sent(toms, film, HELLO, language="he")
    assert (answer.status_code, answer["Location"]) == (302, page_of(film))
    html = toms.get(page_of(film)).text
    assert "The captions are here." in html
    assert "עברית" in html
    assert "Hello there." in html
    assert "has no captions yet" not in html


def test_captions_can_be_written_into_the_form(toms, film):
    sent(toms, film, text=HELLO.decode().replace("\n", "\r\n"))
    assert CaptionTrack.objects.get().shown.endswith("Hello there.\n")


def test_to_htmx_a_success_is_a_way_on_and_an_error_the_form_alone(toms, film):
    good = sent(toms, film, HELLO, headers=HTMX)
    assert good["HX-Redirect"] == page_of(film)
    bad = sent(toms, film, b"Hello", headers=HTMX)
    assert (bad.status_code, "<html" in bad.text) == (422, False)
    assert 'id="captions-form"' in bad.text
    assert "has to be WEBVTT" in errors_in(bad.text, "file")


def test_the_language_is_that_of_the_person_until_they_choose(toms, film):
    assert chosen_in(toms.get(page_of(film)).text) == "en"
    with translation.override("he"):
        assert chosen_in(toms.get(page_of(film), headers={"Accept-Language": "he"}).text) == "he"
    assert chosen_in(toms.get(page_of(film) + "?language=pt-br").text) == "pt-br"
    assert chosen_in(toms.get(page_of(film) + "?language=nothing").text) == "en"


def test_every_language_is_called_by_its_own_name(toms, film):
    html = toms.get(page_of(film)).text
    for code, name in (("he", "עברית"), ("el", "Ελληνικά"), ("fr", "Français"), ("ar", "العربيّة")):
        assert f'<option value="{code}">{name}</option>' in html
    assert html.index('value="hr"') < html.index('value="fr"')  # those of the site come first


# --- what is wrong


def test_what_is_wrong_stands_beside_the_file_with_its_line_and_the_language_is_kept(toms, film):
    answer = sent(toms, film, b"WEBVTT\n\n00:01,000 --> 00:02,000\nHello", language="he")
    assert answer.status_code == 200
    assert "talk.vtt: Line 3 of the captions: “00:01,000 --> 00:02,000”" in errors_in(answer.text, "file")
    assert chosen_in(answer.text) == "he"


def test_the_text_of_a_refused_file_can_be_mended_on_the_spot(toms, film):
    html = sent(toms, film, b"WEBVTT\n\n00:01,000 --> 00:02,000\n</textarea><script>x</script>").text
    assert "<script>x" not in html
    assert text_in(html).endswith("</textarea><script>x</script>")
    mended = text_in(html).replace("01,", "01.").replace("02,", "02.").replace("\n", "\r\n")
    assert sent(toms, film, text=mended, filled=hidden_in(html)).status_code == 302


def test_another_file_takes_the_place_of_a_text_that_nobody_typed(toms, film):
    html = sent(toms, film, b"WEBVTT\n\n00:01,000 --> 00:02,000\nHello").text
    shown = text_in(html).replace("\n", "\r\n")  # as a browser sends it
    again = sent(toms, film, b"Nothing", text=shown, filled=hidden_in(html))
    assert text_in(again.text) == "Nothing"
    assert sent(toms, film, HELLO, text=shown, filled=hidden_in(html)).status_code == 302


def test_what_was_typed_is_never_replaced_by_a_file(toms, film):
    answer = sent(toms, film, HELLO, text="WEBVTT, and all that I typed")
    assert "Empty one of the two" in errors_in(answer.text, "file")
    assert text_in(answer.text) == "WEBVTT, and all that I typed"
    assert not CaptionTrack.objects.exists()


def test_what_was_typed_stays_and_says_what_is_wrong_with_it(toms, film):
    answer = sent(toms, film, text="WEBVTT\n\nHello")
    assert "Line 3 of the captions" in errors_in(answer.text, "text")
    assert text_in(answer.text) == "WEBVTT\n\nHello"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "has to be WEBVTT"),
        (b"\xff\xfeW\x00E\x00", "is not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "is not UTF-8 text"),
        (b"WEBVTT\n\n\0\0\0", "has no times above it"),
        (HELLO + b" " * 1_000_001, "The captions have 1000.0 kB; at most 200 kB are allowed."),
        (HELLO + b" " * 3_000_000, "The captions have 3000.0 kB; at most 200 kB are allowed."),
    ],
)
def test_no_file_is_an_error_of_ours(toms, film, data, words):
    answer = sent(toms, film, data, language="he")
    assert answer.status_code == 200
    assert words in errors_in(answer.text, "file")
    assert chosen_in(answer.text) == "he"
    assert text_in(answer.text) == ""  # nothing that a form could hold


def test_nothing_at_all_and_a_language_of_nowhere_are_told(toms, film):
    assert "Choose a file, or write the captions below." in errors_in(sent(toms, film).text, "file")
    answer = sent(toms, film, HELLO, language="xx")
    assert "Choose a language from the list." in errors_in(answer.text, "language")
    assert toms.post(page_of(film), {"language": "\0", "text": "\0", "filled": "\0"}).status_code == 200


def test_a_film_that_was_taken_down_meanwhile_leaves_what_was_typed(toms, film):
    type(film).objects.filter(pk=film.pk).update(state=State.HIDDEN)
    answer = sent(toms, film, text=HELLO.decode())
    assert answer.status_code == 403
    assert "taken down" in answer.text
    assert "Hello there." in answer.text


# --- who


def test_what_is_no_film_or_not_theirs_to_see_is_not_there(toms, tom, ines, film):
    picture = make_media(by=tom, under=make_idea(by=tom), widths=())
    assert toms.get(page_of(picture)).status_code == 404
    assert sent(toms, picture, HELLO).status_code == 404
    waiting = make_film(by=ines, under=make_idea(by=ines), widths=(), data=b"", state=State.WAITING)
    assert toms.get(page_of(waiting)).status_code == 404
    assert toms.post(page_of(waiting) + "en/remove/").status_code == 404


def test_others_neither_give_nor_remove(client, ines, film):
    make_captions(film)
    assert sent(client, film, GOODBYE).status_code == 302
    client.force_login(ines)
    assert client.get(page_of(film)).status_code == 403
    assert sent(client, film, GOODBYE).status_code == 403
    assert client.post(page_of(film) + "en/remove/").status_code == 403
    assert "Good morning!" in CaptionTrack.objects.get().shown


def test_an_editor_finds_the_form_and_a_moderator_the_text_alone(client, mo, bea, film):
    make_captions(film, state=State.WAITING)
    client.force_login(bea)
    assert 'id="captions-form"' in client.get(page_of(film)).text
    client.force_login(mo)
    html = client.get(page_of(film)).text
    assert "Good morning!" in html
    assert 'id="captions-form"' not in html
    assert sent(client, film, GOODBYE).status_code == 403


def test_who_is_suspended_reads_why_and_can_still_remove(toms, tom, mo, film):
    make_captions(film)
    open_case("media", film, reason="is_reported")
    decided(film, Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=1))
    html = toms.get(page_of(film)).text
    assert "Your account is suspended until" in html
    assert 'id="captions-form"' not in html
    assert f"{page_of(film)}en/remove/" in html


def test_a_film_has_the_way_to_them_for_its_owner_alone(client, tom, ines, film):
    make_gallery()
    for person, finds in ((tom, True), (ines, False)):
        client.force_login(person)
        assert (page_of(film) in client.get(f"/work/{film.pk}/").text) is finds
    client.logout()
    assert page_of(film) not in client.get(f"/work/{film.pk}/").text


@pytest.mark.once
def test_so_many_an_hour(toms, film, rate_limits):
    answers_until_refused(lambda _n: sent(toms, film), allowed=30)


# --- removing


def test_removing_asks_once_and_keeps_the_film(toms, film):
    make_captions(film, "he")
    address = f"{page_of(film)}he/remove/"
    assert address in toms.get(page_of(film)).text
    assert "עברית" in toms.get(address).text
    assert CaptionTrack.objects.exists()
    assert toms.post(address)["Location"] == page_of(film)
    assert not CaptionTrack.objects.exists()
    assert "The captions are removed." in toms.get(page_of(film)).text
    assert toms.post(address).status_code == 302  # the second click
    assert toms.get(address).status_code == 404


# --- what waits


def test_its_owner_reads_that_they_wait_and_others_read_what_was_approved(toms, client, tom, ines, film):
    set_captions(film, by=tom, language="en", data=HELLO)
    strict()
    sent(toms, film, GOODBYE)
    html = toms.get(page_of(film)).text
    assert "the former ones stay" in html
    assert "Waiting for a moderator" in html
    track = f"/files/{film.token}/captions-en.vtt"
    assert "Hello there." in toms.get(track).text
    assert "Goodbye now." in toms.get(f"{track}?newest").text
    assert f"{track}?newest" in html
    client.force_login(ines)
    assert "Hello there." in client.get(track).text
    assert client.get(f"{track}?newest").status_code == 404


def test_what_was_never_approved_is_not_there_for_viewers(client, tom, mo, film):
    make_gallery()
    strict()
    set_captions(film, by=tom, language="en", data=HELLO)
    track = f"/files/{film.token}/captions-en.vtt"
    assert client.get(track).status_code == 404
    assert "<track" not in client.get(f"/work/{film.pk}/").text
    client.force_login(mo)
    assert "Hello there." in client.get(f"{track}?newest").text


def test_a_moderator_reads_them_in_the_queue_beside_the_film_as_text(client, tom, mo, film):
    IdeaBoardPage.objects.update(review=Review.EVERYTHING)
    data = HELLO.replace(b"Hello there.", b"<script>alert(1)</script> & more")
    track = set_captions(film, by=tom, language="he", data=data)
    client.force_login(mo)
    html = client.get(f"/admin/moderation/{case_of(track).pk}/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "<script>alert(1)" not in html
    assert 'lang="he"' in html
    assert "A bench" in html


def test_who_judges_the_film_reads_its_captions_as_well(client, tom, mo, film):
    set_captions(film, by=tom, language="en", data=HELLO)
    case = open_case("media", film, reason="is_reported")
    client.force_login(mo)
    assert "Hello there." in client.get(f"/admin/moderation/{case.pk}/").text


def test_the_decision_reaches_its_author_in_sentences_of_its_own(toms, tom, mo, film):
    strict()
    track = set_captions(film, by=tom, language="en", data=HELLO)
    decision = decided(track, Act.REJECT, by=mo)
    decision.telling.delete()
    html = toms.get(decision.get_absolute_url()).text
    assert "Your captions are not published. Only you can see them." in html
    assert "Read why, and what you can do" in toms.get(page_of(film)).text


def test_the_page_asks_no_more_of_the_database_for_many_languages(toms, tom, film, max_queries):
    make_captions(film, "en")
    toms.get(page_of(film))
    with max_queries(40) as few:
        toms.get(page_of(film))
    for code in ("el", "nb", "hr", "he", "fr", "de"):
        make_captions(film, code)
    with max_queries(len(few)):
        toms.get(page_of(film))


def test_in_hebrew_the_page_reads_from_right_to_left(toms, film):
    make_captions(film, "nb")
    html = toms.get(page_of(film), headers={"Accept-Language": "he"}).text
    assert 'dir="rtl"' in html
    assert 'lang="nb">Norsk' in html


def test_on_its_page_a_film_switches_on_what_is_in_the_language_of_the_page(client, film):
    make_gallery()
    for code in ("en", "he"):
        make_captions(film, code)
    for page, on in (("en", "en"), ("he", "he"), ("el", None)):
        html = client.get(f"/work/{film.pk}/", headers={"Accept-Language": page}).text
        tracks = re.findall(r"<track[^>]*>", html)
        assert [re.search(r'srclang="(\w+)"', track)[1] for track in tracks if " default" in track] == [on] * bool(on)
        assert all('kind="captions"' in track for track in tracks)
        assert len(tracks) == 2
