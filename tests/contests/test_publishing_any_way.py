"""A contest is published in several ways, and one rule holds for all: in many at once, by approval, by its hour, by
code. What is refused is said in words; what was to be published by itself is held back, and its editor is told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Workflow, WorkflowPage

from contests.actions.announcing import tell_of_held_back
from contests.actions.scheduling import pause
from contests.completeness import reasons_against
from contests.kinds import Award, VoteRule
from contests.models import ContestPage, Criterion, Judgement, Juror, Mark, Prize, Register
from contests.models.contest import HELD_BACK
from contests.phases import Decides, Phase
from core.errors import RuleBroken
from core.notices.models import Message, Notice
from core.pages.actions.scheduled import publish_due
from tests.contests.things import contests_page, make_contest, make_entry, times_in
from tests.factories import home_page

pytestmark = pytest.mark.django_db

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
NO_RULES = "The rules in full: Write the rules. Entrants accept them, so a contest cannot be public without."
NO_LENGTH = "A film lasts at most, in seconds: Say how long a film lasts at most, in seconds."
GAP = "There is no prize for place 1. Places follow each other without a gap."
NO_CRITERION = "Who decides: A jury needs to know what it looks at: add at least one criterion below."


def draft_of(by=None, **changes):
    """A contest that was never public, with times and words and all else that `changes` does not take away."""
    decides = changes.get("decides", Decides.PUBLIC)
    fields = {"title": "Cups", "slug": "cups", "brief": "Show us yours.", "rules": "<p>Be kind.</p>"}
    fields |= times_in(Phase.ANNOUNCED, decides=decides)
    draft = contests_page().add_child(instance=ContestPage(**fields, live=False))
    ContestPage.objects.filter(pk=draft.pk).update(**changes)
    draft = ContestPage.objects.get(pk=draft.pk)
    draft.save_revision(user=by, clean=False)  # as it is saved before it is whole
    return draft


def film_without_a_length(by=None):
    return draft_of(by, kind="video", min_seconds=60)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rules": ""}, NO_RULES),
        ({"rights": " "}, "What entrants agree to: Say what entrants agree to."),
        ({"brief": ""}, "Brief, in one sentence: This field cannot be blank."),
        ({"kind": "video", "min_seconds": 60}, NO_LENGTH),
        ({"aspect": "2x1"}, "Proportions of a billboard: Only billboards have proportions. Leave this empty."),
        ({"time_zone": "Mars/Olympus"}, "Time zone: Choose one of the time zones in the list."),
        ({"results_from": None}, "Results are published: Say when the results are published."),
        ({"decides": Decides.JURY_AND_PEOPLE}, NO_CRITERION),
        ({"minimum_age": 0}, "Minimum age: Ensure this value is greater than or equal to 1."),
        ({"vote_rule": VoteRule.IN_ALL, "vote_limit": 0}, "How many votes: Say how many votes one person has."),
    ],
)
def test_code_that_publishes_a_draft_is_told_what_is_missing(changes, words):
    draft = draft_of(**changes)
    with pytest.raises(RuleBroken) as refused:
        draft.get_latest_revision().publish()
    assert refused.value.messages == [words]
    assert not ContestPage.objects.get(pk=draft.pk).live


def test_code_that_publishes_a_complete_draft_announces_it(bea):
    draft_of(bea).get_latest_revision().publish(user=bea)
    contest = ContestPage.objects.get(slug="cups")
    assert contest.live
    assert Register.objects.filter(contest=contest).exists()


def test_prizes_are_looked_at_too():
    draft = draft_of()
    draft.prizes.add(Prize(rank=2, award=Award.WINNER, name="A cup"))
    draft.save_revision()
    with pytest.raises(RuleBroken, match=GAP):
        draft.get_latest_revision().publish()


def test_what_happened_since_a_draft_was_saved_is_looked_at(bea):
    contest = make_contest(Phase.ENTRIES)
    contest.kind, contest.entries_until = "billboard", contest.entries_until + timedelta(hours=1)
    draft = contest.save_revision(user=bea)
    make_entry(ContestPage.objects.get(pk=contest.pk), media=False)
    with pytest.raises(RuleBroken) as refused:
        draft.publish(user=bea)
    assert sorted(refused.value.messages) == [
        "Kind: This stays as it is: there are entries already, made under these terms.",
        "Why times move: A time moves that was announced. Say in a sentence why.",
    ]
    assert ContestPage.objects.get(pk=contest.pk).kind == "photo"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tie_rule": "shared"}, "When two have the same: This stays as it is"),
        ({"shortlist_size": 3}, "Entries on the shortlist: This stays as it is"),
        ({"time_zone": "Asia/Tokyo"}, "Time zone: This stays as it is"),
        ({"quorum": 4}, "Judges for each entry: The jury has begun"),
        ({"voting_until": WEEK}, "Voting closes: This is over, so it stays as it was."),
        ({"entries_until": HOUR}, "Entries close: It has begun to be decided, so entries stay closed."),
    ],
)
@pytest.mark.parametrize("is_live", [True, False])
def test_what_voters_were_told_and_what_is_over_stays(changes, words, is_live):
    judging = {"decides": Decides.PUBLIC_THEN_JURY, "vote_rule": VoteRule.A_DAY}
    contest = make_contest(Phase.JUDGING, **judging, first_published_at=timezone.now(), live=is_live)
    Criterion.objects.create(contest=contest, name="Wit")
    make_entry(contest, media=False)
    contest = ContestPage.objects.get(pk=contest.pk)
    for name, value in changes.items():
        setattr(contest, name, getattr(contest, name) + value if isinstance(value, timedelta) else value)
    contest.schedule_note = "We want it so."
    assert [reason for reason in reasons_against(contest) if reason.startswith(words)]


def test_a_jury_needs_fewer_judges_and_the_history_says_so(bea):
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY, quorum=3)
    Criterion.objects.create(contest=contest, name="Wit")
    contest = ContestPage.objects.get(pk=contest.pk)
    contest.quorum = 2
    contest.save_revision(user=bea).publish(user=bea)
    assert ContestPage.objects.get(pk=contest.pk).quorum == 2
    said = PageLogEntry.objects.get(page=contest.pk, action="contests.quorum")
    assert (said.user, said.message) == (bea, "An entry needs 2 judges; it was 3.")


def test_while_a_contest_is_paused_nothing_in_it_is_over(bea):
    at = timezone.now()
    contest = make_contest(Phase.VOTING, at=at - timedelta(days=4))
    pause(contest, by=bea, note="We look into something.", at=at - timedelta(days=2))
    contest = ContestPage.objects.get(pk=contest.pk)
    assert contest.voting_until < at
    for name in ("voting_until", "results_from"):
        setattr(contest, name, getattr(contest, name) + WEEK)
    contest.schedule_note = "We want it so."
    assert reasons_against(contest) == []


def test_a_criterion_by_which_marks_were_given_since_stays():
    contest = make_contest(Phase.JUDGING, decides=Decides.PUBLIC_THEN_JURY)
    wit, craft = (Criterion.objects.create(contest=contest, name=name) for name in ("Wit", "Craft"))
    contest = ContestPage.objects.get(pk=contest.pk)
    contest.criteria.remove(wit)
    draft = contest.save_revision()
    juror = Juror.objects.create(contest=contest, email="ida@example.com", name="Ida")
    judgement = Judgement.objects.create(juror=juror, entry=make_entry(contest, media=False))
    Mark.objects.create(judgement=judgement, criterion=wit, points=4)
    assert reasons_against(draft.as_object()) == ["“Wit” stays: judges have given marks by it already."]
    with pytest.raises(RuleBroken, match="Wit"):
        draft.publish()
    assert contest.criteria.model.objects.filter(pk=wit.pk).exists() and craft.pk


@pytest.fixture
def editor(client, bea):
    client.force_login(bea)
    return client


def said_to(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_many_at_once_are_refused_while_one_is_incomplete_below_them_too(editor):
    draft = film_without_a_length()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={draft.pk}", follow=True)
    assert NO_LENGTH in said_to(response)
    response = editor.post(f"{url}?id={draft.get_parent().pk}", {"include_descendants": "on"}, follow=True)
    assert NO_LENGTH in said_to(response)
    assert not ContestPage.objects.get(pk=draft.pk).live


def approve(client, contest, **headers):
    state = contest.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[contest.pk, "approve", state.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[contest.pk])
    return client.post(url, {"comment": ""}, headers={"Referer": f"http://testserver{edit}"} | headers)


def submitted(by, draft):
    workflow = Workflow.objects.get(name="Moderators approval")
    WorkflowPage.objects.get_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})
    workflow.start(draft, by)
    return ContestPage.objects.get(pk=draft.pk)


def test_an_approval_that_would_publish_it_is_refused_in_words_and_stays_open(client, bea, ada):
    draft = submitted(bea, film_without_a_length(bea))
    client.force_login(ada)
    response = approve(client, draft)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (response.status_code, response.url) == (302, edit)
    assert NO_LENGTH in said_to(client.get(edit))
    draft = ContestPage.objects.get(pk=draft.pk)
    assert not draft.live
    assert draft.workflow_in_progress
    answer = approve(client, draft, **{"X-Requested-With": "XMLHttpRequest"}).json()
    assert answer == {"step": "success", "redirect": edit}


def test_an_approval_of_what_is_complete_publishes_it(client, bea, ada):
    draft = submitted(bea, draft_of(bea))
    client.force_login(ada)
    approve(client, draft)
    assert ContestPage.objects.get(pk=draft.pk).live


def scheduled(draft, by):
    """As if it had been complete when its hour was chosen."""
    revision = draft.get_latest_revision()
    hour = timezone.now() - timedelta(minutes=1)
    revision.content = revision.content | {"go_live_at": hour.isoformat()}
    revision.approved_go_live_at, revision.user = hour, by
    revision.save()
    return revision


def test_what_is_incomplete_at_its_hour_is_held_back_and_its_editor_is_told_once(bea, tom):
    draft = film_without_a_length(bea)
    scheduled(draft, bea)
    other = home_page().add_child(instance=type(contests_page())(title="More", slug="more", live=False))
    other.save_revision()
    scheduled(other, bea)
    assert publish_due() == 2
    draft.refresh_from_db()
    other.refresh_from_db()
    assert (draft.live, draft.approved_schedule, other.live) == (False, False, True)
    assert PageLogEntry.objects.get(action=HELD_BACK).page_id == draft.pk
    assert [tell_of_held_back(), tell_of_held_back()] == [1, 0]
    assert Notice.objects.get().recipient == bea
    assert Message.objects.count() == 1
    call_command("publish_scheduled")
    assert PageLogEntry.objects.filter(action=HELD_BACK).count() == 1


def test_the_editor_reads_what_is_missing_until_it_is_there(client, bea, mailoutbox):
    draft = film_without_a_length(bea)
    scheduled(draft, bea)
    publish_due()
    tell_of_held_back()
    client.force_login(bea)
    page = client.get(reverse("notices:inbox")).text
    assert "The hour of <bdi>Cups</bdi> came, and it was not published, because something is missing." in page
    draft.max_seconds = 90
    draft.save_revision(user=bea)
    assert "something is missing" not in client.get(reverse("notices:inbox")).text


def test_a_contest_that_is_complete_is_published_by_the_sweep_at_its_hour(bea):
    draft = draft_of(bea)
    scheduled(draft, bea)
    publish_due()
    assert ContestPage.objects.get(pk=draft.pk).live
    assert publish_due() == 0
