from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class MentionBlockQuerySet(models.QuerySet["MentionBlock"]):
    def by(self, member: Any) -> Self:
        """What this member decided; nobody else is shown it."""
        return self.filter(member=member.pk)

    def against(self, writer: Any, *, among: Collection[int]) -> set[int]:
        """Those of these members who do not want to be mentioned by this one."""
        if writer is None or not among:
            return set()
        return set(self.filter(blocked=writer.pk, member__in=among).values_list("member", flat=True))


class MentionBlock(models.Model):
    """One member does not want to be mentioned by another: they are not told of it. The other sees no difference."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = MentionBlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "blocked"], name="comments_one_block_a_pair"),
            models.CheckConstraint(condition=~models.Q(member=models.F("blocked")), name="comments_nobody_blocks_self"),
        ]
