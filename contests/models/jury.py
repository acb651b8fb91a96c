from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.models.contest import ContestPage, Criterion
from contests.models.entry import Entry

VALID = timedelta(days=30)  # an invitation, unless judging ends before


class JurorQuerySet(models.QuerySet["Juror"]):
    def judging(self) -> Self:
        """Those who have accepted, and neither stepped down nor were removed."""
        return self.filter(accepted_at__isnull=False, declined_at=None, removed_at=None)

    def of(self, user: Any) -> Self:
        return self.filter(member=user.pk) if user.is_authenticated else self.none()


class Juror(models.Model):
    """Somebody who was asked to judge. They are one once they accept; the invitation is for the address it went to."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        EXPIRED = "expired", _("Invitation expired")
        ACCEPTED = "accepted", _("Judges")
        DECLINED = "declined", _("Declined")
        REMOVED = "removed", _("Removed")

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

    # The invitation's letter waits to be sent from then on. None: nothing does.
    language = models.CharField(max_length=10, blank=True)
    letter_due_at = models.DateTimeField(null=True, blank=True)
    letter_attempts = models.PositiveSmallIntegerField(default=0)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        constraints = [models.UniqueConstraint(fields=["contest", "email"], name="invited_once_a_contest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_judging(self) -> bool:
        return bool(self.accepted_at) and not self.declined_at and not self.removed_at

    @property
    def expires_at(self) -> datetime:
        """The end of an invitation that nobody has answered."""
        return self.invited_at + VALID

    def state_at(self, at: datetime) -> "Juror.State":
        if self.removed_at:
            return self.State.REMOVED
        if self.declined_at:
            return self.State.DECLINED
        if self.accepted_at:
            return self.State.ACCEPTED
        return self.State.INVITED if at < self.expires_at else self.State.EXPIRED

    def get_absolute_url(self) -> str:
        """Where the invitation is answered. The token is the right to look at it, not to answer it."""
        return reverse("contests:jury-invitation", args=[self.token])


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def given(self) -> Self:
        return self.filter(state=Judgement.State.GIVEN)

    def on_desks(self) -> Self:
        """What a judge has to look at, or has judged; not what was a conflict."""
        return self.exclude(state=Judgement.State.CONFLICT)

    def unfinished(self) -> Self:
        return self.filter(state__in=(Judgement.State.OPEN, Judgement.State.DEFERRED))


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

    # Of a conflict that the organisers have declared: only they take it back. Empty for one that the judge saw.
    declared_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_why = models.CharField(_("why"), max_length=300, blank=True)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="judged_once")]
        indexes = [models.Index(fields=["juror", "state"], name="judgements_to_give")]

    @property
    def state_before(self) -> "Judgement.State":
        """What it was before it became a conflict: marks stay, and count again if it was none."""
        if self.given_at:
            return self.State.GIVEN
        return self.State.DEFERRED if self.deferred_at else self.State.OPEN

    @property
    def is_given(self) -> bool:
        return self.state == self.State.GIVEN

    @property
    def stamp(self) -> str:
        """Of what stands now: a form that was shown another one is out of date."""
        moments = [moment for moment in (self.given_at, self.deferred_at) if moment]
        return max(moments).isoformat() if moments else ""


class Mark(models.Model):
    """One to five, by one criterion."""

    wagtail_reference_index_ignore = True

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    points = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["judgement", "criterion"], name="one_mark_a_criterion")]
