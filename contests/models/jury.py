from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.contest import ContestPage, Criterion
from contests.models.entry import Entry


class Juror(models.Model):
    """Somebody who was asked to judge. They are one once they accept; the invitation is for the address it went to."""

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="jurors")
    member = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name, as it is shown"), max_length=80)
    about = models.CharField(_("who they are"), max_length=200, blank=True)
    message = models.TextField(_("a word to them"), max_length=600, blank=True)
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    invited_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        constraints = [models.UniqueConstraint(fields=["contest", "email"], name="invited_once_a_contest")]

    def __str__(self) -> str:
        return self.name


class Judgement(models.Model):
    """One entry on one judge's desk."""

    class State(models.TextChoices):
        OPEN = "open", _("To be judged")
        DEFERRED = "deferred", _("Put off")
        GIVEN = "given", _("Judged")
        CONFLICT = "conflict", _("Not mine to judge")

    wagtail_reference_index_ignore = True

    juror = models.ForeignKey(Juror, on_delete=models.CASCADE, related_name="judgements")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="judgements")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    words = models.TextField(_("in words"), max_length=1000, blank=True)
    is_quotable = models.BooleanField(_("may be shown with the results"), default=False)
    allotted_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True, blank=True)
    deferred_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="judged_once")]
        indexes = [models.Index(fields=["juror", "state"], name="judgements_to_give")]


class Mark(models.Model):
    """One to five, by one criterion."""

    wagtail_reference_index_ignore = True

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judgement", "criterion"], name="one_mark_a_criterion")]
