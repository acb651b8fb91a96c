"""Who may say something on an early-access page that they may see, and who looks after one."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from core.policies import YES, Verdict, no
from insiders.models import EarlyAccess
from moderation.policies import may_write


def may_comment(user: Any, early: EarlyAccess) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to comment."), sign_in=True)
    return may_write(user)


def may_give_feedback(user: Any, early: EarlyAccess) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to say what you think."), sign_in=True)
    return may_write(user)


def may_look_after(user: Any, page: Page) -> Verdict:
    """Its private files, and what is said to its team: whoever may edit the page."""
    if user.is_authenticated and page.permissions_for_user(user).can_edit():
        return YES
    return no(_("Only who edits this page looks after it."))
