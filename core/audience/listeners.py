"""Keeps what is remembered true when Wagtail or Django change privacy, groups or the tree."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, pre_page_move

from core.audience import gate
from core.audience.actions.memberships import keep_in_step
from core.audience.carrying import close_as, not_answered, refuse_closed, what_a_copy_needs
from core.audience.models import AudienceWindow, Teaser
from core.audience.signals import alias_ended, alias_wanted, page_copied
from core.members.models import User


@receiver(post_save, sender=PageViewRestriction)
@receiver(post_delete, sender=PageViewRestriction)
@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
@receiver(post_delete, sender=Group)
def privacy_changed(**kwargs: Any) -> None:
    gate.forget()
    gate.begin_epoch()


@receiver(post_save, sender=AudienceWindow)
@receiver(post_delete, sender=AudienceWindow)
@receiver(m2m_changed, sender=AudienceWindow.tiers.through)  # type: ignore[attr-defined]
@receiver(post_save, sender=Teaser)
@receiver(post_delete, sender=Teaser)
def ladder_changed(**kwargs: Any) -> None:
    """However it was written: published, stored in code, or gone with its page."""
    gate.forget()
    gate.begin_epoch()


@receiver(pre_page_move)
def take_along(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Before it moves, so that it is open at no moment."""
    if parent_page_before.pk != parent_page_after.pk:
        instance.came_closed = close_as(instance, not_answered(instance.path, below=parent_page_after.path))


@receiver(page_copied)
def close_copy(page: Any, source: Page, **kwargs: Any) -> None:
    """A translation, too."""
    page.came_closed = close_as(page, what_a_copy_needs(source, page))


@receiver(alias_wanted)
def refuse_alias(page: Page, with_subpages: bool, **kwargs: Any) -> None:
    refuse_closed([page.path], with_subpages=with_subpages)


@receiver(alias_ended)
def close_what_was_an_alias(page: Page, path: str, **kwargs: Any) -> None:
    """It stays closed where the page was that it followed."""
    close_as(page, not_answered(path, below=page.path, inclusive=True))


@receiver(m2m_changed, sender=User.groups.through)
def groups_of_member_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Whoever changes the group of a tier, in Wagtail's screens or in code, changes memberships."""
    gate.forget()
    if not action.startswith("post_"):
        return
    members = ([instance.pk] if not reverse else pk_set) or None
    groups = ([instance.pk] if reverse else pk_set) or None
    keep_in_step(members=members, groups=groups)


@receiver(page_published)
@receiver(page_unpublished)
@receiver(page_slug_changed)
@receiver(post_page_move)
@receiver(post_save, sender=Site)
@receiver(post_delete, sender=Site)
def tree_changed(**kwargs: Any) -> None:
    gate.forget()
    gate.begin_epoch()
