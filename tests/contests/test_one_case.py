"""An entry and its file are one for moderators: one case, one decision, one state."""

import pytest
from django.contrib.auth.models import AnonymousUser

from contests.models import Entry
from contests.phases import Phase
from core.publication import State
from core.subjects import subjects
from gallery.actions.attaching import arrange
from gallery.hashing import hashes_of
from gallery.models import MediaItem
from moderation.actions.bulk import approve_in_bulk
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.actions.taking_back import undo
from moderation.actions.undoing import undo_bulk
from moderation.admin.dossier import Dossier
from moderation.models import Act, Case, HouseRule, Report
from moderation.registries import Review
from tests.contests.test_entering import enter, sent_file
from tests.contests.things import make_contest, make_entry
from tests.factories import make_board, make_idea
from tests.gallery.test_alike import crossed
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict():
    return make_contest(Phase.ENTRIES, review=Review.EVERYTHING, shows_entries=True)


def case_of(entry):
    return Case.objects.open().about("entry", entry.pk).get()


def judged(entry, act, by):
    reasons = Reasons(rule=HouseRule.objects.first(), text="Please look again.")
    version = Entry.objects.get(pk=entry.pk).version
    return decide(open_case("entry", entry), act, by=by, version=version, reasons=reasons)


def item_of(entry):
    return MediaItem.objects.of(entry, kind="entry").get()


def test_approving_the_entry_shows_it_with_its_picture(client, tom, mo, strict):
    entry = enter(strict, tom)
    assert list(Case.objects.open().values_list("kind", flat=True)) == ["entry"]
    judged(entry, Act.APPROVE, mo)
    item = item_of(entry)
    assert (item.state, item.published_at is not None) == (State.PUBLISHED, True)
    assert str(item.token) in client.get(entry.get_absolute_url()).text


@pytest.mark.parametrize(
    ("act", "state"), [(Act.REJECT, State.REJECTED), (Act.HIDE, State.HIDDEN), (Act.ASK, State.WAITING)]
)
def test_what_is_decided_against_the_entry_holds_for_its_picture(tom, mo, act, state):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    judged(entry, act, mo)
    assert item_of(entry).state == state
    assert not MediaItem.objects.visible_to(AnonymousUser()).exists()


def test_hidden_and_restored_the_picture_comes_back(tom, mo):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    judged(entry, Act.HIDE, mo)
    judged(entry, Act.RESTORE, mo)
    assert item_of(entry).state == State.PUBLISHED


def test_undoing_takes_the_picture_back_with_the_entry(tom, mo, strict):
    entry = enter(strict, tom)
    undo(judged(entry, Act.APPROVE, mo), by=mo)
    assert (Entry.objects.get().state, item_of(entry).state) == (State.WAITING, State.WAITING)
    assert case_of(entry).is_waiting


def test_many_are_approved_at_once_with_their_pictures(tom, ines, mo, strict):
    entries = [enter(strict, tom), enter(strict, ines)]
    seen = {case_of(entry).pk: 1 for entry in entries}
    bulk = approve_in_bulk(seen, by=mo, versions=seen)
    assert {item_of(entry).state for entry in entries} == {State.PUBLISHED}
    assert Entry.objects.published().count() == 2
    undo_bulk(bulk, by=mo)
    assert {item_of(entry).state for entry in entries} == {State.WAITING}


def test_the_desk_shows_the_picture_large_and_the_snapshot_holds_it(client, tom, mo, strict):
    entry = enter(strict, tom)
    item, case = item_of(entry), case_of(entry)
    client.force_login(mo)
    page = client.get(f"/admin/moderation/{case.pk}/").text
    assert f"/files/{item.token}/w320.webp" in page
    assert "data-veiled" in page
    assert item.alt in page
    kept = subjects["entry"].snapshot(Entry.objects.get(pk=entry.pk))
    assert kept["alt"] == item.alt
    assert kept["files"] == [{"name": item.name, "sha256": item.sha256}]


def test_a_film_can_be_played_on_the_desk(client, mo):
    entry = make_entry(make_contest(Phase.VOTING, kind="video"))
    case = open_case("entry", entry)
    client.force_login(mo)
    assert "<video" in client.get(f"/admin/moderation/{case.pk}/").text


def test_the_queue_asks_no_more_for_many_entries_than_for_few(client, mo, strict, django_assert_max_num_queries):
    for by in range(6):
        open_case("entry", make_entry(strict, title=f"Steam {by}"))
    client.force_login(mo)
    client.get("/admin/moderation/")
    with django_assert_max_num_queries(60):
        client.get("/admin/moderation/")


def test_pictures_that_look_alike_stand_beside_the_case_of_an_entry(tom, ines, mo, strict):
    looks = hashes_of(crossed())
    first = enter(strict, tom, item=sent_file(tom, strict, hashes=looks))
    copy = enter(strict, ines, item=sent_file(ines, strict, hashes=looks))
    [found] = Dossier(case_of(copy), by=mo).look_alikes()
    assert found.case == case_of(first)


def test_a_report_of_the_picture_is_one_of_the_entry(client, tom, ines):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    client.force_login(ines)
    rule = HouseRule.objects.order_by("place").first()
    client.post(f"/work/{item_of(entry).pk}/report/", {"reason": rule.slug, "note": "Not theirs."})
    case = Report.objects.get().case
    assert (case.kind, case.subject_id) == ("entry", entry.pk)


def test_a_case_of_the_picture_alone_from_before_lapses_with_the_decision(tom, mo, strict):
    entry = enter(strict, tom)
    before = open_case("media", item_of(entry), reason="is_waiting")
    judged(entry, Act.APPROVE, mo)
    before.refresh_from_db()
    assert not before.is_open


def test_a_picture_of_an_idea_keeps_a_case_of_its_own(tom):
    idea = make_idea(board=make_board(review=Review.EVERYTHING), by=tom)
    item = make_media(by=tom, state=State.WAITING, published_at=None, widths=(320,))
    arrange([item], under=idea, kind="idea")
    assert Case.objects.open().about("media", item.pk).exists()
