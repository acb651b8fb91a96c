"""What an entrant may still do: change it, take it back, find it; and what others see meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from contests.actions.entering import edit_entry, withdraw_entry
from contests.actions.revising import current_version, open_revision
from contests.entrants import EntryWords
from contests.models import ContestPage, Entry, EntryDraft, EntryRevision, EntryVote
from contests.phases import Phase
from contests.policies.entries import may_edit, may_withdraw
from core.errors import Refused, RuleBroken, Stale
from core.notices.models import Notice
from core.publication import State
from core.subjects import subjects
from gallery.models import MediaItem
from moderation.actions.deciding import Reasons, decide
from moderation.actions.taking_back import reverse as take_back
from moderation.models import Act, Case, HouseRule
from moderation.registries import Review
from tests.contests.test_entering import WORDS, enter, sent_file
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
OTHER = EntryWords(title="Steam, again", caption="At seven.", alt="A cup.", ai_use="parts", ai_note="The sky")


@pytest.fixture
def strict():
    return make_contest(Phase.ENTRIES, review=Review.EVERYTHING)


def version_of(case):
    subject = subjects[case.kind]
    return subject.version(subject.model._default_manager.get(pk=case.subject_id))


def approved(contest, by, mo):
    """An entry that waited and was approved, with its picture."""
    entry = enter(contest, by)
    for case in Case.objects.open():
        decide(case, Act.APPROVE, by=mo, version=version_of(case), reasons=Reasons())
    return Entry.objects.select_related("contest__register").get(pk=entry.pk)


def judge(revision, act, mo, **reasons):
    case = Case.objects.open().about("entry-revision", revision.pk).get()
    return decide(case, act, by=mo, version=version_of(case), reasons=Reasons(**reasons))


def edited(entry, by, words=OTHER, **given):
    return edit_entry(entry, by=by, words=words, version=given.pop("version", current_version(entry)), **given)


# --- while nobody else sees it


def test_what_waits_is_changed_at_once_and_goes_on_waiting(tom, strict):
    entry = edited(enter(strict, tom), tom)
    assert (entry.title, entry.ai_note, entry.version) == ("Steam, again", "The sky", 2)
    assert entry.is_waiting
    assert MediaItem.objects.of(entry, kind="entry").get().alt == "A cup."


def test_what_waits_is_changed_on_its_page_with_what_is_said_of_people(client, tom, strict):
    entry = enter(strict, tom)
    client.force_login(tom)
    address = reverse("contests:edit", args=[entry.pk])
    assert 'type="file"' in client.get(address).text
    item = sent_file(tom, strict)
    answer = client.post(address, form(entry, people_shown="agreed", uploads=str(item.token)), follow=True)
    assert "A moderator looks at them before everybody can" in answer.text
    entry.refresh_from_db()
    assert (entry.people_shown, entry.title) == ("agreed", "Steam, again")
    assert MediaItem.objects.of(entry, kind="entry").get() == item


def test_what_waits_may_have_another_file_and_its_receipt_follows(tom, strict):
    entry = enter(strict, tom)
    former = MediaItem.objects.of(entry, kind="entry").get()
    item = sent_file(tom, strict)
    entry = edited(entry, tom, item=item)
    assert MediaItem.objects.of(entry, kind="entry").get() == item
    assert entry.sha256 == item.sha256
    assert not MediaItem.objects.filter(pk=former.pk).exists()
    assert Notice.objects.filter(recipient=tom, kind="entry-received").count() == 2


def test_changes_that_were_asked_for_may_be_made_after_entries_have_closed(tom, mo, strict):
    entry = enter(strict, tom)
    case = Case.objects.open().about("entry", entry.pk).get()
    decide(case, Act.ASK, by=mo, version=version_of(case), reasons=Reasons(text="Whose cup is it?"))
    entry.refresh_from_db()
    assert entry.state == State.RETURNED
    assert may_edit(tom, entry, entry.contest.entries_until + timedelta(hours=1))
    assert not may_edit(tom, entry, entry.contest.results_from)


# --- once everybody sees it


def test_after_approval_an_edit_waits_and_the_approved_words_stay(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    entry.refresh_from_db()
    assert (entry.title, entry.state) == ("Steam", State.PUBLISHED)
    assert MediaItem.objects.of(entry, kind="entry").get().alt == WORDS.alt
    assert open_revision(entry).is_waiting


def test_approving_new_words_puts_them_in_the_place_of_the_former(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    judge(open_revision(entry), Act.APPROVE, mo)
    entry.refresh_from_db()
    assert (entry.title, entry.caption, entry.ai_use) == ("Steam, again", "At seven.", "parts")
    assert entry.search_text == "steam again at seven"
    assert MediaItem.objects.of(entry, kind="entry").get().alt == "A cup."
    assert entry.version == 2
    assert entry.number == 1


def test_an_approval_that_is_reversed_brings_the_former_words_back(tom, mo, ada, strict):
    entry = edited(approved(strict, tom, mo), tom)
    decision = judge(open_revision(entry), Act.APPROVE, mo)
    take_back(decision, by=ada, text="Not what we agreed.")
    entry.refresh_from_db()
    assert (entry.title, entry.caption, entry.ai_use) == ("Steam", "At six.", "none")
    assert MediaItem.objects.of(entry, kind="entry").get().alt == WORDS.alt
    assert open_revision(entry).is_waiting


def test_rejected_words_leave_the_entry_as_it_was_and_others_may_be_tried(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    judge(open_revision(entry), Act.REJECT, mo, rule=HouseRule.objects.first(), text="Be kind.")
    entry.refresh_from_db()
    assert entry.title == "Steam"
    edited(entry, tom, EntryWords(title="Steam at last", alt="A cup."))
    judge(open_revision(entry), Act.APPROVE, mo)
    entry.refresh_from_db()
    assert entry.title == "Steam at last"
    assert entry.version == 3


def test_editing_what_waits_makes_no_second_revision(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    edited(entry, tom, EntryWords(title="Steam at last", alt="A cup."))
    assert EntryRevision.objects.get().title == "Steam at last"
    assert current_version(entry) == 3


def test_the_same_words_change_nothing(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom, WORDS)
    assert not EntryRevision.objects.exists()
    assert entry.edited_at is None


def test_where_nothing_is_reviewed_new_words_stand_there_at_once_and_the_former_are_kept(tom):
    entry = edited(enter(make_contest(Phase.ENTRIES), tom), tom)
    entry.refresh_from_db()
    assert entry.title == "Steam, again"
    assert list(entry.revisions.order_by("version").values_list("title", flat=True)) == ["Steam", "Steam, again"]


def test_what_everybody_has_seen_keeps_its_file(tom):
    contest = make_contest(Phase.ENTRIES)
    entry = enter(contest, tom)
    with pytest.raises(RuleBroken, match="the file cannot"):
        edited(entry, tom, item=sent_file(tom, contest))


def test_an_edit_from_an_old_window_is_stale(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    with pytest.raises(Stale, match="another window"):
        edited(entry, tom, version=1)


@pytest.mark.parametrize(
    ("changes", "at", "reason"),
    [
        ({}, "closed", "Entries closed on"),
        ({"state": State.REJECTED}, "open", "moderator has decided"),
        ({"state": State.WITHDRAWN}, "open", "You withdrew"),
        ({"disqualified_at": timezone.now()}, "open", "out of the running"),
    ],
)
def test_it_cannot_be_changed_any_more_and_says_why(tom, changes, at, reason):
    contest = make_contest(Phase.ENTRIES)
    entry = make_entry(contest, by=tom, media=False, **changes)
    moment = contest.entries_until if at == "closed" else timezone.now()
    with pytest.raises(Refused, match=reason):
        edited(entry, tom, at=moment)


def test_nobody_else_changes_or_withdraws_it(tom, ines):
    entry = make_entry(make_contest(Phase.ENTRIES), by=tom, media=False)
    for verdict in (may_edit(ines, entry), may_withdraw(ines, entry), may_edit(AnonymousUser(), entry)):
        assert "Only whoever entered it" in verdict.reason


# --- taking it back


def test_a_withdrawn_entry_is_its_authors_alone_and_its_votes_stay(tom, ines):
    entry = make_entry(make_contest(Phase.ENTRIES), by=tom)
    EntryVote.objects.create(entry=entry, pseudonym="p")
    entry = withdraw_entry(withdraw_entry(entry, by=tom), by=tom)
    assert (entry.state, entry.number) == (State.WITHDRAWN, 1)
    assert not Entry.objects.visible_to(ines).filter(pk=entry.pk).exists()
    assert Entry.objects.visible_to(tom).filter(pk=entry.pk).exists()
    assert not MediaItem.objects.visible_to(ines).exists()
    assert entry.votes.count() == 1
    assert not Notice.objects.exists()


def test_withdrawing_ends_what_waits_for_a_moderator(tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    withdraw_entry(entry, by=tom)
    assert not Case.objects.open().filter(kind="entry-revision").exists()
    withdraw_entry(enter(strict, tom), by=tom)
    assert not Case.objects.open().filter(kind="entry").exists()


def test_after_the_close_it_stays(tom):
    contest = make_contest(Phase.VOTING)
    with pytest.raises(Refused, match="stays in the contest"):
        withdraw_entry(make_entry(contest, by=tom, media=False), by=tom)


# --- as pages


def form(entry, **changes):
    said = {"title": "Steam, again", "caption": "At seven.", "alt": "A cup.", "ai_use": "none", "ai_note": ""}
    return said | {"version": str(current_version(entry))} | changes


def test_the_form_holds_what_was_said_last(client, tom, mo, strict):
    entry = edited(approved(strict, tom, mo), tom)
    client.force_login(tom)
    page = client.get(reverse("contests:edit", args=[entry.pk])).text
    assert 'value="Steam, again"' in page
    assert 'type="file"' not in page


def test_changing_it_on_the_page_and_reading_how_it_stands(client, tom, mo, strict):
    entry = approved(strict, tom, mo)
    client.force_login(tom)
    answer = client.post(reverse("contests:edit", args=[entry.pk]), form(entry), follow=True)
    assert "Until a moderator has read them, everybody sees the former words." in answer.text
    assert "Waiting for a moderator" in answer.text
    assert "Your new words:" in client.get(reverse("contests:mine")).text
    client.logout()
    page = client.get(entry.get_absolute_url()).text
    assert "Waiting for a moderator" not in page
    assert "At seven." not in page


def test_an_old_version_answers_409_and_keeps_what_was_typed(client, tom):
    entry = enter(make_contest(Phase.ENTRIES), tom)
    edited(entry, tom)
    client.force_login(tom)
    answer = client.post(reverse("contests:edit", args=[entry.pk]), form(entry, version="1", title="Mine"))
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.text
    assert "Steam, again" in answer.text
    assert 'name="version" value="2"' in answer.text


def test_a_forged_version_is_an_old_one(client, tom):
    entry = enter(make_contest(Phase.ENTRIES), tom)
    client.force_login(tom)
    answer = client.post(reverse("contests:edit", args=[entry.pk]), form(entry, version="x"))
    assert answer.status_code == 409


def test_withdrawing_asks_once(client, tom):
    entry = make_entry(make_contest(Phase.ENTRIES), by=tom)
    address = reverse("contests:withdraw", args=[entry.pk])
    client.force_login(tom)
    assert "cannot be undone" in client.get(address).text
    assert "Your entry is withdrawn" in client.post(address, follow=True).text
    assert "You withdrew this entry" in client.get(entry.get_absolute_url()).text
    client.logout()
    assert client.get(entry.get_absolute_url()).status_code == 404


def test_ones_own_entries_of_every_contest_with_drafts(client, tom, mo, strict):
    make_entry(make_contest(Phase.RESULTS), by=tom, title="Long ago")
    rejected = enter(strict, tom, words=EntryWords(title="No", alt="A cup."))
    case = Case.objects.open().about("entry", rejected.pk).get()
    reasons = Reasons(rule=HouseRule.objects.first(), text="Be kind.")
    decide(case, Act.REJECT, by=mo, version=version_of(case), reasons=reasons, at=timezone.now() - timedelta(minutes=1))
    EntryDraft.objects.create(contest=make_contest(Phase.ENTRIES), author=tom, words={"title": "Half a word"})
    client.force_login(tom)
    page = client.get(reverse("contests:mine")).text
    for shown in ("Long ago", "Published", "Not published", "Read why, and what you can do", "Half a word", "Draft"):
        assert shown in page


def test_ones_own_entries_cost_no_more_when_there_are_many(client, tom, django_assert_max_num_queries):
    contest = make_contest(Phase.ENTRIES)
    client.force_login(tom)
    for _n in range(4):
        make_entry(contest, by=tom)
    client.get(reverse("contests:mine"))
    with django_assert_max_num_queries(60) as few:
        client.get(reverse("contests:mine"))
    for _n in range(4):
        make_entry(contest, by=tom)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse("contests:mine"))


def test_a_contest_behind_a_door_hides_its_drafts(client, tom):
    contest = make_contest(Phase.ENTRIES)
    EntryDraft.objects.create(contest=contest, author=tom, words={"title": "Half a word"})
    ContestPage.objects.filter(pk=contest.pk).update(live=False)
    client.force_login(tom)
    assert "Half a word" not in client.get(reverse("contests:mine")).text
