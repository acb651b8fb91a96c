"""Who is trusted to publish at once, and how much a reporter's word weighs."""

from typing import Any

from django.utils.translation import ngettext

from moderation.models import Act, Decision, ModerationSettings

AGAINST = (Act.REJECT, Act.HIDE, Act.SUSPEND)


def is_staff(member: Any) -> bool:
    """Whoever may open the admin answers for their words in another way."""
    return bool(member.has_perm("wagtailadmin.access_admin"))


def is_trusted(member: Any) -> bool:
    """After N approved contributions without a rejection since. What was taken back counts neither way."""
    return approved_of(member) >= first_contributions()


def approved_of(member: Any) -> int:
    """How many contributions were approved since the last one that was not."""
    mine = Decision.objects.filter(author=member.pk, taken_back_by=None)
    last = mine.filter(act__in=AGAINST).order_by("-pk").values_list("pk", flat=True).first()
    return mine.filter(act=Act.APPROVE, pk__gt=last or 0).count()


def first_contributions() -> int:
    row = ModerationSettings.objects.filter(site__is_default_site=True).first()
    return (row or ModerationSettings()).first_contributions


def first_contributions_words() -> str:
    """As members read it."""
    count = first_contributions()
    words = ngettext(
        "Your first contribution is checked before it appears.",
        "Your first %(n)d contributions are checked before they appear.",
        count,
    )
    return words % {"n": count}
