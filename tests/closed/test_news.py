"""Nobody outside is told of what happens in a closed room, not even that it does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.audience.actions.groups import leave
from core.audience.groups import INSIDERS
from core.notices.actions import follow, plan_digests, set_preference
from core.notices.actions.delivering import deliver_waiting
from core.notices.kinds import notice_kinds
from core.notices.models import Message, Notice
from core.notices.showing import tell
from ideas.actions.commenting import add_comment
from ideas.belongings import export
from ideas.models import Idea
from tests.closed.rooms import OTHERS, OWN, answered, close_rooms

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OUTSIDERS = ("tom", "lars", "otto", "lena")


@pytest.fixture
def stored(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_an_answer_in_a_closed_board_is_told_to_insiders_alone(made, cast, ada, stored):
    follow("idea", made.idea.pk, by=ada)
    Notice.objects.all().delete()
    with stored():
        answered(made, by=cast["bea"])
    assert set(Notice.objects.values_list("recipient__handle", flat=True)) == {"ines", "ada"}


def test_while_it_is_open_all_who_took_part_are_told(still_open, cast, stored):
    Notice.objects.all().delete()
    with stored():
        answered(still_open, by=cast["bea"])
    told = set(Notice.objects.values_list("recipient__handle", flat=True))
    assert told == {"ines", "tom", "lars", "otto"}


def test_whoever_is_named_there_hears_nothing(made, cast, stored):
    Notice.objects.all().delete()
    with stored():
        add_comment(Idea.objects.get(pk=made.idea.pk), by=cast["ines"], body="Zanzibar for @tom, @lars and @otto!")
    assert not Notice.objects.exists()


def test_what_they_were_told_before_is_without_words_now(made, cast):
    for person in OUTSIDERS:
        mine = list(Notice.objects.filter(recipient=cast[person]).select_related("recipient"))
        for told in tell(mine, to=cast[person]):
            said = f"{told.thing} {told.facts}"
            assert not any(word in said for word in OTHERS + OWN), (person, told.notice.kind)


def test_mail_that_waited_is_not_sent_to_who_is_outside_by_then(still_open, cast, stored, mailoutbox):
    """Written while they were inside, and sent by a worker that was late."""
    with stored():
        answered(still_open, by=cast["bea"])
    mailoutbox.clear()
    Message.objects.all().delete()
    Message.objects.bulk_create(
        Message(notice=notice, recipient=notice.recipient, due_at=timezone.now()) for notice in Notice.objects.all()
    )
    close_rooms(still_open, "ladder")
    deliver_waiting()
    for mail in mailoutbox:
        said = f"{mail.subject} {mail.body} {mail.alternatives} {mail.extra_headers}"
        if mail.to != ["ines@example.com"]:
            assert not any(word in said for word in OTHERS), (mail.to, mail.subject)
    assert any("Zanzibar" in mail.subject + mail.body for mail in mailoutbox if mail.to == ["ines@example.com"])


def test_a_digest_says_nothing_of_a_room_to_who_is_outside_when_it_is_sent(still_open, cast, stored, mailoutbox):
    for person in ("ines", "tom", "lars", "otto"):
        set_preference(notice_kinds["idea-answered"], "daily", by=cast[person])
    Notice.objects.all().delete()
    with stored():
        answered(still_open, by=cast["bea"])
    mailoutbox.clear()
    assert plan_digests(at=timezone.now() + timedelta(days=1)) == 4
    close_rooms(still_open, "ladder")
    deliver_waiting(at=timezone.now() + timedelta(days=1))
    [mail] = mailoutbox
    assert mail.to == ["ines@example.com"]
    assert "Zanzibar" in mail.body


def test_whoever_leaves_the_tier_hears_no_more(made, cast, stored):
    leave(cast["ines"], INSIDERS)
    Notice.objects.all().delete()
    with stored():
        answered(made, by=cast["bea"])
    assert not Notice.objects.exists()


def test_ones_own_data_do_not_say_where_an_idea_stands_that_one_may_not_see(made, cast):
    wanted = {"tom": ("", "Ukulele evenings"), "ines": ("new", "Zanzibar blend")}
    for person, expected in wanted.items():
        [idea] = export(cast[person])["ideas"]
        assert (idea["status"], idea["title"]) == expected
