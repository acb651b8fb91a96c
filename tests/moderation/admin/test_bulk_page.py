"""The page of a bulk approval: what the second person confirms, thing by thing, and what became of each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.groups import INSIDERS, MODERATORS
from ideas.actions.submitting import edit_idea
from ideas.models import Idea, IdeaBoardPage
from moderation.actions.bulk import approve_in_bulk, ask_for_bulk, confirm_bulk, take_back_bulk
from moderation.actions.claiming import claim
from moderation.actions.deciding import decide
from moderation.models import Act, BulkApproval, BulkEnd, Case, CaseState, Decision, Telling
from moderation.models.bulk import CONFIRMED_WITHIN
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.admin.forms import HTMX, QUEUE, soup_of, words_of
from tests.moderation.many import cases_of, many_comments, many_ideas, many_waiting, seen_at_once
from tests.moderation.things import case_of, waiting_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulk(open_board, mo):
    """Fifty-one ideas; mo asks."""
    cases, versions = many_waiting(open_board)
    return ask_for_bulk(cases, by=mo, versions=versions)


def page_of(desk, bulk):
    return soup_of(desk.get(bulk.get_absolute_url()))


def rows_of(page):
    return {int(row["data-case"]): words_of(row) for row in page.select("[data-case]")}


def buttons_of(page):
    return {button["value"]: words_of(button) for button in page.select("button[name=do]")}


def send(desk, bulk, act, cases=(), **more):
    return desk.post(bulk.get_absolute_url(), {"do": act, "case": list(cases)}, **more)


def approved_by(mo, count=2):
    cases, versions = many_waiting(IdeaBoardPage.objects.get(), count)
    return approve_in_bulk(cases, by=mo, versions=versions)


class TestBefore:
    def test_each_thing_is_named_with_kind_author_place_and_version(self, other_desk, mo, tom, open_board):
        [comment] = many_comments(open_board, 5)[:1]
        idea = waiting_idea(by=tom, title="A roof")
        cases = [case_of(idea).pk, *cases_of([comment], "idea-comment"), *cases_of(many_ideas(open_board, 49), "idea")]
        page = page_of(other_desk, ask_for_bulk(cases, by=mo, versions=seen_at_once(cases)))
        rows = rows_of(page)
        assert len(rows) == 51
        assert rows[cases[0]].startswith("Tick “A roof” A roof Idea")
        assert "· Tom Please." in rows[cases[0]]
        assert "Words 0 Comment · Thing 0 ·" in rows[cases[1]]
        assert "Version 1 was seen, version 1 stands now." in rows[cases[1]]
        assert len(page.select("[name=case][type=checkbox][checked]")) == 51
        assert buttons_of(page) == {"confirm": "Confirm the ticked", "refuse": "Let it be"}

    def test_what_happened_meanwhile_is_marked(self, other_desk, mo, mia, ada, bulk):
        edited, claimed, decided, own = Case.objects.order_by("pk")[:4]
        Idea.objects.filter(pk=edited.subject_id).update(version=2)
        claim(claimed, by=ada)
        decide(decided, Act.APPROVE, by=ada, version=1)
        Case.objects.filter(pk=own.pk).update(author=mia)
        rows = rows_of(page_of(other_desk, bulk))
        assert "Edited meanwhile Version 1 was seen, version 2 stands now." in rows[edited.pk]
        assert "Ada is working on this." in rows[claimed.pk]
        assert "Somebody decided on this meanwhile." in rows[decided.pk]
        assert "Whoever approves wrote this" in rows[own.pk]
        assert sum("meanwhile" in row for row in rows.values()) == 2

    def test_what_is_long_costs_no_more_queries(self, other_desk, mo, open_board, count_queries):
        def cost(count):
            cases = cases_of(many_ideas(open_board, count), "idea") + cases_of(
                many_comments(open_board, count), "idea-comment"
            )
            bulk = ask_for_bulk(cases, by=mo, versions=seen_at_once(cases))
            return count_queries(lambda: rows_of(page_of(other_desk, bulk)))

        few = cost(30)
        assert cost(120) == few <= 25

    def test_whoever_asked_sees_that_it_waits_and_may_take_it_back_alone(self, desk, bulk):
        page = page_of(desk, bulk)
        assert "It waits for another moderator." in words_of(page)
        assert not page.select("[name=case]")
        assert buttons_of(page) == {"refuse": "Take it back"}
        answer = send(desk, bulk, "confirm", bulk.seen, follow=True)
        assert "You asked for this yourself" in answer.text
        assert not Decision.objects.exists()
        said = send(desk, bulk, "refuse", follow=True)
        assert "Mo took it back" in words_of(soup_of(said))
        assert buttons_of(soup_of(said)) == {}

    def test_the_list_leads_there_and_confirms_nothing(self, desk, other_desk, bulk):
        for window, words in ((desk, "You asked for the approval of 51 cases"), (other_desk, "Mo asks to approve 51")):
            part = soup_of(window.get(QUEUE, {"tab": "waiting"})).select_one(".queue-second")
            assert words in words_of(part)
            assert not part.select("form, button")
            assert part.select_one("a")["href"] == f"{bulk.get_absolute_url()}?tab=waiting"

    def test_after_a_day_there_is_nothing_to_press(self, desk, other_desk, bulk):
        BulkApproval.objects.update(asked_at=timezone.now() - CONFIRMED_WITHIN)
        for window in (desk, other_desk):
            page = page_of(window, bulk)
            assert "Nobody confirmed it within a day." in words_of(page)
            assert buttons_of(page) == {}
            assert len(rows_of(page)) == 51
        assert "The day for confirming this is over." in send(other_desk, bulk, "confirm", bulk.seen, follow=True).text
        assert "The day for confirming this is over." in send(other_desk, bulk, "refuse", follow=True).text
        assert not Decision.objects.exists()


class TestConfirming:
    def test_what_was_unticked_is_left_out_by_name(self, desk, other_desk, mia, bulk):
        first, *others = bulk.seen
        page = soup_of(send(other_desk, bulk, "confirm", others, follow=True))
        assert "50 cases are approved." in words_of(page)
        assert "1 was left out." in words_of(page)
        for shown in (page, page_of(desk, bulk)):
            rows = rows_of(shown)
            assert rows[first].endswith("Unticked by Mia")
            assert all(rows[pk].endswith("Approved") for pk in others)
        assert Case.objects.open().get().pk == first
        assert set(Decision.objects.values_list("by", flat=True)) == {mia.pk}

    def test_nothing_ticked_is_said_and_nothing_is_done(self, other_desk, bulk):
        answer = send(other_desk, bulk, "confirm")
        assert "Nothing is ticked." in soup_of(answer).select_one("#bulk [role=alert]").text
        assert not soup_of(answer).select("[name=case][checked]")
        assert send(other_desk, bulk, "confirm", ["x", "99999999"], headers=HTMX).status_code == 422
        assert BulkApproval.objects.get().closed_at is None

    def test_ticks_of_other_cases_approve_nothing(self, other_desk, bulk, tom):
        other = case_of(waiting_idea(by=tom, title="Not asked for"))
        send(other_desk, bulk, "confirm", [next(iter(bulk.seen)), other.pk])
        assert Decision.objects.get().case_id != other.pk

    def test_letting_it_be_is_said_to_both(self, desk, other_desk, bulk):
        assert "Mia let it be" in words_of(soup_of(send(other_desk, bulk, "refuse", follow=True)))
        page = page_of(desk, bulk)
        assert "The approval of 51 cases together was not done" in words_of(page)
        assert "Approved" not in "".join(rows_of(page).values())

    def test_anything_else_that_is_sent_changes_nothing(self, other_desk, bulk):
        assert send(other_desk, bulk, "x").status_code == 302
        assert BulkApproval.objects.get().closed_at is None

    def test_a_second_send_of_the_same_list_is_the_same_page(self, desk, bulk):
        data = {"case": list(bulk.seen)} | {f"version-{pk}": 1 for pk in bulk.seen}
        assert desk.post("/admin/moderation/bulk/", data).url == bulk.get_absolute_url()
        assert BulkApproval.objects.count() == 1


class TestClosedDoors:
    @pytest.fixture
    def behind(self, desk, mo, bulk):
        """Five of an insiders' board in a bulk that an insider among the moderators asked for."""
        vip = with_role(make_member("vip"), MODERATORS)
        with_role(vip, INSIDERS)
        secret = make_board(slug="secret-ideas")
        cases = [*bulk.seen, *cases_of([make_idea(board=secret, title=f"Zanzibar {n}") for n in range(5)], "idea")]
        close(secret, INSIDERS)
        return ask_for_bulk(cases, by=vip, versions=seen_at_once(cases))

    def test_what_stands_there_is_counted_and_not_named(self, desk, behind):
        page = page_of(desk, behind)
        assert len(rows_of(page)) == 51
        assert "5 more stand on pages that are closed to you." in words_of(page)
        assert "Zanzibar" not in page.text

    def test_it_is_left_out_and_whoever_asked_reads_why(self, client, desk, behind):
        page = soup_of(send(desk, behind, "confirm", behind.seen, follow=True))
        assert "51 cases are approved." in words_of(page)
        assert "5 were left out." in words_of(page)
        assert "Zanzibar" not in page.text
        client.force_login(behind.asked_by)
        rows = rows_of(page_of(client, behind))
        assert len(rows) == 56
        assert sum("It stands on a page that is closed to Mo." in row for row in rows.values()) == 5

    def test_ticking_only_what_is_not_shown_is_ticking_nothing(self, desk, behind):
        hidden = sorted(behind.seen)[-5:]
        assert "Nothing is ticked." in send(desk, behind, "confirm", hidden).text
        assert not Decision.objects.exists()


class TestUndoing:
    def test_up_to_fifty_are_undone_from_their_page(self, desk, mo):
        bulk = approved_by(mo)
        page = page_of(desk, bulk)
        bar = page.select_one("[data-undo-all]")
        assert 0 < int(bar["data-seconds"]) <= 10
        assert buttons_of(page) == {"undo": "Undo all"}
        said = soup_of(send(desk, bulk, "undo"))
        assert "2 cases are taken back. Nobody was told" in words_of(said)
        assert all(row.endswith("Taken back") for row in rows_of(said).values())
        assert buttons_of(said) == buttons_of(page_of(desk, bulk)) == {}
        assert set(Case.objects.values_list("state", flat=True)) == {CaseState.OPEN}

    def test_what_stays_says_why(self, desk, mo):
        bulk = approved_by(mo)
        told, fine = Decision.objects.order_by("pk")
        Telling.objects.filter(decision=told).delete()
        rows = rows_of(soup_of(send(desk, bulk, "undo")))
        assert rows[told.case_id].endswith("Approved It could not be taken back. People were told of it already.")
        assert rows[fine.case_id].endswith("Taken back")

    def test_whoever_confirmed_may_and_whoever_asked_may_not(self, desk, other_desk, bulk, mia):
        confirm_bulk(bulk, by=mia)
        assert buttons_of(page_of(desk, bulk)) == {}
        assert "Only who decided can undo it." in send(desk, bulk, "undo", follow=True).text
        assert buttons_of(page_of(other_desk, bulk)) == {"undo": "Undo all"}
        send(other_desk, bulk, "undo")
        assert Case.objects.open().count() == 51

    def test_after_ten_seconds_it_is_too_late(self, desk, mo):
        bulk = approved_by(mo)
        BulkApproval.objects.update(closed_at=timezone.now() - timedelta(seconds=11))
        assert buttons_of(page_of(desk, bulk)) == {}
        assert "The time for undoing is over." in send(desk, bulk, "undo", follow=True).text
        assert not Case.objects.open().exists()


class TestReading:
    def test_every_moderator_reads_it_and_nobody_else(self, client, desk, ada, tom, bea, bulk):
        for person, status in ((tom, 403), (bea, 403), (ada, 200)):
            client.force_login(person)
            assert client.get(bulk.get_absolute_url()).status_code == status
            assert client.post(bulk.get_absolute_url(), {"do": "confirm"}).status_code == status
        client.logout()
        assert client.get(bulk.get_absolute_url()).status_code == 302

    def test_it_can_be_read_when_its_people_are_gone(self, desk, bulk, mo, mia, ada, client):
        take_back_bulk(bulk, by=mia)
        BulkApproval.objects.update(asked_by=None, taken_back_by=None, end=BulkEnd.TAKEN_BACK)
        client.force_login(ada)
        assert "Somebody let it be" in words_of(page_of(client, bulk))

    def test_words_of_members_are_words(self, other_desk, mo, tom, open_board):
        idea = waiting_idea(by=tom, title="<b>Bold</b> & more")
        cases = [case_of(idea).pk, *cases_of(many_ideas(open_board, 50), "idea")]
        page = page_of(other_desk, ask_for_bulk(cases, by=mo, versions=seen_at_once(cases)))
        assert page.select_one(f"[data-case='{cases[0]}'] a").text == "<b>Bold</b> & more"
        assert words_of(page.select_one(f"[data-case='{cases[0]}'] label")) == "Tick “<b>Bold</b> & more”"

    def test_an_edit_after_the_approval_is_seen_there(self, desk, mo, tom):
        idea = waiting_idea(by=tom)
        bulk = approve_in_bulk([case_of(idea).pk], by=mo, versions={case_of(idea).pk: 1})
        edit_idea(Idea.objects.get(), by=tom, title="Another", body="Because.", category=None, version=1)
        assert "Version 1 was seen, version 2 stands now." in words_of(page_of(desk, bulk))
