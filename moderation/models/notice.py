from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case


class IllegalNoticeQuerySet(models.QuerySet["IllegalNotice"]):
    def with_receipt(self, receipt: str) -> Self:
        """As it was typed: in whatever case. The number itself is the right to look."""
        return self.filter(receipt=receipt.upper())

    def with_email(self, email: str) -> Self:
        """Written in whatever case: through the index on lower(email)."""
        return self.alias(email_lower=Lower("email")).filter(email_lower=email.lower())

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def that_fit(self, words: str) -> Self:
        """By receipt, law or address; never by who filed it."""
        return self.filter(Q(receipt__icontains=words) | Q(law__icontains=words) | Q(address__icontains=words))


class IllegalNotice(models.Model):
    """Somebody, with or without an account, says that something here is illegal (article 16 of the EU's Digital
    Services Act): what, where, which law and why, in good faith."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    receipt = models.CharField(_("receipt number"), max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="illegal_notices")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    address = models.URLField(_("address of the content"), max_length=500)
    law = models.CharField(_("which law"), max_length=200)
    why = models.TextField(_("why it is illegal"), max_length=4_000)
    # Who filed it: read with a permission of its own, erased some time after the answer
    name = models.CharField(_("your name"), max_length=120, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    in_good_faith = models.BooleanField(_("good faith"))
    language = models.CharField(max_length=10, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    alerted_at = models.DateTimeField(null=True, blank=True)  # when the moderators were told of it
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    # The letter with the newest word, the receipt or the answer, waits to be sent from then on. None: nothing does.
    letter_due_at = models.DateTimeField(null=True, blank=True)
    letter_attempts = models.PositiveSmallIntegerField(default=0)

    objects = IllegalNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        ordering = ["-at"]
        permissions = [("read_notice_contacts", _("Can read who filed a notice"))]
        indexes = [
            models.Index(fields=["letter_due_at"], condition=Q(letter_due_at__isnull=False), name="moderation_letters"),
            models.Index(Lower("email"), F("at").desc(), name="moderation_notices_of_email"),
            models.Index(fields=["case"], condition=Q(answered_at=None), name="moderation_unanswered"),
            models.Index(fields=["at", "id"], name="moderation_notices_in_order"),
        ]

    def __str__(self) -> str:
        return self.receipt

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def get_absolute_url(self) -> str:
        return reverse("moderation:receipt", args=[self.receipt])
