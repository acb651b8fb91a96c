"""Addresses of entries themselves: short, and the same wherever their contest is moved."""

from django.urls import include, path

from contests.views import entries, entry, invitations, mine, pictures, reporting, voting
from contests.views.comments import TALK
from core.comments.urls import comment_urls
from moderation.views.reporting import report_comment

app_name = "contests"
urlpatterns = [
    path("entry/<int:pk>/", entry.short_address, name="short"),
    path("entry/<int:pk>/vote/", voting.vote, name="vote"),
    path("entry/<int:pk>/seen/", entries.seen, name="seen"),
    path("entry/<int:pk>/card.jpg", pictures.card, name="card"),
    path("entry/<int:pk>/scene/<int:scene_pk>.jpg", pictures.scene, name="scene"),
    path("design/<int:pk>/scene/<int:scene_pk>.jpg", pictures.design_scene, name="design-scene"),
    path("entry/<int:pk>-<slug:slug>/", entry.show, name="entry"),
    path("entry/<int:pk>/receipt/", entry.receipt, name="receipt"),
    path("entry/<int:pk>/edit/", entry.edit, name="edit"),
    path("entry/<int:pk>/withdraw/", entry.withdraw, name="withdraw"),
    path("entry/<int:pk>/comments/", include(comment_urls(TALK, report=report_comment))),
    path("entry/<int:pk>/report/", reporting.report_entry, name="report"),
    path("me/entries/", mine.my_entries, name="mine"),
    path("jury/<str:token>/", invitations.answer, name="jury-invitation"),
]
