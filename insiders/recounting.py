"""The cached figure of early access, from its rows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.commands import Counter, Drift
from insiders.models import EarlyAccess, EarlyAccessComment


def _drifted() -> QuerySet[Any]:
    counted = EarlyAccessComment.objects.counted().filter(subject=OuterRef("pk")).order_by().values("subject")
    number = Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
    return EarlyAccess.objects.annotate(counted=number).exclude(comment_count=F("counted"))


def _find() -> Iterator[Drift]:
    for early in _drifted():
        yield Drift(f"comment_count of early access {early.pk}", early.comment_count, early.counted)


def _mend() -> int:
    mended = 0
    for early in _drifted():
        mended += EarlyAccess.objects.filter(pk=early.pk).update(comment_count=early.counted)
    return mended


COMMENTS = Counter("early-access-comments", _find, _mend)
