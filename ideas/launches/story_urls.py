"""The route of a launch story."""

from django.urls import path

from ideas.views import launches

urlpatterns = [
    path("", launches.show, name="launch"),
]
