"""A CSV file onto a board: what becomes an idea, what is refused and why, and that twice is once."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from core.ranking import UNVOTED, hot_moment, hot_score_of
from ideas.actions.answering import Answer, change_status
from ideas.actions.voting import cast_vote
from ideas.days import day_of
from ideas.importing import COLUMNS, Unreadable, import_ideas, read_lines
from ideas.importing.reading import LARGEST_CELL
from ideas.models import BoardStatus, Category, Idea, IdeaRevision, Label, StatusChange, Tally
from tests.factories import make_board, make_idea, somebody

pytestmark = pytest.mark.django_db

RECORD = {
    "external_id": "7",
    "title": "Longer hours",
    "body": "Please open until nine.\n\nThe last tram leaves at ten.",
    "category": "Evenings",
    "tags": "Hours|Culture, leisure and rights",
    "status": "planned",
    "official_response": "",
    "votes": "17",
    "author": "citizen-1",
    "created_at": "2016-01-22",
}


@pytest.fixture
def board():
    return make_board(slug="city")


def csv_of(*records: dict, columns=COLUMNS, delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    for number, record in enumerate(records, 1):
        writer.writerow({**RECORD, "external_id": str(number), **record})
    return out.getvalue()


@pytest.fixture
def bring(board, tmp_path):
    """`bring(csv_of(…))` imports the text and returns the report and the problems by line."""

    def bring(content: str | bytes, *, encoding="utf-8", delimiter="", **options):
        path = tmp_path / "ideas.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        problems: dict[int, str] = {}
        lines = read_lines(path, encoding=encoding, delimiter=delimiter)
        report = import_ideas(board, lines, on_problem=problems.__setitem__, **options)
        return report, problems

    return bring


def only() -> Idea:
    return Idea.objects.select_related("status", "category").get()


# --- what a line becomes


def test_a_line_becomes_a_published_idea_of_its_own_day(bring, board):
    report, problems = bring(csv_of({"external_id": "7"}))
    idea = only()
    assert (report.created, problems) == (1, {})
    assert (idea.external_id, idea.title, idea.body) == ("7", RECORD["title"], RECORD["body"])
    assert idea.is_published
    assert idea.created_at == idea.published_at == datetime(2016, 1, 22, tzinfo=UTC)
    assert (idea.author, idea.author_name) == (None, "citizen-1")
    assert idea.status.slug == "planned"
    assert idea.open_to_votes
    assert idea.excerpt.startswith("Please open until nine.")
    assert "tram" in idea.search_text
    assert (idea.next_update_by - day_of()).days == 60  # from the import, as its status promises


def test_votes_are_imported_support_at_the_ideas_creation(bring, board):
    bring(csv_of({"votes": "17"}))
    idea = only()
    moment = hot_moment(idea.created_at, half_life_days=board.half_life_days)
    assert (idea.imported_support, idea.vote_count, idea.votes.count()) == (17, 17, 0)
    assert idea.hot_score == pytest.approx(hot_score_of(17, moment))


def test_without_votes_an_idea_is_not_hot(bring):
    bring(csv_of({"votes": ""}))
    assert only().hot_score == UNVOTED


def test_a_missing_category_is_made_once_and_a_known_one_is_found_in_any_case(bring, board):
    bring(csv_of({"category": "Σκιά"}, {"category": "σκια"}, {"category": "SHOPS"}, {"category": ""}))
    assert sorted(Category.objects.filter(board=board).values_list("name", flat=True)) == ["Menu", "Shops", "Σκιά"]
    assert Category.objects.get(name="Σκιά").slug == "skia"
    assert Idea.objects.filter(category__name="Shops").count() == 1


def test_tags_are_labels_and_keep_their_commas(bring):
    bring(csv_of({}))
    assert set(Label.objects.values_list("name", flat=True)) == {"Hours", "Culture, leisure and rights"}
    assert only().labels.count() == 2


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("", "new"),
        ("open", "new"),
        ("Planned", "planned"),
        ("declined", "not-planned"),
        ("launched", "launched"),
        ("in-the-works", "in-the-works"),
        ("Under Review", "under-review"),
    ],
)
def test_a_status_is_called_by_slug_name_or_stage(bring, name, slug):
    bring(csv_of({"status": name}))
    assert only().status.slug == slug


def test_a_response_without_a_date_is_an_undated_answer(bring):
    bring(csv_of({"status": "declined", "official_response": "It would cost too much."}))
    idea, change = only(), StatusChange.objects.get()
    assert (change.note, change.at, change.by, change.is_imported) == ("It would cost too much.", None, None, True)
    assert (idea.is_answered, idea.first_answered_at, idea.open_to_votes) == (True, None, False)


def test_a_response_with_its_date_is_dated(bring):
    columns = (*COLUMNS, "language", "official_response_at")
    record = {"official_response": "We will.", "official_response_at": "2016-03-01", "language": "ca"}
    bring(csv_of(record, columns=columns))
    idea = only()
    assert idea.language == "ca"
    assert idea.first_answered_at == idea.last_answered_at == datetime(2016, 3, 1, tzinfo=UTC)


def test_tallies_count_what_came(bring, board):
    bring(csv_of({}, {}, {"status": "declined"}))
    counts = dict(Tally.objects.filter(board=board, ideas__gt=0).values_list("status__slug", "ideas"))
    assert counts == {"planned": 2, "not-planned": 1}


def test_nobody_is_told(bring):
    supporter, idea = somebody(), make_idea(board=None)
    bring(csv_of({"official_response": "We will.", "status": "launched"}))
    assert (mail.outbox, idea.status.slug, supporter.pk) == ([], "new", supporter.pk)


# --- twice, and changed


def test_the_same_file_again_changes_nothing(bring):
    text = csv_of({"official_response": "We will."}, {"status": "declined"}, {"tags": "b|a"})
    bring(text)
    before = list(Idea.objects.order_by("pk").values())
    report, _problems = bring(text)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 3)
    assert list(Idea.objects.order_by("pk").values()) == before
    assert StatusChange.objects.count() == 1


def test_a_changed_line_brings_its_idea_up_to_date_and_keeps_the_former_words(bring):
    bring(csv_of({}, {}))
    report, _problems = bring(csv_of({"title": "Even longer hours", "votes": "20", "tags": "Night"}, {}))
    idea = Idea.objects.get(external_id="1")
    assert (report.updated, report.unchanged) == (1, 1)
    assert (idea.title, idea.title_folded, idea.vote_count) == ("Even longer hours", "even longer hours", 20)
    assert [label.name for label in idea.labels.all()] == ["Night"]
    assert IdeaRevision.objects.get().title == "Longer hours"


def test_votes_that_were_cast_here_are_added_to_what_the_file_says(bring, tom):
    bring(csv_of({"votes": "17"}))
    cast_vote(only(), by=tom)
    report, _problems = bring(csv_of({"votes": "17"}))
    assert (report.unchanged, only().vote_count) == (1, 18)
    bring(csv_of({"votes": "30"}))
    assert only().vote_count == 31


def test_a_changed_response_is_a_new_entry_that_corrects_the_old(bring):
    bring(csv_of({"official_response": "We will."}))
    bring(csv_of({"official_response": "We will not.", "status": "declined"}))
    bring(csv_of({"official_response": "We will not.", "status": "declined"}))
    first, second = StatusChange.objects.order_by("pk")
    assert (first.note, second.note, second.corrects) == ("We will.", "We will not.", first)
    assert only().status.slug == "not-planned"


def test_a_status_that_moves_without_words_is_an_entry_but_no_answer(bring):
    bring(csv_of({"status": "open"}))
    bring(csv_of({"status": "planned"}))
    report, _problems = bring(csv_of({"status": "planned"}))
    idea, change = only(), StatusChange.objects.get()
    assert (report.unchanged, change.old.slug, change.new.slug, change.note) == (1, "new", "planned", "")
    assert (idea.status.slug, idea.is_answered) == ("planned", False)


def test_what_the_brand_answered_here_is_not_undone(bring, board, ada):
    text = csv_of({"status": "open"})
    bring(text)
    launched = BoardStatus.objects.get(board=board, slug="launched")
    change_status(only(), launched, by=ada, answer=Answer(note="It is in every shop since today."))
    report, _problems = bring(text)
    assert (report.unchanged, only().status.slug) == (1, "launched")
    bring(csv_of({"status": "declined", "official_response": "An older answer."}))
    assert only().status.slug == "launched"


def test_a_dry_run_keeps_nothing_and_says_what_would_be(bring):
    records = [{"category": f"New {number % 3}"} for number in range(700)]
    report, problems = bring(csv_of(*records, {"votes": "-1"}), dry_run=True)
    assert (report.created, report.skipped, list(problems)) == (700, 1, [702 + 2 * 700])
    assert not Idea.objects.exists()
    assert not Label.objects.exists()
    assert not Category.objects.filter(name__startswith="New").exists()


def test_the_rest_of_a_batch_survives_what_the_database_refuses(bring, board):
    make_idea(board=board, external_id="")
    Label.objects.create(board=board, name="x" * 80)
    report, problems = bring(csv_of({"tags": "x" * 80}, {"tags": "x" * 81}))
    assert (report.created, len(problems)) == (1, 1)


# --- bad lines


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"title": "  "}, "title is empty"),
        ({"title": "\u200b\u200b"}, "title is empty"),
        ({"title": "x" * 301}, "title has 301 characters"),
        ({"title": "x" * 1_000_000}, "title has 1000000 characters"),
        ({"body": "x" * 2_000_000}, "body has 2000000 characters"),
        ({"external_id": " "}, "external_id is empty"),
        ({"votes": "-3"}, "votes is not a whole number"),
        ({"votes": "many"}, "votes is not a whole number"),
        ({"votes": "9" * 30}, "votes is not a whole number"),
        ({"votes": "٣"}, "votes is not a whole number"),
        ({"created_at": ""}, "created_at is empty"),
        ({"created_at": "22/01/2016"}, "created_at is not a date"),
        ({"created_at": "2016-02-30"}, "created_at is not a date"),
        ({"created_at": "2999-01-01"}, "not between 1970 and today"),
        ({"created_at": "0001-01-01"}, "created_at is not"),
        ({"status": "someday"}, "no status “someday”"),
        ({"tags": "x" * 81}, "tags has 81 characters"),
        ({"official_response_at": "2015-01-01"}, "before created_at"),
        ({"language": "<b>"}, "language is not a code"),
        ({"external_id": "3"}, "stands in line"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_go_on(bring, wrong, reason):
    flat = {"body": "In one line."}
    columns = (*COLUMNS, "language", "official_response_at")
    good = {**flat, "language": "", "official_response_at": ""}
    text = csv_of({**good, "external_id": "3"}, {**good, **wrong}, {**good, "external_id": "4"}, columns=columns)
    report, problems = bring(text)
    assert list(problems) == [3]
    assert reason in problems[3]
    assert (report.created, report.skipped) == (2, 1)


def test_line_numbers_count_the_lines_inside_cells(bring):
    _report, problems = bring(csv_of({"body": "one\ntwo\nthree"}, {"votes": "x", "body": "a\nb"}, {"votes": "y"}))
    assert list(problems) == [5, 7]


def test_too_few_or_too_many_cells_are_told(bring):
    text = csv_of({"body": "flat"}) + "only,three,cells\n" + "\n" + ",".join("abcdefghijklm") + "\n"
    report, problems = bring(text)
    assert problems == {
        3: "it has 3 cells where the header has 10",
        5: "it has 13 cells where the header has 10",
    }
    assert report.created == 1


def test_null_bytes_and_overrides_are_taken_out(bring):
    bring(csv_of({"title": "A\x00 be\u202ench", "body": "\x00"}))
    assert (only().title, only().body) == ("A bench", "")


def test_a_script_is_plain_text(bring):
    bring(csv_of({"title": "<script>alert(1)</script>", "body": "🙂" * 10_000}))
    assert only().title == "<script>alert(1)</script>"


def test_a_cell_beyond_all_measure_is_told_and_the_next_lines_go_on(bring):
    giant = csv_of({"body": "x" * (LARGEST_CELL + 1)}, {})
    report, problems = bring(giant)
    assert (report.created, report.skipped) == (1, 1)
    assert "larger than" in problems[2]


def test_broken_utf8_costs_its_line_only(bring):
    good, bad = csv_of({"body": "flat"}, {"body": "café"}, {"body": "flat"}).encode(), b"caf\xe9"
    report, problems = bring(good.replace("café".encode(), bad))
    assert (report.created, list(problems)) == (2, [3])
    assert "body" in problems[3]


# --- files as people have them


def test_a_byte_order_mark_and_semicolons(bring):
    report, _problems = bring(("\ufeff" + csv_of({}, {}, delimiter=";")).encode())
    assert report.created == 2


def test_tabs_and_a_delimiter_that_is_named(bring):
    assert bring(csv_of({}, delimiter="\t"))[0].created == 1
    assert bring(csv_of({"external_id": "b"}, delimiter="~"), delimiter="~")[0].created == 1
    assert bring(csv_of({"external_id": "c"}, delimiter="\t"), delimiter="tab")[0].created == 1


def test_greek_windows_encoding(bring):
    bring(csv_of({"title": "Πάγκος στη στάση"}).encode("windows-1253"), encoding="windows-1253")
    assert only().title == "Πάγκος στη στάση"


def test_columns_may_stand_in_any_order_with_others_between(bring):
    columns = (*reversed(COLUMNS), "internal")
    report, _problems = bring(csv_of({"internal": "x"}, columns=columns))
    assert (report.created, only().title) == (1, RECORD["title"])


def test_an_apostrophe_before_a_formula_is_taken_off(bring):
    bring(csv_of({"title": "'=HYPERLINK(1)", "body": "'-5 degrees", "tags": "'@home"}))
    assert (only().title, only().body) == ("=HYPERLINK(1)", "-5 degrees")
    bring(csv_of({"title": "'til nine", "external_id": "b"}))
    assert Idea.objects.get(external_id="b").title == "'til nine"


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        (b"", {}, "empty"),
        (b"a,b\n1,2\n", {}, "lacks these columns: external_id, title"),
        (",".join([*COLUMNS, "votes"]).encode(), {}, "twice: votes"),
        (b"x", {"encoding": "klingon"}, "no encoding"),
        (b"x", {"delimiter": "||"}, "one character"),
        (b"\xff\xfe\x41", {"encoding": "utf-16"}, "lacks|not text"),
    ],
)
def test_a_file_that_is_no_list_of_ideas_is_refused_as_a_whole(bring, content, options, reason):
    with pytest.raises(Unreadable, match=reason):
        bring(content, **options)
    assert not Idea.objects.exists()


# --- the command


def test_the_command_reports_and_ends_well_in_spite_of_bad_lines(board, tmp_path, capsys):
    path = tmp_path / "ideas.csv"
    path.write_text(csv_of({"body": "flat"}, {"votes": "x"}))
    call_command("import_ideas", str(path), "--board", "city")
    told = capsys.readouterr()
    assert told.out == "1 created, 0 updated, 0 unchanged, 1 skipped.\n"
    assert "line 3: votes is not a whole number" in told.err
    assert "2 lines" in told.err


def test_the_command_fails_for_an_unknown_board_and_for_a_missing_file(board, tmp_path):
    with pytest.raises(CommandError, match=r"no board “nowhere”\. Boards: city"):
        call_command("import_ideas", "x.csv", "--board", "nowhere")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_ideas", str(tmp_path / "missing.csv"), "--board", "city")
    with pytest.raises(CommandError, match="cannot be read: Is a directory"):
        call_command("import_ideas", str(tmp_path), "--board", "city")


@pytest.mark.once
def test_reading_keeps_one_line_in_memory_at_a_time(tmp_path: Path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write(csv_of())
        row = csv_of({"body": "x" * 1_000}).split("\n", 1)[1]
        for _number in range(20_000):
            file.write(row)
    tracemalloc.start()
    count = sum(1 for _line in read_lines(path))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 2_000_000  # the file has 23 million bytes
