"""Addresses of ideas themselves: short, and the same wherever their board is moved."""

from django.urls import include, path

from core.comments.urls import comment_urls
from ideas.views import films, following, idea, merging, opinions, reporting, voting
from ideas.views.comments import TALK
from moderation.views.reporting import report_comment

app_name = "ideas"
urlpatterns = [
    path("idea/<int:pk>/", idea.short_address, name="short"),
    path("idea/<int:pk>-<slug:slug>/", idea.show, name="idea"),
    path("idea/<int:pk>/vote/", voting.vote, name="vote"),
    path("idea/<int:pk>/follow/", following.follow, name="follow"),
    path("idea/<int:pk>/report/", reporting.report_idea, name="report"),
    path("idea/<int:pk>/comments/", include(comment_urls(TALK, report=report_comment))),
    path("idea/<int:pk>/edit/", idea.edit, name="edit"),
    path("idea/<int:pk>/note/", idea.note, name="note"),
    path("idea/opinion/<key:pk>/report/", opinions.report_opinion, name="opinion-report"),
    path("launch/<key:pk>/films/", films.films, name="films"),
    path("me/launches/<key:pk>/", opinions.opinion, name="opinion"),
    path("idea/<int:pk>/withdraw/", idea.withdraw, name="withdraw"),
    path("idea/<int:pk>/merged/", merging.merged, name="merged"),
]
