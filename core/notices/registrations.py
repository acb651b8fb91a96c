"""What notices plug into the rooms below."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from core.commands import Chapter, Chore, Surface, chapters, chores, surfaces
from core.members.registries import PersonalData, personal_data
from core.notices.actions.delivering import deliver_waiting
from core.notices.actions.digesting import plan_digests
from core.notices.actions.tending import forget_old_tasks, put_back_lost_tasks
from core.notices.canary import plant_mail
from core.notices.demo import forget_rhythm, write_rhythm
from core.notices.models import Digest, Follow, Heartbeat, Message, Notice, Preference
from core.notices.tasks import show_life

# A worker that does not answer is asked again only after a while, so that questions do not pile up behind it.
PATIENCE = timedelta(minutes=10)


def send_unsent() -> int:
    """The safety net of the worker: mail that a dead one had claimed, or that was put off."""
    Message.objects.free_expired(at=timezone.now())
    return deliver_waiting()


def take_pulse() -> int:
    """Records that the sweep runs, and asks the worker to record that it does."""
    now = timezone.now()
    beats = Heartbeat.objects
    beats.beat("sweep", at=now)
    asked, answered = beats.last("asked"), beats.last("worker")
    if not asked or (answered and answered >= asked) or asked < now - PATIENCE:
        beats.beat("asked", at=now)
        show_life.enqueue()
    return 1


def export(member: Any) -> dict[str, Any]:
    notices = Notice.objects.filter(recipient=member).order_by("created_at", "pk")
    digests = Digest.objects.filter(recipient=member).order_by("until", "pk")
    return {
        "notices": list(notices.values("kind", "subject_kind", "subject_id", "created_at", "read_at")),
        "follows": list(Follow.objects.by(member).values("subject_kind", "subject_id", "created_at")),
        "preferences": Preference.objects.chosen_by(member),
        "digests": list(digests.values("rhythm", "until", sent_at=F("message__sent_at"))),
    }


def erase(member: Any) -> None:
    """Nobody else needs these rows; the messages go with their notices and digests."""
    for model, field in ((Notice, "recipient"), (Digest, "recipient"), (Follow, "member"), (Preference, "member")):
        model.objects.filter(**{field: member}).delete()
    Notice.objects.filter(actor=member).update(actor=None)


def register() -> None:
    """Called once, when the app is ready."""
    chapters.add(Chapter("notices", write_rhythm, forget_rhythm))
    surfaces.add(Surface("mail", plant_mail))
    chores.add(Chore("digests", plan_digests))
    chores.add(Chore("notices", send_unsent))
    chores.add(Chore("lost-tasks", put_back_lost_tasks))
    chores.add(Chore("old-tasks", forget_old_tasks))
    chores.add(Chore("pulse", take_pulse))
    personal_data.add(PersonalData("notices", export, erase))
