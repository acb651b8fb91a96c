from typing import Any

from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from moderation.policies import may_moderate


def may_tune(user: Any) -> Verdict:
    """Administrators, and whoever they give the permission to. Moderators read how the checks are set."""
    if not (verdict := may_moderate(user)):
        return verdict
    if not user.has_perm("moderation.change_screeningcheck"):
        return no(_("Administrators set the checks. You can read how they are set."))
    return YES
