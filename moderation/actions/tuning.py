"""How the checks of the screening are set. It holds for the next text that anybody sends."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.errors import RuleBroken
from core.policies import ensure
from moderation.models import ScreeningCheck
from moderation.models.screening import LEAST_FACTOR, MOST_FACTOR
from moderation.screening.checks import Check, terms_in
from moderation.screening.policies import may_tune

MOST_TERMS, LONGEST_TERM = 1_000, 100


def tune(
    check: Check, *, by: Any, is_on: bool, factor: float, limits: Mapping[str, int], terms: str = ""
) -> ScreeningCheck:
    """The check runs so from now on; Wagtail's log says who changed it. The same again changes nothing.

    Raises Refused, and RuleBroken with what is wrong, by field.
    """
    ensure(may_tune(by))
    _examine(check, factor, limits, terms)
    wanted = {"is_on": is_on, "factor": factor, "limits": dict(limits), "terms": "\n".join(terms_in(terms))}
    with transaction.atomic():
        row, is_new = ScreeningCheck.objects.select_for_update().get_or_create(key=check.key, defaults=wanted)
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        if changed:
            ScreeningCheck.objects.filter(pk=row.pk).update(**wanted)
            row.refresh_from_db()
        if changed or is_new:
            log(row, "wagtail.edit", user=by, data={"is_on": is_on, "factor": factor, "limits": dict(limits)})
    return row


def reset(check: Check, *, by: Any) -> None:
    """The check runs as it was delivered. Raises Refused."""
    ensure(may_tune(by))
    row = ScreeningCheck.objects.filter(key=check.key).first()
    if row is not None:
        log(row, "wagtail.delete", user=by, deleted=True)
        row.delete()


def _examine(check: Check, factor: float, limits: Mapping[str, int], terms: str) -> None:
    problems: dict[str, Any] = {}
    if not LEAST_FACTOR <= factor <= MOST_FACTOR:  # also what is no number
        problems["factor"] = _("Between %(least)s and %(most)s.") % {"least": LEAST_FACTOR, "most": MOST_FACTOR}
    for limit in check.limits:
        if not limit.least <= limits.get(limit.key, limit.least - 1) <= limit.most:
            problems[limit.key] = _("Between %(least)s and %(most)s.") % {"least": limit.least, "most": limit.most}
    given = terms_in(terms)
    if len(given) > MOST_TERMS:
        problems["terms"] = _("At most %(most)s lines.") % {"most": MOST_TERMS}
    elif any(len(term) > LONGEST_TERM for term in given):
        problems["terms"] = _("A line has at most %(most)s characters.") % {"most": LONGEST_TERM}
    if problems:
        raise RuleBroken(problems)
