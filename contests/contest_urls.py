"""The routes of every contest page. Wagtail resolves them below the page, so its privacy gates them all."""

from django.urls import path

from contests.views import contest, jury

urlpatterns = [
    path("", contest.show, name="contest"),
    path("jury/", jury.desk, name="jury"),
    path("jury/judged/", jury.judged, name="judged"),
    path("jury/<int:entry>/", jury.judge, name="judge"),
]
