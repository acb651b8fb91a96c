from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.screening.checks import Check, Limit, Noticed, Tuning, Written

NEW = 0.2


def look(written: Written, tuning: Tuning) -> Noticed | None:
    """The account is only hours old. That is nobody's fault: it weighs little, and raises no case by itself."""
    age = written.account_age
    if age is None or age >= timedelta(hours=tuning.limits["hours"]):
        return None
    hours = int(age.total_seconds() // 3600)
    if not hours:
        return Noticed(_("The account is less than an hour old."), NEW)
    words = ngettext("The account is %(n)d hour old.", "The account is %(n)d hours old.", hours)
    return Noticed(words % {"n": hours}, NEW)


CHECK = Check(
    "newcomers",
    gettext_lazy("Very young accounts"),
    gettext_lazy("The author joined only hours ago. Raises no case by itself, but makes one more urgent."),
    look,
    limits=(Limit("hours", gettext_lazy("An account is very young for so many hours"), 24, 1, 720),),
    stands_alone=False,
)
