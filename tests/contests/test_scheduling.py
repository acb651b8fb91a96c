"""A contest that is paused, goes on and is extended: what that changes, and what everybody reads of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from contests.actions.announcing import announce
from contests.actions.scheduling import announced_times, asked_for, extend, pause, resume
from contests.figures import figures_of
from contests.models import ContestPage, Publication, ScheduleChange
from contests.phases import Ability, Decides, Phase
from contests.schedules import log_of
from contests.zones import is_moved
from core.errors import Refused, RuleBroken
from tests.contests.things import make_contest

pytestmark = pytest.mark.django_db
WHY = "The upload was down for half a day."
DOING = {Ability.ENTER, Ability.VOTE, Ability.JUDGE}
RUNNING = [Phase.ANNOUNCED, Phase.ENTRIES, Phase.VOTING, Phase.JUDGING]


def fresh(contest):
    return ContestPage.objects.select_related("register__pause").get(pk=contest.pk)


def times(contest):
    """To the second: what stands in a revision has no microseconds."""
    return {name: getattr(fresh(contest), name).replace(microsecond=0) for name in asked_for(contest.decides)}


@pytest.mark.parametrize("phase", RUNNING)
def test_a_pause_takes_what_can_be_done_and_leaves_what_can_be_seen(bea, phase):
    contest = make_contest(phase, decides=Decides.PUBLIC_THEN_JURY)
    before = contest.abilities_at()
    pause(contest, by=bea, note=WHY)
    for paused in (contest, fresh(contest)):
        assert paused.abilities_at() == before - DOING
        assert paused.phase_at() == phase
        assert paused.pause.note == WHY


@pytest.mark.parametrize("phase", RUNNING)
def test_going_on_gives_back_what_can_be_done(bea, phase):
    contest = make_contest(phase, decides=Decides.PUBLIC_THEN_JURY)
    before = contest.abilities_at()
    pause(contest, by=bea, note=WHY)
    resume(contest, by=bea, extend=False)
    assert contest.abilities_at() == fresh(contest).abilities_at() == before
    assert [line.what for line in log_of(contest)] == ["resumed", "paused"]


def test_pausing_twice_keeps_the_first_pause(bea, ada):
    contest = make_contest()
    first = pause(contest, by=bea, note=WHY)
    assert pause(contest, by=ada, note="Another reason than the first.") == first
    assert ScheduleChange.objects.filter(what="paused").count() == 1


def test_going_on_twice_changes_nothing(bea):
    contest = make_contest()
    pause(contest, by=bea, note=WHY)
    resume(contest, by=bea, extend=True)
    before = times(contest)
    resume(contest, by=bea, extend=True)
    assert times(contest) == before
    assert ScheduleChange.objects.filter(what="resumed").count() == 1


def test_the_time_of_a_pause_is_given_back_in_whole_minutes(bea):
    contest, now = make_contest(Phase.ENTRIES), timezone.now()
    before = times(contest)
    pause(contest, by=bea, note=WHY, at=now - timedelta(hours=5, seconds=1))
    resume(contest, by=bea, extend=True, at=now)
    later = timedelta(hours=5, minutes=1)
    after = times(contest)
    assert after["entries_from"] == before["entries_from"]
    assert {name: after[name] - before[name] for name in list(before)[1:]} == dict.fromkeys(list(before)[1:], later)


def test_a_pause_over_the_end_of_a_phase_moves_that_end_too(bea):
    contest = make_contest(Phase.VOTING)
    ends = contest.voting_until
    pause(contest, by=bea, note=WHY, at=ends - timedelta(hours=1))
    resume(contest, by=bea, extend=True, at=ends + timedelta(hours=2))
    assert fresh(contest).voting_until == ends + timedelta(hours=3)
    assert Ability.VOTE in fresh(contest).abilities_at(ends + timedelta(hours=2, minutes=30))


@pytest.mark.parametrize("phase", RUNNING)
def test_an_extension_moves_all_that_is_still_to_come(bea, phase):
    contest, now = make_contest(phase, decides=Decides.PUBLIC_THEN_JURY), timezone.now()
    before = times(contest)
    extend(contest, longer=timedelta(days=2), by=bea, note=WHY, at=now)
    for name, moment in times(contest).items():
        assert moment == before[name] + (timedelta(days=2) if before[name] > now else timedelta(0)), name
    assert contest.entries_until == fresh(contest).entries_until
    [line] = log_of(contest)
    assert line.note == WHY
    assert len(line.moves) == sum(moment > now for moment in before.values())


def test_a_draft_that_was_saved_before_is_carried_along(bea):
    contest = make_contest(Phase.ENTRIES)
    contest.brief = "Another brief."
    contest.save_revision(user=bea)
    extend(contest, longer=timedelta(days=2), by=bea, note=WHY)
    extended = times(contest)
    pause(contest, by=bea, note=WHY)
    contest.get_latest_revision().publish()
    assert times(contest) == extended
    assert fresh(contest).brief == "Another brief."
    assert fresh(contest).pause.note == WHY
    assert len(log_of(contest)) == 2


def test_a_time_changed_in_the_draft_keeps_its_distance(bea):
    contest = make_contest(Phase.ENTRIES)
    drafted = contest.results_from + timedelta(days=10)
    contest.results_from = drafted
    contest.save_revision(user=bea)
    extend(contest, longer=timedelta(days=2), by=bea, note=WHY)
    later = contest.get_latest_revision_as_object().results_from
    assert not is_moved(later, drafted + timedelta(days=2))
    assert fresh(contest).results_from == drafted - timedelta(days=8)


def test_a_revision_that_waits_for_its_hour_is_carried_along(bea):
    contest = make_contest(Phase.ENTRIES)
    planned = contest.save_revision(user=bea)
    planned.approved_go_live_at = timezone.now() + timedelta(days=1)
    planned.save()
    contest.save_revision(user=bea)
    extend(contest, longer=timedelta(days=2), by=bea, note=WHY)
    planned.refresh_from_db()
    assert not is_moved(planned.as_object().voting_until, fresh(contest).voting_until)


@pytest.mark.parametrize("longer", [timedelta(0), timedelta(days=-1), timedelta(days=61)])
def test_an_extension_has_a_sensible_length(bea, longer):
    contest = make_contest()
    with pytest.raises(RuleBroken, match="between one minute and 60 days"):
        extend(contest, longer=longer, by=bea, note=WHY)


@pytest.mark.parametrize("note", ["", "Because", " \n ", "x" * 301])
def test_everybody_is_told_why(bea, note):
    contest = make_contest()
    before = times(contest)
    with pytest.raises(RuleBroken):
        pause(contest, by=bea, note=note)
    with pytest.raises(RuleBroken):
        extend(contest, longer=timedelta(days=1), by=bea, note=note)
    assert times(contest) == before
    assert fresh(contest).pause is None


def test_what_is_over_is_neither_paused_nor_extended(bea):
    contest = make_contest(Phase.RESULTS)
    with pytest.raises(RuleBroken, match="over"):
        pause(contest, by=bea, note=WHY)
    with pytest.raises(RuleBroken, match="over"):
        extend(contest, longer=timedelta(days=1), by=bea, note=WHY)


def test_what_is_not_published_is_not_paused(bea):
    contest = make_contest()
    contest.unpublish()
    with pytest.raises(RuleBroken, match="not published"):
        pause(contest, by=bea, note=WHY)


@pytest.mark.parametrize("person", ["vera", "tom", "ines", "mo"])
def test_nobody_else_runs_a_contest(person, request):
    contest, person = make_contest(), request.getfixturevalue(person)
    for act in (
        lambda: pause(contest, by=person, note=WHY),
        lambda: resume(contest, by=person, extend=True),
        lambda: extend(contest, longer=timedelta(days=1), by=person, note=WHY),
    ):
        with pytest.raises(Refused):
            act()


def test_the_log_knows_from_when_a_time_was_moved(bea):
    contest = make_contest(Phase.ENTRIES)
    announce(contest, by=bea)
    assert list(announced_times(contest)) == list(times(contest))
    assert log_of(contest) == []
    old = contest.results_from
    extend(contest, longer=timedelta(days=1), by=bea, note=WHY)
    extend(contest, longer=timedelta(days=1), by=bea, note="And for one more day, sorry.")
    assert announced_times(contest)["results_from"] == old + timedelta(days=2)
    assert [line.note for line in log_of(contest)] == ["And for one more day, sorry.", WHY]


# The screen


def send(client, contest, do, **fields):
    typed = {f"{do}-{name}": value for name, value in fields.items()}
    return client.post(reverse("contest_run", args=[contest.pk]), {"do": do, **typed}, follow=True)


def test_the_screen_pauses_lets_go_on_and_extends(client, bea):
    contest = make_contest(Phase.VOTING)
    ends = contest.voting_until
    client.force_login(bea)
    assert "Pause the contest" in client.get(reverse("contest_run", args=[contest.pk])).text
    assert "The contest is paused. Its page says why." in send(client, contest, "pause", note=WHY).text
    assert fresh(contest).pause.by == bea
    assert "The contest goes on." in send(client, contest, "resume").text
    send(client, contest, "extend", longer="2", unit="days", note=WHY)
    assert fresh(contest).voting_until == ends + timedelta(days=2)


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(client, bea):
    contest = make_contest(Phase.VOTING)
    client.force_login(bea)
    page = send(client, contest, "extend", longer="2", unit="days", note="Why").text
    assert "Say in a sentence why." in page
    assert 'value="Why"' in page
    assert (
        "Choose between one minute and 60 days."
        in send(client, contest, "extend", longer="100", unit="days", note=WHY).text
    )
    assert send(client, contest, "abolish").status_code == 400
    assert log_of(contest) == []


@pytest.mark.parametrize(("person", "status"), [("tom", 403), ("mo", 403), ("bea", 200), ("ada", 200)])
def test_the_screen_is_for_those_who_run_contests(client, request, person, status):
    contest = make_contest()
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("contest_run", args=[contest.pk])).status_code == status


def test_the_listing_and_the_editor_lead_there(client, bea, mo):
    contest = make_contest()
    client.force_login(bea)
    url = reverse("contest_run", args=[contest.pk])
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[contest.pk])).text
    assert url in client.get(reverse("wagtailadmin_explore", args=[contest.get_parent().pk])).text


def test_once_results_are_published_nothing_moves_its_times(bea):
    contest = make_contest(Phase.VOTING)
    announce(contest, by=bea)
    contest.publications.create(what="results")
    with pytest.raises(RuleBroken, match="results are published, so the times stay"):
        extend(contest, longer=timedelta(hours=1), by=bea, note=WHY)
    with pytest.raises(RuleBroken, match="results are published, so the times stay"):
        pause(contest, by=bea, note=WHY)
    assert fresh(contest).pause is None


def test_a_draft_from_before_the_results_does_not_hide_them(client, bea):
    contest = make_contest(Phase.RESULTS)
    announce(contest, by=bea)
    kept = times(contest)
    contest.publications.create(what="results", figures=figures_of(contest, []))
    draft = fresh(contest)
    draft.results_from = timezone.now() + timedelta(days=9)
    with pytest.raises(RuleBroken, match="Times stay as they were"):
        draft.save_revision(user=bea).publish(user=bea)
    assert times(contest) == kept
    assert Publication.objects.visible_to(bea).results().exists()
    assert client.get(f"{contest.url}results/").status_code == 200


def test_pauses_and_extensions_stand_in_the_history_of_the_page(bea):
    contest = make_contest(Phase.VOTING)
    pause(contest, by=bea, note="We look into something.")
    pause(contest, by=bea, note="We look into something.")
    resume(contest, by=bea, extend=False)
    extend(contest, longer=timedelta(hours=2), by=bea, note="The server was away.")
    said = PageLogEntry.objects.filter(page=contest.pk, user=bea, action__startswith="contests.").order_by("pk")
    assert [one.message for one in said] == [
        "The contest was paused: We look into something.",
        "The contest goes on at its times.",
        "All that is still to come comes later by 120 minutes: The server was away.",
    ]
