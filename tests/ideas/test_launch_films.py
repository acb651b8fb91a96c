"""A film as the evidence of a story: chosen, shown with its poster and its author, gone without breaking the page."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission

from core.audience.groups import EDITORS, INSIDERS
from core.errors import Refused, RuleBroken
from core.publication import State
from gallery.actions.attaching import delete_media
from gallery.actions.placing import place_media, settle
from gallery.models import MediaItem, Stage
from ideas.actions.filming import add_film, remove_film
from ideas.completeness import reasons_against
from ideas.launches.films import choosable_films, films_saying
from ideas.models import Idea, LaunchPage
from tests.core.audience.trees import close
from tests.factories import make_idea, somebody
from tests.gallery.conftest import own_storages  # noqa: F401 - a fixture
from tests.gallery.things import make_captions, make_film
from tests.ideas.launching import a_picture, draft_story, fresh, publish
from tests.ideas.test_launch_pages import text_of

pytestmark = pytest.mark.django_db


def of_the_team(story, by, **fields):
    return make_film(by=by, under=story, alt="Two people sit down", **fields)


def with_film(by, film=None, **changes):
    """A public story whose only evidence is a film: this one, or one of the team."""
    story = draft_story(make_idea(by=by), by=by, evidence_url="", **changes)
    return publish(naming(story, film or of_the_team(story, by)), by)


def naming(story, film):
    story.evidence_film = film
    story.save_revision(clean=False)
    return fresh(story)


def film_of_a_member(by):
    """It stands where everybody sees it: under a published idea."""
    return make_film(by=by, under=make_idea(title="Drip", by=by), alt="Coffee drips")


def test_a_story_shows_its_film_with_poster_captions_and_place(client, bea):
    story = with_film(bea, evidence_place="Mill Lane")
    make_captions(story.evidence_film)
    said = text_of(client, story.url)
    for part in ("<video", "controls", 'preload="none"', 'aria-label="Two people sit down"', "<track", "Mill Lane"):
        assert part in said
    assert "A film by" not in said


def test_the_film_of_a_member_names_them_and_leads_to_the_work(client, bea, tom):
    said = text_of(client, with_film(bea, film_of_a_member(tom)).url)
    assert "A film by <bdi>Tom</bdi>" in said and f'href="/work/{MediaItem.objects.get().pk}/"' in said
    assert ">Drip</a>" in said


def test_the_poster_stands_in_the_list_where_there_is_no_picture(client, bea, count_queries):
    story = with_film(bea)
    poster = story.evidence_film.renditions.get(role="poster-1", format="jpeg")
    assert poster.key in text_of(client, "/launches/")
    with_film(bea)
    few = count_queries(lambda: client.get("/launches/"))
    with_film(bea)
    assert count_queries(lambda: client.get("/launches/")) == few
    LaunchPage.objects.filter(pk=story.pk).update(picture=a_picture("The bench"))
    assert poster.key not in text_of(client, "/launches/")


@pytest.mark.parametrize("end", ["hidden", "deleted", "removed"])
def test_a_film_that_is_gone_leaves_the_page_without_it(client, bea, end):
    story = with_film(bea)
    film = story.evidence_film
    if end == "hidden":
        MediaItem.objects.filter(pk=film.pk).update(state=State.HIDDEN)
    elif end == "deleted":
        delete_media(film)
    else:
        remove_film(story, film, by=bea)
        assert not MediaItem.objects.exists()
    for address in (story.url, "/launches/", f"{story.url}card/"):
        response = client.get(address)
        assert response.status_code == 200 and b"<video" not in response.content
    assert b"See for yourself" not in client.get(story.url).content
    newest = fresh(story).get_latest_revision()  # which still names it
    [reason] = reasons_against(newest.as_object())
    assert ("not shown to everybody" if end == "hidden" else "Show that it is true") in reason
    with pytest.raises(RuleBroken):
        newest.publish(user=bea)


def test_what_a_member_takes_back_leaves_the_story(client, bea, tom):
    story = with_film(bea, film_of_a_member(tom))
    Idea.objects.filter(title="Drip").update(state=State.WITHDRAWN)
    assert "<video" not in text_of(client, story.url)
    assert "not shown to everybody" in reasons_against(fresh(story))[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"stage": Stage.PROCESSING}, "still being checked"),
        ({"stage": Stage.UPLOADED, "state": State.WAITING}, "still being checked"),
        ({"stage": Stage.FAILED, "reason_code": "crashed"}, "cannot be used"),
        ({"state": State.WAITING}, "not shown to everybody"),
    ],
)
def test_publishing_waits_for_a_film_that_can_be_shown(bea, fields, words):
    story = draft_story(make_idea(), by=bea)
    naming(story, of_the_team(story, bea, **fields))
    with pytest.raises(RuleBroken, match=words):
        publish(story, bea)
    assert not fresh(story).live


def test_a_film_is_as_closed_as_its_story(client, bea, ines, tom):
    story = with_film(bea)
    film = story.evidence_film
    address = reverse("gallery:file", args=[film.token, "film-480.mp4"])
    assert client.get(address).status_code == 200
    close(story, INSIDERS)
    settle([film.pk])
    for member, answer in ((tom, 404), (ines, 200)):
        client.force_login(member)
        assert client.get(address).status_code == answer
    assert not MediaItem.objects.get().is_public
    client.logout()
    assert client.get(f"{story.url}card/").status_code == 404


def test_a_draft_shows_its_film_to_those_who_make_it_and_to_nobody_else(client, bea, tom):
    story = draft_story(make_idea(), by=bea)
    film = of_the_team(story, bea)
    naming(story, film)
    address = reverse("gallery:file", args=[film.token, "film-480.mp4"])
    colleague = somebody()
    colleague.groups.add(Group.objects.get(name=EDITORS))
    for member, answer in ((None, 404), (tom, 404), (bea, 200), (colleague, 200)):
        client.force_login(member) if member else client.logout()
        assert client.get(address).status_code == answer, member
    assert "<video" in text_of(client, reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    close(story, INSIDERS)
    assert client.get(address).status_code == 404
    story.view_restrictions.all().delete()
    assert client.get(address).status_code == 200
    MediaItem.objects.update(state=State.HIDDEN)
    assert client.get(address).status_code == 404
    MediaItem.objects.update(state=State.PUBLISHED)
    GroupPagePermission.objects.filter(group__name=EDITORS).exclude(permission__codename="add_page").delete()
    assert client.get(address).status_code == 404  # who may write stories of their own alone


def test_copies_keep_the_film_when_the_first_lets_it_go(client, bea):
    story = with_film(bea)
    copy = story.copy(update_attrs={"slug": "again", "title": "Again"}, keep_live=False, user=bea)
    film = MediaItem.objects.get()
    remove_film(story, film, by=bea)
    assert MediaItem.objects.exists() and "<video" not in text_of(client, story.url)
    assert LaunchPage.objects.get(pk=copy.pk).evidence_film == film


def test_what_may_be_chosen(bea, ada, tom):
    mine = of_the_team(draft_story(make_idea(), by=bea), bea, stage=Stage.PROCESSING)
    shown = film_of_a_member(tom)
    hidden = film_of_a_member(tom)
    place_media(hidden, State.HIDDEN, at=hidden.created_at)
    other = make_film(by=tom)  # sent in nowhere
    assert set(choosable_films(bea)) == {mine, shown}
    assert set(choosable_films(tom)) == {shown}
    assert set(choosable_films(ada, kept=other.pk)) == {mine, shown, other}


def test_films_are_found_by_what_they_show_or_belong_to_and_by_whom(bea, tom):
    mine = of_the_team(draft_story(make_idea(), by=bea), bea, name="take-7.mp4")
    theirs = film_of_a_member(tom)
    MediaItem.objects.filter(pk=theirs.pk).update(name="take-8.mp4")
    wanted = {"sit down": mine, "take-7": mine, "drip": theirs, "Coffee": theirs, "Tom": theirs, "take-8": None}
    for words, film in wanted.items():
        assert choosable_films(bea).filter(films_saying(words)).first() == film, words


def test_whoever_edits_the_story_adds_films_on_its_screen(client, bea, tom):
    story = draft_story(make_idea(), by=bea)
    address = reverse("ideas:films", args=[story.pk])
    client.force_login(tom)
    assert client.get(address).status_code == 404
    client.force_login(bea)
    assert "No films yet" in text_of(client, address)
    sent = {"alt": "Two people sit down", "file": SimpleUploadedFile("IMG.mp4", b"a film")}
    for lacking in ({"alt": "Two people"}, {"file": sent["file"]}):
        assert client.post(address, lacking).status_code == 200
    sent["file"].seek(0)
    assert client.post(address, sent).status_code == 302
    film = MediaItem.objects.of(story, kind="launch").get(alt="Two people sit down")
    assert "Two people sit down" in text_of(client, address)
    for wrong in ("0", "x", "9" * 30):
        assert client.post(address, {"remove": wrong}).status_code == 404
    assert client.post(address, {"remove": film.pk}).status_code == 302
    assert not MediaItem.objects.of(story, kind="launch").exists()


def test_only_an_editor_adds_or_removes(bea, tom):
    story = draft_story(make_idea(), by=bea)
    with pytest.raises(Refused):
        add_film(story, by=tom, alt="x", token="x")
    with pytest.raises(Refused):
        remove_film(story, of_the_team(story, bea), by=tom)
    with pytest.raises(RuleBroken, match="Choose a file"):
        add_film(story, by=bea, alt="x")
