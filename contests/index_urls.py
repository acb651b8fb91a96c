"""The routes of a place of contests, beside its own list."""

from django.urls import path

from contests.views import hall_of_fame

urlpatterns = [
    path("hall-of-fame/", hall_of_fame.show, name="hall-of-fame"),
]
