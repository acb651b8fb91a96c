from django.urls import path

from core.brand import views

app_name = "brand"
urlpatterns = [path("theme.css", views.theme, name="theme")]
