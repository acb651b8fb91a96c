"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, pictures

urlpatterns = [
    path("", contest.show, name="contest"),
    path("card/", pictures.of_contest, name="contest-card"),
]
