from datetime import datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LegalTextQuerySet(models.QuerySet["LegalText"]):
    def effective(self, *, at: datetime | None = None) -> Self:
        """Versions that are, or once were, in force; the newest first."""
        return self.filter(effective_at__lte=at or timezone.now()).order_by("kind", "-version")

    def in_force(self, *, at: datetime | None = None) -> list["LegalText"]:
        """The one version of each kind that holds now."""
        newest: dict[str, LegalText] = {}
        for text in self.effective(at=at):
            newest.setdefault(text.kind, text)
        return list(newest.values())

    def not_yet_accepted_by(self, member: Any, *, at: datetime | None = None) -> list["LegalText"]:
        accepted = set(Acceptance.objects.filter(member=member).values_list("text_id", flat=True))
        return [text for text in self.in_force(at=at) if text.pk not in accepted]


class LegalText(models.Model):
    """One version of the terms or of the privacy notice. A change is a new version, never an edit."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Privacy notice")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"), help_text=_("Plain text; an empty line begins a new paragraph."))
    effective_at = models.DateTimeField(_("in force from"), default=timezone.now)

    objects = LegalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal text")
        verbose_name_plural = _("legal texts")
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="members_one_text_a_version")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("members:legal", args=[self.kind])


class Acceptance(models.Model):
    """That a member accepted a version, and when. Never changed and never deleted."""

    member = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="acceptances")
    text = models.ForeignKey(LegalText, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "text"], name="members_accepts_a_text_once")]
