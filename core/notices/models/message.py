import uuid
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Longer than a whole batch takes when every send runs into the mail server's timeout.
LEASE = timedelta(minutes=15)
MAX_ATTEMPTS = 6


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Not sent")


def new_message_id() -> str:
    """Fixed before the first attempt: a second delivery after a crash is the same message to every mail program."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> Self:
        return self.filter(state=MessageState.WAITING, due_at__lte=at)

    def claim(self, limit: int, *, at: datetime) -> list["Message"]:
        """Take up to `limit` due messages, the oldest first; no other worker gets them while the lease lasts."""
        claim = uuid.uuid4()
        with transaction.atomic():
            waiting = self.due(at=at).order_by("due_at", "pk").select_for_update(skip_locked=True)
            keys = list(waiting.values_list("pk", flat=True)[:limit])
            self.due(at=at).filter(pk__in=keys).update(state=MessageState.CLAIMED, claim=claim, claimed_at=at)
        return list(self.held_by(claim).select_related("notice__actor", "digest", "recipient").order_by("due_at", "pk"))

    def held_by(self, claim: uuid.UUID | None) -> Self:
        return self.filter(state=MessageState.CLAIMED, claim=claim)

    def give_back(self, claim: uuid.UUID | None, *, due_at: datetime) -> int:
        """Let go of what was claimed and not yet tried."""
        return self.held_by(claim).update(state=MessageState.WAITING, claim=None, due_at=due_at)

    def free_expired(self, *, at: datetime) -> int:
        """Take back what a dead worker had claimed. What it died of time and again has failed."""
        expired = self.filter(state=MessageState.CLAIMED, claimed_at__lt=at - LEASE)
        expired.filter(attempts__gte=MAX_ATTEMPTS).update(
            state=MessageState.FAILED, claim=None, last_error="The worker died while sending."
        )
        return expired.update(state=MessageState.WAITING, claim=None, due_at=at)


class Message(models.Model):
    """The e-mail of one notice, or of one digest. The row and its Message-ID exist before anything is sent."""

    notice = models.OneToOneField(
        "notices.Notice", on_delete=models.CASCADE, null=True, blank=True, related_name="message"
    )
    digest = models.OneToOneField(
        "notices.Digest", on_delete=models.CASCADE, null=True, blank=True, related_name="message"
    )
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=320, unique=True, default=new_message_id, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The error's name and the server's code: its text would quote the address.
    last_error = models.CharField(max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notice=None, digest__isnull=False) | Q(digest=None, notice__isnull=False),
                name="notices_mail_of_one_thing",
            )
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="notices_mail_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="notices_mail_claimed"),
            models.Index(fields=["claim"], condition=Q(state="claimed"), name="notices_mail_claim"),
        ]

    def hold(self, *, at: datetime) -> bool:
        """Begin an attempt: renews the lease. False when the lease was lost and somebody else has the message."""
        return self._change(claimed_at=at, attempts=F("attempts") + 1)

    def settle(self, state: MessageState, *, error: str = "", **fields: object) -> bool:
        """Record how the attempt ended. False, and nothing changed, when the lease was lost."""
        return self._change(state=state, claim=None, last_error=error[:120], **fields)

    def _change(self, **fields: object) -> bool:
        return bool(Message.objects.held_by(self.claim).filter(pk=self.pk).update(**fields))
