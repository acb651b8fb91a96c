"""The routes of every gallery page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from gallery.views import exhibition

urlpatterns = [path("", exhibition.work_list, name="list")]
