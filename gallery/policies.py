"""Who may upload and have what, each with a reason that the person may read."""

from typing import Any

from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from gallery.models import MediaItem, Stage, UploadSession
from gallery.purposes import MB
from moderation.policies import may_moderate, may_write

MOST_OPEN = 3  # uploads of one member at once
MAY_PASS = frozenset({"crashed", "lost", "took-too-long", "too-much-memory"})  # reasons that are not in the file alone
MOST_A_DAY = 2000 * MB  # of one member, over 24 hours


def may_upload(user: Any, size: int = 0) -> Verdict:
    """A file of so many bytes, now."""
    if not user.is_authenticated:
        return no(_("Sign in to upload a file."), sign_in=True)
    if not (verdict := may_write(user)):
        return verdict
    theirs = UploadSession.objects.of(user)
    if theirs.open().count() >= MOST_OPEN:
        return no(
            _("At most %(most)s uploads may be open at once. Let one finish, or abandon it.") % {"most": MOST_OPEN}
        )
    if (spent := theirs.spent()) + size > MOST_A_DAY:
        figures = {"spent": round(spent / MB), "most": round(MOST_A_DAY / MB)}
        return no(
            _("In 24 hours at most %(most)s MB may be uploaded, and you have %(spent)s MB. Try again later.") % figures
        )
    return YES


def may_continue(user: Any, session: UploadSession) -> Verdict:
    """Send its parts, complete it or abandon it."""
    if not user.is_authenticated or session.owner_id != user.pk:
        return no(_("Only the member who began an upload can go on with it."))
    return YES


def can_be_tried_again(item: MediaItem) -> bool:
    """Whether the machine may have been to blame, so that the same file may do."""
    return item.stage == Stage.FAILED and item.reason_code in MAY_PASS


def may_retry(user: Any, item: MediaItem) -> Verdict:
    """Have one's own file tried once more."""
    if not user.is_authenticated or item.owner_id != user.pk:
        return no(_("Only the member who sent a file can have it tried again."))
    if item.stage == Stage.FAILED and not can_be_tried_again(item):
        return no(_("This file will not do as it is. Please choose another."))
    return YES


def may_have_original(user: Any, item: MediaItem) -> Verdict:
    """As it was uploaded, with all that its device wrote into it: for its owner, and for moderators."""
    if user.is_authenticated and item.owner_id == user.pk:
        return YES
    return may_moderate(user) or no("")
