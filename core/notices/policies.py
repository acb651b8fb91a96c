"""Who may do what with notices. Reading is by ownership; following needs a member."""

from typing import Any

from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no


def may_read(user: Any, notice: Any) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to read your notices."), sign_in=True)
    if notice.recipient_id != user.pk:
        return no(_("This notice is somebody else's."))
    return YES


def may_follow(user: Any, subject: Any) -> Verdict:
    """`subject` is whatever would be followed: whether it may be seen was decided where it was fetched."""
    if not user.is_authenticated:
        return no(_("Sign in to be told when this moves."), sign_in=True)
    return YES
