"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, results

urlpatterns = [
    path("", contest.show, name="contest"),
    path("results/", results.show, name="results"),
    path("results/csv/", results.download, name="results-csv"),
]
