"""The page of one entry: what it shows, to whom, and the conversation under it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from contests.actions.commenting import add_comment
from contests.actions.placing import place_entry
from contests.models import ContestPage, Disqualification, Entry, EntryComment, Visitor
from contests.phases import Ability, Decides, Phase
from core.errors import Refused
from core.notices.models import Notice
from core.publication import State
from moderation.models import Case, Report
from moderation.registries import Review
from tests.cast import PASSWORD
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page_of(client, entry):
    return client.get(entry.get_absolute_url())


def test_it_shows_the_work_its_words_and_who_made_it(client, tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, ai_use="parts", ai_note="The sky")
    page = page_of(client, entry).text
    for shown in ("<picture", "Steam", "At six, before anybody speaks.", "Tom", "My morning cup", "The sky"):
        assert shown in page
    assert "Parts were made with AI" in page
    assert "Sent in the grace time" not in page
    assert f'href="http://testserver{entry.get_absolute_url()}"' in page


def test_a_film_stands_there_with_its_poster_and_does_not_start_by_itself(client):
    entry = make_entry(make_contest(Phase.VOTING, kind="video", min_seconds=60, max_seconds=90))
    page = page_of(client, entry).text
    assert "<video" in page
    assert "poster=" in page
    assert "autoplay" not in page


def test_a_late_one_is_marked_to_everybody(client):
    assert "Sent in the grace time" in page_of(client, make_entry(is_late=True)).text


def test_an_old_title_in_the_address_leads_to_the_new_one(client):
    entry = make_entry()
    assert client.get(f"/entry/{entry.pk}-old/")["Location"] == entry.get_absolute_url()
    assert client.get(f"/entry/{entry.pk}/")["Location"] == entry.get_absolute_url()


@pytest.mark.parametrize("state", [State.WAITING, State.RETURNED, State.REJECTED, State.HIDDEN, State.WITHDRAWN])
def test_what_is_not_published_exists_for_its_author_alone(client, tom, ines, state):
    entry = make_entry(make_contest(Phase.VOTING), by=tom, state=state)
    assert page_of(client, entry).status_code == 404
    client.force_login(ines)
    assert page_of(client, entry).status_code == 404
    client.force_login(tom)
    page = page_of(client, entry)
    assert page.status_code == 200
    assert 'name="robots" content="noindex"' in page.text


def test_while_the_contest_shows_no_entries_nobody_else_sees_one(client, tom):
    entry = make_entry(make_contest(Phase.ENTRIES, shows_entries=False), by=tom)
    assert page_of(client, entry).status_code == 404
    client.force_login(tom)
    assert page_of(client, entry).status_code == 200


@pytest.mark.parametrize("shows_entries", [True, False])
@pytest.mark.parametrize("decides", Decides.values)
def test_the_database_shows_entries_exactly_when_the_schedule_does(vera, decides, shows_entries):
    begins = timezone.now()
    contest = make_contest(Phase.ANNOUNCED, at=begins, decides=decides, shows_entries=shows_entries)
    make_entry(contest, media=False)
    left_over = {} if contest.judging_from else {"judging_from": contest.entries_from + timedelta(days=2)}
    ContestPage.objects.filter(pk=contest.pk).update(**left_over, title="Cup")
    contest = ContestPage.objects.get(pk=contest.pk)
    moments = [begins + timedelta(days=day) for day in range(36)]
    seen = [Entry.objects.visible_to(vera, at=at).exists() for at in moments]
    assert seen == [Ability.SEE_ENTRIES in contest.abilities_at(at) for at in moments]
    assert {*seen} == {True, False}


def test_a_disqualified_one_says_so_and_why(client, mo):
    entry = make_entry()
    Disqualification.objects.create(entry=entry, reason="The picture is <b>not</b> theirs.", by=mo)
    Entry.objects.filter(pk=entry.pk).update(disqualified_at=entry.created_at)
    page = page_of(client, entry).text
    assert "out of the running" in page
    assert "&lt;b&gt;not" in page


def test_words_are_shown_as_text(client):
    page = page_of(client, make_entry(title="<script>alert(1)</script>", caption="<img src=x onerror=a()>")).text
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_its_page_costs_the_same_with_many_comments(client, tom, django_assert_max_num_queries):
    entry = make_entry()
    add_comment(entry, by=tom, body="Lovely.")
    page_of(client, entry)
    with django_assert_max_num_queries(40) as few:
        page_of(client, entry)
    for n in range(5):
        add_comment(entry, by=tom, body=f"Lovely, {n}.")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page_of(client, entry)


def turns(client, entry):
    """Where its page leads: back and on."""
    page = BeautifulSoup(page_of(client, entry).text, "html.parser").select_one("#entry-turn")
    return tuple(link["href"] if (link := page.select_one(f"a[rel={rel}]")) else None for rel in ("prev", "next"))


@pytest.mark.parametrize("signed_in", [False, True])
def test_one_goes_from_entry_to_entry_in_the_order_of_the_list(client, tom, signed_in):
    contest = make_contest(Phase.VOTING)
    entries = [make_entry(contest, title=f"Cup {n}", media=False) for n in range(5)]
    if signed_in:
        client.force_login(tom)
    cards = BeautifulSoup(client.get(f"{contest.url}entries/").text, "html.parser").select(".entry-card-title a")
    row = [None, *(card["href"] for card in cards), None]
    assert len(row) == len(entries) + 2
    of = {entry.get_absolute_url(): entry for entry in entries}
    for before, here, after in zip(row, row[1:], row[2:], strict=False):
        assert turns(client, of[here]) == (before, after)
    hidden = of[row[2]]
    place_entry(hidden, State.HIDDEN, at=timezone.now())
    assert turns(client, of[row[1]]) == (None, row[3])
    assert turns(client, of[row[3]]) == (row[1], row[4])


def test_whoever_was_sent_to_one_entry_is_led_to_all_of_them(client, tom):
    contest = make_contest(Phase.VOTING)
    entry = make_entry(contest, by=tom, media=False)
    make_entry(contest, media=False)
    assert turns(client, entry) == (None, None)
    assert f'href="{contest.url}entries/"' in page_of(client, entry).text
    assert not Visitor.objects.exists()
    client.force_login(tom)
    assert turns(client, entry) == (None, None)
    waiting = make_entry(contest, by=tom, state=State.WAITING, media=False)
    assert 'id="entry-turn"' not in page_of(client, waiting).text


# --- comments and reports


def comments_url(entry):
    return reverse("contests:comments", args=[entry.pk])


def test_a_member_says_something_and_the_author_is_told(client, tom, ines, django_capture_on_commit_callbacks):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    client.force_login(ines)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(comments_url(entry), {"body": "You can read it from a tram."})
    entry.refresh_from_db()
    assert entry.comment_count == 1
    assert "You can read it from a tram." in page_of(client, entry).text
    assert Notice.objects.get(recipient=tom).kind == "entry-commented"
    client.force_login(tom)
    assert "commented on your entry" in client.get(reverse("notices:inbox")).text


def test_htmx_gets_the_comment_alone(client, tom):
    client.force_login(tom)
    answer = client.post(comments_url(make_entry()), {"body": "Lovely."}, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text


def test_a_visitors_words_survive_the_sign_in(client, tom):
    entry = make_entry()
    answer = client.post(comments_url(entry), {"body": "Lovely."})
    client.post(answer["Location"], {"login": tom.email, "password": PASSWORD})
    assert "Lovely." in page_of(client, entry).text


def test_an_empty_comment_is_refused_beside_its_field(client, tom):
    client.force_login(tom)
    assert client.post(comments_url(make_entry()), {"body": " "}, headers=HTMX).status_code == 422


@pytest.mark.parametrize("phase", [Phase.ENTRIES])
def test_nobody_comments_on_what_others_cannot_see(tom, phase):
    with pytest.raises(Refused, match="Comments open when"):
        add_comment(make_entry(make_contest(phase, shows_entries=False), by=tom), by=tom, body="Mine.")


def test_the_brands_own_words_are_marked(bea):
    assert add_comment(make_entry(), by=bea, body="We love it.").is_official


def test_where_everything_is_reviewed_a_comment_waits(tom):
    entry = make_entry(make_contest(Phase.VOTING, review=Review.EVERYTHING))
    assert add_comment(entry, by=tom, body="Lovely.").is_waiting
    assert Case.objects.open().get().kind == "entry-comment"


def test_ones_own_comment_is_changed_and_deleted(client, tom):
    entry = make_entry()
    comment = add_comment(entry, by=tom, body="Lovly.")
    client.force_login(tom)
    client.post(comment.get_edit_url(), {"body": "Lovely."})
    assert EntryComment.objects.get().body == "Lovely."
    client.post(comment.get_delete_url())
    assert EntryComment.objects.get().is_deleted


def test_an_entry_and_a_comment_are_reported(client, ines, tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    comment = add_comment(entry, by=tom, body="Mine is best.")
    client.force_login(ines)
    for address in (reverse("contests:report", args=[entry.pk]), comment.get_report_url()):
        assert client.get(address).status_code == 200
        client.post(address, {"reason": "other", "note": "This is not his."})
    assert Report.objects.count() == 2
    client.force_login(tom)
    assert client.get(reverse("contests:report", args=[entry.pk])).status_code == 403
