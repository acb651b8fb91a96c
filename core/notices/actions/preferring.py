from typing import Any

from django.utils.translation import gettext as _

from core.errors import RuleBroken
from core.notices.kinds import NoticeKind
from core.notices.models import Preference
from core.notices.models.preference import ByEmail
from core.notices.tokens import read_token


def set_preference(kind: NoticeKind, by_email: str, *, by: Any) -> Preference:
    """How `by` wants to hear of this kind from now on. Raises RuleBroken for a choice that does not exist."""
    if by_email not in ByEmail.values:
        raise RuleBroken(_("Choose one of the answers that are offered."))
    wanted, _new = Preference.objects.update_or_create(member_id=by.pk, kind=kind.key, defaults={"by_email": by_email})
    return wanted


def unsubscribe(token: str) -> NoticeKind:
    """Stop e-mail of the token's kind to the token's member; again changes nothing. Raises RuleBroken."""
    member, kind = read_token(token)
    set_preference(kind, ByEmail.NEVER, by=member)
    return kind
