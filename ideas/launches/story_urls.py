"""The routes of a launch story. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from ideas.views import launches

urlpatterns = [
    path("", launches.show, name="launch"),
    path("card/", launches.card, name="launch-card"),
]
