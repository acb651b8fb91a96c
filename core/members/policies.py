"""Who may do what to an account."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext as _

from core.members.models import User
from core.policies import YES, Verdict, no


def needs_second_factor(user: Any) -> bool:
    """Whether this person works in the admin and has yet to set up a second factor."""
    if not settings.STAFF_NEEDS_SECOND_FACTOR or not user.is_authenticated:
        return False
    return user.has_perm("wagtailadmin.access_admin") and not is_mfa_enabled(user)


def may_change_settings(user: Any, member: User) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to change your settings."), sign_in=True)
    if user.pk != member.pk or member.is_former:
        return no(_("Only the member can change these settings."))
    return YES


def may_export(user: Any, member: User) -> Verdict:
    if not user.is_authenticated:
        return no(_("Sign in to get your data."), sign_in=True)
    if user.pk != member.pk:
        return no(_("Only the member can get this data."))
    return YES


def may_erase(user: Any, member: User) -> Verdict:
    """Members erase themselves; an administrator may do it for them. One administrator always stays."""
    if not user.is_authenticated:
        return no(_("Sign in to delete your account."), sign_in=True)
    if user.pk != member.pk and not user.is_superuser:
        return no(_("Only the member can delete this account."))
    if member.is_superuser and not User.objects.present().filter(is_superuser=True).exclude(pk=member.pk).exists():
        return no(_("You are the only administrator. Make somebody else an administrator first."))
    return YES
