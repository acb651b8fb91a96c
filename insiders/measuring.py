"""What is counted of a member in early access: by it a further tier can be earned."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audience.measures import Counted
from insiders.models import Feedback

FEEDBACK_GIVEN = "feedback-given"


def feedback(at: datetime) -> QuerySet[Feedback]:
    return Feedback.objects.filter(created_at__lte=at, early__page__live=True)


def _feedback(n: int) -> str:
    return ngettext("feedback on %(n)d early-access page", "feedback on %(n)d early-access pages", n) % {"n": n}


MEASURE = Counted(
    FEEDBACK_GIVEN,
    _("Early-access pages with their feedback"),
    _("Early-access pages count on which your feedback stands; what you take back does not."),
    _feedback,
    feedback,
    moment="created_at",
)
