"""What is counted of every member, whichever rooms there are."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audience.measures import DaysSince


def _days(n: int) -> str:
    return ngettext("%(n)d day as a member", "%(n)d days as a member", n) % {"n": n}


DAYS_AS_MEMBER = DaysSince(
    "days-as-member", _("Days as a member"), _("Whole days since somebody joined count."), _days, field="date_joined"
)
