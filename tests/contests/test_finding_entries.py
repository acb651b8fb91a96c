"""Entries in the site's search, on profiles and in the sitemap; and the letters about them."""

import pytest
from django.conf import settings

from contests.actions.commenting import add_comment
from contests.models import ContestPage
from contests.phases import Phase
from core.notices.actions import deliver_waiting, notify, set_preference
from core.notices.kinds import notice_kinds
from core.publication import State
from tests.cast import make_member
from tests.contests.things import make_contest, make_entry

pytestmark = pytest.mark.django_db
KINDS = ["entry-received", "entry-commented"]


def found(client, words="steam"):
    return client.get("/search/", {"q": words}).text


def test_an_entry_is_found_by_its_words_with_its_picture_and_contest(client, tom):
    entry = make_entry(make_contest(Phase.VOTING), by=tom)
    page = found(client, "before anyb")
    assert entry.get_absolute_url() in page
    assert "My morning cup" in page
    assert "<picture" in page


def test_what_others_cannot_see_is_not_found(client, tom):
    make_entry(make_contest(Phase.VOTING), by=tom, state=State.WAITING, title="Steam one")
    make_entry(make_contest(Phase.ENTRIES, shows_entries=False), by=tom, title="Steam two")
    make_entry(make_contest(Phase.VOTING), by=tom, state=State.WITHDRAWN, title="Steam three")
    gone = make_entry(make_contest(Phase.VOTING), title="Steam four")
    ContestPage.objects.filter(pk=gone.contest_id).update(live=False)
    client.force_login(tom)
    page = found(client)
    assert not [word for word in ("one", "two", "three", "four") if f"Steam {word}" in page]


def test_a_profile_shows_what_everybody_sees(client, tom):
    make_entry(make_contest(Phase.VOTING), by=tom, title="Shown to all")
    make_entry(make_contest(Phase.ENTRIES, shows_entries=False), by=tom, title="Not shown yet")
    client.force_login(tom)
    page = client.get("/members/tom/").text
    assert "Shown to all" in page
    assert "Not shown yet" not in page


def test_the_sitemap_names_what_visitors_may_see(client):
    shown, waiting = make_entry(), make_entry(state=State.WAITING)
    page = client.get("/sitemap-entries.xml").text
    assert shown.get_absolute_url() in page
    assert f"/entry/{waiting.pk}-" not in page


def test_search_and_profile_cost_no_more_when_there_are_many(client, tom, django_assert_max_num_queries):
    contest = make_contest(Phase.VOTING)
    for _n in range(3):
        make_entry(contest, by=tom)
    for address in ("/search/?q=steam", "/members/tom/"):
        client.get(address)
        with django_assert_max_num_queries(60) as few:
            client.get(address)
        for _n in range(3):
            make_entry(contest, by=tom)
        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get(address)


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_whole_in_every_language(client, kind, language, mailoutbox):
    reader = make_member("reader", language=language)
    entry = make_entry(
        make_contest(Phase.VOTING), by=reader, title="Καφές & <i>more</i>", media=False, sha256="ab" * 32
    )
    commenter = make_member("nils")
    comment = add_comment(entry, by=commenter, body="Lovely <script>", tell=False)
    set_preference(notice_kinds[kind], "at-once", by=reader)
    about = ("entry", entry.pk) if kind == "entry-received" else (comment.kind, comment.pk)
    notify([reader.pk], kind=kind, about=about, key=f"x:{kind}")
    assert deliver_waiting() == 1
    [mail] = mailoutbox
    html = mail.alternatives[0][0]
    assert mail.subject.strip()
    assert "{{" not in mail.body + html
    assert "{%" not in mail.body + html
    assert "<script" not in html
    assert "<i>more" not in html
    assert f'lang="{language}"' in html
    client.force_login(reader)
    assert client.get("/me/notices/").status_code == 200


def test_no_receipt_is_sent_of_what_was_withdrawn_meanwhile(tom, mailoutbox):
    entry = make_entry(make_contest(Phase.ENTRIES), by=tom, media=False)
    notify([tom.pk], kind="entry-received", about=("entry", entry.pk), key="x")
    type(entry).objects.filter(pk=entry.pk).update(state=State.WITHDRAWN, withdrawn_at=entry.created_at)
    deliver_waiting()
    assert mailoutbox == []
