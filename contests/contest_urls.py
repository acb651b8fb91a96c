"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, entries

urlpatterns = [
    path("", contest.show, name="contest"),
    path("entries/", entries.entry_list, name="entries"),
]
