"""Addresses of insiders that stand below no page."""

from django.urls import path

from insiders.views import mine

app_name = "insiders"
urlpatterns = [
    path("me/insider/", mine.mine, name="mine"),
    path("me/insider/<int:membership_pk>/leave/", mine.leave, name="leave"),
    path("me/insider/<int:membership_pk>/mark/", mine.mark, name="mark"),
]
