from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ideas.admin.answering import AnswerView, answer_next, preview
from ideas.admin.desk import for_answerers
from ideas.admin.listing import IdeaListView
from ideas.admin.merging import MergeView, PartView, merge_results
from ideas.admin.pacing import PacesView, PaceView
from ideas.admin.replies import ForgetReplyView, RepliesView, ReplyView
from ideas.admin.twins import TwinsView, tell_apart
from ideas.admin.waiting import TakeView, WaitingIdeaView, WaitingView
from ideas.policies import may_answer


class IdeasMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(may_answer(request.user))


class IdeaAnswersViewSet(ViewSet):
    """The team's desk, at /admin/ideas/. Ideas are written by members, so nothing is added, edited or deleted here."""

    name = "idea_answers"
    url_prefix = "ideas"
    icon = "comment"
    menu_label = _("Ideas")
    menu_order = 110
    menu_item_class = IdeasMenuItem
    add_to_admin_menu = True

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
        }
        common: dict[str, Any] = super().get_common_view_kwargs(header_icon=self.icon, **names, **kwargs)
        return common

    def get_urlpatterns(self) -> list:
        index = self.construct_view(IdeaListView)
        results = self.construct_view(IdeaListView, results_only=True)
        return [
            path("", for_answerers(index), name="index"),
            path("results/", for_answerers(results), name="index_results"),
            path("twins/", for_answerers(self.construct_view(TwinsView)), name="twins"),
            path("twins/<int:pk>/", for_answerers(tell_apart), name="tell_apart"),
            path("next/", for_answerers(answer_next), name="next"),
            path("<int:pk>/answer/", for_answerers(self.construct_view(AnswerView)), name="answer"),
            path("<int:pk>/preview/", for_answerers(preview), name="preview"),
            path("<int:pk>/merge/", for_answerers(self.construct_view(MergeView)), name="merge"),
            path("<int:pk>/merge/results/", for_answerers(merge_results), name="merge_results"),
            path("<int:pk>/part/", for_answerers(self.construct_view(PartView)), name="part"),
            *self.get_waiting_patterns(),
        ]

    def get_waiting_patterns(self) -> list:
        def screen(view: Any) -> Any:
            return for_answerers(self.construct_view(view))

        return [
            path("waiting/", screen(WaitingView), name="waiting"),
            path("waiting/<int:pk>/", screen(WaitingIdeaView), name="waiting-idea"),
            path("waiting/<int:pk>/take/", screen(TakeView), name="take"),
            path("replies/", screen(RepliesView), name="replies"),
            path("replies/new/", screen(ReplyView), name="new-reply"),
            path("replies/<int:pk>/", screen(ReplyView), name="reply"),
            path("replies/<int:pk>/delete/", screen(ForgetReplyView), name="forget-reply"),
            path("boards/", screen(PacesView), name="paces"),
            path("boards/<key:pk>/pace/", screen(PaceView), name="pace"),
        ]
