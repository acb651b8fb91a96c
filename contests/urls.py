"""Addresses of entries themselves: short, and the same wherever their contest is moved."""

from django.urls import path

from contests.views import entries, entry

app_name = "contests"
urlpatterns = [
    path("entry/<int:pk>/", entry.short_address, name="short"),
    path("entry/<int:pk>/seen/", entries.seen, name="seen"),
    path("entry/<int:pk>-<slug:slug>/", entry.show, name="entry"),
]
