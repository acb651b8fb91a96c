"""A member's own addresses; those below one thing's comments stand in `urls`."""

from django.urls import path

from core.comments.views import blocking

app_name = "comments"
urlpatterns = [
    path("me/mentions/", blocking.blocked, name="blocked"),
    path("me/mentions/<int:pk>/", blocking.block, name="block"),
]
