"""A board as CSV: the columns of the importer, safe for spreadsheets, and the same when it comes back."""

import csv
import io

import pytest
from django.core.management import call_command

from core.publication import State
from ideas.actions.answering import Answer, change_status
from ideas.exporting import export_ideas
from ideas.importing import COLUMNS, OPTIONAL_COLUMNS, import_ideas, read_lines
from ideas.models import BoardStatus, Idea, IdeaBoardPage, Label, StatusChange
from tests.factories import make_board, make_idea, support
from tests.ideas.test_importing import RECORD, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    def bring(board: IdeaBoardPage, text: str):
        path = tmp_path / "ideas.csv"
        path.write_text(text, newline="")
        return import_ideas(board, read_lines(path))

    return bring


def csv_from(board: IdeaBoardPage) -> str:
    out = io.StringIO()
    export_ideas(Idea.objects.filter(board=board).published(), to=out)
    return out.getvalue()


def rows_from(board: IdeaBoardPage) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_from(board))))


AWKWARD = [
    {},
    {"title": "=HYPERLINK(1)", "body": "'=twice escaped", "author": "@home"},
    {"title": "'quoted'", "body": '"Quotes", commas;\nlines\n\n- and dashes', "tags": "one|two, three"},
    {"title": "Ένα τραπέζι", "status": "launched", "official_response": "+1, it is there.", "author": ""},
    {"created_at": "2016-01-22T10:11:12.123456+00:00", "official_response": "We will.", "category": ""},
    {"votes": "0", "tags": "", "body": ""},
]


def test_an_export_that_is_imported_elsewhere_exports_the_same(bring):
    one, other = make_board(), make_board()
    bring(one, csv_of(*AWKWARD))
    text = csv_from(one)
    assert bring(other, text).created == len(AWKWARD)
    assert csv_from(other) == text


def test_an_export_that_is_imported_again_changes_nothing(bring, ada):
    board = make_board()
    bring(board, csv_of(*AWKWARD))
    own = make_idea(board=board, title="-5 °C outside", body="A tent, then.")
    support(own, 3)
    own.labels.add(Label.objects.create(board=board, name="Winter"))
    moved = Idea.objects.get(external_id="1")
    planned = BoardStatus.objects.get(board=board, slug="in-the-works")
    change_status(moved, planned, by=ada, answer=Answer(note="We began with it this morning."))
    before = list(Idea.objects.order_by("pk").values())
    report = bring(board, csv_from(board))
    assert (report.created, report.updated, report.unchanged) == (0, 0, len(AWKWARD) + 1)
    assert list(Idea.objects.order_by("pk").values()) == before
    assert StatusChange.objects.count() == 3


def test_the_columns_are_the_importers(bring):
    board = make_board()
    columns = (*COLUMNS, *OPTIONAL_COLUMNS)
    record = {**RECORD, "language": "ca", "official_response": "We will.", "official_response_at": "2016-03-01"}
    bring(board, csv_of(record, columns=columns))
    assert rows_from(board) == [record]


def test_no_cell_begins_as_a_formula(bring):
    board = make_board()
    bring(board, csv_of({"title": "=1+1", "body": "+1", "author": "-x", "tags": "@y", "official_response": "=2"}))
    row = rows_from(board)[0]
    assert [row[name] for name in ("title", "body", "author", "tags", "official_response")] == [
        "'=1+1",
        "'+1",
        "'-x",
        "'@y",
        "'=2",
    ]


def test_an_idea_that_was_written_here_has_a_number_and_its_authors_name(tom):
    idea = make_idea(by=tom)
    row = rows_from(idea.board)[0]
    assert (row["external_id"], row["author"], row["votes"]) == (f"sayso-{idea.pk}", "Tom", "1")
    assert tom.email not in csv_from(idea.board)


def test_what_is_not_published_stays_here():
    idea = make_idea(title="Still waiting", state=State.WAITING)
    assert "Still waiting" not in csv_from(idea.board)


def test_queries_do_not_grow_with_the_ideas(bring, count_queries):
    small, large = make_board(), make_board()
    bring(small, csv_of({}, {"official_response": "Yes."}))
    bring(large, csv_of(*({"official_response": "Yes."} for _ in range(60))))
    assert count_queries(lambda: csv_from(large)) == count_queries(lambda: csv_from(small))


def test_the_command_writes_to_standard_output(bring, capsys):
    board = make_board(slug="city")
    bring(board, csv_of({"body": "one\r\ntwo"}, {}))
    call_command("export_ideas", "--board", "city")
    assert capsys.readouterr().out == csv_from(board)
