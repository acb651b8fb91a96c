"""What people said of one launch, as its page shows it: the rate with what it is of, the lines, the brand's reply."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import HttpRequest

from core.http import key_in
from ideas.impact.counting import Share
from ideas.models import LaunchOpinion, LaunchPage, LaunchReply
from ideas.models.opinion import LaunchOpinionQuerySet
from ideas.opinions.subjects import OPINION
from ideas.statuses import GotItRight
from moderation.standing import attach_standing

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class OpinionFigures:
    """How many were asked, and what those who answered say."""

    asked: int
    yes: int
    partly: int
    no: int

    @property
    def given(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def right(self) -> Share:
        """Those who say yes, of those who answered."""
        return Share(self.yes, self.given)


def opinion_figures(page: LaunchPage) -> OpinionFigures:
    sums = {str(verdict): Count("pk", filter=Q(verdict=verdict)) for verdict in GotItRight}
    return OpinionFigures(**LaunchOpinion.objects.filter(page=page).aggregate(asked=Count("pk"), **sums))


def opinions_of(page: LaunchPage, request: HttpRequest) -> dict[str, Any]:
    """For the page of a story. One query while nobody has been asked."""
    figures = opinion_figures(page)
    if not figures.asked:
        return {"opinion_figures": figures}
    number = request.GET.get("lines") or _number_of(page, request.user, key_in(request.GET.get("opinion", "")))
    lines = lines_of(page, request.user, number=number)
    return {
        "opinion_figures": figures,
        "opinion_lines": lines,
        "opinion_reply": LaunchReply.objects.filter(page=page).select_related("by").last(),
        "own_opinion": own_opinion(page, request.user),
    }


def own_opinion(page: LaunchPage, user: Any) -> LaunchOpinion | None:
    """What this person was asked about the launch, whether they have answered or not."""
    return LaunchOpinion.objects.filter(page=page, member=user).first() if user.is_authenticated else None


def lines_of(page: LaunchPage, user: Any, *, number: str | int | None = None) -> Page:
    """The newest first: those that are published, and one's own as it stands."""
    said = _seen_lines(page, user)
    shown = Paginator(said.select_related("member", "page").order_by("-said_at", "-pk"), PER_PAGE).get_page(number)
    attach_standing(OPINION, list(shown.object_list), to=user)
    return shown


def _seen_lines(page: LaunchPage, user: Any) -> LaunchOpinionQuerySet:
    return LaunchOpinion.objects.visible_to(user).lines().filter(page=page)


def _number_of(page: LaunchPage, user: Any, pk: int) -> int:
    """Of the page of lines on which this one stands for this person; the first for what they do not see."""
    seen = _seen_lines(page, user)
    line = seen.filter(pk=pk).first() if pk else None
    if line is None:
        return 1
    newer = seen.filter(Q(said_at__gt=line.said_at) | Q(said_at=line.said_at, pk__gt=line.pk))
    return newer.count() // PER_PAGE + 1
