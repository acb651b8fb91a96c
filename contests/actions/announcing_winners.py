"""The piece of news that tells who has won."""

from datetime import datetime
from html import escape
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from contests.actions.publishing import held
from contests.models import ContestPage
from contests.phases import Ability
from contests.policies.running import may_run
from core.errors import Refused, RuleBroken
from core.pages.models import NewsIndexPage, NewsPage
from core.policies import ensure
from core.sanitizing import is_blank

TITLE_LENGTH = 120
WORDS_LENGTH = 400


def announce_winners(
    contest: ContestPage, *, by: Any, title: str, words: str, publish: bool = False, at: datetime | None = None
) -> NewsPage:
    """Write the news of the results, with a link to them: a draft, or published for everybody.

    Again gives the page that there is, published if that is wanted now. Raises Refused, and RuleBroken by field.
    """
    at = at or timezone.now()
    ensure(may_run(by, contest))
    place = place_for_news(by)
    if place is None:
        raise Refused(_("You may not write news here. Ask somebody who may."))
    if _tells_outsiders(contest, place):
        raise Refused(_("Not everybody who reads the news may see this contest, so they cannot tell of it."))
    if problems := _problems(contest, title=title, words=words, publish=publish, at=at):
        raise RuleBroken(problems)
    with transaction.atomic():
        held(contest)
        page = news_of(contest) or _written(contest, place, title=title, words=words, by=by, at=at)
        if publish and not page.live:
            if not page.permissions_for_user(by).can_publish():
                raise Refused(_("You may write news, and somebody else publishes them."))
            page.get_latest_revision().publish(user=by)
            page.refresh_from_db()
    return page


def news_of(contest: ContestPage) -> NewsPage | None:
    """What was written about its results, published or not."""
    return NewsPage.objects.filter(slug=slug_for(contest)).first()


def slug_for(contest: ContestPage) -> str:
    return f"results-{contest.pk}"


def place_for_news(user: Any) -> NewsIndexPage | None:
    """The first list of news that this person may add to."""
    places = NewsIndexPage.objects.visible_to(user).order_by("path")
    return next((place for place in places if place.permissions_for_user(user).can_add_subpage()), None)


def _tells_outsiders(contest: ContestPage, place: NewsIndexPage) -> bool:
    """Whether everybody reads news of a contest that is not for everybody: its address alone would name it."""
    visitor = AnonymousUser()
    is_open = ContestPage.objects.visible_to(visitor).filter(pk=contest.pk).exists()
    return not is_open and NewsIndexPage.objects.visible_to(visitor).filter(pk=place.pk).exists()


def _problems(contest: ContestPage, *, title: str, words: str, publish: bool, at: datetime) -> dict[str, str]:
    problems = {}
    if is_blank(title):
        problems["title"] = _("Give it a title.")
    if is_blank(words):
        problems["words"] = _("Say who has won, in a sentence or two.")
    if not contest.publications.results().exists():
        problems["__all__"] = _("The results are not published yet.")
    elif publish and Ability.SEE_WINNERS not in contest.abilities_at(at):
        problems["__all__"] = _("The results are not public yet. Keep it as a draft until they are.")
    return problems


def _written(contest: ContestPage, place: NewsIndexPage, *, title: str, words: str, by: Any, at: datetime) -> NewsPage:
    address, label = escape(contest.get_url_of("results")), escape(_("See the results and every figure"))
    page = NewsPage(
        title=title.strip()[:TITLE_LENGTH],
        slug=slug_for(contest),
        date=contest.day_at(at),
        introduction=Truncator(words.strip()).chars(WORDS_LENGTH),
        picture=contest.realised_picture or contest.picture,
        body=[("paragraph", f'<p><a href="{address}">{label}</a></p>')],
        live=False,
        owner=by,
    )
    place.add_child(instance=page)
    page.save_revision(user=by)
    return page
