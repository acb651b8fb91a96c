"""Who hears of a comment: whoever is answered, whoever the thing is by, whoever is mentioned; each once."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from core.comments.mentions import mentioned_ids
from core.comments.models import Comment
from core.comments.news import MENTION, REPLY
from core.members.models import User
from core.notices.actions import notify
from core.subjects import subject_of, subjects, took_part


def tell_people(comment: Comment, *, answered: Comment | None = None) -> int:
    """Returns how many were told now. Calling it again tells only those who were not told before. Other rooms hear that
    its author has said something about the thing."""
    if not comment.is_counted:
        return 0
    if comment.author_id:
        kind, at = subject_of(comment.subject).key, comment.created_at
        who = {"kind": kind, "id": comment.subject_id, "role": "commenter", "member": comment.author_id, "at": at}
        took_part.send_robust(type(comment), **who)
    key = f"{comment.kind}:{comment.pk}"
    told = 0
    for kind, ids in _listeners(comment, answered):
        recipients = [member.pk for member in User.objects.present().filter(pk__in=ids) if _may_read(member, comment)]
        told += notify(recipients, kind=kind, about=(comment.kind, comment.pk), key=key, by=comment.author)
    return told


def tell_of_return(model: Any, subject_ids: Collection[int]) -> int:
    """These things can be read again: whoever is mentioned under them and could not read it then is told now, once; how
    many were told."""
    said = model.objects.mentioning().filter(subject__in=subject_ids)
    return sum(tell_people(one) for one in said.select_related("subject", "author", "parent").order_by("pk"))


def _listeners(comment: Comment, answered: Comment | None) -> Iterator[tuple[str, Iterable[int]]]:
    """Kind of notice and members, the closest tie first: a person's first kind is the one that they get."""
    answers = [person.author_id for person in (answered, comment.parent) if person and person.author_id]
    yield REPLY, answers
    author_id = comment.subject.author_id
    yield comment.news, [author_id] if author_id else []
    yield MENTION, mentioned_ids(comment.body, by=comment.author)


def _may_read(member: User, comment: Comment) -> bool:
    return bool(subjects[comment.kind].visible_to(member).filter(pk=comment.pk).exists())
