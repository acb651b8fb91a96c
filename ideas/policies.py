"""Who may do what with an idea, each with a reason that the person may read."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from core.publication import State
from ideas.days import day_of
from ideas.desks import boards_of
from ideas.models import Idea, IdeaBoardPage, LaunchOpinion, LaunchPage
from ideas.statuses import Stage
from moderation.policies import may_write

SLOWED_DAYS = 7  # of the site's calendar, between two ideas of one member on a board that is slowed


def may_submit(user: Any, board: IdeaBoardPage, *, at: datetime | None = None) -> Verdict:
    """On a slowed board whatever the member sent counts, whatever became of it: also what was withdrawn, merged or not
    published. The team itself is not slowed."""
    if board.is_paused and not may_answer(user):
        return no(_("This board takes no new ideas for a while."))
    if not user.is_authenticated:
        return no(_("Sign in and your idea is sent."), sign_in=True)
    if not board.statuses.filter(stage=Stage.OPEN).exists():
        return no(_("This board takes no new ideas at the moment."))
    if board.is_slowed and not may_answer(user):
        newest = Idea.objects.filter(board=board, author=user.pk).order_by("-created_at").first()
        again = day_of(newest.created_at) + timedelta(days=SLOWED_DAYS) if newest else None
        if again and day_of(at) < again:
            words = _("This board takes one idea a week from each member. You can send your next one from %(day)s on.")
            return no(words % {"day": date_format(again)})
    return may_write(user)


def may_vote(user: Any, idea: Idea) -> Verdict:
    if idea.state == State.WITHDRAWN:
        return no(_("Its author withdrew this idea."))
    if idea.is_merged:
        return no(_("This idea was merged into another one. Votes count there."))
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
    if idea.is_merged:
        return no(_("This idea was merged into another one. The conversation goes on there."))
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
    if idea.is_merged:
        return no(_("It was merged into another idea, so its words stay."))
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
    if idea.is_merged:
        return no(_("It was merged into another idea. Say it in the conversation there."))
    return may_write(user)


def may_withdraw(user: Any, idea: Idea) -> Verdict:
    if not _is_author(user, idea):
        return no(_("Only its author can withdraw an idea."))
    if idea.state not in (State.PUBLISHED, State.WAITING, State.RETURNED):
        return no(_("This idea is not on the board any more."))
    if idea.status.is_final:
        return no(_("It has a final answer, so it stays as a record."))
    if idea.is_merged:
        return no(_("It was merged into another idea, so it stays as a record. You can take back your support there."))
    if _has_duplicates(idea):
        return no(_("Other ideas were merged into it, so it stays: it speaks for their supporters, too."))
    return YES


def _has_duplicates(idea: Idea) -> bool:
    """As it was fetched with the idea, else asked for."""
    known = vars(idea).get("has_duplicates")
    return bool(known) if known is not None else idea.duplicates.exists()


def may_give_opinion(user: Any, page: LaunchPage) -> Verdict:
    """Of a launch, and whether the brand got it right: whoever was asked. They may change it later."""
    if not user.is_authenticated:
        return no(_("Sign in to say whether we got it right."), sign_in=True)
    if not LaunchOpinion.objects.filter(page=page, member=user).exists():
        return no(_("We ask the people behind these ideas, a month after the launch."))
    return may_write(user)


def may_reply_to_opinions(user: Any, page: LaunchPage) -> Verdict:
    """Whoever answers ideas and edits the story."""
    if verdict := may_answer(user):
        return YES if page.permissions_for_user(user).can_edit() else no(_("Only who edits this story replies here."))
    return verdict


def may_film(user: Any, story: LaunchPage) -> Verdict:
    """Give it films of the team: whoever edits it."""
    if user.is_authenticated and story.permissions_for_user(user).can_edit():
        return YES
    return no(_("Only who edits this story can give it a film."))


def may_answer(user: Any, idea: Idea | None = None) -> Verdict:
    """Of one idea, or of any: which boards lie on somebody's desk, their page permissions say."""
    if user.is_authenticated and user.has_perm("ideas.answer_idea"):
        return YES
    return no(_("Only the brand’s team can answer ideas."))


def may_change_status(user: Any, idea: Idea) -> Verdict:
    if idea.is_merged:
        return no(_("This idea was merged into another one. Answer that one: its people are told, too."))
    return may_answer(user, idea)


def may_merge(user: Any, duplicate: Idea, root: Idea) -> Verdict:
    """Both as they stand on one board. A root whose voting has ended is allowed; the screen says so. What is launched
    is merged into nothing: its story, its credit and its place among the launches are its own."""
    if not (verdict := _on_desk(user, duplicate)):
        return verdict
    if duplicate.pk == root.pk:
        return no(_("An idea cannot be merged into itself."))
    if root.merged_into_id == duplicate.pk:
        return no(_("That idea is merged into this one already. Undo that first."))
    if duplicate.board_id != root.board_id:
        return no(_("These two stand on different boards. Only ideas of one board can be merged."))
    return _movable(duplicate) and _mergeable(root)


def may_be_merged(user: Any, duplicate: Idea) -> Verdict:
    """Whether there is anything to choose for it."""
    return _on_desk(user, duplicate) and _movable(duplicate)


def may_undo_merge(user: Any, duplicate: Idea) -> Verdict:
    return _on_desk(user, duplicate)


def _on_desk(user: Any, idea: Idea) -> Verdict:
    if not may_answer(user):
        return no(_("Only the brand’s team can merge ideas."))
    if not boards_of(user).filter(pk=idea.board_id).exists():
        return no(_("This board is not on your desk."))
    return YES


def _mergeable(idea: Idea) -> Verdict:
    words = {"title": idea.title}
    if idea.is_merged:
        return no(_("“%(title)s” is merged into another idea already. Undo that first.") % words)
    if idea.is_published:
        return YES
    if idea.state == State.WITHDRAWN:
        why = _("“%(title)s” was withdrawn by its author. Only ideas that stand on the board can be merged.")
    elif idea.state in (State.WAITING, State.RETURNED):
        why = _("“%(title)s” still waits for a moderator. Only ideas that stand on the board can be merged.")
    else:
        why = _("“%(title)s” is not shown, by a moderator’s decision. Only ideas on the board can be merged.")
    return no(why % words)


def _movable(idea: Idea) -> Verdict:
    if (verdict := _mergeable(idea)) and idea.status.stage == Stage.LAUNCHED:
        return no(_("“%(title)s” is launched. Merge the other idea into it instead.") % {"title": idea.title})
    return verdict


def _is_author(user: Any, idea: Idea) -> bool:
    return bool(user.is_authenticated and idea.author_id == user.pk)
