"""Addresses below one thing's comments. A room includes them in its own, so the names are ideas:comment and so on."""

from django.urls import URLPattern, path

from core.comments.views import Talk, suggesting, talking
from core.http import View


def comment_urls(talk: Talk, *, report: View) -> list[URLPattern]:
    """`report` takes what is said against a comment; it is called like the others, with `talk`."""
    of_room = {"talk": talk}
    return [
        path("", talking.conversation, of_room, name="comments"),
        path("mentions/", suggesting.suggest, of_room, name="comment-mentions"),
        path("<int:comment_pk>/", talking.comment, of_room, name="comment"),
        path("<int:comment_pk>/edit/", talking.edit, of_room, name="comment-edit"),
        path("<int:comment_pk>/delete/", talking.delete, of_room, name="comment-delete"),
        path("<int:comment_pk>/report/", report, of_room, name="comment-report"),
    ]
