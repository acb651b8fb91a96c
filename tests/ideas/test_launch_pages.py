"""The page of all launches and its stories: honest credit, faces, filters, a feed, and nothing of what is closed."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from PIL import Image

from core.publication import State
from gallery.share_cards import Brand
from ideas.actions.answering import Answer, change_status
from ideas.launches.share_cards import credit_line, story_card
from ideas.launches.stories import named_of
from ideas.models import BoardStatus, Idea, LaunchPage, StatusChange
from ideas.statuses import Credit
from tests.factories import make_board, make_idea
from tests.gallery.test_lettering import is_near
from tests.ideas.launching import (
    a_picture,
    close_but_for,
    draft_story,
    fresh,
    launches_page,
    make_story,
    named,
    rewrite,
)

pytestmark = pytest.mark.django_db
RED = Brand("Kaffa", "#c8153d")


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_page_of_launches_has_a_next_step(client):
    launches_page()
    assert "Nothing is launched yet" in text_of(client, "/launches/")


def test_a_story_names_its_ideas_with_honest_credit_and_thanks(client, bea, tom, ines):
    mine, theirs = make_idea(by=tom, title="A cup"), make_idea(by=ines, title="Grams")
    story = make_story(named(mine), named(theirs, Credit.PLANNED, date(2020, 3, 1)), by=bea, evidence_place="Harbour")
    said = text_of(client, story.url)
    for words in ("A cup", "Your idea.", "Grams", "Already in our plans.", "March 1, 2020", "Tom", "Ines", "Harbour"):
        assert words in said
    assert "Thank you for saying so." in said and "Bea" in said
    listed = text_of(client, "/launches/")
    assert story.title in listed and "Already in our plans" in listed


@pytest.mark.parametrize("credit", [Credit.YOURS, Credit.PUSHED, Credit.PLANNED, Credit.PARTLY])
def test_each_credit_stands_on_list_story_and_timeline(client, bea, credit):
    idea = make_idea()
    story = make_story(named(idea, credit, date(2020, 3, 1) if credit in ("pushed", "planned") else None), by=bea)
    for address in ("/launches/", story.url, idea.get_absolute_url()):
        assert str(credit.label) in text_of(client, address)


def test_what_a_reader_may_not_see_is_not_there(client, bea, tom):
    closed = make_board(title="Behind a door")
    make_story(make_idea(title="An open one"), make_idea(board=closed, title="A closed one"), by=bea)
    close_but_for(closed, tom)
    story = LaunchPage.objects.get()
    for address in ("/launches/", story.url, "/launches/feed/", "/search/?q=closed"):
        said = text_of(client, address)
        assert "A closed one" not in said and "Behind a door" not in said
    client.force_login(tom)
    assert "A closed one" in text_of(client, story.url)


def test_an_idea_that_a_moderator_hid_leaves_the_story(client, bea):
    idea = make_idea(title="A rude one")
    story = make_story(idea, make_idea(title="Another"), by=bea)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert "A rude one" not in text_of(client, story.url)


def test_a_closed_story_leaves_the_entry_in_the_open_timeline_and_no_more(client, bea, tom):
    idea = make_idea()
    story = make_story(idea, by=bea, title="Only for few")
    close_but_for(story, tom)
    said = text_of(client, idea.get_absolute_url())
    assert StatusChange.objects.get().note in said
    assert "Only for few" not in said and story.slug not in said
    assert client.get(story.url).status_code == 404
    assert "Only for few" not in text_of(client, "/launches/")
    client.force_login(tom)
    assert story.url in text_of(client, idea.get_absolute_url())


def test_a_draft_is_nowhere(client, bea):
    story = draft_story(make_idea(), by=bea, title="Not yet")
    assert client.get(f"/launches/{story.slug}/").status_code == 404
    assert "Not yet" not in text_of(client, "/launches/")


def test_the_story_says_when_the_team_has_moved_an_idea_on(client, bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    works = BoardStatus.objects.get(board=idea.board, slug="in-the-works")
    answer = Answer(note="The oven is broken, so wait for a week.", corrects=StatusChange.objects.get())
    change_status(Idea.objects.get(pk=idea.pk), works, by=bea, answer=answer)
    assert "This is not so any more." in text_of(client, story.url)


def test_the_list_is_narrowed_by_board_and_year(client, bea):
    make_board(slug="ideas")
    other = make_board(slug="shops", title="Shops")
    old = make_story(make_idea(), by=bea, title="The old one", launched_on=date(2024, 5, 1))
    new = make_story(make_idea(board=other), by=bea, title="The new one", launched_on=date(2025, 5, 1))
    for address, here, elsewhere in (
        ("?year=2024", old, new),
        ("?board=shops", new, old),
        ("?board=shops&year=2025", new, old),
    ):
        said = text_of(client, f"/launches/{address}")
        assert here.title in said and elsewhere.title not in said
    make_board(slug="yard")  # the page of every board leads here, whether it has a story or not
    for address in ("?board=shops&year=2024", "?board=yard"):
        assert "Nothing of this kind was launched" in text_of(client, f"/launches/{address}")


@pytest.mark.parametrize("query", ["board=nowhere", "year=1999", "year=x", "board=%00"])
def test_what_does_not_exist_is_said_in_words(client, bea, query):
    make_story(make_idea(), by=bea)
    response = client.get(f"/launches/?{query}")
    assert response.status_code == 400
    assert "Show all launches" in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "7"])
def test_any_page_number_shows_a_page(client, bea, page):
    make_story(make_idea(), by=bea)
    assert client.get(f"/launches/?page={page}").status_code == 200


def test_more_than_a_page_goes_on_by_links(client, bea):
    idea = make_idea()
    for n in range(13):
        story = draft_story(idea, by=bea, title=f"Story {n:02}", launched_on=date(2025, 1, 1 + n))
        LaunchPage.objects.filter(pk=story.pk).update(live=True)
    first = text_of(client, "/launches/")
    assert "Story 12" in first and "Story 00" not in first and "?page=2" in first
    assert "Story 00" in text_of(client, "/launches/?page=2")


def test_the_feed_tells_of_launches(client, bea):
    story = make_story(make_idea(), by=bea, title="A rail of cups")
    said = text_of(client, "/launches/feed/")
    assert "A rail of cups" in said and story.url in said


def test_the_search_finds_a_story_once(client, bea):
    make_story(make_idea(), by=bea, title="A rail of cups")
    assert text_of(client, "/search/?q=rail+cu").count("A rail of cups</a>") == 1


def test_a_link_to_a_story_shows_a_card_drawn_of_it(client, bea):
    story = make_story(make_idea(), by=bea, picture=a_picture("The rail"))
    said = text_of(client, story.url)
    assert f'og:image" content="http://testserver{story.url}card/"' in said
    assert 'property="og:title" content="It is there"' in said
    response = client.get(f"{story.url}card/")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "public, max-age=300")
    card = Image.open(BytesIO(response.content))
    assert card.size == (1200, 630)
    assert is_near(card, (1000, 300), "#0f5a4d")
    again = {"If-None-Match": response["ETag"]}
    assert client.get(f"{story.url}card/", headers=again).status_code == 304
    story.picture.file.storage.delete(story.picture.file.name)
    rewrite(story, named(make_idea()), by=bea, title="Other words", correction_note="It was another idea.")
    changed = client.get(f"{story.url}card/", headers=again)
    assert changed.status_code == 200  # drawn anew, without the picture, which is lost


def test_a_card_owes_nothing_to_ideas_that_were_planned_or_that_nobody_may_see(bea, tom):
    day = date(2020, 3, 1)
    theirs, planned = make_idea(), make_idea()
    closed = make_idea(board=make_board(title="Behind a door"))
    close_but_for(closed.board, tom)
    story = make_story(named(theirs), named(planned, Credit.PLANNED, day), named(closed), by=bea)
    shown = named_of(story, to=AnonymousUser())
    assert credit_line(shown) == "It goes back to an idea of yours."
    assert credit_line(shown[:1] * 3) == "It goes back to 3 ideas of yours."
    assert credit_line(shown[1:]) == "You asked for it, and it was in our plans."
    assert credit_line([replace(shown[0], credit=Credit.PUSHED)]) == "You pushed it up our list."
    assert credit_line([]) == ""


def test_a_closed_story_has_no_card_for_anybody(client, bea, tom):
    story = make_story(make_idea(), by=bea)
    close_but_for(story, tom)
    for _person in ("a visitor", "tom"):
        assert client.get(f"{story.url}card/").status_code == 404
        client.force_login(tom)
    assert "og:image" not in text_of(client, story.url)


@pytest.mark.font
@pytest.mark.fribidi
def test_a_story_without_a_picture_has_a_card_in_either_direction():
    for title, side in (("ספסל מתחת לעץ", 900), ("A bench", 100)):
        card = Image.open(
            BytesIO(story_card(None, title=title * 9, said="It goes back to 3 ideas of yours.", brand=RED))
        )
        assert card.size == (1200, 630)
        assert is_near(card, (side, 600), RED.accent)


def test_the_list_costs_the_same_with_more_stories_and_ideas(client, bea, count_queries):
    def stories(many):
        for n in range(many):
            ideas = [make_idea(title=f"{n}-{one}") for one in range(2)]
            story = draft_story(*ideas, by=bea)
            LaunchPage.objects.filter(pk=story.pk).update(live=True)

    def cost():
        client.get("/launches/")
        cache.clear()
        return count_queries(lambda: client.get("/launches/"))

    stories(2)
    few = cost()
    stories(6)
    assert cost() == few


def test_a_story_costs_the_same_with_more_ideas(client, bea, count_queries):
    def cost(many):
        story = make_story(*(make_idea(title=f"{many}-{n}") for n in range(many)), by=bea)
        client.get(story.url)
        return count_queries(lambda: client.get(story.url))

    assert cost(5) == cost(1)


def test_the_place_can_be_moved_and_its_stories_with_it(client, bea):
    story = make_story(make_idea(), by=bea)
    place = launches_page()
    place.slug = "done"
    place.save_revision(user=bea).publish(user=bea)
    assert fresh(story).url == f"/done/{story.slug}/"
    assert client.get(f"/done/{story.slug}/").status_code == 200
