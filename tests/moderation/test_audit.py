"""Who decided what, when, from which version: in Wagtail's log, and as a file to take away."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.audience.groups import INSIDERS, MODERATORS
from moderation.actions.bulk import approve_in_bulk
from moderation.actions.taking_back import reverse, undo
from moderation.exporting import COLUMNS, csv_lines, decisions_of
from moderation.models import Act, Decision
from tests.cast import make_member, with_role
from tests.core.audience.trees import close
from tests.factories import make_board, somebody
from tests.limits import answers_until_refused
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db

FILE, SCREEN = "/admin/moderation/decisions.csv", "/admin/moderation/decisions/"
LOG = "/admin/reports/site-history/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def entries() -> list[tuple]:
    return list(ModelLogEntry.objects.filter(action__startswith="moderation.").values_list("action", "user", "label"))


def test_every_act_stands_in_the_log_without_a_title(mo):
    idea = reported_idea(title="Zanzibar")
    made = decided(idea, Act.HIDE, by=mo)
    undo(made, by=mo)
    decided(idea, Act.WARN, by=mo)
    reverse(decided(idea, Act.HIDE, by=mo), by=mo, text="That was wrong.")
    said = ["moderation.hide", "moderation.undo", "moderation.warn", "moderation.hide", "moderation.reverse"]
    assert sorted(entries()) == sorted((action, mo.pk, f"idea {idea.pk}") for action in said)
    entry = ModelLogEntry.objects.filter(action="moderation.hide").earliest("pk")
    assert entry.data == {"decision": made.pk, "version": 1, "rule": "be-kind", "takes_back": None}
    assert entry.message == "Hidden, by the rule be-kind"
    assert entry.comment == f"Decision {made.pk}, about version 1"


def test_many_at_once_are_logged_in_one_query(mo, count_queries):
    ideas = [waiting_idea() for _ in range(4)]
    cases = [case_of(idea) for idea in ideas]
    few = count_queries(lambda: approve_in_bulk([cases[0].pk], by=mo, versions={cases[0].pk: 1}))
    rest = [case.pk for case in cases[1:]]
    assert count_queries(lambda: approve_in_bulk(rest, by=mo, versions=dict.fromkeys(rest, 1))) <= few + 2
    assert sorted(label for _action, _user, label in entries()) == sorted(f"idea {idea.pk}" for idea in ideas)


def test_administrators_read_it_in_wagtails_log_and_editors_do_not(client, ada, bea, mo):
    idea = reported_idea()
    decided(idea, Act.HIDE, by=mo)
    client.force_login(ada)
    page = client.get(LOG, {"action": "moderation.hide"})
    assert f"idea {idea.pk}" in page.text
    assert "Hidden, by the rule be-kind" in page.text
    client.force_login(bea)
    assert f"idea {idea.pk}" not in client.get(LOG).text


def test_the_file_says_everything_of_a_decision(client, mo):
    idea = reported_idea(by=somebody())
    made = decided(idea, Act.HIDE, by=mo, text="Two\nlines; and a “quote”", note="Seen before.")
    taken = reverse(made, by=mo, text="That was wrong.")
    client.force_login(mo)
    answer = client.get(FILE)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="decisions.csv"'
    first, second = rows_of(answer)
    assert list(first) == list(COLUMNS)
    assert first["text"] == "Two\nlines; and a “quote”"
    facts = ("decision", "kind", "thing", "version", "decided", "rule", "note", "by", "author", "taken_back_by")
    expected = (made.pk, "idea", idea.pk, 1, "hide", "be-kind", "Seen before.", "mo", idea.author.handle, taken.pk)
    assert [first[name] for name in facts] == [str(value) for value in expected]
    assert (second["decided"], second["takes_back"]) == ("reverse", str(made.pk))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "'=1", '=HYPERLINK("https://evil.example")'])
def test_nothing_in_the_file_is_a_formula(mo, text):
    decided(reported_idea(), Act.HIDE, by=mo, text=text)
    line = next(csv.DictReader(io.StringIO("".join(csv_lines(decisions_of(mo))))))
    assert line["text"] == f"'{text}"


def test_markup_stays_text_and_nobody_is_named_by_address(mo):
    decided(reported_idea(), Act.HIDE, by=mo, text="<script>alert(1)</script>,\r\n<b>bold</b>")
    file = "".join(csv_lines(decisions_of(mo)))
    assert "<script>alert(1)</script>,\n<b>bold</b>" in file
    assert len(list(csv.reader(io.StringIO(file)))) == 2
    assert "example.com" not in file


def test_a_period_has_both_its_days(mo, client):
    now = timezone.now().replace(hour=12)
    for days in (0, 1, 2, 3):
        made = decided(reported_idea(), Act.HIDE, by=mo)
        Decision.objects.filter(pk=made.pk).update(at=now - timedelta(days=days))
    client.force_login(mo)
    period = {"since": (now - timedelta(days=2)).date().isoformat(), "until": (now - timedelta(days=1)).date()}
    assert len(rows_of(client.get(FILE, period))) == 2
    assert len(rows_of(client.get(FILE, {"since": "", "until": "9999-12-31"}))) == 4


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"since": "soon"}, "Enter a valid date."),
        ({"since": "2025-03-02", "until": "2025-03-01"}, "The end lies before the beginning."),
    ],
)
def test_a_period_that_is_none_is_said_beside_it(client, mo, period, words):
    client.force_login(mo)
    answer = client.get(FILE, period)
    assert answer.status_code == 400
    assert words in answer.text
    assert f'value="{period["since"]}"' in answer.text


@pytest.mark.parametrize("address", [FILE, SCREEN])
def test_only_those_who_moderate_get_it(client, tom, bea, mo, ada, address):
    assert client.get(address).status_code == 302
    for person, status in ((tom, 403), (bea, 403), (mo, 200), (ada, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status
    assert client.post(address).status_code == 405


def test_what_stands_behind_a_closed_door_is_not_in_the_file_of_an_outsider(ada, mo):
    board = make_board()
    decided(reported_idea(board=board), Act.HIDE, by=ada, text="Zanzibar")
    close(board, INSIDERS)
    assert "Zanzibar" not in "".join(csv_lines(decisions_of(mo)))
    assert "Zanzibar" in "".join(csv_lines(decisions_of(ada)))


@pytest.mark.usefixtures("rate_limits")
def test_the_file_is_not_for_asking_all_day(client, mo):
    client.force_login(mo)
    *files, _refused = answers_until_refused(lambda _n: client.get(FILE), allowed=10)
    assert all(rows_of(file) is not None for file in files)


def test_a_long_file_costs_no_more_queries(mo, count_queries):
    other = with_role(make_member("selma"), MODERATORS)

    def write() -> None:
        list(csv_lines(decisions_of(mo)))

    decided(reported_idea(by=somebody()), Act.HIDE, by=other)
    few = count_queries(write)
    for _ in range(5):
        decided(reported_idea(by=somebody()), Act.HIDE, by=mo)
    assert count_queries(write) == few
