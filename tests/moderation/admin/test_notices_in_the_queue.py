"""Notices of illegal content in the queue: none is lost when its case closes, and what it was about is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.members.actions.erasing import erase_member
from ideas.actions.commenting import add_comment
from ideas.models import Idea
from moderation import queue
from moderation.actions.claiming import claim_next
from moderation.actions.illegal import answer_notice, file_notice
from moderation.actions.opening import lapse_cases
from moderation.actions.taking_back import undo
from moderation.models import Act, Case, CaseState, Decision, IllegalNotice
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.moderation.admin.forms import HTMX, QUEUE, TEXT, case_url, send, soup_of, titles_of, words_of
from tests.moderation.admin.test_queue import tabs_of
from tests.moderation.things import case_of, decided, make_rule, waiting_idea

pytestmark = pytest.mark.django_db
ILLEGAL = {"tab": "illegal"}
WAITS = "The notice still waits for your answer"


def file(thing=None, **said):
    address = thing.get_absolute_url() if thing is not None else "/nowhere/"
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org", **said}
    return file_notice(address=said.pop("address", address), in_good_faith=True, **said)


def edit(idea, **words):
    Idea.objects.filter(pk=idea.pk).update(**words, version=2)


class TestNoNoticeIsLost:
    @pytest.mark.parametrize("act", [Act.HIDE, Act.APPROVE])
    def test_a_case_that_is_decided_stays_in_the_tab_until_its_notice_is_answered(self, desk, mo, act):
        idea = make_idea(title="A stolen picture")
        notice = file(idea)
        decision = decided(idea, act, by=mo)
        page = desk.get(QUEUE, ILLEGAL)
        assert titles_of(page) == ["A stolen picture"]
        assert (tabs_of(page)["illegal"], tabs_of(page)["open"]) == (1, 0)
        assert desk.get(soup_of(page).select_one(".queue-row a")["href"]).status_code == 200
        answer_notice(notice, by=mo, text="We looked at it.")
        page = desk.get(QUEUE, ILLEGAL)
        assert (titles_of(page), tabs_of(page)["illegal"], tabs_of(page)["decided"]) == ([], 0, 1)
        assert decision.pk

    def test_a_case_that_lapsed_stays_too(self, desk):
        idea = make_idea()
        file(idea)
        idea.delete()
        assert lapse_cases() == 1
        page = desk.get(QUEUE, ILLEGAL)
        assert (titles_of(page), tabs_of(page)["illegal"]) == (["It is gone"], 1)
        assert "gone for" in words_of(soup_of(page).select_one(".queue-row"))
        assert soup_of(desk.get(case_url(Case.objects.get()))).select_one(".queue-notice form")

    def test_what_is_open_and_answered_is_left_to_the_other_tabs(self, desk, mo):
        idea = make_idea(title="Answered first")
        answer_notice(file(idea), by=mo, text="We will look at it.")
        page = desk.get(QUEUE, ILLEGAL)
        assert (titles_of(page), tabs_of(page)["illegal"]) == ([], 0)
        assert titles_of(desk.get(QUEUE)) == ["Answered first"]

    def test_the_number_counts_each_case_once_in_every_state(self, desk, mo):
        opened, hidden, gone = (make_idea(title=title) for title in ("Open", "Hidden", "Gone"))
        for thing in (opened, opened, hidden, gone, None):
            file(thing, why=f"Reason {IllegalNotice.objects.count()}")
        decided(hidden, Act.HIDE, by=mo)
        gone.delete()
        lapse_cases()
        decided(waiting_idea(), Act.APPROVE, by=mo)
        page = desk.get(QUEUE, ILLEGAL)
        assert sorted(titles_of(page)) == ["Hidden", "It is gone", "Open"]
        assert tabs_of(page)["illegal"] == 4  # and the one that belongs to no case

    def test_a_door_that_is_closed_hides_what_was_decided_too(self, desk, ada, ines):
        board = make_board(slug="secret-ideas")
        secret = make_idea(board=board, by=ines, title="Zanzibar")
        file(secret)
        decided(secret, Act.HIDE, by=ada)
        close(board, INSIDERS)
        page = desk.get(QUEUE, ILLEGAL)
        assert (titles_of(page), tabs_of(page)["illegal"]) == ([], 0)

    def test_next_pulls_what_is_still_to_be_decided(self, mo):
        done, waiting = make_idea(), make_idea()
        for thing in (done, waiting):
            file(thing, why=f"Of {thing.pk}")
        decided(done, Act.HIDE, by=mo)
        asked = queue.Asked(tab=queue.TABS["illegal"])
        assert claim_next(queue.to_pull(asked, by=mo), by=mo) == case_of(waiting)

    def test_only_what_is_open_can_be_ticked(self, desk, mo):
        done, waiting = make_idea(), make_idea()
        for thing in (done, waiting):
            file(thing, why=f"Of {thing.pk}")
        decided(done, Act.HIDE, by=mo)
        boxes = soup_of(desk.get(QUEUE, ILLEGAL)).select(".queue-row input[name=case]")
        assert [box["value"] for box in boxes] == [str(case_of(waiting).pk)]

    @pytest.mark.parametrize("tab", ["open", "illegal"])
    def test_the_queue_asks_no_more_however_many_wait(self, desk, mo, max_queries, tab):
        for n in range(60):
            thing = make_idea(title=f"Number {n}")
            file(thing, why=f"Reason {n}")
            if n % 2:
                Case.objects.about("idea", thing.pk).update(state=CaseState.DECIDED, closed_at=timezone.now())
        for n in range(30):
            file(why=f"Nowhere {n}")
        desk.get(QUEUE)
        with max_queries(20):
            assert desk.get(QUEUE, {"tab": tab}).status_code == 200


class TestLedToTheAnswer:
    @pytest.fixture
    def noticed(self):
        idea = make_idea(title="A stolen picture")
        file(idea)
        waiting_idea(title="The next one")
        return idea

    def decide(self, desk, idea, act="hide", **more):
        return send(desk, case_of(idea), act, rule=make_rule().pk, text=TEXT, **more)

    def test_the_case_stays_and_the_answer_has_the_focus(self, desk, noticed):
        page = soup_of(self.decide(desk, noticed, headers=HTMX))
        root = page.select_one("#desk")
        assert "A stolen picture" in words_of(page.select_one("#case-heading"))
        assert root["data-said"] == f"Hidden: “A stolen picture”. {WAITS}."
        assert WAITS in words_of(page.select_one(".queue-case"))
        assert page.select_one("#undo-bar")
        [focused] = page.select("[data-focus]")
        assert (focused.name, focused["name"]) == ("textarea", "text")
        assert focused.find_parent("form")["action"].startswith("/admin/moderation/notices/")
        assert len(page.select(f"#{focused['id']}")) == 1

    def test_without_a_script_too(self, desk, noticed):
        page = soup_of(desk.get(self.decide(desk, noticed).url))
        assert "A stolen picture" in words_of(page.select_one("#case-heading"))
        assert WAITS in words_of(page.select_one(".queue-case"))
        [focused] = page.select("[autofocus]")
        assert focused.name == "textarea"

    def test_approving_and_answering_leaves_nothing_to_do(self, desk, noticed):
        page = soup_of(self.decide(desk, noticed, "approve", headers=HTMX))
        url = page.select_one(".queue-notice form")["action"]
        page = soup_of(desk.post(url, {"text": "It is no theft."}, headers=HTMX))
        assert WAITS not in words_of(page)
        assert "It is no theft." in words_of(page.select_one(".queue-context"))
        assert tabs_of(desk.get(QUEUE))["illegal"] == 0

    def test_an_answer_without_words_keeps_the_focus_on_it(self, desk, noticed):
        page = soup_of(self.decide(desk, noticed, headers=HTMX))
        page = soup_of(desk.post(page.select_one(".queue-notice form")["action"], {"text": " "}, headers=HTMX))
        [focused] = page.select("[data-focus]")
        assert (focused.name, focused["aria-invalid"]) == ("textarea", "true")

    def test_opened_from_the_list_it_says_so_and_leaves_the_keys_alone(self, desk, mo, noticed):
        decided(noticed, Act.HIDE, by=mo)
        Decision.objects.update(at=timezone.now() - timedelta(minutes=1))
        page = soup_of(desk.get(case_url(Case.objects.get(subject_id=noticed.pk))))
        assert WAITS in words_of(page.select_one(".queue-case"))
        assert not page.select("[autofocus], textarea[data-focus]")
        assert page.select_one("#case-heading[data-focus]")

    def test_undone_it_is_to_be_decided_again(self, desk, mo, noticed):
        self.decide(desk, noticed)
        undo(Decision.objects.get(), by=mo)
        page = soup_of(desk.get(case_url(case_of(noticed))))
        assert WAITS not in words_of(page)
        assert page.select_one(".queue-context .queue-notice form")

    def test_once_answered_a_decision_leads_on(self, desk, mo, noticed):
        answer_notice(IllegalNotice.objects.get(), by=mo, text="We will look at it.")
        page = soup_of(self.decide(desk, noticed, headers=HTMX))
        assert "The next one" in words_of(page.select_one("#case-heading"))

    def test_what_is_passed_on_leads_on(self, desk, noticed):
        page = soup_of(self.decide(desk, noticed, "escalate", passed_to="legal", note="A court asks.", headers=HTMX))
        assert "The next one" in words_of(page.select_one("#case-heading"))

    def test_whoever_filed_it_is_not_led_to_answer_it(self, desk, mo):
        idea = make_idea()
        file(idea, by=mo)
        waiting_idea(title="The next one")
        page = soup_of(self.decide(desk, idea, headers=HTMX))
        assert "The next one" in words_of(page.select_one("#case-heading"))
        page = soup_of(desk.get(case_url(Case.objects.get(subject_id=idea.pk))))
        assert "This concerns you: somebody else answers it." in words_of(page.select_one(".queue-notice"))
        assert not page.select(".queue-notice form")

    def test_deciding_costs_no_query_more_where_no_notice_is(self, desk, mo, count_queries):
        for n in range(3):
            send(desk, case_of(waiting_idea(title=f"Number {n}")), "approve")
        plain, noticed = waiting_idea(), waiting_idea()
        file(noticed)
        for thing in (plain, noticed):
            waiting_idea()
            case = case_of(thing)
            assert count_queries(lambda case=case: send(desk, case, "approve")) <= 35


class TestTheWordsThatAreMeant:
    def test_words_that_were_edited_stand_beside_the_notice(self, desk):
        idea = make_idea(title="A stolen picture", body="Look what I took.")
        notice = file(idea)
        assert not soup_of(desk.get(case_url(case_of(idea)))).select(".queue-notice .queue-before")
        edit(idea, title="A nice picture", body="I made it.")
        page = soup_of(desk.get(case_url(case_of(idea))))
        before = page.select_one(f"#notice-{notice.pk} .queue-before")
        assert "As it was when this was filed" in words_of(before)
        assert "A stolen picture" in words_of(before)
        assert "Look what I took." in words_of(before)
        assert "A nice picture" in words_of(page.select_one("#thing"))

    def test_a_comment_is_not_taken_for_edited_because_the_idea_was(self, desk, tom):
        idea = make_idea(title="A bench")
        comment = add_comment(idea, by=tom, body="Quite rude.")
        notice = file(address=comment.get_absolute_url())
        edit(idea, title="Another bench")
        assert not soup_of(desk.get(case_url(notice.case))).select(".queue-before")
        type(comment).objects.filter(pk=comment.pk).update(body="Quite polite.")
        assert "Quite rude." in words_of(soup_of(desk.get(case_url(notice.case))).select_one(".queue-before"))

    def test_what_is_gone_is_shown_as_it_was_then(self, desk):
        idea = make_idea(title="A stolen picture", body="Look what I took.")
        notice = file(idea)
        idea.delete()
        page = soup_of(desk.get(case_url(notice.case)))
        assert "These are the words that were kept." in words_of(page)
        assert "Look what I took." in words_of(page.select_one("#thing"))
        assert not page.select(".queue-before")

    def test_what_a_decision_lost_the_notice_still_has(self, desk, tom, mo):
        """Leaving empties what decisions kept; a court may ask for the words of a notice."""
        idea = make_idea(by=tom, title="A stolen picture", body="Look what I took.")
        notice = file(idea)
        decided(idea, Act.HIDE, by=mo)
        erase_member(tom, by=tom)
        Idea.objects.filter(pk=idea.pk).delete()
        assert "Look what I took." in words_of(soup_of(desk.get(case_url(notice.case))).select_one("#thing"))

    def test_html_in_them_stays_text(self, desk):
        evil = "<img src=x onerror=alert(1)>"
        idea = make_idea(title=evil, body=evil)
        notice = file(idea, why=evil)
        edit(idea, title="Nice", body="Nice")
        assert evil not in desk.get(case_url(notice.case)).text
        idea.delete()
        assert evil not in desk.get(case_url(notice.case)).text


def test_more_notices_without_a_case_than_fit_lead_to_their_own_screen(desk):
    for n in range(23):
        file(why=f"Nowhere {n}")
    page = soup_of(desk.get(QUEUE, ILLEGAL))
    assert len(page.select(".queue-list .queue-notice")) == 20
    link = page.find("a", string=lambda said: said and "3 more" in said)
    assert link["href"] == reverse("moderation_notices")
    assert "Nothing is open here." not in words_of(page)
