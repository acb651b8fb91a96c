"""Moderation as members meet it. The queue is a screen of the admin."""

from django.urls import URLPattern, path

from moderation.views import public

app_name = "moderation"
urlpatterns: list[URLPattern] = [
    path("moderation/rules/", public.rules, name="rules"),
    path("moderation/transparency/", public.transparency, name="transparency"),
]
