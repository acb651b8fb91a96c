"""A board in Wagtail's page editor: what it starts with, what it refuses in words, what follows on publishing."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.pages.models import StandardPage
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage
from tests.factories import home_page, make_board, make_idea
from tests.page_editor import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(client, bea):
    client.force_login(bea)
    return client


def edit_url(board):
    return reverse("wagtailadmin_pages:edit", args=[board.pk])


def row_of(form, relation, slug):
    """The prefix of the row with this slug."""
    return next(
        name.removesuffix("-slug")
        for name, value in form.items()
        if name.startswith(f"{relation}-") and name.endswith("-slug") and value == slug
    )


def publish(client, board, changes, **more):
    form = form_of(client.get(edit_url(board)))
    form.update({name: value for name, value in {**changes, **more}.items() if value is not None})
    for name in [name for name, value in changes.items() if value is None]:
        form.pop(name, None)
    return client.post(edit_url(board), {**form, "action-publish": "1"}, follow=True)


def live(board):
    return IdeaBoardPage.objects.get(pk=board.pk)


def test_a_new_board_starts_with_the_usual_statuses_in_its_form(publisher):
    url = reverse("wagtailadmin_pages:add", args=["ideas", "ideaboardpage", home_page().pk])
    form = form_of(publisher.get(url))
    slugs = [value for name, value in form.items() if name.startswith("statuses-") and name.endswith("-slug") and value]
    assert slugs == ["new", "under-review", "planned", "in-the-works", "launched", "not-planned"]
    publisher.post(url, {**form, "title": "Wishes", "slug": "wishes", "action-publish": "1"})
    board = IdeaBoardPage.objects.get(slug="wishes")
    assert board.live
    rows = board.statuses.order_by("sort_order").values_list("slug", "stage", "open_to_votes")
    assert list(rows)[:1] + list(rows)[-1:] == [("new", "open", True), ("not-planned", "declined", False)]
    assert len(rows) == 6


def test_statuses_taken_out_before_creating_stay_out(publisher):
    url = reverse("wagtailadmin_pages:add", args=["ideas", "ideaboardpage", home_page().pk])
    form = form_of(publisher.get(url))
    gone = row_of(form, "statuses", "in-the-works")
    publisher.post(url, {**form, "title": "Wishes", "slug": "wishes", f"{gone}-DELETE": "on", "action-publish": "1"})
    slugs = set(IdeaBoardPage.objects.get(slug="wishes").statuses.values_list("slug", flat=True))
    assert slugs == {"new", "under-review", "planned", "launched", "not-planned"}


def test_editing_and_publishing_keeps_what_was_not_touched(publisher):
    board = make_board(slug="ideas")
    response = publish(publisher, board, {"question": "What would make mornings better?"})
    assert response.status_code == 200
    assert live(board).question == "What would make mornings better?"
    assert BoardStatus.objects.filter(board=board).count() == 6
    assert Category.objects.filter(board=board).count() == 2


def test_a_status_that_ideas_stand_in_stays_and_the_form_says_so(publisher):
    board = make_board(slug="ideas")
    make_idea(board=board, status="planned")
    prefix = row_of(form_of(publisher.get(edit_url(board))), "statuses", "planned")
    response = publish(publisher, board, {f"{prefix}-DELETE": "on"})
    assert "“Planned” stays: 1 idea stands in it. Move it first." in response.text
    assert form_of(response)[f"{prefix}-DELETE"] == ""
    assert BoardStatus.objects.filter(board=board, slug="planned").exists()


def test_a_status_that_a_timeline_remembers_stays(publisher):
    board = make_board(slug="ideas")
    idea = make_idea(board=board)
    planned = board.statuses.get(slug="planned")
    idea.status_changes.create(old=planned, new=idea.status, note="We changed our mind about it.")
    prefix = row_of(form_of(publisher.get(edit_url(board))), "statuses", "planned")
    response = publish(publisher, board, {f"{prefix}-DELETE": "on"})
    assert "their timelines say so" in response.text
    assert BoardStatus.objects.filter(board=board, slug="planned").exists()


def test_a_category_with_ideas_stays_and_an_empty_one_goes(publisher):
    board = make_board(slug="ideas")
    make_idea(board=board, category="shops")
    form = form_of(publisher.get(edit_url(board)))
    shops, menu = (row_of(form, "categories", slug) for slug in ("shops", "menu"))
    assert "“Shops” stays" in publish(publisher, board, {f"{shops}-DELETE": "on"}).text
    publish(publisher, board, {f"{menu}-DELETE": "on"})
    assert list(Category.objects.filter(board=board).values_list("slug", flat=True)) == ["shops"]


def test_a_board_needs_a_status_where_ideas_begin(publisher):
    board = make_board(slug="ideas")
    form = form_of(publisher.get(edit_url(board)))
    changes = {f"{row_of(form, 'statuses', slug)}-stage": "planned" for slug in ("new", "under-review")}
    assert "needs at least one status of the stage “Open”" in publish(publisher, board, changes).text
    assert BoardStatus.objects.filter(board=board, stage="open").count() == 2


@pytest.mark.parametrize(
    ("relation", "slug", "taken", "name"),
    [("statuses", "planned", "new", "New"), ("categories", "menu", "shops", "Shops")],
)
def test_two_rows_with_one_slug_are_refused_beside_the_second(publisher, relation, slug, taken, name):
    board = make_board(slug="ideas")
    prefix = row_of(form_of(publisher.get(edit_url(board))), relation, slug)
    response = publish(publisher, board, {f"{prefix}-slug": taken})
    wrapper = (
        BeautifulSoup(response.text, "html.parser")
        .select_one(f"#id_{prefix}-slug")
        .find_parent(class_="w-field__wrapper")
    )
    assert f"“{name}” has this slug already." in wrapper.select_one(".error-message").get_text()
    assert getattr(live(board), relation).filter(slug=slug).exists()


def test_publishing_opens_and_closes_ideas_as_their_status_says(publisher):
    board = make_board(slug="ideas")
    idea = make_idea(board=board, status="planned")
    prefix = row_of(form_of(publisher.get(edit_url(board))), "statuses", "planned")
    publish(publisher, board, {f"{prefix}-open_to_votes": None})
    idea.refresh_from_db()
    assert not idea.open_to_votes


def test_a_new_half_life_says_that_a_recount_is_needed(publisher):
    board = make_board(slug="ideas")
    make_idea(board=board)
    assert "manage.py recount" in publisher.get(edit_url(board)).text
    response = publish(publisher, board, {"half_life_days": "14"})
    assert "Earlier votes keep their old weight" in response.text
    assert live(board).half_life_days == 14
    assert "Earlier votes keep" not in publish(publisher, board, {"question": "What else?"}).text


def test_only_who_may_answer_is_offered_as_owner(publisher, tom):
    board = make_board(slug="ideas")
    page = BeautifulSoup(publisher.get(edit_url(board)).text, "html.parser")
    names = [option.get_text() for option in page.select_one("select[name=categories-0-owner]").select("option")]
    assert names[1:] == ["Bea"]
    form = form_of(publisher.get(edit_url(board)))
    publish(publisher, board, {"categories-0-owner": str(tom.pk)})
    assert Category.objects.get(pk=form["categories-0-id"]).owner is None


def test_nothing_can_be_made_below_a_board(publisher):
    board = make_board(slug="ideas")
    assert IdeaBoardPage.allowed_subpage_models() == []
    assert publisher.get(reverse("wagtailadmin_pages:add_subpage", args=[board.pk])).status_code in (302, 403)


@pytest.mark.parametrize("way", ["one", "many", "with the page above"])
def test_a_board_with_ideas_is_never_deleted(publisher, way):
    above = home_page().add_child(instance=StandardPage(title="Talk", slug="talk"))
    board = make_board(parent=above if way == "with the page above" else None, slug="wishes", title="Wishes")
    make_idea(board=board)
    url = reverse("wagtailadmin_pages:delete", args=[above.pk if way == "with the page above" else board.pk])
    if way == "many":
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={board.pk}&next=/admin/"
    response = publisher.post(url, follow=True)
    assert "“Wishes” stays, because members’ ideas stand on it." in response.text
    assert Idea.objects.filter(board=board).exists()


def test_a_board_without_ideas_can_be_deleted(publisher):
    board = make_board(slug="wishes")
    publisher.post(reverse("wagtailadmin_pages:delete", args=[board.pk]))
    assert not IdeaBoardPage.objects.filter(pk=board.pk).exists()
