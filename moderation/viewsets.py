"""Moderation in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from moderation.admin.acting import ClaimView, NextView, UndoView
from moderation.admin.bulk import BulkApprovalView, BulkView
from moderation.admin.deciding import AnswerNoticeView, DecideView, PreviewView, ReverseView
from moderation.admin.screens import CaseView, ContextView, QueueView, TabsView, for_moderators
from moderation.admin.suspended import SuspendedView
from moderation.policies import may_moderate


class ModerationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_moderate(request.user))


class ModerationQueueViewSet(ViewSet):
    """The queue, at /admin/moderation/."""

    name = "moderation_queue"
    url_prefix = "moderation"
    icon = "tasks"
    menu_label = _("Moderation")
    menu_order = 105
    menu_item_class = ModerationMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list:
        def screen(view: Any) -> Any:
            return for_moderators(self.construct_view(view))

        return [
            path("", screen(QueueView), name="index"),
            path("suspended/", screen(SuspendedView), name="suspended"),
            path("tabs/", screen(TabsView), name="tabs"),
            path("next/", screen(NextView), name="next"),
            path("<int:pk>/", screen(CaseView), name="case"),
            path("<int:pk>/context/", screen(ContextView), name="context"),
            path("<int:pk>/claim/", screen(ClaimView), name="claim"),
            path("<int:pk>/decide/", screen(DecideView), name="decide"),
            path("<int:pk>/preview/", screen(PreviewView), name="preview"),
            path("bulk/", screen(BulkView), name="bulk"),
            path("bulk/<int:pk>/", screen(BulkApprovalView), name="bulk-approval"),
            path("notices/<int:pk>/answer/", screen(AnswerNoticeView), name="answer-notice"),
            path("decisions/<int:pk>/undo/", screen(UndoView), name="undo"),
            path("decisions/<int:pk>/reverse/", screen(ReverseView), name="reverse"),
        ]
