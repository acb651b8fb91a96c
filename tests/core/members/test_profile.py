import pytest

from core.members.actions.settling import change_settings
from core.members.registries import ProfileSection, profile_sections


@pytest.fixture
def section():
    """A section of the profile, taken out again afterwards."""

    def plug(render):
        profile_sections.add(ProfileSection(key="planted", title="Planted", render=render))

    yield plug
    profile_sections._things.pop("planted", None)


def test_everyone_sees_a_public_profile(client, tom):
    change_settings(tom, by=tom, bio="Trams <b>first</b>")
    page = client.get("/members/tom/")
    assert page.status_code == 200
    assert "Tom" in page.text
    assert "Trams &lt;b&gt;first" in page.text
    assert "tom@example.com" not in page.text


def test_a_hidden_profile_exists_for_its_member_alone(client, tom, ines, ada):
    change_settings(tom, by=tom, is_profile_public=False)
    assert client.get("/members/tom/").status_code == 404
    for other in (ines, ada):
        client.force_login(other)
        assert client.get("/members/tom/").status_code == 404
    client.force_login(tom)
    assert "Only you can see this page" in client.get("/members/tom/").text


@pytest.mark.parametrize("state", [{"is_active": False}, {"is_active": False, "is_profile_public": True}])
def test_a_disabled_member_has_no_profile(client, tom, state):
    for name, value in state.items():
        setattr(tom, name, value)
    tom.save()
    assert client.get("/members/tom/").status_code == 404


def test_an_unknown_handle_is_not_found(client, db):
    assert client.get("/members/nobody/").status_code == 404


def test_a_handle_in_another_case_leads_to_the_profile(client, tom):
    assert client.get("/members/TOM/").headers["Location"] == "/members/tom/"


def test_a_profile_is_only_looked_at(client, tom):
    assert client.post("/members/tom/").status_code == 405


def test_rooms_add_sections_for_the_viewer(client, tom, ines, section):
    section(lambda member, viewer: ("components/person.html", {"name": f"for {viewer.pk}"}) if viewer.pk else None)
    assert "Planted" not in client.get("/members/tom/").text
    client.force_login(ines)
    page = client.get("/members/tom/").text
    assert "Planted" in page
    assert f"for {ines.pk}" in page


def test_a_profile_costs_few_queries(client, tom, count_queries):
    # The rooms' sections answer for their own queries.
    client.get("/members/tom/")
    mine = count_queries(lambda: client.get("/members/tom/"))
    assert mine <= 20
