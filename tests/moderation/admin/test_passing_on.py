"""What was passed on, in the queue: its tab, its note on the desk, the way back; and what is late."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from core.audience.actions.groups import make_tier
from core.audience.groups import INSIDERS
from moderation.models import Act, Case, Decision, ModerationSettings
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea, somebody
from tests.moderation.admin.forms import HTMX, QUEUE, case_url, send, soup_of, titles_of, words_of
from tests.moderation.things import case_of, decided, waiting_idea

pytestmark = pytest.mark.django_db
NEXT = reverse("moderation_queue:next")
PASSED = f"{QUEUE}?tab=passed"


def set_group(team: str, *members) -> None:
    group = Group.objects.create(name=f"For {team}")
    group.user_set.set(members)
    house = ModerationSettings.for_site(Site.objects.get(is_default_site=True))
    setattr(house, f"{team}_group", group)
    house.save()


def pass_on(idea, *, by, to="legal", note="Is this a quotation?"):
    return decided(idea, Act.ESCALATE, by=by, passed_to=to, note=note)


def backdate(idea, **ago):
    Case.objects.filter(subject_id=idea.pk).update(opened_at=timezone.now() - timedelta(**ago))


def acts_of(page):
    return [choice["value"] for choice in soup_of(page).select("[data-choice]")]


def test_the_desk_says_who_passed_it_on_to_whom_and_what_to_look_at(desk, mia):
    idea = waiting_idea()
    pass_on(idea, by=mia, note="Is this\na quotation?")
    page = soup_of(desk.get(case_url(case_of(idea))))
    words = words_of(page.select_one(".queue-passed"))
    assert words.startswith("Passed on by Mia to legal Is this a quotation?")
    assert "With legal" in words_of(page.select_one("#history-heading").parent)


def test_html_in_the_note_stays_text(desk, mia):
    idea = waiting_idea()
    pass_on(idea, by=mia, note="<script>alert(1)</script>")
    assert "<script>alert" not in desk.get(case_url(case_of(idea))).text


def test_the_note_that_shows_is_the_last_one_and_none_when_it_is_back(desk, mo, mia):
    idea = waiting_idea()
    pass_on(idea, by=mia, note="First.")
    pass_on(idea, by=mia, to="brand", note="Second.")
    shown = words_of(soup_of(desk.get(case_url(case_of(idea)))).select_one(".queue-passed"))
    assert shown.startswith("Passed on by Mia to the brand’s team Second.")
    decided(idea, Act.RETURN, by=mia)
    page = desk.get(case_url(case_of(idea)))
    assert not soup_of(page).select_one(".queue-passed")
    assert "Taken back into the queue" in words_of(soup_of(page).select_one(".queue-context"))


def test_it_is_taken_back_from_the_desk_and_that_can_be_undone(desk, mia):
    idea = waiting_idea(title="A bench")
    pass_on(idea, by=mia)
    case = case_of(idea)
    page = desk.get(case_url(case))
    assert "return" in acts_of(page)
    response = send(desk, case, "return", note="Nothing for us.", headers=HTMX)
    assert soup_of(response).select_one("#desk")["data-said"] == "Taken back into the queue: “A bench”."
    assert case_of(idea).escalated_to == ""
    made = Decision.objects.get(act="return")
    desk.post(reverse("moderation_queue:undo", args=[made.pk]))
    assert case_of(idea).escalated_to == "legal"


def test_others_are_not_offered_to_take_it_back_and_are_refused(desk, mia, mo):
    set_group("legal", mia)
    idea = waiting_idea()
    pass_on(idea, by=mia)
    set_group("brand", mo)
    lea = somebody()
    Decision.objects.update(by=lea)
    page = desk.get(case_url(case_of(idea)))
    assert "return" not in acts_of(page)
    assert send(desk, case_of(idea), "return").status_code == 403
    assert case_of(idea).escalated_to == "legal"


def test_what_is_not_passed_on_is_not_offered_to_be_taken_back(desk):
    idea = waiting_idea()
    assert "return" not in acts_of(desk.get(case_url(case_of(idea))))
    assert send(desk, case_of(idea), "return", headers=HTMX).status_code == 409


def test_the_tab_holds_what_is_passed_on_and_next_pulls_from_it(desk, mo, mia):
    waiting_idea(title="Waits")
    idea = waiting_idea(title="Passed on")
    pass_on(idea, by=mia)
    page = desk.get(PASSED)
    assert titles_of(page) == ["Passed on"]
    assert words_of(soup_of(page).select_one("[data-tab=passed] .queue-count")) == "1"
    assert desk.post(f"{NEXT}?tab=passed").url == f"{case_url(case_of(idea))}?tab=passed"
    assert case_of(idea).claimed_by == mo


def test_next_elsewhere_leaves_what_is_passed_on(desk, mia):
    pass_on(waiting_idea(), by=mia)
    assert "Nothing here waits for you." in words_of(soup_of(desk.post(NEXT, headers=HTMX)))


def test_the_tab_says_who_is_told_and_what_is_yours(desk, mo, mia, tom):
    set_group("brand", mo, mia, tom)
    set_group("safety", tom)
    teams = {team["data-team"]: words_of(team) for team in soup_of(desk.get(PASSED)).select("[data-team]")}
    assert teams == {
        "brand": "The brand’s team · Passed to you 2 moderators are told.",
        "legal": "Legal Nobody who moderates is set for this: all moderators are told.",
        "safety": "Safety Nobody who moderates is set for this: all moderators are told.",
    }


def test_each_team_leads_to_what_was_passed_to_it(desk, mia):
    pass_on(waiting_idea(title="For legal"), by=mia)
    pass_on(waiting_idea(title="For the brand"), by=mia, to="brand")
    link = soup_of(desk.get(PASSED)).select_one("[data-team=brand] a")["href"]
    assert titles_of(desk.get(link)) == ["For the brand"]


class TestSettings:
    @pytest.fixture
    def page(self, client, ada, settings):
        settings.STAFF_NEEDS_SECOND_FACTOR = False
        client.force_login(ada)
        site = Site.objects.get(is_default_site=True)
        return client.get(f"/admin/settings/moderation/moderationsettings/{site.pk}/").text

    def test_it_says_who_is_told_while_no_group_is_set(self, page):
        assert "Without a group, or when nobody in it can act on the case, all moderators are told." in page

    def test_a_tier_is_not_offered(self, client, ada, settings):
        settings.STAFF_NEEDS_SECOND_FACTOR = False
        make_tier("Tasters", is_hidden=True)
        client.force_login(ada)
        site = Site.objects.get(is_default_site=True)
        form = soup_of(client.get(f"/admin/settings/moderation/moderationsettings/{site.pk}/"))
        offered = [words_of(option) for option in form.select("#id_legal_group option")]
        assert "Tasters" not in offered
        assert "Community moderators" in offered


class TestLate:
    def test_row_desk_and_header_say_it_in_words(self, desk):
        late, fresh = waiting_idea(title="Late"), waiting_idea(title="Fresh")
        backdate(late, hours=30)
        page = soup_of(desk.get(QUEUE))
        tags = {row["data-case"]: words_of(row.select_one(".queue-row-tags")) for row in page.select(".queue-row")}
        assert "Late" in tags[str(case_of(late).pk)]
        assert "Late" not in tags[str(case_of(fresh).pk)]
        assert words_of(page.select_one(".queue-late")) == "1 waits longer than promised."
        case = soup_of(desk.get(case_url(case_of(late))))
        assert "Late" in words_of(case.select_one(".queue-tags"))
        assert "members are told that a review takes less than 24 hours" in words_of(case.select_one(".queue-context"))
        assert "Late" not in words_of(soup_of(desk.get(case_url(case_of(fresh)))).select_one(".queue-tags"))

    def test_the_numbers_alone_say_it_too(self, desk):
        for _n in range(2):
            backdate(waiting_idea(), hours=30)
        tabs = desk.get(f"{QUEUE}tabs/")
        assert words_of(soup_of(tabs).select_one(".queue-late")) == "2 wait longer than promised."

    def test_nothing_is_said_while_nothing_is_late(self, desk):
        waiting_idea()
        assert words_of(soup_of(desk.get(QUEUE)).select_one(".queue-late")) == ""

    def test_what_is_behind_a_door_is_not_counted(self, desk, ines):
        board = make_board(slug="secret-ideas")
        close(board, INSIDERS)
        idea = make_idea(board=board, by=ines)
        Case.objects.create(kind="idea", subject_id=idea.pk, author=ines, is_waiting=True)
        backdate(idea, hours=90)
        assert words_of(soup_of(desk.get(QUEUE)).select_one(".queue-late")) == ""


def test_the_tab_costs_no_more_than_the_others(desk, mo, mia, max_queries):
    set_group("legal", mo, mia)
    for _n in range(3):
        idea = waiting_idea()
        pass_on(idea, by=mia)
        backdate(idea, hours=30)
    close(make_board(slug="secret-ideas"), INSIDERS)
    desk.get(PASSED)
    for address in (PASSED, f"{PASSED}&passed_to=legal", QUEUE):
        with max_queries(20):
            assert desk.get(address).status_code == 200
