"""Addresses of entries themselves: short, and the same wherever their contest is moved."""

from django.urls import path

from contests.views import entry, voting

app_name = "contests"
urlpatterns = [
    path("entry/<int:pk>/", entry.short_address, name="short"),
    path("entry/<int:pk>/vote/", voting.vote, name="vote"),
    path("entry/<int:pk>-<slug:slug>/", entry.show, name="entry"),
]
