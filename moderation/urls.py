"""Moderation as members meet it. The queue is a screen of the admin."""

from django.urls import URLPattern

app_name = "moderation"
urlpatterns: list[URLPattern] = []
