"""Keeps what is remembered true when Wagtail or Django change privacy, groups or the tree."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core.audience import gate


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
@receiver(post_delete, sender=Group)
def privacy_changed(**kwargs: Any) -> None:
    gate.forget()
    gate.begin_epoch()


@receiver(m2m_changed)
def groups_of_member_changed(sender: Any, **kwargs: Any) -> None:
    """`User.groups` is known by its table: a decorator cannot name it before the user model is loaded."""
    if sender._meta.label_lower == f"{settings.AUTH_USER_MODEL}_groups".lower():
        gate.forget()


@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
@receiver(post_page_move)
@receiver(post_save, sender=Site)
@receiver(post_delete, sender=Site)
def tree_changed(**kwargs: Any) -> None:
    gate.forget()
    gate.begin_epoch()
