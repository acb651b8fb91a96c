"""Entering a contest: the verb, every refusal with its reason, and the clock."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.utils import timezone

from contests.actions.entering import enter_contest
from contests.entrants import EntryWords, Promises, TooYoung
from contests.models import Entry, EntryDraft, Juror, RulesVersion, ScheduleChange
from contests.phases import GRACE, Phase
from contests.policies.entering import may_enter
from core.audience.groups import INSIDERS
from core.errors import Refused, RuleBroken
from core.publication import State
from core.subjects import subjects
from gallery.actions.uploading import begin_upload
from gallery.models import MediaItem, UploadSession
from gallery.storages import private
from moderation.actions.deciding import Reasons, decide
from moderation.actions.opening import open_case
from moderation.models import Act, Case, HouseRule
from moderation.registries import Review
from tests.cast import make_member
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db
WORDS = EntryWords(title="Steam", caption="At six.", alt="A cup, and steam above it.")
PROMISES = Promises(rules=1)
A_DAY, A_MOMENT = timedelta(days=1), timedelta(microseconds=100_000)


def sent_file(by, contest, *, begun=None, **fields):
    """A photo of theirs that has just been checked, for what the contest takes, not entered yet."""
    fields = {"state": State.WAITING, "published_at": None, "sha256": uuid4().hex * 2, **fields}
    item = make_media(by=by, purpose=contest.purpose.key, widths=(320,), formats=("webp",), is_public=False, **fields)
    if begun:
        session = begin_upload(by=by, purpose=contest.purpose.key, name="cup.jpg", size=9, at=begun)
        UploadSession.objects.filter(pk=session.pk).update(media=item, state="complete")
    return item


def enter(contest, by, **changes):
    given = {"words": WORDS, "promises": PROMISES, "key": uuid4(), **changes}
    given.setdefault("item", None)
    given["item"] = given["item"] or sent_file(by, contest)
    return enter_contest(contest, by=by, **given)


def test_a_member_enters_and_the_entry_has_the_first_number(tom):
    contest = make_contest(Phase.ENTRIES)
    item = sent_file(tom, contest)
    entry = enter(contest, tom, item=item)
    assert (entry.author, entry.title, entry.number, entry.rules.number) == (tom, "Steam", 1, 1)
    assert entry.is_published
    assert not entry.is_late
    assert entry.sha256 == item.sha256
    item.refresh_from_db()
    assert item.alt == "A cup, and steam above it."
    assert item.is_published


def test_where_everything_is_reviewed_the_entry_waits_with_its_picture_as_one_case(tom):
    contest = make_contest(Phase.ENTRIES, review=Review.EVERYTHING)
    item = sent_file(tom, contest)
    entry = enter(contest, tom, item=item)
    assert entry.is_waiting
    assert entry.number is None
    item.refresh_from_db()
    assert item.is_waiting
    assert set(Case.objects.open().values_list("kind", flat=True)) == {"entry"}


def test_a_double_click_is_one_entry(tom):
    contest = make_contest(Phase.ENTRIES)
    key, item = uuid4(), sent_file(tom, contest)
    first = enter(contest, tom, key=key, item=item)
    assert enter(contest, tom, key=key, item=item) == first
    assert Entry.objects.count() == 1


def test_somebody_elses_key_is_no_way_to_their_entry(tom, ines):
    contest, key = make_contest(Phase.ENTRIES), uuid4()
    enter(contest, tom, key=key)
    with pytest.raises(RuleBroken, match="once more"):
        enter(contest, ines, key=key)


def test_sending_it_ends_the_draft(tom):
    contest = make_contest(Phase.ENTRIES)
    EntryDraft.objects.create(contest=contest, author=tom, words={"title": "Ste"})
    enter(contest, tom)
    assert not EntryDraft.objects.exists()


@pytest.mark.parametrize(
    ("phase", "reason"), [(Phase.ANNOUNCED, "Entries open on"), (Phase.VOTING, "Entries closed on")]
)
def test_outside_its_phase_nobody_enters(tom, phase, reason):
    with pytest.raises(Refused, match=reason):
        enter(make_contest(phase), tom)


def test_a_visitor_is_asked_to_sign_in(vera):
    verdict = may_enter(vera, make_contest(Phase.ENTRIES))
    assert verdict.sign_in
    assert not may_enter(vera, make_contest(Phase.VOTING)).sign_in


def test_a_paused_contest_says_why(tom):
    contest = make_contest(Phase.ENTRIES)
    pause = ScheduleChange.objects.create(contest=contest, what="paused", note="The storage is full.")
    contest.register.pause = pause
    contest.register.save()
    with pytest.raises(Refused, match="paused.*The storage is full"):
        enter(contest, tom)


def test_who_works_here_is_left_out_where_the_contest_says_so(bea):
    with pytest.raises(Refused, match="work here"):
        enter(make_contest(Phase.ENTRIES), bea)
    assert enter(make_contest(Phase.ENTRIES, staff_excluded=False), bea)


def test_a_judge_does_not_enter(tom):
    contest = make_contest(Phase.ENTRIES)
    Juror.objects.create(contest=contest, member=tom, email=tom.email, name="Tom", accepted_at=timezone.now())
    with pytest.raises(Refused, match="on the jury"):
        enter(contest, tom)


def test_an_unconfirmed_address_is_asked_for_first():
    with pytest.raises(Refused, match="Confirm your e-mail address"):
        enter(make_contest(Phase.ENTRIES), make_member("nils", verified=False))


def test_a_suspended_member_does_not_enter(tom, mo):
    warned = make_entry(make_contest(Phase.VOTING), by=tom, media=False)
    reasons = Reasons(rule=HouseRule.objects.first(), text="Please be kind.", until=timezone.now() + A_DAY)
    decide(open_case("entry", warned), Act.SUSPEND, by=mo, version=1, reasons=reasons)
    with pytest.raises(Refused, match="suspended"):
        enter(make_contest(Phase.ENTRIES), tom)


def test_as_many_as_the_contest_says_and_withdrawn_ones_do_not_count(tom):
    contest = make_contest(Phase.ENTRIES, entries_each=2)
    make_entry(contest, by=tom, media=False, state=State.WITHDRAWN)
    enter(contest, tom)
    enter(contest, tom)
    with pytest.raises(Refused, match="2 entries each are allowed"):
        enter(contest, tom)


def test_the_same_file_is_entered_once(tom):
    contest = make_contest(Phase.ENTRIES, entries_each=2)
    item = sent_file(tom, contest)
    enter(contest, tom, item=item)
    with pytest.raises(RuleBroken, match="entered this file already"):
        enter(contest, tom, item=item)


def test_somebody_elses_file_is_refused(tom, ines):
    contest = make_contest(Phase.ENTRIES)
    with pytest.raises(RuleBroken, match="upload it again"):
        enter(contest, tom, item=sent_file(ines, contest))


def test_a_file_that_was_measured_against_other_limits_is_refused(tom):
    contest = make_contest(Phase.ENTRIES, kind="video", min_seconds=60, max_seconds=90)
    item = make_media(by=tom, purpose="video:10-30", widths=())
    with pytest.raises(RuleBroken, match="not sent for this contest"):
        enter(contest, tom, item=item)


def test_a_picture_that_stands_elsewhere_gets_files_of_its_own(tom):
    """What is said and decided of one entry changes nothing under the other."""
    open_contest = make_contest(Phase.ENTRIES)
    item = sent_file(tom, open_contest)
    private().save(item.key, ContentFile(b"as it was sent"))
    enter(open_contest, tom, item=item)
    strict = make_contest(Phase.ENTRIES, review=Review.EVERYTHING)
    words = EntryWords(title="Steam", alt="Buy my cups.")
    other = enter(strict, tom, item=MediaItem.objects.get(pk=item.pk), words=words)
    item.refresh_from_db()
    assert (item.state, item.alt) == (State.PUBLISHED, WORDS.alt)
    own = MediaItem.objects.of(other, kind="entry").get()
    assert (own.alt, own.pk == item.pk) == ("Buy my cups.", False)
    assert other.is_preparing


def test_in_a_closed_contest_an_item_shares_its_files_with_no_other(ines):
    contest, club = make_contest(Phase.ENTRIES), make_contest(Phase.ENTRIES)
    close(club, INSIDERS)
    item, own = sent_file(ines, contest), sent_file(ines, club)
    enter(contest, ines, item=item)
    enter(club, ines, item=own)
    assert MediaItem.objects.get(pk=own.pk).audience == "closed"
    assert not MediaItem.objects.visible_to(AnonymousUser()).filter(pk=own.pk).exists()
    assert MediaItem.objects.visible_to(AnonymousUser()).filter(pk=item.pk).exists()


def test_moderators_read_that_it_is_late_and_what_was_said_of_ai(tom):
    contest = make_contest(Phase.ENTRIES)
    item = sent_file(tom, contest, begun=contest.entries_until - A_MOMENT)
    words = EntryWords(title="Steam", alt="A cup.", ai_use="mostly", ai_note="The steam")
    entry = enter(contest, tom, item=item, words=words, at=contest.entries_until)
    said = subjects["entry"].snapshot(entry)
    assert "grace time" in said["late"]
    assert (said["ai"], said["ai_note"]) == ("Mostly made with AI", "The steam")


def test_rules_changed_after_acceptance_are_accepted_anew(tom):
    contest = make_contest(Phase.ENTRIES)
    RulesVersion.objects.create(contest=contest, number=2, text="<p>Be kinder.</p>")
    with pytest.raises(RuleBroken, match="rules were changed.*version 2"):
        enter(contest, tom)
    assert enter(contest, tom, promises=Promises(rules=2)).rules.number == 2


def test_a_birth_year_below_the_age_is_refused_kindly(tom):
    contest = make_contest(Phase.ENTRIES, minimum_age=16)
    year = timezone.now().year
    for promises in (Promises(rules=1, birth_year=year - 15), Promises(rules=1, birth_year=year - 16)):
        with pytest.raises(TooYoung, match=r"Thank you.*from 16 years on"):
            enter(contest, tom, promises=promises)
    assert not Entry.objects.exists()


def test_who_has_had_this_years_birthday_is_old_enough(tom, ines):
    contest = make_contest(Phase.ENTRIES, minimum_age=16)
    year = timezone.now().year
    assert enter(contest, tom, promises=Promises(rules=1, birth_year=year - 16, had_birthday=True))
    assert enter(contest, ines, promises=Promises(rules=1, birth_year=year - 17))


def test_where_there_is_an_age_a_year_has_to_be_said(tom):
    with pytest.raises(RuleBroken, match="in which year"):
        enter(make_contest(Phase.ENTRIES, minimum_age=16), tom)


def test_people_of_other_countries_are_told_whom_it_is_for(tom):
    contest = make_contest(Phase.ENTRIES, countries="NO, se")
    with pytest.raises(RuleBroken, match="live in: Norway, Sweden"):
        enter(contest, tom, promises=Promises(rules=1, country="DE"))
    assert enter(contest, tom, promises=Promises(rules=1, country="SE")).country == "SE"


# --- the clock


def test_sent_at_23_59_59_9_it_is_in_time(tom):
    contest = make_contest(Phase.ENTRIES)
    at = contest.entries_until - A_MOMENT
    entry = enter(contest, tom, item=sent_file(tom, contest, begun=at), at=at)
    assert (entry.created_at, entry.is_late) == (at, False)


def test_on_the_instant_of_closing_a_file_that_was_not_begun_is_too_late(tom):
    contest = make_contest(Phase.ENTRIES)
    closes = contest.entries_until
    with pytest.raises(Refused, match="Entries closed"):
        enter(contest, tom, item=sent_file(tom, contest, begun=closes), at=closes)


@pytest.mark.parametrize(("after", "is_taken"), [(timedelta(0), True), (GRACE - A_MOMENT, True), (GRACE, False)])
def test_an_upload_begun_in_time_may_finish_in_the_grace_time_and_is_marked(tom, after, is_taken):
    contest = make_contest(Phase.ENTRIES)
    item = sent_file(tom, contest, begun=contest.entries_until - A_MOMENT)
    if is_taken:
        assert enter(contest, tom, item=item, at=contest.entries_until + after).is_late
    else:
        with pytest.raises(Refused, match="Entries closed"):
            enter(contest, tom, item=item, at=contest.entries_until + after)


def test_a_deadline_moved_back_during_an_upload_leaves_more_time(tom):
    contest = make_contest(Phase.ENTRIES)
    before = contest.entries_until
    item = sent_file(tom, contest, begun=before - A_MOMENT)
    contest.entries_until = before + A_DAY / 2
    assert not enter(contest, tom, item=item, at=before + A_DAY / 4).is_late


def test_a_deadline_moved_ahead_during_an_upload_leaves_the_grace_time(tom, ines):
    contest = make_contest(Phase.ENTRIES)
    now, before = timezone.now(), contest.entries_until
    item, later = sent_file(tom, contest, begun=now), sent_file(ines, contest, begun=now + timedelta(minutes=20))
    moved = now + timedelta(minutes=10)
    ScheduleChange.objects.create(
        contest=contest, what="moved", field="entries_until", old=before, new=now - A_DAY, at=moved
    )
    contest.entries_until = now - A_DAY
    with pytest.raises(Refused, match="Entries closed"):
        enter(contest, ines, item=later, at=moved + GRACE / 2)
    with pytest.raises(Refused, match="Entries closed"):
        enter(contest, tom, item=item, at=moved + GRACE)
    assert enter(contest, tom, item=item, at=moved + GRACE / 2).is_late


def test_the_form_stays_open_in_the_grace_time_to_whoever_is_uploading(tom, ines):
    contest = make_contest(Phase.ENTRIES)
    closes = contest.entries_until
    begin_upload(by=tom, purpose=contest.purpose.key, name="cup.jpg", size=9, at=closes - A_MOMENT)
    assert may_enter(tom, contest, closes + GRACE / 2)
    assert not may_enter(ines, contest, closes + GRACE / 2)
    assert not may_enter(tom, contest, closes + GRACE)


def test_when_clocks_go_back_the_second_half_past_three_is_still_in_time(tom):
    """Athens, 25 October 2026: after 3:59 in summer time it is 3:00 in winter time."""
    athens = ZoneInfo("Europe/Athens")
    closes = datetime(2026, 10, 25, 3, 30, tzinfo=athens, fold=1).astimezone(UTC)
    contest = make_contest(Phase.ENTRIES, time_zone="Europe/Athens", at=closes - timedelta(days=3.5))
    assert contest.entries_until == closes
    assert not enter(contest, tom, at=closes - A_MOMENT).is_late
    assert not may_enter(make_member("nils"), contest, closes)


def test_where_it_is_tomorrow_already_the_contests_own_clock_counts(tom):
    """Kiritimati is fourteen hours ahead: there the new year has begun while it is ten in the morning in Greenwich."""
    new_year = datetime(2026, 12, 31, 10, 0, tzinfo=UTC)
    contest = make_contest(Phase.ENTRIES, time_zone="Pacific/Kiritimati", minimum_age=16, at=new_year)
    seventeen_there = Promises(rules=1, birth_year=2010)
    assert enter(contest, tom, promises=seventeen_there, at=new_year)
    in_oslo = make_contest(Phase.ENTRIES, time_zone="Europe/Oslo", minimum_age=16, at=new_year)
    with pytest.raises(TooYoung):
        enter(in_oslo, tom, promises=seventeen_there, at=new_year)
    assert "Kiritimati" in may_enter(tom, contest, contest.entries_until + A_DAY).reason
