"""The routes of every board page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from ideas.views import board, submitting

urlpatterns = [
    path("", board.idea_list, name="list"),
    path("new/", submitting.new_idea, name="new"),
    path("similar/", board.similar, name="similar"),
    path("roadmap/", board.roadmap, name="roadmap"),
    path("feed/", board.feed, name="feed"),
    path("how-ranking-works/", board.how_ranking_works, name="how-ranking-works"),
    path("how-promises-work/", board.how_promises_work, name="how-promises-work"),
]
