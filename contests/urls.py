"""Addresses of entries themselves: short, and the same wherever their contest is moved."""

from django.urls import path

from contests.views import entry, pictures

app_name = "contests"
urlpatterns = [
    path("entry/<int:pk>/", entry.short_address, name="short"),
    path("entry/<int:pk>/card.jpg", pictures.card, name="card"),
    path("entry/<int:pk>/scene/<int:scene_pk>.jpg", pictures.scene, name="scene"),
    path("entry/<int:pk>-<slug:slug>/", entry.show, name="entry"),
]
