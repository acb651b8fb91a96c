"""Who may do what with an idea, each with a reason that the person may read."""

from typing import Any

from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from core.publication import State
from ideas.models import Idea, IdeaBoardPage
from ideas.statuses import Stage
from moderation.policies import may_write


def may_submit(user: Any, board: IdeaBoardPage) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in and your idea is sent."), sign_in=True)
    if not board.statuses.filter(stage=Stage.OPEN).exists():
        return no(_("This board takes no new ideas at the moment."))
    return may_write(user)


def may_vote(user: Any, idea: Idea) -> Verdict:
    if idea.state == State.WITHDRAWN:
        return no(_("Its author withdrew this idea."))
    if not idea.is_published:
        return no(_("Voting begins when the idea is published."))
    if not idea.open_to_votes:
        return no(_("Voting on this idea has ended."))
    if not user.is_authenticated:
        return no(_("Sign in and your vote is cast."), sign_in=True)  # the button stays a button
    return YES  # authors support their own idea from the start


def may_take_part(user: Any, idea: Idea) -> Verdict:
    """What a click asks beside `may_vote`, which twenty cards of a list ask: that the member may do anything at all."""
    return may_vote(user, idea) and may_write(user)


def may_comment(user: Any, idea: Idea) -> Verdict:
    if idea.state == State.WITHDRAWN:
        return no(_("Its author withdrew this idea."))
    if not idea.is_published:
        return no(_("Comments open when the idea is published."))
    if not user.is_authenticated:
        return no(_("Sign in to comment."), sign_in=True)
    return may_write(user)


def may_edit(user: Any, idea: Idea) -> Verdict:
    """Until somebody else supports it or it is answered: afterwards people have agreed to these words."""
    if not _is_author(user, idea):
        return no(_("Only its author can change an idea."))
    if idea.state in (State.REJECTED, State.HIDDEN):
        return no(_("A moderator has decided on it. You can read why, and appeal."))
    if idea.state == State.WITHDRAWN:
        return no(_("This idea is not on the board any more."))
    if idea.is_answered:
        return no(_("It has been answered, so its words stay. You can add a note."))
    if idea.vote_count > 1:
        return no(_("Others support these words, so they stay. You can add a note."))
    return may_write(user)


def may_add_note(user: Any, idea: Idea) -> Verdict:
    if not _is_author(user, idea):
        return no(_("Only its author can add a note to an idea."))
    if not idea.is_published:
        return no(_("This idea is not on the board any more."))
    return may_write(user)


def may_withdraw(user: Any, idea: Idea) -> Verdict:
    if not _is_author(user, idea):
        return no(_("Only its author can withdraw an idea."))
    if idea.state not in (State.PUBLISHED, State.WAITING, State.RETURNED):
        return no(_("This idea is not on the board any more."))
    if idea.status.is_final:
        return no(_("It has a final answer, so it stays as a record."))
    return YES


def may_answer(user: Any, idea: Idea | None = None) -> Verdict:
    """Of one idea, or of any: which boards lie on somebody's desk, their page permissions say."""
    if user.is_authenticated and user.has_perm("ideas.answer_idea"):
        return YES
    return no(_("Only the brand’s team can answer ideas."))


def _is_author(user: Any, idea: Idea) -> bool:
    return bool(user.is_authenticated and idea.author_id == user.pk)
