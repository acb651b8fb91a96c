"""Many cases at once, as rows alone: for bulk approvals and their figures."""

from ideas.models import Idea, IdeaComment
from moderation.models import Case
from moderation.registries import Review
from tests.factories import make_idea, somebody


def many_ideas(board, count):
    """Rows alone, without the verbs: for figures."""
    authors = [somebody() for _ in range(5)]
    status, categories = board.statuses.first(), [*board.categories.all(), None]
    ideas = [
        Idea(board=board, status=status, category=categories[n % 3], author=authors[n % 5], title=f"Idea {n}")
        for n in range(count)
    ]
    return Idea.objects.bulk_create(ideas)


def many_comments(board, count):
    """Under a fifth as many ideas."""
    board.review = Review.NOTHING
    under = [make_idea(board=board, title=f"Thing {n}") for n in range(count // 5)]
    authors = [somebody() for _ in range(5)]
    rows = [IdeaComment(subject=under[n % len(under)], author=authors[n % 5], body=f"Words {n}") for n in range(count)]
    return IdeaComment.objects.bulk_create(rows)


def cases_of(things, kind):
    rows = [Case(kind=kind, subject_id=thing.pk, author_id=thing.author_id, is_waiting=True) for thing in things]
    return [case.pk for case in Case.objects.bulk_create(rows)]


def seen_at_once(cases):
    """The first version of each."""
    return dict.fromkeys(cases, 1)


def many_waiting(board, count=51):
    """Keys of the cases, and the version of each that was seen."""
    cases = cases_of(many_ideas(board, count), "idea")
    return cases, seen_at_once(cases)
