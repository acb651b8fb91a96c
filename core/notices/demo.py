"""The notices' part of the demo world: Tom hears of most things once a week."""

from core.members.models import User
from core.notices.actions.preferring import set_everything
from core.notices.forms import kinds_for
from core.notices.models import Preference
from core.notices.models.preference import ByEmail

READER = "tom@example.com"


def write_rhythm() -> None:
    """What he chose himself stays."""
    reader = User.objects.with_email(READER).first()
    if reader and not Preference.objects.filter(member=reader).exists():
        set_everything(ByEmail.WEEKLY, kinds_for(reader), by=reader)


def forget_rhythm() -> None:
    Preference.objects.filter(member__in=User.objects.with_email(READER)).delete()
