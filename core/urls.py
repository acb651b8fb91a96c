from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import URLPattern, URLResolver, include, path


def shadowed(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's shared-password pages, one of which renders any page's content, drafts included: not in this house."""
    return HttpResponseNotFound()


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.brand.urls")),
    path("", include("core.audience.urls")),
    path("", include("core.members.urls")),
    path("", include("core.notices.urls")),
    path("", include("core.comments.own_urls")),
    path("", include("core.pages.urls")),
    path("", include("moderation.urls")),
    path("", include("gallery.urls")),
    path("", include("ideas.urls")),
    path("", include("contests.urls")),
    path("", include("insiders.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", include("wagtail.admin.urls")),
    path("documents/authenticate_with_password/<path:rest>", shadowed),
    path("documents/", include("wagtail.documents.urls")),
    path("_util/authenticate_with_password/<path:rest>", shadowed),
    path("", include("wagtail.urls")),
]
handler400 = "core.pages.views.bad_request"
handler404 = "core.pages.views.not_found"
handler500 = "core.pages.views.server_error"
