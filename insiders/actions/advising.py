"""Feedback is given, changed, taken back and answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audience.actions.remeasuring import look_again
from core.errors import Refused, RuleBroken, Stale
from core.notices.actions.telling import notify, take_back
from core.policies import ensure
from core.sanitizing import clean_text, is_blank
from insiders.feedback_news import ANSWERED, FEEDBACK
from insiders.measuring import FEEDBACK_GIVEN
from insiders.models import EarlyAccess, Feedback
from insiders.models.feedback import BEST, MOST_WORDS, Sort
from insiders.policies.early_access import may_give_feedback, may_look_after


@dataclass(frozen=True, slots=True)
class Advice:
    """What a member thinks. All may be empty, but not all at once."""

    rating: int | None = None
    wants: bool | None = None
    sort: str = ""
    words: str = ""


def give_feedback(early: EarlyAccess, advice: Advice, *, by: Any, at: datetime | None = None) -> Feedback:
    """This is what the member thinks now: one row, whoever asks twice. An answer to former words goes, unless they
    stayed the same. Raises Refused, RuleBroken."""
    ensure(may_give_feedback(by, early))
    at, advice = at or timezone.now(), _judged(advice)
    with transaction.atomic():
        mine, is_new = Feedback.objects.select_for_update(of=("self",)).get_or_create(
            early=early, author=by, defaults={**_fields(advice), "created_at": at}
        )
        if not is_new and _fields(mine) != _fields(advice):
            if mine.words != advice.words:
                mine.answer, mine.answered_by, mine.answered_at = "", None, None
                _forget_answer(mine)
            for name, value in _fields(advice).items():
                setattr(mine, name, value)
            mine.changed_at = at
            mine.save()
        if is_new:
            look_again(by.pk, FEEDBACK_GIVEN)
    return mine


def take_feedback_back(early: EarlyAccess, *, by: Any) -> None:
    """Nothing is left of what the member sent. Again changes nothing."""
    with transaction.atomic():
        for mine in Feedback.objects.of(by).filter(early=early):
            _forget_answer(mine)
            mine.delete()


def answer_feedback(
    feedback: Feedback, *, by: Any, answer: str, words: str, at: datetime | None = None, tell: bool = True
) -> Feedback:
    """The team has answered, and the member has a notice of it, once however often the answer is changed; none while
    they may not see the page. An empty answer takes both back. `words` are those that were read. `tell=False`
    is for what was said long ago. Raises Refused, RuleBroken, and Stale when the member has changed them meanwhile."""
    if not (verdict := may_look_after(by, feedback.early.page)):
        raise Refused(verdict.reason)
    answer = clean_text(answer).strip()
    if len(answer) > MOST_WORDS:
        raise RuleBroken({"answer": _("An answer has at most %(most)s characters.") % {"most": MOST_WORDS}})
    with transaction.atomic():
        held = Feedback.objects.select_for_update(of=("self",)).select_related("author").get(pk=feedback.pk)
        if held.words != words:
            raise Stale(_("The member has changed what they say. Read it again."))
        if held.answer != answer:
            held.answer = answer
            held.answered_by, held.answered_at = (by, at or timezone.now()) if answer else (None, None)
            held.save(update_fields=["answer", "answered_by", "answered_at"])
            if not answer:
                _forget_answer(held)
            elif tell:
                _tell_of_answer(held, by=by)
    return held


def _tell_of_answer(feedback: Feedback, *, by: Any) -> None:
    author = [feedback.author_id] if feedback.author_id else []
    notify(author, kind=ANSWERED, about=(FEEDBACK, feedback.pk), key=f"{ANSWERED}:{feedback.pk}", by=by)


def _forget_answer(feedback: Feedback) -> None:
    """The next one is told again."""
    take_back(ANSWERED, about=(FEEDBACK, feedback.pk))


def _judged(advice: Advice) -> Advice:
    words = clean_text(advice.words).strip()
    words = "" if is_blank(words) else words
    wrong: dict[str, Any] = {}
    if advice.rating is not None and not 1 <= advice.rating <= BEST:
        wrong["rating"] = _("Choose a number from 1 to %(best)s.") % {"best": BEST}
    if advice.sort and advice.sort not in Sort.values:
        wrong["sort"] = _("Choose what it is about.")
    if len(words) > MOST_WORDS:
        wrong["words"] = _("Say it in at most %(most)s characters.") % {"most": MOST_WORDS}
    if wrong:
        raise RuleBroken(wrong)
    if advice.rating is None and advice.wants is None and not words:
        raise RuleBroken(_("Choose a rating, say whether you would want it, or write something."))
    return Advice(advice.rating, advice.wants, advice.sort, words)


def _fields(advice: Advice | Feedback) -> dict[str, Any]:
    return {name: getattr(advice, name) for name in ("rating", "wants", "sort", "words")}
