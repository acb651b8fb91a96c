"""The one route of an early-access page. Wagtail resolves it below the page, so its privacy gates it."""

from django.urls import path

from insiders.views import early_access

urlpatterns = [path("", early_access.show, name="page")]
