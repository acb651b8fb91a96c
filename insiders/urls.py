"""Addresses of insiders that stand below no page."""

from django.urls import path

from insiders.views import invitations, memberships

app_name = "insiders"
urlpatterns = [
    path("invitation/", invitations.answer, name="invitation"),
    path("invitation/<str:token>/", invitations.open_link, name="open-invitation"),
    path("membership/<int:pk>/", memberships.membership, name="membership"),
]
