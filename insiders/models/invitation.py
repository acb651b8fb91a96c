"""A personal invitation to a tier, from a named person of the team, and the links that lead to it."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.audience.models import Tier

VALID = timedelta(days=14)  # unless the inviter says otherwise


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self, at: datetime) -> Self:
        return self.filter(accepted_at=None, declined_at=None, revoked_at=None, expires_at__gt=at)

    def in_state(self, state: str, at: datetime) -> Self:
        """Those of one state; of a word that is none, all."""
        unanswered = self.filter(accepted_at=None, declined_at=None, revoked_at=None)
        found = {
            "waiting": self.waiting(at),
            "accepted": self.filter(accepted_at__isnull=False, revoked_at=None),
            "declined": self.filter(accepted_at=None, declined_at__isnull=False, revoked_at=None),
            "expired": unanswered.filter(expires_at__lte=at),
            "revoked": self.filter(revoked_at__isnull=False),
        }
        return found.get(state, self)


class Invitation(models.Model):
    """One person is asked into one tier, once. By e-mail it is for whoever has confirmed that address; by a link, for
    the first member who accepts."""

    class By(models.TextChoices):
        MAIL = "mail", _("by e-mail")
        LINK = "link", _("by a link")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Taken back")

    wagtail_reference_index_ignore = True

    tier = models.ForeignKey(Tier, models.CASCADE, related_name="invitations", verbose_name=_("tier"))
    way = models.CharField(_("how"), max_length=4, choices=By, default=By.MAIL)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    words = models.TextField(_("letter"), max_length=1500)
    signature = models.CharField(_("signature"), max_length=120)
    invited_by = models.ForeignKey("members.User", models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    member = models.ForeignKey("members.User", models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    # The letter waits to be sent from then on. None: nothing does.
    language = models.CharField(max_length=10, blank=True)
    letter_due_at = models.DateTimeField(null=True, blank=True)
    letter_attempts = models.PositiveSmallIntegerField(default=0)
    letter_failed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()
        permissions = [("invite", _("Can invite to tiers and give early access"))]
        ordering = ["-invited_at", "-pk"]
        indexes = [
            models.Index(fields=["tier", "email"], name="invitations_of_an_address"),
            models.Index(fields=["-invited_at", "-id"], name="invitations_listed"),
            models.Index(
                fields=["letter_due_at"], condition=models.Q(letter_due_at__isnull=False), name="invitations_to_send"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} to {self.tier_id}"

    def state_at(self, at: datetime) -> "Invitation.State":
        if self.revoked_at:
            return self.State.REVOKED
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.declined_at:
            return self.State.DECLINED
        return self.State.WAITING if at < self.expires_at else self.State.EXPIRED

    @property
    def link(self) -> "InvitationLink":
        """The one that holds."""
        found = self.links.order_by("-pk").first()
        if found is None:
            raise InvitationLink.DoesNotExist
        return found


class InvitationLink(models.Model):
    """One link to an invitation; the newest holds. Neither the link nor its token is stored: the token is made anew
    from the salt with the site's secret key when a letter is written, and found again by its keyed hash."""

    wagtail_reference_index_ignore = True

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    salt = models.CharField(max_length=43, default=token_urlsafe, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.pk}"

    @property
    def token(self) -> str:
        made = salted_hmac("insiders.invitation.token", self.salt, algorithm="sha256").digest()
        return urlsafe_b64encode(made).rstrip(b"=").decode()

    @property
    def path(self) -> str:
        return reverse("insiders:open-invitation", args=[self.token])

    @classmethod
    def new(cls, invitation: Invitation, **fields: Any) -> Self:
        """Not stored yet."""
        link = cls(invitation=invitation, **fields)
        link.digest = digest_of(link.token)
        return link

    @classmethod
    def with_token(cls, token: str) -> Self | None:
        return cls.objects.filter(digest=digest_of(token)).first()


def digest_of(token: str) -> str:
    return salted_hmac("insiders.invitation.digest", token, algorithm="sha256").hexdigest()
