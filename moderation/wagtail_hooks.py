from wagtail import hooks
from wagtail.snippets.models import register_snippet

from moderation.admin.rules import HouseRuleViewSet, keep_rules_in_use
from moderation.admin.screening import ScreeningViewSet, offered_permissions
from moderation.auditing import register_acts

register_snippet(HouseRuleViewSet)
hooks.register("before_delete_snippet", keep_rules_in_use)
hooks.register("register_admin_viewset", ScreeningViewSet)
hooks.register("register_permissions", offered_permissions)
hooks.register("register_log_actions", register_acts)
