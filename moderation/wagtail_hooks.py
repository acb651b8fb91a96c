from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from moderation.admin import decisions, notices
from moderation.admin.panel import forget_panels
from moderation.admin.rules import HouseRuleViewSet, keep_rules_in_use
from moderation.admin.screening import ScreeningViewSet, offered_permissions
from moderation.auditing import register_acts
from moderation.viewsets import ModerationQueueViewSet

register_snippet(HouseRuleViewSet)
hooks.register("before_delete_snippet", keep_rules_in_use)
for written in ("after_create_snippet", "after_edit_snippet"):
    hooks.register(written, forget_panels)
hooks.register("register_admin_viewset", ScreeningViewSet)
hooks.register("register_permissions", offered_permissions)
hooks.register("register_log_actions", register_acts)
hooks.register("register_admin_urls", decisions.addresses)
hooks.register("register_reports_menu_item", decisions.menu_item)
hooks.register("register_admin_urls", notices.addresses)
hooks.register("register_reports_menu_item", notices.menu_item)


@hooks.register("register_admin_viewset")
def register_queue() -> ViewSet:
    return ModerationQueueViewSet()


@hooks.register("register_permissions")
def offer_moderating() -> QuerySet[Permission]:
    """So that moderating, and reading who filed a notice, can be ticked for a group in the admin."""
    offered = ["moderate", "view_case", "read_notice_contacts"]
    return Permission.objects.filter(content_type__app_label="moderation", codename__in=offered)
