"""What members say of a launch, and what the brand says to that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused, RuleBroken
from core.policies import ensure
from core.publication import State, arrived, gone, submit
from core.sanitizing import clean_line, clean_text, is_blank
from ideas.models import LaunchOpinion, LaunchOpinionRevision, LaunchPage, LaunchReply
from ideas.models.opinion import LINE_LENGTH, REPLY_LENGTH
from ideas.policies import may_give_opinion, may_reply_to_opinions
from ideas.statuses import GotItRight


def give_opinion(
    page: LaunchPage, *, by: Any, verdict: str, body: str = "", at: datetime | None = None
) -> LaunchOpinion:
    """This is what the member says of the launch now; what they said before is kept. The same again changes nothing.

    The line is published or waits as the gatekeeper decides; the verdict counts at once. Raises Refused, RuleBroken.
    """
    ensure(may_give_opinion(by, page))
    at, body = at or timezone.now(), _judged(verdict, body)
    with transaction.atomic():
        opinion = LaunchOpinion.objects.select_for_update(of=("self",)).get(page=page, member=by)
        former = opinion.body
        if (opinion.verdict, former) == (verdict, body):
            return opinion
        if former != body and opinion.state in (State.REJECTED, State.HIDDEN):
            raise Refused(_("A moderator has decided on your line. You can read why, and appeal."))
        _keep_former(opinion, at=at)
        opinion.verdict, opinion.body = verdict, body
        if not body:
            opinion.state = State.PUBLISHED  # without words there is nothing to judge
        elif former != body:
            submit(opinion, by=by, at=at, is_new=not former)
        opinion.save()
        if former != body:
            arrived(opinion, by=by, at=at) if body else gone(opinion, at=at)
    return opinion


def reply_to_opinions(page: LaunchPage, *, by: Any, body: str, at: datetime | None = None) -> LaunchReply:
    """The brand says this now to what people said of the launch; what it said before is kept. The same again changes
    nothing. Raises Refused, RuleBroken."""
    ensure(may_reply_to_opinions(by, page))
    body = clean_text(body)
    if is_blank(body):
        raise RuleBroken({"body": _("Write something that can be read.")})
    if len(body) > REPLY_LENGTH:
        raise RuleBroken({"body": _("A reply has at most %(most)s characters.") % {"most": REPLY_LENGTH}})
    with transaction.atomic():
        LaunchPage.objects.select_for_update(of=("self",)).get(pk=page.pk)  # two screens at once do not both add it
        last = page.replies.last()
        if last and last.body == body:
            return last
        return LaunchReply.objects.create(page=page, by=by, body=body, at=at or timezone.now())


def forget_lines(member: Any) -> None:
    """Lines of this member that nobody else can read are gone, and nobody is asked to judge them. What was said beside
    them counts on."""
    unread = LaunchOpinion.objects.filter(member=member).lines()
    unread = unread.exclude(state__in=(State.PUBLISHED, State.HIDDEN))
    for opinion in unread:
        gone(opinion)
    unread.update(body="", state=State.PUBLISHED)


def place_opinions(ids: Sequence[int], state: str, *, at: datetime) -> dict[int, str]:
    """These lines are in this state; one that appears for the first time is published at this time. Again changes
    nothing, nor does it what was said beside them. By id: empty, or that it is gone."""
    there = LaunchOpinion.objects.filter(pk__in=ids).lines()
    there.update(state=state)
    if state == State.PUBLISHED:
        there.filter(published_at=None).update(published_at=at)
    return dict.fromkeys(ids, _("It is gone.")) | dict.fromkeys(there.values_list("pk", flat=True), "")


def _judged(verdict: str, body: str) -> str:
    body = clean_line(body)
    body = "" if is_blank(body) else body
    problems: dict[str, Any] = {}
    if verdict not in GotItRight.values:
        problems["verdict"] = _("Choose yes, partly or no.")
    if len(body) > LINE_LENGTH:
        problems["body"] = _("Say it in at most %(most)s characters.") % {"most": LINE_LENGTH}
    if problems:
        raise RuleBroken(problems)
    return body


def _keep_former(opinion: LaunchOpinion, *, at: datetime) -> None:
    if not opinion.is_given:
        opinion.said_at = at
        return
    LaunchOpinionRevision.objects.create(
        opinion=opinion,
        verdict=opinion.verdict,
        body=opinion.body,
        version=opinion.version,
        at=opinion.changed_at or opinion.said_at or at,
    )
    opinion.changed_at = at
    opinion.version += 1
