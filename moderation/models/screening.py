from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEAST_FACTOR, MOST_FACTOR = 0.1, 3.0


class ScreeningCheck(models.Model):
    """How the administrators have set one check. Without a row it runs as it was delivered."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    key = models.CharField(max_length=40, unique=True, editable=False)
    is_on = models.BooleanField(_("switched on"), default=True)
    factor = models.FloatField(
        _("how much it weighs"),
        default=1.0,
        validators=[MinValueValidator(LEAST_FACTOR), MaxValueValidator(MOST_FACTOR)],
        help_text=_("1 is as delivered, 2 makes what it finds twice as urgent."),
    )
    limits: Any = models.JSONField(default=dict, blank=True)  # by the name of the check's limits
    terms = models.TextField(blank=True)

    class Meta:
        verbose_name = _("check of the screening")
        verbose_name_plural = _("checks of the screening")
        default_permissions = ("change",)

    def __str__(self) -> str:
        return self.key


class TextPrint(models.Model):
    """That one sentence was sent in one thing, as a number from which no words can be read back.

    Kept when the thing is edited: it says what was sent, not what stands. `moderation.screening.prints` makes them.
    """

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    digest = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    subject_id = models.PositiveBigIntegerField()
    author = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["digest", "kind", "subject_id"], name="one_print_a_sentence_and_thing")
        ]
        indexes = [models.Index(fields=["at"], name="moderation_prints_by_time")]
