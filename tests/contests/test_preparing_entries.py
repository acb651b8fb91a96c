"""An entry is seen by others once its file is ready; a file that fails is told of and can be replaced."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contests.actions.admitting import admit_all_prepared, admit_prepared
from contests.actions.drafting import keep_draft
from contests.actions.entering import edit_entry, withdraw_entry
from contests.models import ContestPage, Entry
from contests.phases import GRACE, Phase
from contests.policies.entering import may_enter
from contests.policies.entries import may_edit
from core.errors import Refused, RuleBroken
from core.notices.models import Notice
from core.publication import State
from gallery.actions.cleaning import clean_media
from gallery.actions.preparing import prepare
from gallery.actions.presenting import tell_its_things
from gallery.actions.uploading import receive_plain
from gallery.models import MediaItem, Stage
from moderation.actions.appealing import appeal, decide_appeal
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, Case, HouseRule
from moderation.models.appeal import WITHIN
from moderation.registries import Review
from tests.contests.test_entering import WORDS, enter, sent_file
from tests.contests.things import make_contest, make_entry
from tests.gallery.test_preparing import photo

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def contest():
    return make_contest(Phase.ENTRIES, shows_entries=True)


@pytest.fixture
def strict():
    return make_contest(Phase.ENTRIES, review=Review.EVERYTHING)


def on_its_way(by, contest, **fields):
    return sent_file(by, contest, **{"stage": Stage.PROCESSING, "sha256": "", **fields})


def made_ready(item, *, at=None):
    MediaItem.objects.filter(pk=item.pk).update(stage=Stage.READY, sha256="ab" * 32)
    tell_its_things(item.pk, at=at)


def failed(item):
    MediaItem.objects.filter(pk=item.pk).update(stage=Stage.FAILED, reason_code="empty")


def again(entry):
    return Entry.objects.select_related("contest__register__pause", "author").get(pk=entry.pk)


def rejected(entry, mo, **given):
    reasons = Reasons(rule=HouseRule.objects.first(), text="Not this one.")
    return decide(open_case("entry", entry), Act.REJECT, by=mo, version=again(entry).version, reasons=reasons, **given)


# --- waiting for the file


def test_nobody_else_sees_it_before_its_file_is_ready(client, tom, ines, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    assert (entry.is_waiting, entry.is_preparing, entry.number) == (True, True, None)
    assert not Case.objects.exists()
    assert not Entry.objects.visible_to(ines).exists()
    client.force_login(tom)
    for address in (entry.get_absolute_url(), f"/entry/{entry.pk}/receipt/", "/me/entries/"):
        assert "Your picture is being prepared" in client.get(address).text
    at = timezone.now() + MINUTE
    made_ready(item, at=at)
    entry = again(entry)
    assert (entry.is_published, entry.number, entry.published_at) == (True, 1, at)
    assert Entry.objects.visible_to(ines).get() == entry
    assert Notice.objects.filter(recipient=tom, kind="entry-received").count() == 1
    assert "Everybody can see it." in client.get(entry.get_absolute_url()).text


def test_a_new_members_entry_comes_to_the_moderators_once_its_file_is_ready(tom, strict):
    item = on_its_way(tom, strict)
    entry = enter(strict, tom, item=item)
    assert not Case.objects.exists()
    made_ready(item)
    assert Case.objects.open().get().subject_id == entry.pk
    assert not again(entry).is_preparing


def test_told_twice_it_is_admitted_once(tom, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    made_ready(item)
    assert not admit_prepared(entry.pk)
    assert again(entry).number == 1


def test_what_a_killed_worker_left_the_sweep_admits(tom, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    MediaItem.objects.filter(pk=item.pk).update(stage=Stage.READY)
    assert admit_all_prepared() == 1
    assert again(entry).is_published
    assert admit_all_prepared() == 0


def test_words_changed_meanwhile_are_published_with_it(tom, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    edit_entry(entry, by=tom, words=WORDS, version=1)
    assert again(entry).is_preparing
    made_ready(item)
    assert again(entry).is_published


def test_who_is_suspended_meanwhile_waits_for_a_moderator(tom, mo, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    other = make_entry(make_contest(Phase.VOTING), by=tom, media=False)
    reasons = Reasons(rule=HouseRule.objects.first(), text="Be kind.", until=timezone.now() + DAY)
    decide(open_case("entry", other), Act.SUSPEND, by=mo, version=1, reasons=reasons)
    made_ready(item)
    assert again(entry).is_waiting
    assert Case.objects.open().about("entry", entry.pk).exists()


def test_withdrawn_meanwhile_it_stays_withdrawn(tom, contest):
    item = on_its_way(tom, contest)
    entry = enter(contest, tom, item=item)
    withdraw_entry(entry, by=tom)
    made_ready(item)
    assert again(entry).state == State.WITHDRAWN


def test_a_moderator_cannot_publish_it_before_its_file_is_ready(tom, mo, strict):
    entry = enter(strict, tom)
    edit_entry(entry, by=tom, words=WORDS, version=1, item=on_its_way(tom, strict))
    case = Case.objects.open().about("entry", entry.pk).get()
    with pytest.raises(RuleBroken, match="still being prepared"):
        decide(case, Act.APPROVE, by=mo, version=2, reasons=Reasons())
    assert again(entry).is_waiting


@pytest.mark.slow
def test_a_real_picture_is_published_with_its_entry_when_it_is_prepared(tom, contest):
    item = receive_plain(SimpleUploadedFile("cup.jpg", photo(1700, 1100)), by=tom, purpose=contest.purpose.key)
    entry = enter(contest, tom, item=item)
    assert again(entry).is_preparing
    prepare(item.pk)
    entry, item = again(entry), MediaItem.objects.get(pk=item.pk)
    assert (entry.is_published, item.state, entry.sha256) == (True, State.PUBLISHED, item.sha256)


# --- a file that fails


@pytest.mark.slow
def test_a_broken_file_is_told_of_and_another_keeps_words_place_and_receipt(client, tom, contest):
    item = receive_plain(SimpleUploadedFile("cup.jpg", photo(200, 100)), by=tom, purpose=contest.purpose.key)
    entry = enter(contest, tom, item=item)
    prepare(item.pk)
    assert Notice.objects.filter(recipient=tom, kind="media-failed").exists()
    client.force_login(tom)
    for address in (entry.get_absolute_url(), "/me/entries/"):
        page = client.get(address).text
        assert "Your file cannot be used" in page
        assert f"/entry/{entry.pk}/edit/" in page
    entry = edit_entry(again(entry), by=tom, words=WORDS, version=1, item=sent_file(tom, contest))
    assert (entry.is_published, entry.title, entry.created_at) == (True, WORDS.title, again(entry).created_at)
    assert "This file received" in client.get(f"/entry/{entry.pk}/receipt/").text
    assert Notice.objects.filter(recipient=tom, kind="entry-received").exists()


def test_what_failed_late_may_be_replaced_in_the_grace_time_and_not_after(tom, contest):
    closes = contest.entries_until
    item = on_its_way(tom, contest, created_at=closes - 2 * MINUTE)
    entry = enter(contest, tom, item=item, at=closes - MINUTE)
    failed(item)
    assert may_edit(tom, again(entry), closes + GRACE - MINUTE)
    assert not may_edit(tom, again(entry), closes + GRACE)
    new = sent_file(tom, contest)
    entry = edit_entry(again(entry), by=tom, words=WORDS, version=1, item=new, at=closes + MINUTE)
    assert (entry.is_published, entry.is_late) == (True, True)


def test_what_did_not_fail_is_not_changed_in_the_grace_time(tom, strict):
    entry = enter(strict, tom)
    with pytest.raises(Refused, match="Entries closed"):
        edit_entry(entry, by=tom, words=WORDS, version=1, at=strict.entries_until + MINUTE)


def test_whom_a_moderator_asked_may_replace_a_second_file_that_fails_until_the_results(tom, mo, strict):
    entry = enter(strict, tom)
    case = Case.objects.open().get()
    decide(case, Act.ASK, by=mo, version=1, reasons=Reasons(text="Another picture, please."))
    late, new = strict.entries_until + DAY, on_its_way(tom, strict)
    entry = edit_entry(again(entry), by=tom, words=WORDS, version=1, item=new, at=late)
    assert (entry.state, entry.is_late) == (State.RETURNED, False)
    failed(new)
    entry = edit_entry(again(entry), by=tom, words=WORDS, version=2, item=sent_file(tom, strict), at=late)
    assert entry.is_waiting
    assert Case.objects.open().about("entry", entry.pk).exists()


# --- a place in the contest


def test_a_rejected_entry_can_be_withdrawn_and_frees_its_place(tom, mo, strict):
    entry = enter(strict, tom)
    rejected(entry, mo)
    assert "If you withdraw it" in may_enter(tom, strict).reason
    withdraw_entry(again(entry), by=tom)
    assert may_enter(tom, strict)


def test_while_an_appeal_could_bring_it_back_it_keeps_its_place(tom, mo, ada, strict):
    entry = enter(strict, tom)
    decision = rejected(entry, mo)
    asked = appeal(decision, by=tom, text="It is mine.", at=decision.at + MINUTE)
    assert not may_enter(tom, strict)
    decide_appeal(asked, by=ada, overturn=False, text="It is not.", version=again(entry).version)
    assert may_enter(tom, strict)


def test_once_no_appeal_is_possible_the_place_is_free(tom, mo, strict):
    decision = rejected(enter(strict, tom), mo)
    ContestPage.objects.filter(pk=strict.pk).update(entries_until=decision.at + 2 * WITHIN)
    type(decision).objects.filter(pk=decision.pk).update(at=decision.at - WITHIN - DAY)
    assert may_enter(tom, strict)


def test_withdrawn_after_an_appeal_it_does_not_come_back_beside_another(tom, mo, ada, strict):
    entry = enter(strict, tom)
    decision = rejected(entry, mo)
    asked = appeal(decision, by=tom, text="It is mine.", at=decision.at + MINUTE)
    withdraw_entry(again(entry), by=tom)
    enter(strict, tom)
    decide_appeal(asked, by=ada, overturn=True, text="It is.", version=again(entry).version)
    assert again(entry).state == State.WITHDRAWN
    assert not may_enter(tom, strict)


def test_what_is_hidden_or_out_of_the_running_keeps_its_place(tom, contest):
    make_entry(contest, by=tom, media=False, state=State.HIDDEN)
    assert not may_enter(tom, contest)


# --- the file of a draft


def test_the_file_of_a_draft_stays_as_long_as_it_could_be_sent(tom, contest):
    kept, loose = sent_file(tom, contest), sent_file(tom, contest)
    keep_draft(contest, by=tom, words={"title": "Ste"}, uploads=[str(kept.token)])
    old = timezone.now() - 2 * DAY
    MediaItem.objects.update(created_at=old)
    clean_media()
    assert list(MediaItem.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not MediaItem.objects.filter(pk=loose.pk).exists()
    clean_media(at=contest.entries_until + GRACE + MINUTE)
    assert not MediaItem.objects.exists()
