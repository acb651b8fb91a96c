"""Taking, keeping, releasing and skipping from the desk; and approving what was ticked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.actions.submitting import edit_idea
from ideas.models import Idea
from moderation.actions.bulk import ask_for_bulk
from moderation.actions.claiming import claim
from moderation.actions.opening import open_case
from moderation.models import BulkApproval, Case, Decision, IllegalNotice
from tests.factories import make_idea
from tests.moderation.admin.forms import HTMX, QUEUE, case_url, soup_of, words_of
from tests.moderation.things import case_of, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db
NEXT = reverse("moderation_queue:next")


def claim_url(case):
    return reverse("moderation_queue:claim", args=[case.pk])


def in_order(*ideas):
    for hours, idea in enumerate(reversed(ideas), 1):
        Case.objects.filter(subject_id=idea.pk).update(urgent_since=timezone.now() - timedelta(hours=hours))


def test_next_hands_out_the_most_urgent_to_each_another(desk, other_desk, mo, mia):
    first, second = waiting_idea(), waiting_idea()
    in_order(first, second)
    assert desk.post(NEXT).url == case_url(case_of(first))
    assert other_desk.post(NEXT).url == case_url(case_of(second))
    assert (case_of(first).claimed_by, case_of(second).claimed_by) == (mo, mia)


def test_next_keeps_to_the_filters(desk):
    waiting_idea()
    said = reported_idea()
    assert desk.post(f"{NEXT}?tab=reported").url == f"{case_url(case_of(said))}?tab=reported"


def test_next_never_brings_ones_own(desk, mo):
    reported_idea(by=mo)
    response = desk.post(NEXT, headers=HTMX)
    assert "Nothing here waits for you." in words_of(soup_of(response))


def test_what_is_skipped_comes_again_when_all_others_were(desk):
    ideas = [waiting_idea() for _ in range(3)]
    in_order(*ideas)
    first, second, third = (case_of(idea) for idea in ideas)
    assert desk.post(NEXT).url == case_url(first)
    for skipped, following in ((first, second), (second, third), (third, first)):
        assert desk.post(NEXT, {"skip": skipped.pk}).url == case_url(following)
        assert not Case.objects.get(pk=skipped.pk).is_claimed()


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 40])
def test_skipping_what_is_no_case_is_harmless(desk, nonsense):
    idea = waiting_idea()
    assert desk.post(NEXT, {"skip": nonsense}).url == case_url(case_of(idea))


def test_reading_claims_nothing(desk):
    idea = waiting_idea()
    desk.get(case_url(case_of(idea)))
    assert not case_of(idea).is_claimed()


def test_a_case_is_taken_and_released(desk, mo):
    idea = waiting_idea()
    case = case_of(idea)
    response = desk.post(claim_url(case), {"claim": "on"}, headers=HTMX)
    assert soup_of(response).select_one("#desk")["data-said"] == "It is yours."
    assert case_of(idea).claimed_by == mo
    desk.post(claim_url(case), {"claim": "off"})
    assert not case_of(idea).is_claimed()


def test_others_see_who_is_on_it_and_read_but_do_not_decide(desk, mia):
    idea = waiting_idea(title="A bench")
    claim(case_of(idea), by=mia)
    page = soup_of(desk.get(case_url(case_of(idea))))
    assert "Mia is working on this" in words_of(page.select_one("#claim-line"))
    assert "A bench" in words_of(page.select_one("#thing"))
    assert not page.select_one("#decision-form")
    response = desk.post(claim_url(case_of(idea)), {"claim": "on"}, headers=HTMX)
    assert soup_of(response).select_one("#desk")["data-said"] == "Mia is working on this."
    assert case_of(idea).claimed_by == mia


class TestTheHeartbeat:
    def test_it_renews_the_lease_and_answers_with_one_line(self, desk, mo):
        idea = waiting_idea()
        claim(case_of(idea), by=mo, at=timezone.now() - timedelta(seconds=100))
        before = case_of(idea).claimed_until
        response = desk.post(claim_url(case_of(idea)), {"claim": "on", "beat": "1"}, headers=HTMX)
        assert response.status_code == 200
        assert soup_of(response).find(True)["id"] == "claim-line"
        assert case_of(idea).claimed_until > before

    def test_a_lease_that_was_lost_and_taken_is_said_to_be_gone(self, desk, mia):
        idea = waiting_idea()
        claim(case_of(idea), by=mia)
        response = desk.post(claim_url(case_of(idea)), {"claim": "on", "beat": "1"}, headers=HTMX)
        assert response.status_code == 409
        assert "Mia" in words_of(soup_of(response))

    def test_one_that_ran_out_goes_to_whoever_asks(self, desk, mo, mia):
        idea = waiting_idea()
        claim(case_of(idea), by=mia, at=timezone.now() - timedelta(minutes=3))
        desk.post(claim_url(case_of(idea)), {"claim": "on"})
        assert case_of(idea).claimed_by == mo


class TestTicking:
    def tick(self, desk, cases, **versions):
        data = {"case": [case.pk for case in cases]}
        data |= {f"version-{case.pk}": versions.get(f"v{case.pk}", 1) for case in cases}
        return desk.post(reverse("moderation_queue:bulk"), data, follow=True)

    def test_what_was_ticked_is_approved_and_each_says_what_became_of_it(self, desk, mia, mo):
        ideas = [waiting_idea(title=title) for title in ("Fine", "Edited", "Taken")]
        own = reported_idea(by=mo, title="Own")
        cases = [case_of(idea) for idea in (*ideas, own)]
        edit_idea(ideas[1], by=ideas[1].author, title="Edited now", body="Please.", category=None, version=1)
        claim(cases[2], by=mia)
        page = soup_of(self.tick(desk, cases))
        results = {int(row["data-case"]): words_of(row) for row in page.select("[data-case]")}
        assert "Approved" in results[cases[0].pk]
        assert "edited it meanwhile" in results[cases[1].pk]
        assert "Mia is working on this." in results[cases[2].pk]
        assert "Whoever approves wrote this" in results[cases[3].pk]
        assert "1 case is approved." in words_of(page)
        assert [row.state for row in Idea.objects.order_by("pk")[:3]] == ["published", "waiting", "waiting"]

    def test_the_list_carries_the_version_of_each(self, desk):
        idea = waiting_idea()
        page = soup_of(desk.get(QUEUE))
        assert page.select_one(f"[name=version-{case_of(idea).pk}]")["value"] == "1"
        assert page.select_one(f"[name=case][value='{case_of(idea).pk}']")["form"] == "bulk-form"

    @pytest.mark.parametrize("data", [{}, {"case": "x"}, {"case": "1"}, {"case": "1", "version-1": "x"}])
    def test_nothing_ticked_is_said(self, desk, data):
        response = desk.post(reverse("moderation_queue:bulk"), data, follow=True)
        assert "Tick the cases first." in response.text

    def test_above_fifty_a_second_person_confirms(self, desk, other_desk, tom, mo):
        ideas = [make_idea(by=tom, title=f"Bench {n}", body="") for n in range(51)]
        Case.objects.all().delete()  # what the screening noticed
        Case.objects.bulk_create(Case(kind="idea", subject_id=idea.pk, author=tom, is_reported=True) for idea in ideas)
        assert "It waits for another moderator." in self.tick(desk, list(Case.objects.all())).text
        assert not Decision.objects.exists()
        bulk = BulkApproval.objects.get()
        url = reverse("moderation_queue:bulk-approval", args=[bulk.pk])
        ticked = {"do": "confirm", "case": list(bulk.seen)}
        assert "You asked for this yourself" in desk.post(url, ticked, follow=True).text
        assert not Decision.objects.exists()
        assert "asks to approve 51 cases together" in words_of(soup_of(other_desk.get(QUEUE)))
        assert "51 cases are approved." in words_of(soup_of(other_desk.post(url, ticked, follow=True)))
        assert "confirmed or taken back already" in other_desk.post(url, ticked, follow=True).text

    def test_the_second_person_may_let_it_be(self, desk, other_desk, tom, mo):
        ideas = [make_idea(by=tom, title=f"Bench {n}") for n in range(51)]
        cases = [open_case("idea", idea, reason="is_reported").pk for idea in ideas]
        bulk = ask_for_bulk(cases, by=mo, versions=dict.fromkeys(cases, 1))
        other_desk.post(reverse("moderation_queue:bulk-approval", args=[bulk.pk]), {"do": "refuse"})
        assert BulkApproval.objects.get().closed_at
        assert not Decision.objects.exists()


class TestNotices:
    def notice(self, **fields):
        return IllegalNotice.objects.create(
            receipt="N-1", address="https://kaffa.example/", law="§ 1", why="It is.", in_good_faith=True, **fields
        )

    def test_one_that_belongs_to_no_case_is_answered_in_the_tab(self, desk):
        notice = self.notice()
        page = soup_of(desk.get(QUEUE, {"tab": "illegal"}))
        assert "Nothing was found at this address." in words_of(page.select_one(f"#notice-{notice.pk}"))
        url = page.select_one(f"#notice-{notice.pk} form")["action"]
        assert "Write the answer first." in desk.post(url, {"text": " "}).text
        response = desk.post(url, {"text": "There is nothing there."}, follow=True)
        assert "Answered: notice N-1." in response.text
        assert IllegalNotice.objects.get().answer == "There is nothing there."

    def test_one_with_a_case_is_answered_beside_it_and_not_twice(self, desk):
        case = open_case("idea", make_idea(), reason="is_illegal_notice")
        notice = self.notice(case=case)
        url = soup_of(desk.get(case_url(case))).select_one(f"#notice-{notice.pk} form")["action"]
        assert desk.post(url, {"text": "We have hidden it."}).url.startswith(case_url(case))
        response = desk.post(url, {"text": "Again."})
        assert response.status_code == 409
        assert "Somebody answered this notice meanwhile." in response.text


class TestPermissions:
    @pytest.fixture
    def addresses(self):
        case = case_of(waiting_idea())
        decision = 1
        return [
            *(reverse(f"moderation_queue:{name}") for name in ("index", "tabs", "next", "bulk")),
            *(reverse(f"moderation_queue:{name}", args=[case.pk]) for name in ("case", "claim", "decide", "preview")),
            reverse("moderation_queue:undo", args=[decision]),
            reverse("moderation_queue:reverse", args=[decision]),
            reverse("moderation_queue:bulk-approval", args=[1]),
            reverse("moderation_queue:answer-notice", args=[1]),
        ]

    @pytest.mark.parametrize("who", ["tom", "ines", "lars", "bea"])
    def test_whoever_does_not_moderate_gets_403_to_everything(self, client, request, settings, addresses, who):
        settings.STAFF_NEEDS_SECOND_FACTOR = False
        client.force_login(request.getfixturevalue(who))
        for url in addresses:
            assert (client.get(url).status_code, client.post(url).status_code) == (403, 403), url

    def test_visitors_are_led_to_the_log_in(self, client, addresses):
        for url in addresses:
            for response in (client.get(url), client.post(url)):
                assert response.status_code == 302
                assert "login" in response.url

    def test_a_get_changes_nothing_and_is_never_an_error(self, desk, addresses):
        for url in addresses:
            assert desk.get(url).status_code in (200, 302, 404), url
        assert not Decision.objects.exists()
        assert not Case.objects.exclude(claimed_by=None).exists()

    def test_only_moderators_have_the_menu_item(self, desk, client, bea, settings):
        home = reverse("wagtailadmin_home")
        assert '"url": "/admin/moderation/"' in desk.get(home).text
        settings.STAFF_NEEDS_SECOND_FACTOR = False
        client.force_login(bea)
        assert '"url": "/admin/moderation/"' not in client.get(home).text
