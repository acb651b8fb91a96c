from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from ideas.admin.desk import unanswered
from ideas.admin.twins import twins_of
from ideas.desks import ideas_of


class WaitingPanel(Component):
    """On the admin's home page: how many ideas wait for an answer, and how many promises are overdue."""

    name = "ideas_waiting"
    order = 105
    template_name = "ideas/admin/waiting_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        mine = ideas_of(self.request.user)
        twins = twins_of(self.request.user).count()
        return {"waiting": unanswered(mine).count(), "overdue": mine.overdue().count(), "twins": twins}
