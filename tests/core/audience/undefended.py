"""The URL conf without what stands before other people's: their log-ins, shared passwords, the way out, pictures of any
size, and the public storage as a web server would give it out."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.static import serve

from core.urls import urlpatterns as ours


def stored(request: HttpRequest, name: str) -> HttpResponseBase:
    return serve(request, name, document_root=settings.MEDIA_ROOT)


theirs = [
    path("accounts/", include("allauth.urls")),
    path("admin/", include("wagtail.admin.urls")),
    path("documents/", include("wagtail.documents.urls")),
    path("images/", include("wagtail.images.urls")),
    path("media/<path:name>", stored),
]
urlpatterns = [*theirs, *(one for one in ours if "authenticate_with_password" not in str(one.pattern))]
handler404 = "core.pages.views.not_found"
