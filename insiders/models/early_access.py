"""What runs beside an early-access page: publishing the page never rewrites it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

KIND = "early-access"


class EarlyAccessQuerySet(models.QuerySet["EarlyAccess"]):
    def visible_to(self, user: Any) -> Self:
        """Whose page this person may see now."""
        page: Any = self.model._meta.get_field("page").related_model
        pages = page.objects.visible_to(user)
        return self.filter(page__in=pages.order_by().values("pk")).select_related("page")


class EarlyAccess(models.Model):
    """One of each early-access page: what is said and sent there stands under it."""

    page = models.OneToOneField("insiders.EarlyAccessPage", models.CASCADE, related_name="early_access")
    comment_count = models.PositiveIntegerField(default=0)
    author_id: ClassVar[int | None] = None  # the brand's, not a member's

    objects = EarlyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("early access")
        verbose_name_plural = _("early access")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page.title)

    def get_absolute_url(self) -> str:
        """Short, and the same wherever the page is moved."""
        return reverse("insiders:short", args=[self.pk])
