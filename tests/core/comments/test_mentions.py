"""Mentioning members: how many at once, who is offered while typing, and who is not told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audience.groups import INSIDERS
from core.comments.actions import add_comment as add_anywhere
from core.comments.actions import edit_comment, place_comment
from core.comments.actions.blocking import allow_mentions, block_mentions
from core.comments.models import MentionBlock
from core.errors import Refused, RuleBroken
from core.members.actions.erasing import erase_member
from core.members.actions.hiding import hide_member
from core.members.models import User
from core.members.registries import personal_data
from core.notices.models import Notice
from core.publication import State
from ideas.actions.commenting import add_comment
from ideas.models import Idea, IdeaComment
from moderation.models import Act
from tests.cast import make_member
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.limits import answers_until_refused
from tests.moderation.things import decided, waiting_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(mo):
    return make_idea(by=mo)


@pytest.fixture
def said(django_capture_on_commit_callbacks):
    def say(*args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return add_comment(*args, **kwargs)

    return say


def told(comment):
    return set(Notice.objects.filter(key=f"idea-comment:{comment.pk}").values_list("recipient__handle", "kind"))


def crowd(count):
    """So many members of whom only the names matter."""
    return User.objects.bulk_create(
        User(handle=f"f-{n}", display_name=f"Friend {n}", email=f"f-{n}@example.com") for n in range(count)
    )


def names(count):
    return " ".join(f"@f-{n}" for n in range(count))


# --- how many at once


def test_ten_are_told(said, idea, tom):
    crowd(10)
    assert len(told(said(idea, by=tom, body=names(10))) - {("mo", "idea-commented")}) == 10


@pytest.mark.parametrize("count", [11, 500])
def test_more_are_refused_in_words_and_nobody_is_told(idea, tom, count, max_queries):
    with max_queries(6), pytest.raises(RuleBroken, match=f"At most 10 members.*{count}"):
        add_comment(idea, by=tom, body=names(count))
    assert not IdeaComment.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_five_hundred_names_stand_in_the_form_again_with_the_reason_beside_it(client, idea, tom, headers):
    client.force_login(tom)
    answer = client.post(f"/idea/{idea.pk}/comments/", {"body": names(500)}, headers=headers)
    assert answer.status_code == (422 if headers else 200)
    assert "here are 500" in answer.text
    assert "@f-499" in answer.text
    assert not IdeaComment.objects.exists()


def test_an_edit_is_refused_alike_and_loses_nothing(client, idea, tom):
    comment = add_comment(idea, by=tom, body="Hello", tell=False)
    with pytest.raises(RuleBroken, match="At most 10"):
        edit_comment(comment, by=tom, body=names(11))
    client.force_login(tom)
    answer = client.post(comment.get_edit_url(), {"body": names(11)})
    assert "here are 11" in answer.text
    assert "@f-10" in answer.text
    comment.refresh_from_db()
    assert comment.body == "Hello"


def test_the_same_name_many_times_is_one(said, idea, tom, ines):
    assert ("ines", "comment-mention") in told(said(idea, by=tom, body="@ines @INES " * 20))


# --- when it appears


def test_whoever_is_mentioned_in_what_waits_is_told_when_it_is_public(
    idea, tom, ines, django_capture_on_commit_callbacks
):
    comment = add_comment(idea, by=tom, body="@ines", tell=False)
    IdeaComment.objects.filter(pk=comment.pk).update(state=State.WAITING, published_at=None)
    assert told(comment) == set()
    with django_capture_on_commit_callbacks(execute=True):
        place_comment(comment, State.PUBLISHED)
    assert ("ines", "comment-mention") in told(comment)


def test_whoever_came_in_by_an_edit_that_waited_is_told_then(said, idea, tom, ines, django_capture_on_commit_callbacks):
    comment = said(idea, by=tom, body="Hello")
    IdeaComment.objects.filter(pk=comment.pk).update(state=State.WAITING, body="@ines")
    with django_capture_on_commit_callbacks(execute=True):
        place_comment(comment, State.PUBLISHED)
    assert told(comment) == {("mo", "idea-commented"), ("ines", "comment-mention")}
    assert Notice.objects.filter(recipient__handle="mo").count() == 1


def test_whoever_may_not_enter_the_board_or_is_not_here_any_more_is_not_told(said, tom, ines, ada):
    board = make_board(slug="closed")
    idea = make_idea(board=board, by=ines)
    close(board, INSIDERS)
    make_member("gone", is_active=False)
    assert told(said(idea, by=ines, body="@tom @gone @ada")) == {("ada", "comment-mention")}


# --- not to be mentioned by somebody


def test_a_blocked_members_mention_is_not_told_and_looks_the_same(said, client, idea, tom, ines):
    block_mentions(tom, by=ines)
    comment = said(idea, by=tom, body="Ask @ines")
    assert told(comment) == {("mo", "idea-commented")}
    client.force_login(tom)
    assert '<a class="mention" href="/members/ines/">' in client.get(idea.get_absolute_url()).text


def test_blocking_is_one_way_and_ends_when_it_is_taken_back(said, idea, tom, ines):
    block_mentions(tom, by=ines)
    assert told(said(idea, by=ines, body="@tom")) >= {("tom", "comment-mention")}
    allow_mentions(tom, by=ines)
    assert told(said(idea, by=tom, body="@ines")) >= {("ines", "comment-mention")}


def test_an_answer_to_ones_comment_is_told_whoever_gives_it(said, idea, tom, ines):
    top = add_comment(idea, by=ines, body="Top", tell=False)
    block_mentions(tom, by=ines)
    assert ("ines", "comment-reply") in told(said(idea, by=tom, body="@ines", parent=top))


def test_blocking_twice_is_blocking_once(tom, ines):
    block_mentions(tom, by=ines)
    block_mentions(tom, by=ines)
    assert MentionBlock.objects.count() == 1
    allow_mentions(tom, by=ines)
    allow_mentions(tom, by=ines)
    assert not MentionBlock.objects.exists()


def test_nobody_blocks_themself_and_no_visitor_anybody(tom, vera):
    for person in (tom, vera):
        with pytest.raises(Refused):
            block_mentions(tom, by=person)


def test_the_list_has_the_way_back(client, tom, ines):
    client.force_login(ines)
    assert "Everybody may mention you" in client.get("/me/mentions/").text
    answer = client.post(f"/me/mentions/{tom.pk}/", {"mentions": "off"}, follow=True)
    assert "not told any more when Tom mentions you" in answer.text
    assert '<a href="/members/tom/">Tom</a>' in answer.text
    answer = client.post(f"/me/mentions/{tom.pk}/", {"mentions": "on"}, follow=True)
    assert "Everybody may mention you" in answer.text


@pytest.mark.parametrize("wanted", ["", "toggle", "OFF"])
def test_what_says_neither_changes_nothing(client, tom, ines, wanted):
    client.force_login(ines)
    assert client.post(f"/me/mentions/{tom.pk}/", {"mentions": wanted}).status_code == 200
    assert not MentionBlock.objects.exists()


def test_the_way_there_stands_beside_the_notice_in_the_mail_and_on_the_profile(
    client, said, idea, tom, ines, mailoutbox
):
    said(idea, by=tom, body="@ines")
    client.force_login(ines)
    way = f"/me/mentions/{tom.pk}/"
    assert way in client.get("/me/notices/").text
    assert way in client.get("/members/tom/").text
    letter = next(mail for mail in mailoutbox if mail.to == ["ines@example.com"])
    assert way in letter.body
    assert way in letter.alternatives[0][0]
    assert way not in client.get("/members/ines/").text
    assert "Do not let <bdi>Tom</bdi> mention you?" in client.get(way).text


def test_of_who_hides_their_profile_not_even_the_name_is_told(client, said, idea, tom, ines):
    User.objects.filter(pk=tom.pk).update(is_profile_public=False)
    client.force_login(ines)
    assert client.get(f"/me/mentions/{tom.pk}/").status_code == 404
    said(idea, by=tom, body="@ines")  # now she has read it
    assert client.get(f"/me/mentions/{tom.pk}/").status_code == 200


def test_it_is_in_the_export_of_who_decided_alone_and_leaves_with_either(tom, ines, lars):
    block_mentions(tom, by=ines)
    block_mentions(ines, by=lars)
    data = personal_data["mention-blocks"]
    assert [row["member"] for row in data.export(ines)] == ["Tom"]
    assert data.export(tom) == []
    erase_member(ines, by=ines)
    assert not MentionBlock.objects.exists()


def test_the_list_costs_the_same_for_many(client, ines, count_queries):
    members = crowd(12)
    client.force_login(ines)
    block_mentions(members[0], by=ines)
    client.get("/me/mentions/")
    few = count_queries(lambda: client.get("/me/mentions/"))
    for member in members:
        block_mentions(member, by=ines)
    assert count_queries(lambda: client.get("/me/mentions/")) == few


# --- whom to mention, while typing


def offered(client, idea, typed=""):
    answer = client.get(f"/idea/{idea.pk}/comments/mentions/", {"q": typed})
    assert answer.status_code == 200
    return [part.partition('"')[0] for part in answer.text.split('data-handle="')[1:]]


def test_who_takes_part_comes_first_and_the_last_who_spoke_before_others(client, idea, tom, ines, lars, bea):
    add_comment(idea, by=ines, body="First", tell=False)
    add_comment(idea, by=lars, body="Second", tell=False)
    client.force_login(tom)
    assert offered(client, idea) == ["lars", "ines", "mo"]
    make_member("mona")
    assert offered(client, idea, "mo") == ["mo", "mona"]


def test_members_are_found_by_handle_and_by_any_word_of_their_name_in_any_script(client, idea, tom):
    make_member("zsi", display_name="Žana Šimić")
    make_member("member-7", display_name="דנה לוי")
    client.force_login(tom)
    assert offered(client, idea, "zs") == offered(client, idea, "ši") == offered(client, idea, "ŽA") == ["zsi"]
    assert offered(client, idea, "דנ") == offered(client, idea, "לו") == ["member-7"]
    assert offered(client, idea, "nobody") == []
    assert offered(client, idea, "@example.com") == []


def test_never_oneself_a_hidden_former_suspended_or_disabled_member_or_who_blocked_the_asker(client, idea, tom, mo):
    people = {name: make_member(f"xx-{name}") for name in ("private", "hidden", "off", "gone", "held", "shy", "open")}
    for member in people.values():
        add_anywhere(idea, by=member, body="Here", tell=False)
    User.objects.filter(pk=people["private"].pk).update(is_profile_public=False)
    User.objects.filter(pk=people["off"].pk).update(is_active=False)
    hide_member(people["hidden"], at=timezone.now())
    erase_member(people["gone"], by=people["gone"])
    decided(waiting_idea(by=people["held"]), Act.SUSPEND, by=mo, until=timezone.now() + timedelta(days=3))
    block_mentions(tom, by=people["shy"])
    client.force_login(tom)
    assert offered(client, idea, "xx") == ["xx-open"]
    assert [handle for handle in offered(client, idea) if handle.startswith("xx")] == ["xx-open"]


def test_one_letter_finds_only_who_takes_part_and_eight_are_enough(client, idea, tom):
    crowd(12)
    client.force_login(tom)
    assert offered(client, idea, "f") == []
    assert len(offered(client, idea, "friend")) == 8


def test_what_is_offered_costs_the_same_for_many(client, idea, tom, count_queries):
    client.force_login(tom)
    friends = crowd(4)
    few = count_queries(lambda: offered(client, idea, "friend"))
    for member in friends:
        add_anywhere(idea, by=member, body="Here", tell=False)
    assert count_queries(lambda: offered(client, idea, "friend")) <= few


def test_offers_need_a_member_a_thing_that_they_may_see_and_say_no_address(client, idea, tom, ines):
    url = f"/idea/{idea.pk}/comments/mentions/"
    assert client.get(url).status_code == 302
    client.force_login(tom)
    assert "example.com" not in client.get(url, {"q": "in"}).text
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    assert client.get(url).status_code == 404


def test_offers_are_limited(client, idea, tom, rate_limits):
    client.force_login(tom)
    url = f"/idea/{idea.pk}/comments/mentions/"
    answers = answers_until_refused(lambda _n: client.get(url), allowed=120)
    assert {answer.status_code for answer in answers[:-1]} == {200}
