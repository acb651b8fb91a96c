"""Who may upload and have what, each with a reason that the person may read."""

from typing import Any

from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from core.publication import State
from gallery.models import MediaItem, Stage, UploadSession
from gallery.purposes import MB
from moderation.policies import may_moderate, may_write
from moderation.screening.texts import MOST_READ

MOST_OPEN = 3  # uploads of one member at once
MAY_PASS = frozenset({"crashed", "lost", "took-too-long", "too-much-memory"})  # reasons that are not in the file alone
MOST_A_DAY = 2000 * MB  # of one member, over 24 hours
MOST_TRACKS = 12  # languages of one film's captions
MOST_SAID = MOST_READ  # characters of one text: the checks of the screening read all of it


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


def may_caption(user: Any, film: MediaItem | None) -> Verdict:
    """Give it captions, or others than it has: its owner, and staff with the permission, while it may be shown."""
    if film is None or not film.is_film or film.stage == Stage.REMOVED:
        return no(_("There is no such film."))
    if not (verdict := may_uncaption(user, film)) or not (verdict := may_write(user)):
        return verdict
    if film.state in (State.REJECTED, State.HIDDEN):
        return no(_("This film was taken down. Its captions can be removed, but not changed."))
    if film.stage != Stage.READY:
        return no(_("This film is not ready yet. Add captions once it can be played."))
    if not film.attachments.exists():
        return no(_("This film has not been sent in yet. Send it in first, then add captions."))
    return YES


def may_uncaption(user: Any, film: MediaItem) -> Verdict:
    """Remove captions: whoever may give them, also from a film that was taken down, and while they are suspended."""
    if not user.is_authenticated:
        return no(_("Sign in to change captions."), sign_in=True)
    if film.owner_id == user.pk or user.has_perm("gallery.caption_films"):
        return YES
    return no(_("Only the member who sent a film in can change its captions."))


def may_read_captions(user: Any, film: MediaItem) -> Verdict:
    """Also in the words that viewers do not read yet: whoever gives captions, and moderators, who judge them."""
    verdict = may_uncaption(user, film)
    return verdict if verdict else may_moderate(user) or verdict
