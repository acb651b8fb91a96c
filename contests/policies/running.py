"""Who may run a contest, with a reason that the person may read."""

from typing import Any

from django.utils.translation import gettext as _

from contests.models import ContestPage
from core.policies import YES, Verdict, no


def may_run(user: Any, contest: ContestPage | None = None) -> Verdict:
    """One contest, or any: which contests lie on somebody's desk, their page permissions say."""
    if user.is_authenticated and user.has_perm("contests.run_contest"):
        return YES
    return no(_("Only the brand’s team can run contests."))
