"""What `check_gate` puts behind closed doors here: a board with an idea, what is said of it, and its answer."""

from functools import partial

from core.commands import Planted, Plot
from core.notices.actions.following import follow
from gallery.canary import file_addresses, plant_item
from ideas.actions.answering import Answer, change_status
from ideas.actions.boards import give_default_statuses
from ideas.actions.commenting import add_comment
from ideas.actions.merging import merge_into
from ideas.actions.pacing import set_pace
from ideas.actions.replying import keep_reply
from ideas.actions.submitting import add_note, submit_idea
from ideas.actions.voting import cast_vote
from ideas.models import BoardStatus, Category, Idea, IdeaBoardPage, SavedReply, Twins
from ideas.statuses import Pace
from moderation.registries import Review


def plant(plot: Plot) -> Planted:
    board, category = _board(plot)
    idea = submit_idea(
        board,
        by=plot.author,
        title=f"{plot.word('ideatitle')} {plot.word('ideamore')}",
        body=f"Because of {plot.word('ideabody')}, every day.",
        category=category,
    )
    again = submit_idea(board, by=plot.author, title=f"{plot.word('twin')} again", body="Please.", category=category)
    Twins.objects.create(older=idea, newer=again, likeness=1)
    item = plant_item(plot, under=idea)
    add_note(idea, by=plot.author, body=f"I meant {plot.word('note')}.")
    comment = add_comment(idea, by=plot.author, body=f"Also {plot.word('comment')}.")
    cast_vote(idea, by=plot.follower)
    add_comment(idea, by=plot.follower, body="I would like that very much.", parent=comment)
    follow("idea", idea.pk, by=plot.follower)
    _same_again(plot, idea, category)
    _answer(plot, idea, f"We look at {plot.word('promise')}.")  # the follower is told, being inside
    set_pace(board, Pace.SLOWED, by=plot.staff, reason=f"Because of {plot.editorial('pace')}, for a while.")
    words = f"We look at {plot.editorial('reply')}."
    keep_reply(SavedReply(board=board, title=plot.editorial("replytitle"), note=words), by=plot.staff)
    return Planted(
        board,
        addresses=(idea.get_absolute_url(), *file_addresses(item)),
        arguments={
            "ideas:": {"pk": idea.pk, "slug": idea.slug, "comment_pk": comment.pk},
            "gallery:": {"work_pk": item.pk, "token": item.token},
            "": {
                "page_id": board.pk,
                "pk": idea.pk,
                "idea_pk": idea.pk,
                "board_pk": board.pk,
                "comment_pk": comment.pk,
            },
        },
        stir=partial(_stir, plot, idea),
    )


def _same_again(plot: Plot, idea: Idea, category: Category) -> None:
    """Another idea that says the same: merged, so that each page names the other, and the follower is told."""
    title = f"{plot.word('duplicatetitle')} {plot.word('duplicatemore')}"
    body = f"Because of {plot.word('duplicatebody')}."
    duplicate = submit_idea(idea.board, by=plot.author, title=title, body=body, category=category)
    cast_vote(duplicate, by=plot.follower)
    merge_into(duplicate, idea, by=plot.staff)


def _board(plot: Plot) -> tuple[IdeaBoardPage, Category]:
    board = IdeaBoardPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        question=plot.editorial("question"),
        introduction=plot.editorial("introduction"),
        rules=f"<p>{plot.editorial('rules')}</p>",
        review=Review.NOTHING,
        show_in_menus=True,
    )
    plot.close(plot.parent.add_child(instance=board))
    give_default_statuses(board)
    return board, Category.objects.create(board=board, name=plot.editorial("category"), slug="shops")


def _stir(plot: Plot, idea: Idea) -> None:
    """All that its people are told of: a comment and an answer by the brand, each with a mention of one of them."""
    idea = Idea.objects.get(pk=idea.pk)
    add_comment(idea, by=plot.author, body=f"And {plot.word('later')}, @{plot.follower.handle}.")
    _answer(plot, idea, f"We begin with {plot.word('answer')}, @{plot.follower.handle}.")


def _answer(plot: Plot, idea: Idea, note: str) -> None:
    idea = Idea.objects.select_related("board", "status", "category", "author").get(pk=idea.pk)
    another = BoardStatus.objects.filter(board=idea.board_id).exclude(pk=idea.status_id).order_by("sort_order")[0]
    change_status(idea, another, by=plot.staff, answer=Answer(note=note))
