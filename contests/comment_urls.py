"""Addresses below one entry's comments. Part of `contests.urls`, so the names are contests:comment and so on."""

from django.urls import path

from contests.views import comments, reporting

urlpatterns = [
    path("", comments.conversation, name="comments"),
    path("<int:comment_pk>/", comments.comment, name="comment"),
    path("<int:comment_pk>/edit/", comments.edit, name="comment-edit"),
    path("<int:comment_pk>/delete/", comments.delete, name="comment-delete"),
    path("<int:comment_pk>/report/", reporting.report_comment, name="comment-report"),
]
