"""Who filed a notice of illegal content is kept while somebody may ask for it, and no longer."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from moderation.models import IllegalNotice
from moderation.trust import house


def forget_contacts(*, at: datetime | None = None) -> int:
    """Name and e-mail address are erased from notices that were answered long enough ago; from how many.

    What was said and answered stays, and so does the tie to a member's account, by which they find it in their export.
    """
    before = (at or timezone.now()) - timedelta(days=house().keep_contacts_days)
    old = IllegalNotice.objects.filter(~Q(name="", email=""), answered_at__lte=before)
    return old.update(name="", email="", letter_due_at=None)
