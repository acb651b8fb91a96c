"""Each check over texts as members write them. Known mistakes are marked and counted, not hidden."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from wagtail.models import Site

from core.brand.models import BrandSettings
from moderation.screening import prints
from moderation.screening.checks import Check, Noticed, Written, checks
from moderation.screening.standard import STANDARD
from tests.moderation.screening.corpora import CORPORA
from tests.moderation.screening.corpora.sample import Sample

pytestmark = pytest.mark.django_db
LANGUAGES = {"en", "el", "nb", "hr", "he"}
# precision, recall: what a change of a check may not fall below
FLOORS = {
    "links": (0.95, 0.9),
    "terms": (0.9, 0.9),
    "contacts": (0.95, 0.9),
    "repeats": (0.95, 0.8),
    "copies": (0.95, 0.8),
    "shouting": (0.95, 0.9),
    "newcomers": (1.0, 1.0),
}
CASES = [
    pytest.param(check, sample, id=f"{check.key}-{sample.language}-{number}")
    for check in STANDARD
    for number, sample in enumerate(CORPORA[check.key])
]


@pytest.fixture
def look(tom, lars) -> Callable[[Check, Sample], Noticed | None]:
    """What a check as delivered says of a text by tom, after those that he and lars sent before."""
    BrandSettings.objects.create(site=Site.objects.get(), contact_email="care@kaffa.example")

    def ask(check: Check, sample: Sample) -> Noticed | None:
        now = timezone.now()
        author = SimpleNamespace(pk=tom.pk, date_joined=now - timedelta(hours=sample.hours))
        before = [(text, author) for text in sample.own] + [(text, lars) for text in sample.others]
        for number, (text, by) in enumerate(before, 1):
            prints.compare_and_keep("idea", number, text, by=by, at=now - timedelta(days=1))
        seen = prints.compare_and_keep("idea", 1_000, sample.text, by=author, at=now)
        written = Written("idea", 1_000, (sample.text,), author, now, seen)
        return check.look(written, check.as_delivered)

    return ask


@pytest.mark.parametrize(("check", "sample"), CASES)
def test_a_text_is_noticed_or_left_alone(check, sample, look):
    is_right = bool(look(check, sample)) == sample.is_bad
    assert is_right is not sample.is_hard, sample.text


@pytest.mark.parametrize("check", STANDARD, ids=lambda check: check.key)
def test_precision_and_recall(check, look, record_property):
    """Of what it notices, how much deserves it; of what deserves it, how much it notices."""
    said = Counter()
    for sample in CORPORA[check.key]:
        prints.TextPrint.objects.all().delete()
        said[sample.is_bad, bool(look(check, sample))] += 1
    right, missed, wrong = said[True, True], said[True, False], said[False, True]
    precision, recall = right / (right + wrong), right / (right + missed)
    line = f"{check.key:<10} {sum(said.values()):>3} texts   precision {precision:.2f}   recall {recall:.2f}"
    record_property("screening", line)
    least_precision, least_recall = FLOORS[check.key]
    assert precision >= least_precision, line
    assert recall >= least_recall, line


@pytest.mark.parametrize("check", STANDARD, ids=lambda check: check.key)
def test_a_corpus_is_worth_its_figures(check):
    corpus = CORPORA[check.key]
    assert len(corpus) >= 20
    assert sum(not sample.is_bad for sample in corpus) >= 10
    for is_bad in (True, False):
        assert {sample.language for sample in corpus if sample.is_bad is is_bad} == LANGUAGES


def test_every_check_of_the_house_has_a_corpus():
    assert {check.key for check in checks} == set(CORPORA)
