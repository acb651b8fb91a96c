"""A conversation as one person may read it: threads of two levels, a page at a time, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from core.comments.forms import CommentForm
from core.comments.mentions import linkable_handles
from core.comments.models import Comment, CommentQuerySet
from core.comments.policies import may_delete_comment, may_edit_comment
from core.pagination import Page, decode, encode
from core.policies import Verdict

SIZE = 20
CURSOR = (datetime, int, datetime)


@dataclass(slots=True)
class Conversation:
    """What the templates of comments need. `url` takes new comments and gives further pages; `mentions_url` offers
    members to mention.

    `note` says what happens to what is sent. A comment that is not public may have a `standing` (label, text, url and
    action), which its room attaches.
    """

    subject: Any
    url: str
    threads: Page
    known_handles: frozenset[str]
    form: CommentForm
    verdict: Verdict
    mentions_url: str = ""
    brand_name: str = ""
    note: str = ""

    @property
    def more_url(self) -> str:
        return f"{self.url}?{urlencode({'after': self.threads.next})}" if self.threads.next else ""

    @property
    def takes_words(self) -> bool:
        """Whether the form is offered: one may comment, or could after signing in; a refused text is shown again."""
        return bool(self.verdict or self.verdict.sign_in or self.form.is_bound)


def read_threads(comments: CommentQuerySet, *, to: Any, after: str = "", size: int = SIZE) -> Page:
    """A page of the first level with `shown_replies` on each. Raises RuleBroken for a damaged cursor.

    The cursor remembers when the reading began: what is said meanwhile has its place at the end of the list already,
    and does not come a second time with a further page.
    """
    first, begun = comments.first_level(), timezone.now()
    if after:
        created_at, pk, begun = decode(after, kinds=CURSOR)
        first = first.beyond(created_at, pk).filter(created_at__lte=begun)
    rows = list(first[: size + 1])
    page: Page = Page(rows[:size])
    if len(rows) > size:
        page.next = encode([page[-1].created_at, page[-1].pk, begun])
    _attach_replies(page, comments, to=to)
    return page


def _attach_replies(threads: list[Any], comments: CommentQuerySet, *, to: Any) -> None:
    for thread in threads:
        thread.shown_replies = []
        _say_what_can_be_done(thread, to)
    if not threads:
        return
    by_pk = {thread.pk: thread for thread in threads}
    for reply in comments.replies_to(threads):
        _say_what_can_be_done(reply, to)
        by_pk[reply.parent_id].shown_replies.append(reply)


def _say_what_can_be_done(comment: Any, user: Any) -> None:
    comment.can_edit = bool(may_edit_comment(user, comment)) and not comment.is_deleted
    comment.can_delete = bool(may_delete_comment(user, comment)) and not comment.is_deleted
    is_own = user.is_authenticated and comment.author_id == user.pk
    comment.can_report = not comment.is_deleted and not is_own  # whether it is taken, moderation says


def read_thread(comments: CommentQuerySet, top_id: int, *, to: Any) -> Any:
    """One comment of the first level with its replies, or None."""
    found = list(comments.first_level().filter(pk=top_id))
    _attach_replies(found, comments, to=to)
    return found[0] if found else None


def known_handles(threads: Iterable[Any], *, to: Any) -> frozenset[str]:
    """Those of the handles mentioned here whose profile this person may see: only they become links."""
    return linkable_handles((comment.body for thread in threads for comment in (thread, *thread.shown_replies)), to=to)


def address_of(comment: Comment, comments: CommentQuerySet, *, page: str, further: str) -> str:
    """Where the comment is found: on the page of its subject, or when it stands beyond the first page of comments, on
    a further page that begins with its thread."""
    top = comment.parent or comment
    before = comments.first_level().filter(created_at__lte=top.created_at).exclude(pk=top.pk)
    if len(before.values_list("pk")[:SIZE]) < SIZE:
        return f"{page}#comment-{comment.pk}"
    cursor = encode([top.created_at, top.pk - 1, timezone.now()])
    return f"{further}?{urlencode({'after': cursor})}#comment-{comment.pk}"
