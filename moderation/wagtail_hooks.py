from wagtail import hooks
from wagtail.snippets.models import register_snippet

from moderation.admin.rules import HouseRuleViewSet, keep_rules_in_use

register_snippet(HouseRuleViewSet)
hooks.register("before_delete_snippet", keep_rules_in_use)
