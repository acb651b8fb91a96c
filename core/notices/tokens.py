"""The signed address in each e-mail: whoever has it may stop one kind of mail, or one rhythm, to one member, and
nothing else; for a day, they may take that back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.notices.kinds import NoticeKind, notice_kinds
from core.notices.models.digest import Rhythm

# No expiry: the button in a mail of years ago must still work.
signer = signing.Signer(salt="notices.unsubscribe")
undoing = signing.TimestampSigner(salt="notices.resubscribe")
UNDO_WITHIN = timedelta(days=1)
DIGEST = "digest:"  # no kind has a colon in its key


def unsubscribe_path(member_id: int, what: NoticeKind | Rhythm) -> str:
    key = f"{DIGEST}{what}" if isinstance(what, Rhythm) else what.key
    return reverse("notices:unsubscribe", args=[signer.sign_object([member_id, key])])


def read_token(token: str) -> tuple[Any, NoticeKind | Rhythm]:
    """The member, and the kind or the rhythm. Raises RuleBroken for a token that we did not make or that leads nowhere
    now."""
    members = get_user_model()
    try:
        member_id, key = signer.unsign_object(token)
        return members.objects.get(pk=member_id, erased_at=None), _named(key)
    except (signing.BadSignature, ValueError, TypeError, KeyError, AttributeError, members.DoesNotExist) as error:
        raise RuleBroken(
            _("This link is damaged or no longer in use. Sign in to choose what is sent to you.")
        ) from error


def _named(key: str) -> NoticeKind | Rhythm:
    return Rhythm(key.removeprefix(DIGEST)) if key.startswith(DIGEST) else notice_kinds[key]


def undo_token(member_id: int, before: Mapping[str, str]) -> str:
    """`before` is what these kinds were until now."""
    return undoing.sign_object([member_id, dict(before)])


def read_undo(token: str) -> tuple[Any, dict[str, str]]:
    """The member, and what the kinds were. Raises RuleBroken."""
    members = get_user_model()
    try:
        member_id, before = undoing.unsign_object(token, max_age=UNDO_WITHIN)
        return members.objects.get(pk=member_id, erased_at=None), before
    except (signing.BadSignature, ValueError, TypeError, members.DoesNotExist) as error:
        raise RuleBroken(_("This can no longer be taken back here. Sign in to choose what is sent to you.")) from error
