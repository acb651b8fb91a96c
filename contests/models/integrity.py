from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contests.kinds import Standing
from contests.models.contest import ContestPage
from contests.models.vote import EntryVote, VoterKey


class VoidOrderQuerySet(models.QuerySet["VoidOrder"]):
    def undecided(self) -> int:
        """How much waits for somebody: held votes, orders and appeals, of all contests."""
        held, appeals = EntryVote.objects.filter(standing=Standing.HELD), VoteAppeal.objects.open()
        return self.filter(decided_at=None).count() + held.count() + appeals.count()

    def behind(self, vote: EntryVote) -> "VoidOrder | None":
        """The last one that made this vote void."""
        confirmed = self.filter(votes=vote.pk, what=VoidOrder.What.VOID, is_confirmed=True)
        return confirmed.order_by("-decided_at", "-pk").first()

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


class VoteAppealQuerySet(models.QuerySet["VoteAppeal"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def open_by_contest(self) -> dict[int, int]:
        """Of each contest that has any, how many wait for an answer."""
        return dict(self.open().order_by().values_list("order__contest").annotate(models.Count("pk")))

    def of(self, user: Any) -> Self:
        """This member's own; a visitor has none."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(vote__pseudonym__in=VoterKey.objects.filter(member=user.pk).values("pseudonym"))


class VoteAppeal(models.Model):
    """A voter asks once for other eyes on a vote of theirs that an order made void. It names no member: the key of the
    vote's pseudonym leads to them, for as long as they are one."""

    wagtail_reference_index_ignore = True

    vote = models.ForeignKey(EntryVote, on_delete=models.CASCADE, related_name="appeals")
    order = models.ForeignKey(VoidOrder, on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField(_("why it should count"), max_length=2_000, blank=True)  # empty once its voter has left
    at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=500, blank=True)
    decided_by = models.ForeignKey("members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_overturned = models.BooleanField(default=False)  # once decided: the vote counts again, or it stays void

    objects = VoteAppealQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["vote", "order"], name="appealed_once_an_order")]
