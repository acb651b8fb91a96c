"""Who may sit at the desk: the brand's team and administrators, nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from ideas.models import StaffNote, StatusChange
from tests.factories import make_idea
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.admin.forms import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses():
    idea = make_idea()
    return idea, [
        reverse("idea_answers:index"),
        reverse("idea_answers:index_results"),
        reverse("idea_answers:answer", args=[idea.pk]),
        reverse("wagtail_bulk_action", args=["ideas", "idea", "answer"]) + f"?id={idea.pk}",
    ]


def test_the_team_and_the_administrator_may(client, addresses, editor, ada):
    _idea, urls = addresses
    for person in (editor, ada):
        client.force_login(person)
        assert [client.get(url).status_code for url in urls] == [200] * 4
        assert '"url": "/admin/ideas/"' in client.get(reverse("wagtailadmin_home")).text


def test_a_moderator_may_not(client, addresses, mo):
    _idea, urls = addresses
    client.force_login(mo)
    assert [client.get(url).status_code for url in urls] == [403] * 4


def test_an_editor_without_the_right_to_answer_is_told_why_and_has_no_menu_item(client, addresses, lars, editor):
    idea, urls = addresses
    client.force_login(give_team_rights(lars, idea.board.get_root(), answers=False))
    for url in urls:
        response = client.get(url)
        assert response.status_code == 403
        assert "Only the brand’s team can answer ideas." in response.text
    home = client.get(reverse("wagtailadmin_home")).text
    assert "/admin/ideas/" not in home
    assert "ideas-waiting" not in home


def test_members_may_not_write_by_guessing_the_address(client, addresses, tom):
    idea, _urls = addresses
    client.force_login(tom)
    for data in (typed(idea), {"do": "note", "staff_note": "Mine."}):
        response = client.post(reverse("idea_answers:answer", args=[idea.pk]), data)
        assert response.status_code in (302, 403)
    assert not StatusChange.objects.exists()
    assert not StaffNote.objects.exists()


def test_a_visitor_is_led_to_the_log_in(client, addresses):
    _idea, urls = addresses
    for url in urls:
        response = client.get(url)
        assert response.status_code == 302
        assert "login" in response.url


def test_an_idea_that_is_gone_is_not_found(client, editor):
    client.force_login(editor)
    assert client.get(reverse("idea_answers:answer", args=[999_999])).status_code == 404


def test_a_get_neither_previews_nor_answers(client, addresses, editor):
    idea, _urls = addresses
    client.force_login(editor)
    assert client.get(reverse("idea_answers:preview", args=[idea.pk])).status_code == 404
    client.get(reverse("idea_answers:answer", args=[idea.pk]), typed(idea))
    assert not StatusChange.objects.exists()


def test_a_post_from_elsewhere_is_refused(addresses, editor):
    idea, _urls = addresses
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(reverse("idea_answers:answer", args=[idea.pk]), typed(idea)).status_code == 403
    assert not StatusChange.objects.exists()


def test_the_right_to_answer_can_be_given_to_a_group(client, ada):
    client.force_login(ada)
    assert "Can answer ideas" in client.get(reverse("wagtailusers_groups:add")).text
