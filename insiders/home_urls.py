"""The one route of the insiders' home. Wagtail resolves it below the page, so its privacy gates it."""

from django.urls import path

from insiders.views import home

urlpatterns = [path("", home.show, name="home")]
