"""The insiders' home and an early-access page, as each of the cast meets them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit, leave_tier
from core.audience.groups import INSIDERS
from core.audience.models import AudienceWindow, Entrance, Tier
from ideas.actions.commenting import add_comment as comment_on_idea
from insiders.actions.commenting import add_comment
from insiders.actions.filing import remove_file
from insiders.models import EarlyAccess
from tests.core.audience.trees import tease
from tests.factories import make_idea
from tests.insiders.things import make_document, make_early, make_index, make_picture

pytestmark = pytest.mark.django_db
PAGE, HOME = "/insiders/decaf-no-4/", "/insiders/"


def read(client, user, url: str = HOME) -> str:
    client.logout()
    if user is not None and user.is_authenticated:
        client.force_login(user)
    answer = client.get(url)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_home_shows_each_what_is_open_to_them_and_nothing_else(client, vera, tom, ines, lars):
    early = make_early(introduction="Zanzibar beans")
    tease(early.page, "Something is roasting")
    for outsider in (vera, tom, lars):
        page = read(client, outsider)
        assert "Zanzibar" not in page
        assert "Decaf No. 4" not in page
        assert "Something is roasting" in page
    inside = read(client, ines)
    assert "Zanzibar beans" in inside
    assert "because the team let you in" in inside
    assert "Something is roasting" not in inside


def test_home_says_why_somebody_is_in(client, tom):
    idea = make_idea(by=tom, title="Decaf that tastes of something")
    asked = timezone.now().replace(year=2026, month=3, day=3, hour=12)
    because = Because("idea", idea.pk, "author", asked, "You saw it first.")
    make_early()
    admit(tom, Tier.objects.get(name=INSIDERS), entrance=Entrance.GIVEN, because=because)
    for url in (HOME, PAGE):
        page = read(client, tom, url)
        assert "You are here because you suggested “<a" in page
        assert "on March 3, 2026." in page
        assert "Decaf that tastes of something" in page
        assert "You saw it first." in page


def test_a_thing_that_they_may_not_see_is_not_named(client, tom):
    idea = make_idea(by=tom, title="Zanzibar")
    make_early()
    admit(tom, Tier.objects.get(name=INSIDERS), entrance=Entrance.GIVEN, because=Because("idea", idea.pk + 9, "author"))
    assert "You are here because of something that you suggested." in read(client, tom, PAGE)


def test_a_hidden_tier_is_nowhere_but_with_its_holder(client, vera, tom, ines, bea):
    early = make_early("Tasting", tiers=("Tasting table",))
    Tier.objects.filter(name="Tasting table").update(is_hidden=True, stands_for="Zanzibar")
    tease(early.page, "Sit down")
    admit(ines, Tier.objects.get(name="Tasting table"), entrance=Entrance.INVITED)
    for outsider in (vera, tom, bea):
        page = read(client, outsider)
        assert not [word for word in ("Tasting", "Zanzibar", "Sit down") if word in page]
    assert "Tasting table" in read(client, ines)


def test_home_counts_honestly_and_has_words_for_nothing(client, vera, ines, lars):
    make_index()
    page = read(client, vera)
    assert "One person is in." in page
    assert "Nothing is announced just now." in page
    assert "Sign in, and you see what is open to you." in page
    assert "Nothing yet" in read(client, lars)
    leave_tier(Tier.objects.get(name=INSIDERS), by=ines)
    assert "Nobody is in yet." in read(client, vera)


def test_the_page_is_kept_by_nobody_and_says_who_follows(client, ines):
    soon = timezone.now() + timedelta(days=3)
    make_early(steps={"members_from": soon})
    client.force_login(ines)
    answer = client.get(PAGE)
    assert answer["Cache-Control"] == "private, no-store"
    page = answer.content.decode()
    assert "Members from" in page
    assert "hx-history=false" in page
    assert "noindex" in page


def test_a_public_page_offers_visitors_to_sign_in(client, vera):
    make_early(steps={"public_from": timezone.now() - timedelta(days=1)})
    page = read(client, vera, PAGE)
    assert 'id="feedback"' in page
    assert "Would you want it?" not in page
    assert "noindex" not in page
    assert "It is open to everyone." in read(client, vera)


def test_it_shows_its_own_files_and_no_other_pages(client, ines, bea):
    early, other = make_early(), make_early("Another")
    picture, paper = make_picture(early, by=bea), make_document(early, by=bea)
    foreign = make_document(other, by=bea, title="Foreign")
    files = [("private_picture", picture), ("private_document", paper), ("private_document", foreign)]
    early.page.body = [(kind, {"file": str(file.pk)}) for kind, file in files]
    early.page.save_revision().publish()
    page = read(client, ines, PAGE)
    assert "/files/" in page
    assert "Recipe" in page
    assert "Foreign" not in page
    assert not {"/media/", "/picture/"} & set(re.findall(r"/\w+/", page.split("</header>", 1)[1]))
    remove_file(paper, by=bea)
    assert "Recipe" not in read(client, ines, PAGE)


def test_insiders_disclose_that_they_saw_it_first_also_when_they_have_left(client, vera, tom, ines, bea):
    early = make_early()
    add_comment(early, by=ines, body="It tastes of plums.")
    leave_tier(Tier.objects.get(name=INSIDERS), by=ines)
    AudienceWindow.objects.update(public_from=timezone.now())
    add_comment(early, by=tom, body="I read of it today.")
    add_comment(early, by=bea, body="Now you all can.")
    page = read(client, vera, PAGE)
    assert page.count("received early access") == 1
    assert page.index("received early access") < page.index("It tastes of plums.") < page.index("I read of it today.")


def test_whom_an_idea_let_in_discloses_it_under_the_idea(client, vera, tom, ines):
    idea = make_idea(by=tom, title="Decaf")
    comment_on_idea(idea, by=tom, body="Still waiting.")
    hidden, tier = make_tier("Secret", is_hidden=True), make_tier("Listed")
    admit(tom, hidden, entrance=Entrance.GIVEN, because=Because("idea", idea.pk, "author"))
    assert "received early access" not in read(client, vera, idea.get_absolute_url())
    admit(tom, tier, entrance=Entrance.GIVEN, because=Because("idea", idea.pk, "author"))
    assert "received early access" in read(client, vera, idea.get_absolute_url())


def test_comments_are_behind_the_door_of_their_page(client, tom, ines):
    early = make_early()
    said = add_comment(early, by=ines, body="Zanzibar")
    for url in (f"/early/{early.pk}/comments/", said.get_absolute_url(), f"{said.get_absolute_url()}report/"):
        assert read(client, tom, url) == "404"
    assert EarlyAccess.objects.get().comment_count == 1
    client.force_login(ines)
    assert client.get(said.get_absolute_url())["Location"].endswith(f"#comment-{said.pk}")


def test_home_and_page_cost_the_same_with_little_and_much(client, ines, bea, count_queries):
    early = make_early()
    costs = []
    for more in (1, 6):
        for place in range(more):
            tease(make_early(f"More {more} {place}", tiers=("Others",)).page, f"Soon {more} {place}")
            make_early(f"Open {more} {place}")
            file = make_picture(early, by=bea)
            early.page.body.append(("private_picture", {"file": str(file.pk)}))
            add_comment(early, by=ines, body=f"{more} {place}")
        early.page.save_revision().publish()
        client.force_login(ines)
        for url in (HOME, PAGE):
            client.get(url)
            costs.append(count_queries(lambda url=url: client.get(url)))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 40
