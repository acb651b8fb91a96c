"""The routes of a place of launches. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from ideas.views import launches

urlpatterns = [
    path("", launches.story_list, name="launches"),
    path("feed/", launches.feed, name="launch-feed"),
]
