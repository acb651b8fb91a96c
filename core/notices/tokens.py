"""The signed address in each e-mail: whoever has it may stop one kind of mail to one member, and nothing else."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.notices.kinds import NoticeKind, notice_kinds

# No expiry: the button in a mail of years ago must still work.
signer = signing.Signer(salt="notices.unsubscribe")


def unsubscribe_path(member_id: int, kind: NoticeKind) -> str:
    return reverse("notices:unsubscribe", args=[signer.sign_object([member_id, kind.key])])


def read_token(token: str) -> tuple[Any, NoticeKind]:
    """The member and the kind. Raises RuleBroken for a token that we did not make or that leads nowhere now."""
    members = get_user_model()
    try:
        member_id, key = signer.unsign_object(token)
        return members.objects.get(pk=member_id, erased_at=None), notice_kinds[key]
    except (signing.BadSignature, ValueError, TypeError, KeyError, members.DoesNotExist) as error:
        raise RuleBroken(
            _("This link is damaged or no longer in use. Sign in to choose what is sent to you.")
        ) from error
