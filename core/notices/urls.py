from django.urls import path

from core.notices.views import inbox, preferences, unsubscribing

app_name = "notices"
urlpatterns = [
    path("me/notices/", inbox.inbox, name="inbox"),
    path("me/notices/read/", inbox.read_all, name="read_all"),
    path("me/notices/<int:pk>/open/", inbox.open_notice, name="open"),
    path("me/notices/preferences/", preferences.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]
