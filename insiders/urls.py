"""Addresses of insiders that stand below no page."""

from django.urls import include, path

from core.comments.urls import comment_urls
from insiders.views import early_access, feedback, files, invitations, memberships, mine
from insiders.views.comments import TALK
from moderation.views.reporting import report_comment

app_name = "insiders"
urlpatterns = [
    path("early/<int:pk>/", early_access.short_address, name="short"),
    path("early/<int:pk>/comments/", include(comment_urls(TALK, report=report_comment))),
    path("early/<int:pk>/feedback/", feedback.give, name="feedback"),
    path("early/<int:pk>/feedback/take-back/", feedback.take_back, name="take-feedback-back"),
    path("early/document/<uuid:token>/", files.document, name="document"),
    path("early/page/<key:page_pk>/files/", files.manage, name="files"),
    path("early/page/<key:page_pk>/files/<int:file_pk>/", files.describe, name="file"),
    path("early/page/<key:page_pk>/files/<int:file_pk>/remove/", files.remove, name="remove-file"),
    path("me/insider/", mine.mine, name="mine"),
    path("me/insider/<int:membership_pk>/leave/", mine.leave, name="leave"),
    path("me/insider/<int:membership_pk>/mark/", mine.mark, name="mark"),
    path("invitation/", invitations.answer, name="invitation"),
    path("invitation/<str:token>/", invitations.open_link, name="open-invitation"),
    path("membership/<int:pk>/", memberships.membership, name="membership"),
]
