from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.decision import Decision

WITHIN = timedelta(days=183)  # six months, as article 20 of the Digital Services Act has it


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting_about(self, case: Any) -> Self:
        """Without an outcome, against any decision on the thing of this case. The decision may be of an earlier one."""
        return self.filter(outcome=None, decision__kind=case.kind, decision__subject_id=case.subject_id)

    def not_against(self, user: Any) -> Self:
        """Those against decisions of others: who decided first does not decide again."""
        return self.exclude(decision__by=user.pk)


class Appeal(models.Model):
    """The author asks once for another person's eyes. It is decided when `outcome` names the decision on it."""

    wagtail_reference_index_ignore = True  # it points at no page, picture or document

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("why it should be decided otherwise"), max_length=4_000)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="decides")

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome_id is None
