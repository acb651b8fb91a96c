"""Who is told of a decision, once, when the time for undoing it is over."""

from datetime import datetime

from django.utils import timezone

from moderation.models import Telling


def tell_people_of(decision_id: int, *, at: datetime | None = None) -> int:
    """The author and the reporters have their notice; how many are new. Nothing while it is not due or taken back."""
    raise NotImplementedError


def tell_due(*, at: datetime | None = None) -> int:
    """Everything that is due is told; how many decisions. The safety net of the worker."""
    due = Telling.objects.filter(due_at__lte=at or timezone.now()).values_list("decision_id", flat=True)
    return sum(bool(tell_people_of(pk, at=at)) for pk in list(due))
