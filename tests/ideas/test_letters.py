"""Every kind of notice that the house knows, as an e-mail in every language."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from core.notices.actions import deliver_waiting, notify, set_preference
from core.notices.kinds import notice_kinds
from core.notices.models import Message
from core.notices.models.message import MessageState
from ideas.actions.answering import Answer, change_status
from ideas.actions.commenting import add_comment
from ideas.actions.merging import merge_into
from ideas.actions.submitting import withdraw_idea
from ideas.models import BoardStatus
from tests.cast import make_member
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
KINDS = ["idea-answered", "idea-commented", "idea-withdrawn", "answer-mention", "comment-reply", "comment-mention"]
KINDS += ["idea-merged", "idea-parted"]
NOTE = "Not now: the <b>lease</b> & the neighbours do not allow it."


def test_no_kind_is_forgotten():
    """Those of other rooms, of launches and of owners have a test of their own."""
    others = ("moderation-", "media-", "entry-", "jury-", "vote-", "contest-", "insider-", "invitation-", "feedback-")
    others += ("launch-", "idea-launch", "owner-")
    assert sorted(kind.key for kind in notice_kinds if not kind.key.startswith(others)) == sorted(KINDS)


@pytest.fixture
def news(tom, ines, bea) -> SimpleNamespace:
    idea = make_idea(by=tom, title="Ένα παγκάκι & <i>more</i>")
    declined = BoardStatus.objects.get(board=idea.board, slug="not-planned")
    answer = Answer(note=NOTE, reason="cost", change_our_mind="A larger shop.", evidence_url="https://example.org/x")
    change = change_status(idea, declined, by=bea, answer=answer, tell=False)
    comment = add_comment(idea, by=ines, body="@tom I agree <script>", tell=False)
    gone = withdraw_idea(make_idea(by=ines), by=ines)
    merge = merge_into(make_idea(by=ines, board=idea.board), idea, by=bea)
    of_answer = ("idea-answered", "answer-mention")
    about = {**dict.fromkeys(of_answer, ("idea", idea.pk)), "idea-withdrawn": ("idea", gone.pk)}
    about |= dict.fromkeys(("idea-merged", "idea-parted"), ("idea", merge.duplicate_id))
    keys = dict.fromkeys(of_answer, f"status-change:{change.pk}")
    keys |= dict.fromkeys(("idea-merged", "idea-parted"), merge.key)
    return SimpleNamespace(about=about, keys=keys, by=bea, comment=(comment.kind, comment.pk))


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_whole_letter_in_every_language(client, news, kind, language, mailoutbox):
    reader = make_member("reader", language=language)
    set_preference(notice_kinds[kind], "at-once", by=reader)
    about = news.about.get(kind, news.comment)
    notify([reader.pk], kind=kind, about=about, key=news.keys.get(kind, f"x:{about[1]}"), by=news.by)
    assert deliver_waiting() == 1
    assert Message.objects.get().state == MessageState.SENT
    [mail] = mailoutbox
    html = mail.alternatives[0][0]
    assert mail.subject.strip()
    assert "&lt;" not in mail.body
    assert "{{" not in mail.body + html
    assert "{%" not in mail.body + html
    assert "<script" not in html
    assert "<i>more" not in html
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) is (language == "he")
    client.force_login(reader)
    inbox = client.get("/me/notices/")
    assert inbox.status_code == 200
    assert f'lang="{language}"' in inbox.text
