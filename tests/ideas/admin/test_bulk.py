import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from ideas.actions.answering import Answer, change_status
from ideas.actions.voting import cast_vote
from ideas.models import Idea, StatusChange
from tests.factories import make_board, make_idea, somebody
from tests.ideas.admin.forms import NOTE, status_of

pytestmark = pytest.mark.django_db


def bulk_url(*ideas):
    chosen = "&".join(f"id={idea.pk}" for idea in ideas)
    return f"{reverse('wagtail_bulk_action', args=['ideas', 'idea', 'answer'])}?{chosen}&next=/admin/ideas/"


def typed(client, *ideas, **fields):
    """What the form holds when it is shown, with these fields filled in."""
    page = BeautifulSoup(client.get(bulk_url(*ideas)).text, "html.parser")
    after = page.select_one("input[name=after]")["value"]
    return {"status": "planned", "note": NOTE, "owner": "keep", "after": after, **fields}


def test_the_form_says_how_many_people_will_be_told_in_all(desk, tom):
    first, second = make_idea(by=tom, title="Bench"), make_idea(by=tom, title="Cup")
    cast_vote(first, by=somebody())
    page = BeautifulSoup(desk.get(bulk_url(first, second)).text, "html.parser")
    words = " ".join(page.get_text(" ").split())
    assert "The same answer for 2 ideas" in words
    assert "2 people will be told in all" in words  # tom counts once
    assert {"Bench", "Cup"} <= {link.get_text() for link in page.select(".idea-desk-results a")}


def test_many_ideas_get_the_same_answer_each_with_its_own_entry(desk, editor):
    ideas = [make_idea(title=f"Idea {number}") for number in range(3)]
    response = desk.post(bulk_url(*ideas), typed(desk, *ideas), follow=True)
    assert response.redirect_chain == [("/admin/ideas/", 302)]
    assert "3 ideas are answered. 3 people are told now." in response.text
    assert {entry.idea_id for entry in StatusChange.objects.filter(note=NOTE, by=editor)} == {i.pk for i in ideas}
    assert set(Idea.objects.values_list("status__slug", flat=True)) == {"planned"}


def test_what_fails_is_listed_with_its_reason_and_the_rest_is_done(desk, editor):
    fine, final = make_idea(title="Bench"), make_idea(title="Cup")
    foreign = make_idea(title="Door", board=make_board())
    foreign.board.statuses.filter(slug="planned").delete()
    change_status(final, status_of(final, "launched"), by=editor, answer=Answer(note=NOTE))
    ideas = (fine, final, foreign)
    response = desk.post(bulk_url(*ideas), typed(desk, *ideas))
    page = BeautifulSoup(response.text, "html.parser")
    failures = {row.a.get_text(): row.span.get_text() for row in page.select("[role=alert] li")}
    assert "name the entry that it corrects" in failures["Cup"]
    assert "no such status" in failures["Door"]
    assert page.select_one("[role=status] a").get_text() == "Bench"
    assert page.select_one("textarea[name=note]").get_text().strip() == NOTE
    fine.refresh_from_db()
    assert fine.status.slug == "planned"
    again = page.select_one("#answer-form")["action"]
    assert f"id={fine.pk}" not in again
    assert f"id={final.pk}" in again


def test_somebody_who_was_faster_is_not_spoken_over(desk, ada):
    first, second = make_idea(title="Bench"), make_idea(title="Cup")
    data = typed(desk, first, second)
    change_status(second, status_of(second, "under-review"), by=ada, answer=Answer(note="We are looking into this."))
    response = desk.post(bulk_url(first, second), data)
    assert "Somebody answered this idea" in response.text
    assert StatusChange.objects.filter(note=NOTE).count() == 1


def test_a_double_click_answers_each_once(desk):
    ideas = [make_idea(title=f"Idea {number}") for number in range(2)]
    data = typed(desk, *ideas)
    for _ in range(2):
        assert desk.post(bulk_url(*ideas), data).status_code == 302
    assert StatusChange.objects.count() == 2


def test_a_short_note_fails_for_every_idea_and_nothing_is_sent(desk):
    ideas = [make_idea(title=f"Idea {number}") for number in range(2)]
    response = desk.post(bulk_url(*ideas), typed(desk, *ideas, note="Soon."))
    assert response.text.count("at least 20 characters") >= 2
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("status", ""), ("status", "elsewhere"), ("owner", "0"), ("next_update_by", "soon")]
)
def test_a_field_that_cannot_be_read_is_refused_beside_it(desk, field, value):
    idea = make_idea()
    response = desk.post(bulk_url(idea), typed(desk, idea, **{field: value}))
    wrapper = (
        BeautifulSoup(response.text, "html.parser").select_one(f"[name={field}]").find_parent(class_="w-field__wrapper")
    )
    assert wrapper.select_one(".error-message")
    assert NOTE in response.text
    assert not StatusChange.objects.exists()


def test_an_owner_may_be_given_to_all_or_left(desk, editor, ada):
    first, second = make_idea(title="Bench", owner=ada), make_idea(title="Cup")
    desk.post(bulk_url(first, second), typed(desk, first, second))
    assert list(Idea.objects.order_by("pk").values_list("owner", flat=True)) == [ada.pk, None]
    desk.post(bulk_url(first, second), typed(desk, first, second, note=f"{NOTE} Now.", owner=str(editor.pk)))
    assert set(Idea.objects.values_list("owner", flat=True)) == {editor.pk}


@pytest.mark.parametrize("query", ["", "id=999999", "id=all", "id=x", "id=" + "9" * 30])
def test_choosing_nothing_that_is_there_leads_back_to_the_list(desk, query):
    make_idea()
    url = f"{reverse('wagtail_bulk_action', args=['ideas', 'idea', 'answer'])}?{query}"
    assert desk.get(url).url == reverse("idea_answers:index")


def test_a_changed_list_of_seen_entries_is_no_error(desk):
    idea = make_idea()
    response = desk.post(bulk_url(idea), typed(desk, idea, after="1:2:3 drop table"))
    assert response.status_code == 200
    assert not StatusChange.objects.exists()
