"""The screen of notices: the list, one of them with everything in it, who reads who filed it, and the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from core.audience.actions.groups import join
from core.audience.groups import INSIDERS, MODERATORS
from ideas.models import Idea
from moderation.actions.illegal import answer_notice, file_notice
from moderation.exporting import NOTICE_COLUMNS
from moderation.models import IllegalNotice
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.limits import answers_until_refused
from tests.moderation.admin.forms import HTMX, case_url, soup_of, words_of

pytestmark = pytest.mark.django_db
LIST, FILE = "/admin/moderation/notices/", "/admin/moderation/notices.csv"
EVIL = "<img src=x onerror=alert(1)>"


def file(thing=None, **said):
    address = thing.get_absolute_url() if thing is not None else "/nowhere/"
    said = {"law": "Copyright Act", "why": "It is mine.", "name": "Nora Vik", "email": "nora@example.org", **said}
    return file_notice(address=said.pop("address", address), in_good_faith=True, **said)


def one(notice) -> str:
    return reverse("moderation_notice", args=[notice.pk])


def receipts_of(response) -> list[str]:
    return [row["data-receipt"] for row in soup_of(response).select("[data-receipt]")]


def let_read_contacts():
    """The role's permission, as an administrator would tick it."""
    Group.objects.get(name=MODERATORS).permissions.add(Permission.objects.get(codename="read_notice_contacts"))


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


class TestTheList:
    def test_it_begins_with_what_waits_longest(self, desk, mo):
        now = timezone.now()
        new, old = file(why="New", at=now), file(make_idea(), why="Old", at=now - timedelta(days=2))
        done = answer_notice(file(why="Done", at=now - timedelta(days=3)), by=mo, text="No.")
        assert receipts_of(desk.get(LIST)) == [old.receipt, new.receipt]
        assert receipts_of(desk.get(LIST, {"state": "answered"})) == [done.receipt]
        assert receipts_of(desk.get(LIST, {"state": "all"})) == [new.receipt, old.receipt, done.receipt]

    @pytest.mark.parametrize("state", ["unanswered", "all"])
    def test_pages_follow_each_other(self, desk, state):
        now = timezone.now()
        filed = [file(why=f"Reason {n}", at=now - timedelta(minutes=n // 2)).receipt for n in range(60)]
        first = desk.get(LIST, {"state": state})
        more = soup_of(first).find("a", string="Further notices")["href"]
        seen = receipts_of(first) + receipts_of(desk.get(more))
        assert sorted(seen) == sorted(filed)
        assert len(receipts_of(first)) == 50

    def test_it_is_searched_by_receipt_law_and_address_alone(self, desk):
        idea = make_idea()
        notice = file(idea, law="Åndsverkloven § 2", name="Zanzibar", email="zanzibar@example.org", why="Zanzibar")
        file(law="Something else")
        for words in (notice.receipt.lower(), notice.receipt[:9], "ÅNDSVERK"[1:], idea.get_absolute_url()):
            assert receipts_of(desk.get(LIST, {"q": words})) == [notice.receipt], words
        for words in ("zanzibar", "nobody", "%"):
            assert notice.receipt not in receipts_of(desk.get(LIST, {"q": words})), words

    @pytest.mark.parametrize("nonsense", [{"state": "x"}, {"after": "x"}, {"after": "WzEsMl0"}, {"q": "\x00"}])
    def test_nonsense_in_the_address_breaks_nothing(self, desk, nonsense):
        file()
        assert desk.get(LIST, nonsense).status_code == 200

    def test_nothing_there_is_said(self, desk):
        assert "Every notice is answered." in desk.get(LIST).text
        assert "No notice fits." in desk.get(LIST, {"q": "x"}).text

    @pytest.mark.parametrize("count", [5, 50])
    @pytest.mark.parametrize("is_closed", [False, True])
    def test_it_costs_the_same_however_many_there_are(self, desk, mo, max_queries, count, is_closed):
        for n in range(count):
            notice = file(make_idea() if n % 2 else None, why=f"Reason {n}")
            if n % 3:
                answer_notice(notice, by=mo, text="No.")
        if is_closed:
            close(make_board(slug="secret-ideas"), INSIDERS)
        desk.get(LIST)
        for state in ("unanswered", "answered", "all"):
            # One; nine are Wagtail's frame, and where something is closed the gate asks once for each kind of place.
            with max_queries(14 if is_closed else 11):
                assert desk.get(LIST, {"state": state, "q": "act"}).status_code == 200

    def test_behind_a_closed_door_there_is_none(self, desk, mo, ines):
        board = make_board(slug="secret-ideas")
        close(board, INSIDERS)
        notice = file(make_idea(board=board, by=ines, title="Zanzibar"))
        assert receipts_of(desk.get(LIST)) == []
        for method in (desk.get, desk.post):
            assert method(one(notice), {"text": "No."}).status_code == 404
        assert rows_of(desk.get(FILE, {"state": "all"})) == []
        join(mo, INSIDERS)
        assert receipts_of(desk.get(LIST)) == [notice.receipt]
        assert "Zanzibar" in desk.get(one(notice)).text


class TestOneNotice:
    def test_everything_is_in_it(self, desk):
        idea = make_idea(title="A stolen picture", body="Look what I took.")
        notice = file(idea, why="Line one.\n\nLine two.")
        Idea.objects.filter(pk=idea.pk).update(title="A nice picture", body="I made it.")
        page = soup_of(desk.get(one(notice)))
        said = words_of(page.select_one("main"))
        for words in (notice.receipt, notice.address, "Copyright Act", "Line one.", "Line two.", "In good faith"):
            assert words in said, words
        assert "A stolen picture" in words_of(page.select_one(".queue-before"))
        assert "Look what I took." in words_of(page.select_one(".queue-before"))
        assert page.find("a", href=case_url(notice.case))

    def test_who_filed_it_is_not_sent_to_whoever_may_not_read_it(self, desk, tom):
        notice = file(make_idea(), by=tom)
        for address in (LIST, one(notice), case_url(notice.case), FILE, f"{LIST}?state=all&q=nora"):
            answer = desk.get(address)
            text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
            for secret in ("Nora", "nora@", "Tom", "tom@", "@tom"):
                assert secret not in text.replace("q=nora", "").replace('value="nora"', ""), (address, secret)
        assert "An administrator can let you read it." in words_of(soup_of(desk.get(one(notice))))

    def test_whoever_may_reads_who_filed_it(self, desk, client, ada, tom):
        notice = file(make_idea(), by=tom)
        let_read_contacts()
        answer = desk.get(one(notice))
        contacts = soup_of(answer).select_one("#contacts")
        assert [words in words_of(contacts) for words in ("Nora Vik", "nora@example.org", "Tom")] == [True] * 3
        assert contacts.find("a", href="mailto:nora@example.org")
        assert "no-store" in answer["Cache-Control"]
        assert "nora@" not in desk.get(LIST).text
        client.force_login(ada)
        assert "nora@example.org" in client.get(one(notice)).text

    def test_nobody_is_named_where_nobody_was(self, desk):
        let_read_contacts()
        contacts = words_of(soup_of(desk.get(one(file(name="", email="")))).select_one("#contacts"))
        assert "left out when it was filed, or erased since" in contacts

    def test_one_without_a_case_is_answered_here(self, desk, mo):
        notice = file()
        page = soup_of(desk.get(one(notice)))
        assert "Nothing was found at this address." in words_of(page)
        url = page.select_one("#notice-answer")["action"]
        response = desk.post(url, {"text": "There is nothing there."}, follow=True)
        assert f"Answered: notice {notice.receipt}." in response.text
        notice.refresh_from_db()
        assert (notice.answer, notice.answered_by) == ("There is nothing there.", mo)
        page = soup_of(desk.get(one(notice)))
        assert not page.select("#notice-answer")
        assert "There is nothing there." in words_of(page)
        assert "Mo" in words_of(page.select_one("#given-answer"))

    def test_an_answer_without_words_is_said_and_one_too_long_is_kept(self, desk):
        notice = file()
        empty = desk.post(one(notice), {"text": " "})
        assert (empty.status_code, "Write the answer first." in empty.text) == (200, True)
        assert desk.post(one(notice), {"text": " "}, headers=HTMX).status_code == 422
        assert "y" * 4001 in desk.post(one(notice), {"text": "y" * 4001}).text
        assert not IllegalNotice.objects.answered().exists()

    def test_somebody_was_quicker(self, desk, mia):
        notice = file()
        answer_notice(notice, by=mia, text="Mine.")
        response = desk.post(one(notice), {"text": "I typed this."})
        assert response.status_code == 409
        assert "Somebody answered this notice meanwhile." in response.text
        assert "I typed this." in response.text
        assert IllegalNotice.objects.get().answer == "Mine."

    def test_not_ones_own(self, desk, mo):
        notice = file(by=mo)
        page = soup_of(desk.get(one(notice)))
        assert "This concerns you: somebody else answers it." in words_of(page)
        assert not page.select("#notice-answer")
        assert desk.post(one(notice), {"text": "No."}).status_code == 403

    def test_what_is_said_of_ones_own_thing_is_not_there(self, desk, mo):
        notice = file(make_idea(by=mo), why="About mo")
        assert "About mo" not in desk.get(LIST).text
        assert desk.get(one(notice)).status_code == 404
        assert desk.post(one(notice), {"text": "No."}).status_code == 404

    def test_html_in_it_stays_text(self, desk):
        let_read_contacts()
        idea = make_idea(title=EVIL, body=EVIL)
        notice = file(idea, law=EVIL, why=EVIL, name=EVIL, address=f"{idea.get_absolute_url()}?x={EVIL}")
        for address in (one(notice), LIST, f"{LIST}?q={EVIL}"):
            assert EVIL not in desk.get(address).text

    def test_words_are_kept_also_when_the_case_is_not(self, desk):
        notice = file(make_idea(body="Look what I took."))
        notice.case.delete()
        assert "Look what I took." in words_of(soup_of(desk.get(one(notice))).select_one(".queue-before"))

    def test_it_costs_few_queries(self, desk, max_queries):
        notice = file(make_idea())
        desk.get(one(notice))
        with max_queries(12):
            desk.get(one(notice))


class TestTheFile:
    def test_it_lists_what_the_screen_lists(self, desk, mo):
        idea = make_idea()
        notice = answer_notice(file(idea), by=mo, text="We hid it.")
        waiting = file(law="Another")
        answer = desk.get(FILE, {"state": "all"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="notices.csv"'
        assert "no-store" in answer["Cache-Control"]
        first, second = rows_of(answer)
        assert tuple(first) == NOTICE_COLUMNS
        facts = [first[name] for name in ("receipt", "law", "case", "kind", "thing", "answered_by")]
        assert facts == [notice.receipt, "Copyright Act", str(notice.case_id), "idea", str(idea.pk), "mo"]
        assert first["answered_at"] >= first["at"] > ""
        assert (second["receipt"], second["answered_at"], second["case"]) == (waiting.receipt, "", "")
        assert [row["receipt"] for row in rows_of(desk.get(FILE))] == [waiting.receipt]
        narrowed = rows_of(desk.get(FILE, {"state": "all", "q": "another"}))
        assert [row["receipt"] for row in narrowed] == [waiting.receipt]

    @pytest.mark.parametrize("law", ["=1+1", "+1", "-1", "@cmd", "'=1"])
    def test_nothing_in_it_is_a_formula(self, desk, law):
        file(law=law)
        assert rows_of(desk.get(FILE))[0]["law"] == f"'{law}"

    def test_nobodys_address_is_in_it(self, desk, mo, tom):
        let_read_contacts()
        answer_notice(file(by=tom), by=mo, text="No.")
        text = b"".join(desk.get(FILE, {"state": "all"}).streaming_content).decode()
        for secret in ("@", "Nora", "Vik", "tom"):
            assert secret not in text

    def test_the_link_to_it_carries_the_search_along(self, desk):
        file()
        page = soup_of(desk.get(LIST, {"state": "all", "q": "act"}))
        assert page.find("a", href=f"{FILE}?state=all&q=act")

    @pytest.mark.usefixtures("rate_limits")
    def test_it_is_not_for_asking_all_day(self, desk):
        answers_until_refused(lambda _n: desk.get(FILE), allowed=10)

    def test_a_long_one_costs_no_more_queries(self, desk, mo, count_queries):
        def write():
            rows_of(desk.get(FILE, {"state": "all"}))

        answer_notice(file(make_idea()), by=mo, text="No.")
        few = count_queries(write)
        for n in range(5):
            answer_notice(file(make_idea(), why=f"Reason {n}"), by=mo, text="No.")
        assert count_queries(write) == few


def test_only_those_who_moderate_get_there(client, tom, bea, mo, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    notice = file()
    for address in (LIST, one(notice), FILE):
        assert client.get(address).status_code == 302
    for person, status in ((tom, 403), (bea, 403), (mo, 200), (ada, 200)):
        client.force_login(person)
        for address in (LIST, one(notice), FILE):
            assert client.get(address).status_code == status, (person, address)
        for address in (LIST, FILE):
            assert client.post(address).status_code in (403, 405)
    client.force_login(bea)
    assert client.post(one(notice), {"text": "No."}).status_code == 403
    assert not IllegalNotice.objects.answered().exists()


def test_who_filed_it_can_be_ticked_for_a_group(client, ada, mo, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    group = Group.objects.get(name=MODERATORS)
    assert "Can read who filed a notice" in client.get(f"/admin/groups/edit/{group.pk}/").text
    assert not group.permissions.filter(codename="read_notice_contacts").exists()


def test_the_reports_menu_leads_there(desk, client, bea, settings):
    home = reverse("wagtailadmin_home")
    assert f'"url": "{LIST}"' in desk.get(home).text
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(bea)
    assert f'"url": "{LIST}"' not in client.get(home).text
