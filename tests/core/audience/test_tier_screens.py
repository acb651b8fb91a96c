"""The screens on which tiers and their members are looked after."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit
from core.audience.groups import EDITORS, INSIDERS, MODERATORS
from core.audience.models import Ending, Entrance, Membership, Tier
from core.pages.models import StandardPage
from tests.cast import make_member
from tests.core.audience.trees import close, make_page
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def tier():
    return make_tier("Tasters")


@pytest.fixture
def desk(client, bea):
    client.force_login(bea)
    return client


def form(**changes):
    said = {"name": "First cup", "order": "5", "way": "invited", "grace_days": "14"}
    return {**said, **changes}


def let_in_form(*who, **changes):
    return {"who": "\n".join(who), "words": "You tasted with us.", "until": "", **changes}


def test_bea_makes_a_tier_and_its_group(desk, bea):
    answer = desk.post("/admin/tiers/new/", form(criteria="", seats="40", lasts_days="365", mark="Early cup 2026"))
    tier = Tier.objects.get(name="First cup")
    assert answer.url == f"/admin/tiers/{tier.pk}/"
    assert (tier.group.name, tier.seats, tier.lasts_days, tier.mark) == ("First cup", 40, 365, "Early cup 2026")
    assert "0 of 40 taken" in desk.get("/admin/tiers/").text


def test_a_name_that_a_group_has_is_refused_unless_it_is_adopted(desk, tom):
    group = Group.objects.create(name="First cup")
    tom.groups.add(group)
    answer = desk.post("/admin/tiers/new/", form())
    assert "There is a group of this name already." in answer.text
    assert 'value="First cup"' in answer.text  # nothing typed is lost
    desk.post("/admin/tiers/new/", form(adopt=str(group.pk)))
    assert Tier.objects.get(name="First cup").group == group
    assert Membership.objects.get().member == tom


def test_a_group_that_gives_rights_is_adopted_by_administrators_alone(desk, client, ada):
    """Else whoever looks after tiers could make a moderator of themself."""
    moderators = Group.objects.get(name=MODERATORS)
    assert "gives rights in the admin" in desk.post("/admin/tiers/new/", form(adopt=moderators.pk)).text
    assert not Tier.objects.filter(name="First cup").exists()
    client.force_login(ada)
    client.post("/admin/tiers/new/", form(adopt=moderators.pk))
    assert Tier.objects.get(name="First cup").group == moderators


def test_nobody_is_let_into_a_group_that_gives_rights_but_by_administrators(desk, tom):
    tier = Tier.objects.create(name="Staff", group=Group.objects.get(name=EDITORS))
    page = desk.get(f"/admin/tiers/{tier.pk}/").text
    assert "Administrators look after it." in page
    assert desk.post(f"/admin/tiers/{tier.pk}/", let_in_form("@tom")).status_code == 403
    assert desk.post(f"/admin/tiers/{tier.pk}/edit/", form()).status_code == 403
    assert desk.post(f"/admin/tiers/{tier.pk}/delete/").status_code == 403
    assert not tom.groups.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"way": "earned"}, "Say what one has to do."),
        ({"way": "earned", "criteria": "Ten ideas.", "is_hidden": "on"}, "A tier that is earned is published"),
        ({"name": "tasters"}, "Another tier has this name."),
        ({"name": EDITORS}, "This is the name of a role of the team."),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "many"}, "Enter a whole number."),
        ({"lasts_days": "99999999999"}, "less than or equal to"),
        ({"grace_days": "-1"}, "greater than or equal to 0"),
        ({"adopt": "987654"}, "Select a valid choice."),
        ({"way": "bought"}, "Select a valid choice."),
    ],
)
def test_a_tier_that_makes_no_sense_is_refused_beside_its_field(desk, tier, changes, said):
    answer = desk.post("/admin/tiers/new/", form(**changes))
    assert answer.status_code == 200
    assert said in answer.text
    assert set(Tier.objects.values_list("name", flat=True)) == {INSIDERS, "Tasters"}


def test_a_tier_is_changed_and_its_group_is_renamed(desk, tier, tom):
    admit(tom, tier, entrance=Entrance.GIVEN)
    desk.post(f"/admin/tiers/{tier.pk}/edit/", form(is_hidden="on"))
    tier.refresh_from_db()
    assert (tier.name, tier.group.name, tier.is_hidden) == ("First cup", "First cup", True)
    assert not Membership.objects.get().is_shown  # until its holder shows it


def test_several_are_let_in_at_once_and_lines_that_fail_stay(desk, tier, tom, ines, bea):
    admit(ines, tier, entrance=Entrance.INVITED)
    answer = desk.post(
        f"/admin/tiers/{tier.pk}/", let_in_form("@TOM", "ines", "", "nobody@example.com", "bea@example.com", "=1+1")
    )
    assert "2 members are let in. 1 member was in already." in answer.text
    assert "Line 1, nobody@example.com: No member has this handle or address." in answer.text
    assert "nobody@example.com\n=1+1</textarea>" in answer.text
    membership = Membership.objects.get(member=tom)
    assert (membership.by, membership.words, membership.entrance) == (bea, "You tasted with us.", Entrance.BY_HAND)
    assert set(tier.memberships.active().values_list("member__handle", flat=True)) == {"tom", "ines", "bea"}


def test_who_is_left_when_the_places_are_taken_is_said(desk, tier, tom, ines):
    Tier.objects.update(seats=1)
    answer = desk.post(f"/admin/tiers/{tier.pk}/", let_in_form("tom", "ines"))
    assert "Line 1, ines: All places are taken." in answer.text
    assert tier.memberships.count() == 1


def test_a_former_member_is_nobody(desk, tier, tom):
    type(tom).objects.filter(pk=tom.pk).update(is_active=False)
    assert "No member has this handle" in desk.post(f"/admin/tiers/{tier.pk}/", let_in_form("tom")).text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": ""}, "This field is required."),
        ({"who": "\n".join(["tom"] * 201)}, "At most 200 lines at a time."),
        ({"words": ""}, "This field is required."),
        ({"until": "2020-01-01"}, "This day is over."),
        ({"until": "9999-12-31"}, "Choose a day within twenty years"),
        ({"until": "soon"}, "Enter a valid date."),
    ],
)
def test_letting_in_refuses_what_makes_no_sense(desk, tier, tom, changes, said):
    answer = desk.post(f"/admin/tiers/{tier.pk}/", let_in_form("tom", **changes))
    assert said in answer.text
    assert not tier.memberships.exists()


def test_let_in_until_a_day_is_until_its_end(desk, tier, tom):
    day = timezone.localdate() + timedelta(days=3)
    desk.post(f"/admin/tiers/{tier.pk}/", let_in_form("tom", until=day.isoformat()))
    membership = Membership.objects.get()
    assert timezone.localdate(membership.expires_at) == day
    assert membership.closes_at - membership.expires_at == timedelta(days=14)


def test_the_list_says_why_and_finds_people_by_state_and_name(desk, tier, tom, ines, lars):
    idea = make_idea(board=make_board(), by=tom, title="Longer <b>hours</b>")
    because = Because(kind="idea", id=idea.pk, role="author", at=timezone.now())
    admit(tom, tier, entrance=Entrance.GIVEN, because=because)
    now = timezone.now()
    admit(ines, tier, entrance=Entrance.EARNED)
    Membership.objects.filter(member=ines, tier=tier).update(
        expires_at=now - timedelta(days=1), closes_at=now + timedelta(days=3)
    )
    admit(lars, tier, entrance=Entrance.EARNED)
    Membership.objects.filter(member=lars, tier=tier).update(expires_at=now, closes_at=now)
    address = f"/admin/tiers/{tier.pk}/"
    text = desk.get(address).text
    assert f'They suggested “<a href="{idea.get_absolute_url()}"><bdi>Longer &lt;b&gt;hours&lt;/b&gt;' in text
    assert "@lars" not in text
    assert "@tom" not in desk.get(f"{address}?state=grace").text
    assert "in grace until" in desk.get(f"{address}?state=grace").text
    assert "@lars" in desk.get(f"{address}?state=ended").text
    for q, found in [("tom", True), ("TOM@example.com", True), ("example.com", False), ("ines", False), ("%", False)]:
        assert ("@tom" in desk.get(address, {"q": q}).text) is found, q
    for damaged in ("?after=nonsense", "?state=nonsense", "?q=%00"):
        assert desk.get(address + damaged).status_code == 200


def test_prolonging_and_taking_out_stand_in_the_history(desk, tier, tom, bea):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    address = f"/admin/tiers/{tier.pk}/members/{membership.pk}/"
    day = timezone.localdate() + timedelta(days=30)
    assert "This day is over." in desk.post(address, {"until": "2020-01-01"}).text
    desk.post(address, {"until": day.isoformat(), "words": "One more season."})
    assert "This field is required." in desk.post(address, {"out": "on", "out-words": ""}).text
    desk.post(address, {"out": "on", "out-words": "Sold the samples."})
    membership.refresh_from_db()
    assert (timezone.localdate(membership.expires_at), membership.ending) == (day, Ending.REMOVED)
    text = desk.get(address).text
    assert "One more season." in text
    assert "Sold the samples." in text
    assert "This membership has ended." in text
    assert "has ended" in desk.post(address, {"until": day.isoformat()}).text
    assert tom.groups.count() == 0


def test_a_membership_of_another_tier_is_not_here(desk, tier, tom):
    membership = admit(tom, make_tier("Others"), entrance=Entrance.GIVEN)
    assert desk.get(f"/admin/tiers/{tier.pk}/members/{membership.pk}/").status_code == 404


def test_the_file_holds_everybody_and_no_formula(desk, tier, tom):
    tom.display_name = "=HYPERLINK(1)"
    tom.save()
    admit(tom, tier, entrance=Entrance.BY_HAND, because=Because(words="+1 from us"))
    answer = desk.get(f"/admin/tiers/{tier.pk}/members.csv")
    text = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert "'+1 from us" in text
    assert "example.com" not in text
    assert "private, no-store" in answer["Cache-Control"]


def test_deleting_says_what_hangs_on_it_and_opens_nothing(desk, client, tier, tom, lars, vera):
    close(make_page("Blend"), "Tasters")
    admit(tom, tier, entrance=Entrance.GIVEN)
    membership = admit(lars, tier, entrance=Entrance.GIVEN)
    Membership.objects.filter(pk=membership.pk).update(expires_at=timezone.now(), closes_at=timezone.now())
    text = desk.get(f"/admin/tiers/{tier.pk}/delete/").text
    assert "<strong>1 member</strong>" in text
    assert "Blend" in text
    desk.post(f"/admin/tiers/{tier.pk}/delete/")
    assert not Tier.objects.filter(pk=tier.pk).exists()
    assert not Group.objects.filter(name="Tasters").exists()
    for member in (tom, lars, vera):
        assert not StandardPage.objects.visible_to(member).filter(title="Blend").exists()


def test_wagtails_group_screen_says_the_same_and_opens_nothing(client, ada, tier, tom, vera):
    close(make_page("Blend"), "Tasters")
    admit(tom, tier, entrance=Entrance.GIVEN)
    client.force_login(ada)
    address = f"/admin/groups/delete/{tier.group_id}/"
    text = client.get(address).text
    assert "<strong>1 member</strong>" in text
    assert "Blend" in text
    client.post(address)
    assert not Tier.objects.filter(pk=tier.pk).exists()
    for member in (tom, vera):
        assert not StandardPage.objects.visible_to(member).filter(title="Blend").exists()
    plain = Group.objects.create(name="Plain")
    assert "Are you sure" in client.get(f"/admin/groups/delete/{plain.pk}/").text


def test_pages_that_one_cannot_find_in_the_admin_are_not_named(client, tier, tom):
    close(make_page("Blend"), "Tasters")
    keeper = keeper_of_tiers()
    client.force_login(keeper)
    text = client.get(f"/admin/tiers/{tier.pk}/delete/").text
    assert "Blend" not in text
    assert "1 page that is not named here" in text


def keeper_of_tiers():
    """Somebody who looks after tiers and may do nothing else in the admin."""
    keeper, group = make_member("kim"), Group.objects.create(name="Keepers")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "manage_tiers"]))
    keeper.groups.add(group)
    return keeper


def test_the_permission_alone_opens_the_screens(client, tier):
    client.force_login(keeper_of_tiers())
    assert client.get("/admin/tiers/").status_code == 200
    assert "/admin/tiers/" in client.get("/admin/").text
    assert client.get(f"/admin/tiers/{tier.pk}/").status_code == 200
    assert client.get("/admin/pages/").status_code == 403


def test_an_editor_without_it_gets_403_everywhere(client, bea, tier, tom):
    membership = admit(tom, tier, entrance=Entrance.GIVEN)
    editors = Group.objects.get(name=EDITORS)
    editors.permissions.remove(editors.permissions.get(codename="manage_tiers"))
    client.force_login(bea)
    for rest in ("", "new/", f"{tier.pk}/", f"{tier.pk}/edit/", f"{tier.pk}/delete/", f"{tier.pk}/members.csv"):
        for method in (client.get, client.post):
            assert method(f"/admin/tiers/{rest}").status_code == 403, rest
    assert client.post(f"/admin/tiers/{tier.pk}/members/{membership.pk}/").status_code == 403
    assert "/admin/tiers/" not in client.get("/admin/").text
    assert Tier.objects.filter(pk=tier.pk).exists()


def test_the_user_screen_says_why_and_until_when(client, ada, tier, tom):
    Tier.objects.update(lasts_days=30)
    tier.refresh_from_db()
    admit(tom, tier, entrance=Entrance.INVITED, by=ada)
    client.force_login(ada)
    text = client.get(f"/admin/users/edit/{tom.pk}/").text
    assert "<bdi>Ada</bdi> invited them." in text
    assert "use the screen of the tier" in text


@pytest.mark.parametrize("count", [20, 2_000])
def test_the_screens_ask_as_much_for_twenty_members_as_for_two_thousand(desk, tier, count, max_queries, tom):
    fill(tier, count, tom)
    desk.get("/admin/tiers/")
    with max_queries(14):
        desk.get("/admin/tiers/")
    with max_queries(22):
        assert "@crowd-1" in desk.get(f"/admin/tiers/{tier.pk}/").text
    with max_queries(22):
        desk.get(f"/admin/tiers/{tier.pk}/?q=crowd&state=ended")


def fill(tier, count, tom):
    idea = make_idea(board=make_board(), by=tom)
    model = type(tom)
    model.objects.bulk_create(
        model(email=f"crowd-{n}@example.com", handle=f"crowd-{n}", display_name=f"Crowd {n}") for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            tier=tier, member=one, entrance="given", because_kind="idea", because_id=idea.pk, because_role="supporter"
        )
        for one in model.objects.filter(handle__startswith="crowd-")
    )
