"""Addresses of uploads, all below `/me/uploads/`. Part of the gallery's own."""

from django.urls import path

from gallery.views import uploads

urlpatterns = [
    path("", uploads.uploads, name="uploads"),
    path("<uuid:token>/", uploads.upload, name="upload"),
    path("<uuid:token>/parts/<int:number>/", uploads.part, name="upload-part"),
    path("<uuid:token>/tickets/", uploads.tickets, name="upload-tickets"),
    path("<uuid:token>/complete/", uploads.complete, name="upload-complete"),
    path("<uuid:token>/abandon/", uploads.abandon, name="upload-abandon"),
]
