from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Standing
from contests.models.contest import ContestPage
from contests.models.vote import EntryVote


class VoidOrderQuerySet(models.QuerySet["VoidOrder"]):
    def undecided(self) -> int:
        """How much waits for somebody: held votes and orders, of all contests."""
        return self.filter(decided_at=None).count() + EntryVote.objects.filter(standing=Standing.HELD).count()

    def undecided_by_contest(self) -> dict[int, int]:
        """Of each contest that has any, how many orders wait for a second person."""
        waiting = self.filter(decided_at=None).order_by().values_list("contest")
        return dict(waiting.annotate(models.Count("pk")))


class VoidOrder(models.Model):
    """Some votes shall be void, or void ones count again: one person asks and says why, another one confirms. Nothing
    happens before that. The row stays."""

    class What(models.TextChoices):
        VOID = "void", _("Make void")
        RESTORE = "restore", _("Let count again")

    wagtail_reference_index_ignore = True

    contest = models.ForeignKey(ContestPage, on_delete=models.CASCADE, related_name="void_orders")
    what = models.CharField(max_length=10, choices=What)
    reason = models.TextField(_("reason"), max_length=500)
    votes = models.ManyToManyField(EntryVote, related_name="void_orders")
    asked_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_confirmed = models.BooleanField(default=False)  # once decided: or it was taken back

    objects = VoidOrderQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]
