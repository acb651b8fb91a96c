"""The routes of every impact page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from ideas.views import impact

urlpatterns = [
    path("", impact.show, name="impact"),
    path("csv/", impact.download, name="impact-csv"),
]
