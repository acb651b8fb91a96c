"""The news page that tells who has won."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contests.actions.announcing_winners import announce_winners
from contests.actions.publishing import publish_results
from contests.models import ContestPage
from core.audience.actions.groups import join
from core.audience.groups import INSIDERS
from core.errors import Refused, RuleBroken
from core.pages.models import NewsIndexPage, NewsPage
from tests.contests.deciding import decided_contest
from tests.core.audience.trees import close
from tests.factories import home_page

pytestmark = pytest.mark.django_db
WORDS = {"title": "A has won", "words": "Thank you, everybody."}


@pytest.fixture
def news():
    return home_page().add_child(instance=NewsIndexPage(title="News", slug="news"))


@pytest.fixture
def contest(bea):
    contest = decided_contest(5)
    publish_results(contest, by=bea)
    return contest


def test_a_draft_is_written_once(news, contest, bea):
    page = announce_winners(contest, by=bea, **WORDS)
    assert (page.title, page.introduction, page.live) == ("A has won", "Thank you, everybody.", False)
    assert contest.get_url_of("results") in str(page.get_latest_revision_as_object().body)
    assert announce_winners(contest, by=bea, title="Another one", words="And again.") == page
    assert NewsPage.objects.count() == 1


def test_it_is_published_with_a_link_to_the_results(client, news, contest, bea):
    page = announce_winners(contest, by=bea, publish=True, **WORDS)
    text = client.get(page.get_url()).text
    assert "Thank you, everybody." in text
    assert f'href="{contest.get_url_of("results")}"' in text


def test_a_draft_can_be_published_later(news, contest, bea):
    announce_winners(contest, by=bea, **WORDS)
    assert announce_winners(contest, by=bea, publish=True, **WORDS).live
    assert NewsPage.objects.count() == 1


def test_it_waits_for_the_results(news, bea):
    contest = decided_contest(5)
    with pytest.raises(RuleBroken, match="not published yet"):
        announce_winners(contest, by=bea, **WORDS)


def test_it_is_not_published_before_the_results_are_public(news, contest, bea):
    ContestPage.objects.filter(pk=contest.pk).update(results_from=timezone.now() + timedelta(hours=1))
    contest = ContestPage.objects.get(pk=contest.pk)
    with pytest.raises(RuleBroken, match="not public yet"):
        announce_winners(contest, by=bea, publish=True, **WORDS)
    assert not announce_winners(contest, by=bea, **WORDS).live


def test_title_and_words_are_asked_for(news, contest, bea):
    with pytest.raises(RuleBroken) as refused:
        announce_winners(contest, by=bea, title=" ", words="")
    assert set(refused.value.message_dict) == {"title", "words"}


def test_without_a_place_for_news_it_says_so(contest, bea):
    with pytest.raises(Refused, match="may not write news"):
        announce_winners(contest, by=bea, **WORDS)


def test_members_may_not(news, contest, tom):
    with pytest.raises(Refused, match="brand’s team"):
        announce_winners(contest, by=tom, **WORDS)


@pytest.mark.parametrize("publish", [True, False])
def test_news_that_everybody_reads_name_no_closed_contest(news, contest, bea, ines, publish):
    join(bea, INSIDERS)
    close(contest, INSIDERS)
    with pytest.raises(Refused, match="Not everybody"):
        announce_winners(contest, by=bea, publish=publish, **WORDS)
    assert not NewsPage.objects.exists()


def test_news_behind_the_same_door_do(news, contest, bea, ines):
    join(bea, INSIDERS)
    close(home_page(), INSIDERS)
    assert announce_winners(contest, by=bea, publish=True, **WORDS).live
