from django.urls import path

from core.brand import views

app_name = "brand"
urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("picture/<slug:word>.<slug:ending>", views.picture, name="picture"),
    path("admin/picture/<slug:word>.<slug:ending>", views.staff_picture, name="staff-picture"),
    path("admin/document/<slug:word>.<slug:ending>", views.staff_document, name="staff-document"),
]
