from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from contests.admin import integrity

hooks.register("register_log_actions", integrity.register_acts)


@hooks.register("register_admin_viewset")
def register_votes() -> ViewSet:
    return integrity.VotesViewSet()
